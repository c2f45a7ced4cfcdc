"""How a ladder of reminders is written, and what its rungs are stored under.

A ladder belongs to a clock. `payments_` are the clocks of DISP 1.6.2AR, whether or not the eight weeks run
beside them; `promise` is every deadline that is none of the law's. A rung is written as

    "day 5", "week 4"            calendar days after receipt, whatever the clock
    "business day 8"             business days after receipt
    "2 working hours"            working time after receipt
    "3 business days before"     counted back from the last day on which something can be done
    "2 working hours before"     working time before the last moment
    "due day"                    the morning of the last day on which something can be done
    "next business morning"      "business day 1" of the acknowledgement

Where time was suspended, the days of the clock itself follow it: those of a final or holding response are
counted back from the day it lapses, and the last of them is the due day. So is "day 30" of the
data-protection acknowledgement, which rolls forward with it. More days than the clock has are refused.

The name of a rung is a key in the database. It is the text, with two exceptions: a "business day" of a
shipped ladder is "day N" (of the acknowledgement "next business morning"), as it always was; and therefore a
calendar day of a clock that is counted in business days is "calendar day N", lest one be taken for the
other.

Faults: `ValueError`, which names the clock and says what may be written.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from types import MappingProxyType

NEXT_MORNING = "next business morning"

# Where two rungs meet at one moment the lower one names it. A "business day" taken out of here is stored
# under another name from then on.
LADDERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "acknowledgement": ("due day", "2 working hours", NEXT_MORNING),
        "summary_resolution": ("due day", "business day 1", "business day 2", "business day 3"),
        "final_response": (
            "week 4",
            "week 6",
            "week 7",
            "3 business days before",
            "1 business day before",
            "due day",
        ),
        "payments_final_response": (
            "business day 8",
            "business day 12",
            "business day 14",  # the day to decide: final or holding response
            "business day 15",
        ),
        # The alternative is only thought of when the final response is not going to be ready.
        "payments_holding_response": ("business day 14", "business day 15"),
        "payments_final_response_after_holding": ("business day 30", "business day 34", "business day 35"),
        "data_protection_acknowledgement": ("day 5", "day 20", "day 27", "day 30"),
        "promise": ("due day", "2 working hours before"),
    }
)


class Measure(Enum):
    """What the number of a rung counts, and from where."""

    DAYS_AFTER = auto()  # receipt
    BUSINESS_DAYS_AFTER = auto()
    WORKING_HOURS_AFTER = auto()
    DAYS_TO_GO = auto()  # to the day it lapses
    BUSINESS_DAYS_TO_GO = auto()
    BUSINESS_DAYS_BEFORE = auto()  # the day to work by
    WORKING_HOURS_BEFORE = auto()  # the last moment
    LAST_DAY = auto()  # the day to work by; nothing is counted


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of a ladder, before there is a deadline."""

    name: str  # what it is stored under
    measure: Measure
    n: int


@dataclass(frozen=True, slots=True)
class _Law:
    """How long a clock of the law runs, and how days of its own are counted."""

    unit: Measure
    length: int
    days: Measure
    last: Measure = Measure.LAST_DAY


def _payments(length: int) -> _Law:
    return _Law(Measure.BUSINESS_DAYS_AFTER, length, Measure.BUSINESS_DAYS_TO_GO)


# The lengths are those of deadlines.py and rule_sets.py. The summary resolution is counted from receipt to
# the end: it is the firm's to be quick about, and has a rung for the due day besides.
_LAWS: Mapping[str, _Law] = MappingProxyType(
    {
        "summary_resolution": _Law(
            Measure.BUSINESS_DAYS_AFTER, 3, Measure.BUSINESS_DAYS_AFTER, last=Measure.BUSINESS_DAYS_AFTER
        ),
        "final_response": _Law(Measure.DAYS_AFTER, 56, Measure.DAYS_TO_GO),
        "payments_final_response": _payments(15),
        "payments_holding_response": _payments(15),
        "payments_final_response_after_holding": _payments(35),
        "data_protection_acknowledgement": _Law(Measure.DAYS_AFTER, 30, Measure.DAYS_AFTER),
    }
)

_N = "([1-9][0-9]{0,2})"
# (how it is written, its name, what it counts, how many of those one is)
_FORMS: tuple[tuple[re.Pattern[str], str, Measure, int], ...] = (
    (re.compile(f"day {_N}"), "day {}", Measure.DAYS_AFTER, 1),
    (re.compile(f"week {_N}"), "week {}", Measure.DAYS_AFTER, 7),
    (re.compile(f"business day {_N}"), "business day {}", Measure.BUSINESS_DAYS_AFTER, 1),
    (re.compile(f"{_N} business days? before"), "{} business day{} before", Measure.BUSINESS_DAYS_BEFORE, 1),
    (re.compile(f"{_N} working hours?"), "{} working hour{}", Measure.WORKING_HOURS_AFTER, 1),
    (re.compile(f"{_N} working hours? before"), "{} working hour{} before", Measure.WORKING_HOURS_BEFORE, 1),
)
_MAY_BE_WRITTEN = (
    '"day 5", "week 4", "business day 8" or "2 working hours" (after receipt), "3 business days before", '
    '"2 working hours before" or "due day"'
)


@lru_cache(maxsize=256)
def steps(clock: str, ladder: tuple[str, ...]) -> tuple[Step, ...]:
    """Read the ladder of a clock; `ValueError` for one that cannot be meant."""
    if clock not in LADDERS:
        close = difflib.get_close_matches(clock, LADDERS, n=1, cutoff=0.5)
        told = f"did you mean {close[0]}?" if close else f"known: {', '.join(LADDERS)}"
        raise ValueError(f"{clock!r} is no clock with a ladder; {told}")
    if not ladder:
        raise ValueError(
            f"the ladder of {clock} has no rung: nobody would be reminded; "
            "leave the key out for the shipped ladder"
        )
    found: dict[tuple[Measure, int], str] = {}
    read = []
    for text in ladder:
        step = _step(clock, text)
        place = (step.measure, step.n)
        if place in found:
            same = f", as {found[place]!r}" if found[place] != text else ""
            raise ValueError(f"{text!r} stands twice in the ladder of {clock}{same}; write each rung once")
        found[place] = text
        read.append(step)
    return tuple(read)


def _step(clock: str, text: str) -> Step:
    written = " ".join(text.casefold().split())
    if written == "due day":
        return Step(written, Measure.LAST_DAY, 0)
    if written == NEXT_MORNING and clock == "acknowledgement":
        return Step(NEXT_MORNING, Measure.BUSINESS_DAYS_AFTER, 1)
    for pattern, form, measure, of in _FORMS:
        if match := pattern.fullmatch(written):
            n = int(match[1])
            name = form.format(n, "" if n == 1 else "s")
            return Step(_stored(clock, name), *_counted(clock, text, measure, n * of))
    also = f', or "{NEXT_MORNING}"' if clock == "acknowledgement" else ""
    raise ValueError(f"{text!r} is no rung of the ladder of {clock}; write {_MAY_BE_WRITTEN}{also}")


def _stored(clock: str, name: str) -> str:
    """The name a rung has in the database."""
    if clock == "acknowledgement" and name == "business day 1":
        return NEXT_MORNING
    if clock not in _LAWS or _LAWS[clock].unit is not Measure.BUSINESS_DAYS_AFTER:
        return name
    if name in LADDERS[clock]:
        return name.removeprefix("business ")
    return f"calendar {name}" if name.startswith("day ") else name


def _counted(clock: str, text: str, measure: Measure, n: int) -> tuple[Measure, int]:
    """What is counted, where the text speaks of the clock's own days."""
    law = _LAWS.get(clock)
    if law is None or measure is not law.unit:
        return measure, n
    if n > law.length:
        unit = "days" if measure is Measure.DAYS_AFTER else "business days"
        raise ValueError(f"{text!r} never comes in the ladder of {clock}: that has {law.length} {unit}")
    if n == law.length and law.last is Measure.LAST_DAY:
        return law.last, 0
    return law.days, n if law.days is law.unit else law.length - n
