"""What our records hold that bears on one message: letters, cases, how often its author was answered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownCase:
    """An open or closed case the store found that this message may concern."""

    reference: str
    parties: frozenset[str]  # casefolded addr-specs
    closed: bool
    # How it was found: "token" (a Message-ID or address token of ours), "message-id" (thread), "reference"
    # (its case reference cited), "regulator-reference", "same-author", "addressee" (sent to its party).
    by: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A letter of ours to a colleague that this message answers, and the colleague who got it sent it: who
    names its Message-ID or the word in its Reply-To has seen it, since neither can be guessed."""

    kind: str
    case: str | None  # the one it was about; None: about several
    by_address: bool = False  # by the word in its Reply-To, which nobody in copy sees


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows that bears on one message; empty for `inspect`."""

    own_letter: str | None = None  # Message-ID of a letter of ours this very message is
    reported_letter: str | None = None  # Message-ID of a letter of ours this report is about
    cases: tuple[KnownCase, ...] = ()
    acknowledgements_today: int = 0  # to this author, in the last 24 hours
    acknowledgements_this_week: int = 0  # in the last 7 days
    acknowledgements_of_domain: int = 0  # in the last 24 hours, to the author's domain, unless it is public
    answers_another: bool = False  # it answers a letter of ours that was sent to somebody else
    opened_today: int = 0  # cases by this author, in the last 24 hours, acknowledged or not
    acknowledged_in_thread: bool = False  # this thread already had its acknowledgement
    answers_notice: bool = False  # it answers a letter of ours to a handler
    answered: Answered | None = None  # that letter, where it was sent to this very author
    twin: str | None = None  # a case that what seems to be the very same message is in
    harm: str = ""  # why a letter to the author may do harm, as another case of theirs says
    alike: str | None = None  # an open case of the same person that was opened with words like these
