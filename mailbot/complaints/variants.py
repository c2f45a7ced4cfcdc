"""Which paragraphs an acknowledgement has besides, by what the complaint seems to be about.

A topic is a guess: each paragraph is worded so that it is true, and hurts nobody, where the guess was wrong.
"""

from __future__ import annotations

from collections.abc import Set

#: Topics that an acknowledgement has words for.
BEREAVEMENT, REPRESENTATIVE, REGULATED_DEBT = "bereavement", "representative", "regulated-debt"
OF_A_DEBT = frozenset({"debt-collection", "disputed-debt", "not-the-debtor", REGULATED_DEBT})


def variant(topics: Set[str], *, collects_debts: bool) -> dict[str, object]:
    """What the template asks. `debt`: "regulated" where the Ombudsman covers it (DISP 2.3), "unknown" where
    it may not, "" where there is none. `collects_debts`: the firm does, so any complaint may be about one."""
    debt = "unknown" if collects_debts or topics & OF_A_DEBT else ""
    return {
        "debt": "regulated" if REGULATED_DEBT in topics else debt,
        "bereavement": BEREAVEMENT in topics,
        "representative": REPRESENTATIVE in topics,
    }
