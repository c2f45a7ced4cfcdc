"""What a handler tells mailbot to do, on the first line of an answer to one of its mails.

Tolerant of how people type: upper case, dashes, a full stop, "please", a date in any British spelling, a
reason that was wrapped. Strict about what it means: a line is a command only if every word of it is
understood, since "final upheld?" and "holding off until Friday" must move nothing. All else is a note.

Faults: none; what was not understood is an `Unclear` with the reason.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches

from mailbot.complaints.grammar import (
    BECAUSE,
    CASE,
    COURTESY,
    LOOSELY_BECAUSE,
    PENCE,
    USAGE,
    VERBS,
    Verb,
)
from mailbot.complaints.spoken_dates import TIME, day, moment

LONGEST_LINE = 1000  # characters; nobody types more into a command
MOST = 50  # commands in one mail
_DASHES = str.maketrans(
    dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("‘’ʼ`´", "'") | dict.fromkeys("“”„", '"')
)
_BEFORE = re.compile(r"[\s*•/!#'\"-]*(?:\d{1,2}[.)]\s+)?(?:mailbot\s*[,:]\s*)?(?:please\s+)?", re.IGNORECASE)
_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|morning|afternoon)\b(?: \w+){0,3}\s*[,!.]?",
    re.IGNORECASE,
)
_ACTED_ON = re.compile(rf"\[?(?P<case>{CASE})\]?\s*[:,-]?\s*", re.IGNORECASE)


#: Nearly a verb, but what people say who mean none.
_NO_SLIP = frozenset({"noted", "final", "accept"})
#: What people also say of other things, politely: "Accepted, thanks" may be of a case that was given them.
_BLUNT = frozenset({Verb.ACCEPTED, Verb.WITHDRAWN, Verb.FORWARDED, Verb.REFERRED})


@dataclass(frozen=True, slots=True)
class Command:
    """One act. Which fields are set depends on the verb; see `grammar.USAGE`."""

    verb: Verb
    heard: str  # the line as it was read
    case: str | None = None  # a reference named on the line
    what: str = ""  # a name, firm, decision, reference, text, or words between spaces
    on: date | None = None
    at: datetime | None = None
    because: str = ""
    pence: int | None = None


@dataclass(frozen=True, slots=True)
class Unclear:
    """A line that begins like a command, or nearly, and is none."""

    heard: str
    why: str
    verb: Verb | None = None
    case: str | None = None


Said = Command | Unclear


def read(text: str, today: date) -> list[Said]:
    """The commands at the top of what somebody newly wrote; none where it is a note.

    One line, or several that each begin with a case's reference. A reason may go on to the end of its
    paragraph. `today`: the London day the words were received on.
    """
    lines = _lines(text)
    if not lines:
        return []
    said: list[Said] = []
    several = _names_a_case(lines, 0)
    for number, line in enumerate(lines[:MOST]):
        if not line and several:
            continue
        if not line or (number and not _names_a_case(lines, number)):
            break
        following = _paragraph(lines, number + 1)
        found = _read_line(line, following, today)
        if found is None:
            break
        said.append(found)
    if said and isinstance(said[0], Command) and said[0].verb is Verb.NOTE and len(said) == 1:
        said[0] = replace(said[0], what="\n".join([said[0].what, *lines[1:]]).strip())
    return said


def first_case(text: str) -> str | None:
    """The case that the first line names, before its command or after it."""
    found = re.search(CASE, next(iter(_lines(text)), ""), re.IGNORECASE)
    return found[0].upper() if found else None


def _lines(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES)
    lines = [" ".join(line.split())[:LONGEST_LINE] for line in folded.splitlines()]
    while lines and (not lines[0] or _GREETING.fullmatch(lines[0])):
        lines.pop(0)
    return lines


def _names_a_case(lines: list[str], number: int) -> bool:
    return number < len(lines) and _ACTED_ON.match(_BEFORE.sub("", lines[number], count=1)) is not None


def _paragraph(lines: list[str], first: int) -> list[str]:
    """The lines up to an empty one, or one that is about another case."""
    ends = (n for n in range(first, len(lines)) if not lines[n] or _names_a_case(lines, n))
    return lines[first : next(ends, len(lines))]


def _read_line(line: str, following: list[str], today: date) -> Said | None:
    """A command, what is nearly one, or None where it is prose."""
    bare = _BEFORE.sub("", line, count=1)
    named = _ACTED_ON.match(bare)
    case = named["case"].upper() if named else None
    bare = _BEFORE.sub("", bare[named.end() :] if named else bare, count=1)
    for verb, pattern in VERBS:
        if match := pattern.match(bare):
            rest = bare[match.end() :]
            if case is None and (
                after := re.search(rf"\s+(?:for|on)?\s*\[?({CASE})\]?$", rest, re.IGNORECASE)
            ):
                case, rest = after[1].upper(), rest[: after.start()]
            said = _with(verb, rest, following, today, line)
            return replace(said, case=case)
    if case is not None:
        return Unclear(line, "nothing that mailbot can do follows the reference", case=case)
    near = _nearest(bare)
    return Unclear(line, f"did you mean `{near}`?", near) if near is not None else None


def _with(verb: Verb, rest: str, following: list[str], today: date, line: str) -> Said:
    """The verb with what stands after it."""
    usage = USAGE[verb]
    if verb is Verb.NOTE:
        return Command(verb, line, what=rest.lstrip(" :-,"))
    if "?" in rest:
        return Unclear(line, f"a question changes nothing; to do it, write `{usage.form}`", verb)
    head, because = rest, ""
    parted = LOOSELY_BECAUSE if verb is Verb.RECEIVED else BECAUSE
    if usage.because and (match := parted.search(rest)):
        head = rest[: match.start()]
        because = " ".join([rest[match.end() :], *following]).strip()
        if not because:
            return Unclear(line, f"the reason is missing: `{usage.form}`", verb)
    if "?" in because:
        return Unclear(line, "a question is no reason", verb)
    if verb is Verb.FORWARDED and not because:
        return Unclear(line, f"the reason is missing: `{usage.form}`", verb)
    head = head.strip(" ,;:*'\"-")
    head = (head if verb in _BLUNT else COURTESY.sub("", head)).strip(" .,;!*'\"")
    match = usage.pattern.fullmatch(head)
    if match is None:
        how = "; a date is written 18/12/2026 or 18 December 2026" if "DATE" in usage.form else ""
        return Unclear(line, f"write `{usage.form}`{how}", verb)
    found = match.groupdict()
    command = Command(verb, line, what=(found.get("what") or "").strip(" \"'"), because=because)
    return _dated(command, found, today)


def _dated(command: Command, found: dict[str, str | None], today: date) -> Said:
    """The same, with its day, its moment and its sum of money."""
    if (pounds := found.get("pounds")) is not None:
        pence = Decimal(pounds.replace(",", "")) * 100
        if pence > PENCE:
            return Unclear(command.heard, f"£{pounds} is more than can be", command.verb)
        command = replace(command, pence=int(pence))
    if (written := found.get("day")) is None:
        return command
    on = day(written, today, to_come=command.verb in (Verb.HOLD_REMINDERS, Verb.EIGHT_WEEK))
    clock = re.fullmatch(TIME, found.get("time") or "", re.IGNORECASE)
    at = moment(on, clock) if on is not None else None
    if on is None or at is None:
        return Unclear(
            command.heard, f"{written} {found.get('time') or ''}".strip() + " is no day", command.verb
        )
    return replace(command, on=on, at=at)


def _nearest(line: str) -> Verb | None:
    """The verb that a short line with a slip of the pen may mean."""
    words = line.casefold().split()
    if not 0 < len(words) <= 4 or words[0].strip(".,!") in _NO_SLIP:
        return None
    known = {verb.value: verb for verb in Verb}
    tries: Iterator[str] = ("-".join(words[:many]).strip(".,!") for many in (1, 2, 3))
    for each in tries:
        if found := get_close_matches(each, known, n=1, cutoff=0.8):
            return known[found[0]]
    return None
