"""The words of handlers' commands: a verb, the shapes of what follows it, and how to write it.

Faults: none; these are tables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from mailbot.complaints.spoken_dates import DAY, TIME


class Verb(StrEnum):
    CONTACTED = "contacted"
    ASSIGN = "assign"
    NOTE = "note"
    TYPE = "type"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    SUMMARY_SENT = "summary-sent"
    HOLDING = "holding"
    EIGHT_WEEK = "eight-week"
    FINAL = "final"
    WITHDRAWN = "withdrawn"
    FORWARDED = "forwarded"
    NOT_A_COMPLAINT = "not-a-complaint"
    REFERRED = "referred"
    MET = "met"
    HOLD_REMINDERS = "hold-reminders"
    REOPEN = "reopen"
    DATES = "dates"
    HELP = "help"


#: A case's reference, whatever prefix the firm has chosen.
CASE = r"\b[A-Z]{1,6}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b"
PENCE = 2**31 - 1  # the most that can be written down
#: What parts a reason from what is said. Of moves only the word: "Withdrawn: not yet" is prose.
BECAUSE = re.compile(r"(?:^|(?<=[\s,;.:-]))(?:because|reason|the reason is)\b:?\s*", re.IGNORECASE)
LOOSELY_BECAUSE = re.compile(rf"{BECAUSE.pattern}|:\s+|\s-\s", re.IGNORECASE)
COURTESY = re.compile(
    r"[\s,.;!-]*\b(?:please|thanks|thank you|many thanks|cheers|ta)\b[\s.!]*$", re.IGNORECASE
)

_ON = rf"(?:\s*,?\s*\b(?:on\s+)?(?P<day>{DAY}))?"
_POUNDS = r"(?:£\s*)?(?P<pounds>\d{1,3}(?:,\d{3})*(?:\.\d\d?)?|\d+(?:\.\d\d?)?)(?:\s*(?:pounds|gbp))?"
_WHOM = r"(?:the\s+)?(?:complainant|customer|client)"
_BY = r"(?:by|via)\s+(?:tele)?(?:phone|e-?mail|letter|post|text|sms)"


@dataclass(frozen=True, slots=True)
class Usage:
    """How a verb is written: `form` for people; `pattern` matches what stands between verb and reason."""

    form: str
    meaning: str
    pattern: re.Pattern[str]
    because: bool = False


def _usage(form: str, meaning: str, pattern: str = "", *, because: bool = False) -> Usage:
    return Usage(form, meaning, re.compile(pattern, re.IGNORECASE), because)


_REGIME = r"(?:payments?|standard|unconfirmed|data[\s-]protection|not[\s-]data[\s-]protection)"
USAGE: Mapping[Verb, Usage] = MappingProxyType(
    {
        Verb.CONTACTED: _usage(
            "contacted [on DATE]",
            "somebody spoke or wrote to the complainant",
            rf"(?:{_WHOM})?(?:\s*{_BY})?{_ON}",
        ),
        Verb.ASSIGN: _usage("assign NAME", "give the case to another handler", r"(?:to\s+)?(?P<what>\S.*)"),
        Verb.NOTE: _usage("note …", "keep a note on the case"),
        Verb.TYPE: _usage(
            "type payments | standard | unconfirmed | data-protection",
            "which clock runs; “unconfirmed” runs both",
            rf"(?:is\s+)?(?P<what>{_REGIME}(?:(?:,|\s|and)+{_REGIME})*)",
        ),
        Verb.RECEIVED: _usage(
            "received DATE [TIME] because …",
            "correct the day of receipt; a later day needs a second person",
            rf"(?:on\s+)?(?P<day>{DAY})(?:[\s,T]+(?P<time>{TIME}))?",
            because=True,
        ),
        Verb.ACCEPTED: _usage(
            "accepted [on DATE]", "the complainant accepted within three business days (DISP 1.5.1R)", _ON
        ),
        Verb.SUMMARY_SENT: _usage(
            "summary-sent [on DATE]", "the summary resolution communication was sent (DISP 1.5.4R)", _ON
        ),
        Verb.HOLDING: _usage(
            "holding [on DATE] because …",
            "a holding response was sent: 35 business days now (DISP 1.6.2AR)",
            _ON,
            because=True,
        ),
        Verb.EIGHT_WEEK: _usage(
            "eight-week expected DATE because …",
            "an eight-week written response was sent today, which says when the final one is expected",
            rf"(?:expected|expect|until|by)\s+(?:on\s+|by\s+)?(?P<day>{DAY})",
            because=True,
        ),
        Verb.FINAL: _usage(
            "final upheld | partly | rejected [redress 120.50] [on DATE]",
            "the final response was sent: the case is closed",
            rf"(?P<what>upheld(?:\s+in\s+part)?|part(?:ly|ially)?(?:\s+upheld)?|rejected|not\s+upheld)"
            rf"(?:[\s,]+(?:with\s+)?redress(?:\s+of)?:?\s*{_POUNDS})?{_ON}",
        ),
        Verb.WITHDRAWN: _usage(
            "withdrawn [on DATE] [because …]",
            "the complainant withdrew",
            rf"(?:by\s+{_WHOM})?{_ON}",
            because=True,
        ),
        Verb.FORWARDED: _usage(
            "forwarded FIRM because …",
            "it was forwarded to that firm, and the complainant told so (DISP 1.7.1R)",
            # A name, not the rest of "Forwarded your letter to Priti".
            r"(?:to\s+)?(?P<what>[\"']?(?-i:[A-Z0-9])[\w&.,'()-]*(?: [\w&.,'()-]+){0,6}[\"']?)",
            because=True,
        ),
        Verb.NOT_A_COMPLAINT: _usage(
            "not-a-complaint because …", "it is no expression of dissatisfaction", because=True
        ),
        Verb.REFERRED: _usage(
            "referred [REFERENCE] [on DATE]",
            "the complainant took it to the Ombudsman",
            rf"(?:(?P<what>[A-Z]{{2,5}}[A-Z0-9/-]*\d[A-Z0-9/-]*))?{_ON}",
        ),
        Verb.MET: _usage(
            "met DEADLINE",
            "what that deadline asks for was done",
            r"(?P<what>[a-z0-9_-]+(?:[\s,]+[a-z0-9_-]+)*)",
        ),
        Verb.HOLD_REMINDERS: _usage(
            "hold-reminders until DATE [because …]",
            "no reminder before that day",
            rf"(?:until|till|to)\s+(?P<day>{DAY})",
            because=True,
        ),
        Verb.REOPEN: _usage(
            "reopen [not-sent] because …",
            "open a closed case; with “not-sent” its final response never went, and its dates hold again",
            r"(?P<what>not[\s-]sent)?",
            because=True,
        ),
        Verb.DATES: _usage("dates", "what is due, and when"),
        Verb.HELP: _usage("help", "this list"),
    }
)  # fmt: skip


#: How each may begin, the longer before the shorter.
VERBS: tuple[tuple[Verb, re.Pattern[str]], ...] = tuple(
    (verb, re.compile(rf"(?:{words})(?![\w-])", re.IGNORECASE))
    for verb, words in (
        (Verb.NOT_A_COMPLAINT, r"not[\s-]+a[\s-]+complaint"),
        (Verb.HOLD_REMINDERS, r"hold[\s-]+reminders?"),
        (Verb.SUMMARY_SENT, r"summary[\s-]+(?:resolution[\s-]+(?:communication[\s-]+)?)?sent"),
        (Verb.EIGHT_WEEK, r"(?:eight|8)[\s-]+weeks?(?:[\s-]+(?:response|letter))?(?:[\s-]+sent)?"),
        (Verb.FINAL, r"final(?:[\s-]+response)?(?:[\s-]+sent)?"),
        (Verb.HOLDING, r"holding(?:[\s-]+response)?(?:[\s-]+sent)?"),
        (Verb.CONTACTED, r"contacted"),
        (Verb.ASSIGN, r"(?:re)?assign(?:ed)?"),
        (Verb.NOTE, r"note"),
        (Verb.TYPE, r"type"),
        (Verb.RECEIVED, r"received"),
        (Verb.ACCEPTED, r"accepted"),
        (Verb.WITHDRAWN, r"withdrawn"),
        (Verb.FORWARDED, r"forwarded"),
        (Verb.REFERRED, r"referred(?:[\s-]+to[\s-]+the[\s-]+ombudsman)?"),
        (Verb.MET, r"met"),
        (Verb.REOPEN, r"re-?open(?:ed)?"),
        (Verb.DATES, r"dates|status"),
        (Verb.HELP, r"help"),
    )
)
