"""What each letter is told: plain values for the templates, and not one sentence of its own.

A context holds words and whole numbers, and lists and mappings of them: nothing a template could misuse.
Dates are London dates written out.

Faults: `ValueError` where a letter could not say what the rules demand of it, such as an acknowledgement
without the date of its regime (DISP 1.6.1R).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from mailbot.complaints.calendar import LONDON, in_words, london_day
from mailbot.complaints.deadlines import PAYMENTS_PREFIX, Deadline
from mailbot.complaints.languages import ENGLISH, day_in_words
from mailbot.complaints.practice import Regime
from mailbot.complaints.timescales import statement
from mailbot.complaints.variants import variant

NAME_LIMIT = 80  # characters; longer is not a name
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")
# DISP 1.3.1AAR to 1.3.1ADR: a basic-rate number. 084, 087 and 09 cost more; a "+44" stands for the 0.
BASIC_RATE = re.compile(r"(?:0|\+44)(?:[123]|7|80)[0-9]{7,9}")
LEAFLET = ("separate", "with", "none")

Context = dict[str, object]


@dataclass(frozen=True, slots=True)
class Firm:
    """What letters say about the firm."""

    name: str
    address: str
    phone: str
    email: str
    website: str = ""
    procedure_url: str = ""  # where the complaints procedure is published; else its text goes in the letter
    complaints_procedure: str = ""  # paragraphs parted by empty lines
    phone_hours: str = ""  # "Monday to Friday, 9am to 5pm"
    ombudsman_wording: str = ""  # of DISP 1 Annex 3R, as the firm has approved it; paragraphs
    ombudsman_wordings: Mapping[str, str] = field(default_factory=dict)  # its others, by name
    collects_debts: bool = False  # any complaint may be about a debt
    leaflet_with_summary: bool = False  # it encloses the leaflet with summary resolution communications

    def findings(self) -> list[str]:
        """What would make a letter break a rule; for `mailbot check`."""
        found = []
        if not self.phone.strip():
            found.append("[firm] phone is not set: letters name no number to call (DISP 1.3.1AAR)")
        elif not BASIC_RATE.fullmatch(re.sub(r"[ ()-]", "", self.phone[:40])):
            found.append(f"[firm] phone {self.phone!r} is not a basic-rate number (DISP 1.3.1AAR)")
        if not (self.procedure_url or self.complaints_procedure.strip()):
            found.append("[firm] neither complaints_page nor complaints_procedure is set (DISP 1.2.1R)")
        for key in ("name", "address", "email"):
            if not getattr(self, key).strip():
                found.append(f"[firm] {key} is not set; letters need it")
        return found


@dataclass(frozen=True, slots=True)
class LetterCase:
    """What letters may know about a case."""

    reference: str
    received_at: datetime
    regime: Regime
    deadlines: tuple[Deadline, ...]
    data_protection: bool = False
    complainant: str = ""  # as typed; "" where no name was found
    handler: str = ""
    missing: tuple[str, ...] = ()
    topics: frozenset[str] = frozenset()
    language: str = ENGLISH  # of what the complainant gets; letters to colleagues are English
    mailbox: str = ""  # its name, which may have letters of its own


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """One deadline of one case. `working_days` left, or since it lapsed where `overdue`."""

    reference: str
    deadline: Deadline
    working_days: int
    overdue: bool


def clean_name(name: str) -> str:
    """`name` as typed, on one line; cut where it is too long; "" when it holds no letter."""
    cleaned = " ".join(UNPRINTABLE.sub(" ", name[: 4 * NAME_LIMIT]).split())
    if len(cleaned) > NAME_LIMIT:
        cleaned = cleaned[:NAME_LIMIT].rpartition(" ")[0] or cleaned[:NAME_LIMIT]
    return cleaned if any(character.isalpha() for character in cleaned) else ""


def acknowledgement_context(
    firm: Firm, case: LetterCase, *, leaflet: str = "separate", enclosed: bool = False
) -> Context:
    """For acknowledgement.md: the statement of DISP 1.6.1R(1)(b) needs the date of every clock that runs.

    `leaflet` says where the text about the Ombudsman is, `enclosed` that the firm's leaflet is attached.
    """
    if leaflet not in LEAFLET:
        raise ValueError(f"leaflet is one of {', '.join(LEAFLET)}, not {leaflet!r}")
    return {
        **_addressed(firm, case.reference, case.complainant),
        "received_on": day_in_words(london_day(case.received_at), case.language),
        **statement(case),
        "data_protection": case.data_protection,
        **variant(case.topics, collects_debts=firm.collects_debts),
        "handler": clean_name(case.handler),
        "missing": [clean_name(item) for item in case.missing],
        "leaflet": leaflet,
        "enclosed": enclosed,
    }


def leaflet_context(firm: Firm, reference: str, complainant: str, *, enclosed: bool) -> Context:
    """For leaflet.md; `enclosed` when the firm's own leaflet is attached."""
    return {**_addressed(firm, reference, complainant), "enclosed": enclosed}


def handler_notice_context(
    firm: Firm,
    case: LetterCase,
    *,
    reason: str | None,
    references: int,
    contact: Sequence[str],
    attention: bool = False,
    unsafe_contact: bool = False,
    now: datetime | None = None,
) -> Context:
    """For handler_notice.md. `reason` is why no acknowledgement went out, None when it did.

    The complainant's name, numbers and words stay in the case: only how many references were found, and
    by which means ("email", "phone", "post") the complainant can be reached. What has lapsed by `now` is
    named as such.
    """
    return {
        "firm": firm_context(firm),
        "handler": clean_name(case.handler) or "Complaints team",
        "reference": case.reference,
        "received_at": moment_in_words(case.received_at),
        "regime": str(case.regime),
        "data_protection": case.data_protection,
        "deadlines": [_deadline(deadline, now) for deadline in sorted(case.deadlines, key=_by_date)],
        "acknowledged": reason is None,
        "reason": reason or "",
        "references": references,
        "contact": list(contact),
        "missing": list(case.missing),
        "attention": attention,
        "unsafe_contact": unsafe_contact,
    }


def message_notice_context(
    firm: Firm,
    *,
    reference: str,
    handler: str,
    received_at: datetime,
    regulator: bool = False,
    reopened: bool = False,
    attention: bool = False,
    confirmed: bool = False,
) -> Context:
    """For message_notice.md: somebody wrote about a case the handler has.

    `confirmed`: whoever wrote is told by an automatic letter that it arrived.
    """
    return {
        "firm": firm_context(firm),
        "handler": clean_name(handler) or "Complaints team",
        "reference": reference,
        "received_at": moment_in_words(received_at),
        "regulator": regulator,
        "reopened": reopened,
        "attention": attention,
        "confirmed": confirmed,
    }


def reminder_context(
    firm: Firm,
    handler: str,
    lines: Sequence[ReminderLine],
    *,
    count: int | None = None,
    overdue: int | None = None,
) -> Context:
    """For reminder.md: everything one handler has to do, case by case, the one with what lapsed first on top.

    `count` deadlines, `overdue` of them lapsed, where there are more than are named in `lines`.
    """
    if not lines:
        raise ValueError("a reminder needs a deadline to remind of")
    ordered = sorted(lines, key=lambda line: (not line.overdue, line.deadline.due_at, line.reference))
    first = {line.reference: number for number, line in reversed(list(enumerate(ordered)))}
    ordered.sort(key=lambda line: first[line.reference])  # what is due in one case stands together
    told = [
        {
            **_deadline(line.deadline),
            "reference": line.reference,
            "duty": line.deadline.name.removeprefix(PAYMENTS_PREFIX),
            "deadline": line.deadline.name,
            "working_days": line.working_days,
            "overdue": line.overdue,
        }
        for line in ordered
    ]
    return {
        "firm": firm_context(firm),
        "handler": clean_name(handler) or "Complaints team",
        "lines": told,
        "first": told[0],
        "count": len(told) if count is None else count,
        "overdue": sum(line.overdue for line in lines) if overdue is None else overdue,
        "unnamed": 0 if count is None else count - len(told),
        "cases": len({line.reference for line in lines}),
    }


def alert_context(
    firm: Firm,
    *,
    reference: str | None,
    received_at: datetime | None,
    reason: str,
    command: str,
    life_at_risk: bool = False,
    unsafe_contact: bool = False,
) -> Context:
    """For alert.md; `command` is the one that shows the matter. What the message said is left out."""
    return {
        "firm": firm_context(firm),
        "reference": reference or "",
        "received_at": moment_in_words(received_at) if received_at else "",
        "reason": reason,
        "command": command,
        "life_at_risk": life_at_risk,
        "unsafe_contact": unsafe_contact,
    }


def moment_in_words(instant: datetime) -> str:
    """An instant in London: "Friday 18 December 2026 at 16:55"."""
    return f"{in_words(london_day(instant))} at {instant.astimezone(LONDON):%H:%M}"


def paragraphs(text: str) -> list[str]:
    """What stands between empty lines, each on one line."""
    return [" ".join(each.split()) for each in re.split(r"\n[ \t]*\n", text) if each.strip()]


def firm_context(firm: Firm) -> Context:
    """What every template knows of the firm."""
    return {
        "name": firm.name,
        "address": ", ".join(line.strip(" ,") for line in firm.address.splitlines() if line.strip(" ,")),
        "phone": firm.phone,
        "phone_hours": firm.phone_hours,
        "email": firm.email,
        "website": firm.website,
        "procedure_url": firm.procedure_url,
        "complaints_procedure": paragraphs(firm.complaints_procedure),
    }


def _addressed(firm: Firm, reference: str, complainant: str) -> Context:
    return {"firm": firm_context(firm), "reference": reference, "complainant": clean_name(complainant)}


def _deadline(deadline: Deadline, now: datetime | None = None) -> Context:
    return {
        "lapsed": now is not None and deadline.due_at < now,
        "name": deadline.name.replace("_", " "),
        "due_on": in_words(deadline.due_on),
        "work_by": in_words(deadline.work_by),
        "rule": deadline.rule,
    }


def _by_date(deadline: Deadline) -> datetime:
    return deadline.due_at
