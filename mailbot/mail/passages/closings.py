"""Marks standing words and signatures among the lines an author wrote.

In this order: disclaimers, closing phrases with what stands under them, then signatures nobody announced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.mail.message import Zone
from mailbot.mail.passages import disclaimers
from mailbot.mail.passages.headings import is_rule
from mailbot.mail.passages.sign_offs import (
    is_dashed_name,
    is_postscript,
    is_prose,
    is_sign_off,
    is_sign_off_with_name,
)
from mailbot.mail.passages.signatures import (
    MAX_SIGNATURE_LINES,
    find_signature,
    is_contact_line,
    is_name,
    looks_like_signature,
)

_MONEY = re.compile(r"[£$€]\s?\d")
MAX_SIGNATURE_REACH = 40  # lines, empty ones too, in which a signature must end
_ATTACHED = re.compile(
    r"\s*(?:<<.{1,120}>>|\(see attached file:.{1,200}|-\s.{1,120}\.\w{2,4}\s*$)", re.IGNORECASE
)


def mark_closings(lines: list[str], marked: list[Zone]) -> None:
    """Mark in place; lines of others' stay as they are."""
    _mark_disclaimers(lines, marked)
    _mark_sign_offs(lines, marked)
    _mark_unannounced(lines, marked)


def _paragraphs(
    lines: list[str], marked: list[Zone], zones_wanted: frozenset[Zone]
) -> Iterator[tuple[int, int]]:
    start = -1
    for at in range(len(marked) + 1):
        inside = at < len(marked) and marked[at] in zones_wanted and bool(lines[at].strip())
        if inside and start < 0:
            start = at
        elif not inside and start >= 0:
            yield start, at
            start = -1


def _mark_disclaimers(lines: list[str], marked: list[Zone]) -> None:
    """A paragraph of standing words; those after it too, while nobody in them says "I"."""
    whole = " ".join(lines).lower()
    disclaiming = disclaimers.among(disclaimers.DISCLAIMERS, whole)
    naming = disclaimers.among(disclaimers.PARTICULARS, whole)
    following = False
    first = True
    for start, end in _paragraphs(lines, marked, frozenset({Zone.NEW, Zone.SIGNATURE})):
        text = " ".join(lines[start:end])[: disclaimers.MAX_PARAGRAPH]
        if first and disclaimers.is_banner(text):
            marked[start:end] = [Zone.DISCLAIMER] * (end - start)
            continue
        first = False
        standing = disclaimers.is_disclaimer(text, disclaiming) or (
            disclaimers.is_company_particulars(text, naming)
            and not any(is_contact_line(line) or is_name(line) for line in lines[start:end])
        )
        if standing or (following and disclaimers.may_continue_disclaimer(text)):
            marked[start:end] = [Zone.DISCLAIMER] * (end - start)
            following = True
        else:
            following = False


def _mark_sign_offs(lines: list[str], marked: list[Zone]) -> None:
    """A closing phrase and the lines of a signature under it; prose below is NEW again, a postscript"
    " above all."""
    said = False  # "Thank you" alone is the whole answer
    for at, zone in enumerate(marked):
        if zone is not Zone.NEW or not lines[at].strip():
            continue
        if not said or not is_sign_off(lines[at]):
            said = True
            continue
        end = _end_of_signature(lines, marked, at)
        if end:
            marked[at:end] = [Zone.SIGNATURE] * (end - at)


def _end_of_signature(lines: list[str], marked: list[Zone], at: int) -> int:
    """Where the signature under the closing phrase ends; 0 when prose follows and it was none."""
    last, used = at, 0
    named = 0  # the end of the paragraph with the name, when the lines so far can only be a signature
    plain = True
    for number in range(at + 1, min(len(marked), at + MAX_SIGNATURE_REACH + 1)):
        line = lines[number]
        if marked[number] is not Zone.NEW:
            return last + 1 if used <= MAX_SIGNATURE_LINES else named
        if not line.strip() or is_rule(line):
            named = last + 1 if plain and last > at else named
            continue
        if is_postscript(line) or _ATTACHED.match(line):
            return last + 1
        used += 1
        if used > MAX_SIGNATURE_LINES or is_prose(line) or _MONEY.search(line):
            # The letter goes on. A closing phrase with a name and an empty line was a signature all the same.
            return named
        plain = plain and looks_like_signature(line)
        last = number
    return last + 1 if at + MAX_SIGNATURE_REACH >= len(marked) - 1 else named


def _mark_unannounced(lines: list[str], marked: list[Zone]) -> None:
    """The signature that ends what the author wrote: at the end, and above the heading of another message."""
    for end in _ends(lines, marked):
        start = end
        while start > 0 and (marked[start - 1] is Zone.NEW or not lines[start - 1].strip()):
            start -= 1
        begin = _last_line(lines, start, start + find_signature(lines[start:end]))
        # A message that says nothing else keeps it as text; above a forwarded one it is a signature.
        beside = any(lines[at].strip() for at in range(start, begin)) or any(
            zone in (Zone.SIGNATURE, Zone.FORWARDED, Zone.QUOTED) for zone in marked
        )
        if beside:
            marked[begin:end] = [Zone.SIGNATURE] * (end - begin)


def _ends(lines: list[str], marked: list[Zone]) -> list[int]:
    """Where a run of NEW lines ends that a signature may end. Above a line with ">" may be an answer: "-"
    " Yes"."""
    ends: list[int] = []
    heading = next(
        (
            at
            for at, zone in enumerate(marked)
            if zone in (Zone.QUOTED, Zone.FORWARDED) and not lines[at].startswith(">")
        ),
        0,
    )
    for end in (heading, len(marked)):
        while end > 0 and not (marked[end - 1] is Zone.NEW and lines[end - 1].strip()):
            end -= 1
        if end and end not in ends:
            ends.append(end)
    return ends


def _last_line(lines: list[str], start: int, end: int) -> int:
    """ "Regards, Jane" or "-Jane" as the last words before ``end``; ``end`` when they are not."""
    at = end - 1
    while at > start and not lines[at].strip():
        at -= 1
    if at > start and (is_sign_off_with_name(lines[at]) or is_dashed_name(lines[at])):
        return at
    return end
