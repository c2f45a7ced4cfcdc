"""Signs of vulnerability the firm named itself: added, given another urgency, or silenced.

Where a phrase of the firm's stands, it holds instead of the shipped rows it touches. Two kinds of sign are
not overruled by the way: life at risk, and that a letter could reach somebody who does harm. Those are only
silenced, by a phrase of the same driver that holds all of their words: an idiom of the firm's trade.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from mailbot.complaints.need.cue_rows import Row
from mailbot.complaints.practice import CuePattern
from mailbot.complaints.zones import fold

OFF = "off"  # the urgency of what is no sign at this firm

Match = tuple[int, int, int, Row]  # rank, place, row


def firms_rows(patterns: Iterable[CuePattern]) -> tuple[Row, ...]:
    """One row for each phrase, in the notation of the shipped ones."""
    phrases = ((" ".join(fold(pattern.phrase).lower().split()), pattern) for pattern in patterns)
    return tuple(
        Row(
            pattern.driver,
            pattern.priority,
            re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)"),
            (phrase,),
            None,
        )
        for phrase, pattern in phrases
        if phrase
    )


def as_the_firm_says(found: list[Match], shipped: int, grave: Collection[Row]) -> list[Match]:
    """What is left of the matches: `shipped` is the first rank of the firm's own rows."""
    own = [match for match in found if match[0] >= shipped]
    if not own:
        return found
    left = [
        match
        for match in found
        if match[0] >= shipped or not any(_overrules(one, match, grave) for one in own)
    ]
    return [match for match in left if match[3].priority != OFF]


def _overrules(own: Match, other: Match, grave: Collection[Row]) -> bool:
    _, start, end, row = own
    _, other_start, other_end, other_row = other
    if other_row in grave:
        holds = start <= other_start and other_end <= end
        return row.priority == OFF and row.driver == other_row.driver and holds
    return start < other_end and other_start < end
