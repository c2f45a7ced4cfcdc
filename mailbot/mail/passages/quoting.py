"""The zones of a body: what the author newly wrote, and what is quoted, forwarded, signature or disclaimer.

Lines are marked, never deleted, and in doubt a line is NEW: it may be the complaint. One pass over lines
finds other people's words; then `closings` marks standing words and signatures among what is left. Everything
looks ahead by a fixed length only, and no pattern can take more than linear time.

Where nothing of the author's own is found, what stands below a quoted letter and says "I" is NEW; failing
that extraction should believe FORWARDED, then QUOTED: the author may have typed within either.
"""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.mail.html_layout import HEADING_FOLLOWS, MARKS, REST_IS_QUOTED, SIGNATURE_BEGINS, SIGNATURE_ENDS
from mailbot.mail.message import Passage, Zone
from mailbot.mail.passages import devices, headings
from mailbot.mail.passages.attributions import find_attributions
from mailbot.mail.passages.beginnings import begins_like
from mailbot.mail.passages.closings import mark_closings
from mailbot.mail.passages.disclaimers import is_disclaimer, speaks_for_itself
from mailbot.mail.passages.header_blocks import (
    HeaderBlock,
    field_kind,
    find_header_block,
    find_notes_headings,
)
from mailbot.mail.passages.sign_offs import is_prose, is_sign_off

MAX_LINES = 20_000  # lines that are looked at; what follows is NEW
MAX_DASH_SIGNATURE_LINES = 12  # after "--" without its blank
MAX_MARKED_SIGNATURE_LINES = 30  # in the element an HTML mail program keeps the signature in
_MIN_WRAPPED = 60  # characters of a quoted line that may have been wrapped
_HEADING_REACH = 10  # lines in which an unnamed heading must show its fields
_MIN_FIELDS = 3
_BEGINNINGS = headings.BEGINNINGS | devices.BEGINNINGS


def zones(text: str, *, subject: str = "", within: Zone | None = None) -> tuple[Passage, ...]:
    """Divide a body into passages. ``within`` is the zone a text part goes on with, when the part before
    it ended inside another message."""
    lines = text.split("\n")
    looked_at = lines[:MAX_LINES]
    marks: dict[int, str] = {}
    if MARKS.search(text):
        marks = {at: line for at, line in enumerate(looked_at) if MARKS.search(line)}
        lines = MARKS.sub("", text).split("\n")
        looked_at = lines[:MAX_LINES]
    if "=09" in text:
        # Quoted-printable nobody decoded: a heading is a heading all the same.
        looked_at = [line.replace("=09", " ").replace("=20", " ") for line in looked_at]
    marked = _Marker(looked_at, marks, subject, within).mark()
    mark_closings(looked_at, marked)
    if within is None and not any(
        zone is Zone.NEW and line.strip() for zone, line in zip(marked, looked_at, strict=True)
    ):
        _rescue(looked_at, marked, answering=headings.is_reply_subject(subject))
    marked.extend([Zone.NEW] * (len(lines) - len(marked)))
    return tuple(_passages(lines, marked))


def _passages(lines: list[str], marked: list[Zone]) -> Iterator[Passage]:
    start = 0
    for at in range(1, len(lines) + 1):
        if at < len(lines) and (marked[at] is marked[start] or not lines[at].strip()):
            # An empty line belongs to what stands before it.
            marked[at] = marked[start]
            continue
        text = "\n".join(lines[start:at]).strip("\n")
        if text.strip():
            yield Passage(marked[start], text)
        start = at


class _Marker:
    """One pass over the lines. ``rest`` is the zone everything belongs to once another message began."""

    def __init__(self, lines: list[str], marks: dict[int, str], subject: str, within: Zone | None) -> None:
        self.lines = lines
        self.marks = marks  # what the layout of HTML knew of a line
        self.forwarding = headings.is_forward_subject(subject)
        self.answering = headings.is_reply_subject(subject)
        self.attributions = find_attributions(lines)
        self.notes = find_notes_headings(lines)
        self.marked: list[Zone] = []
        self.rest = within
        self.in_signature = False
        self.any_new = False  # something of the author's own stands above

    def mark(self) -> list[Zone]:
        steps = (self._other_message, self._quoted, self._attribution, self._signature)
        known = {*self.marks, *self.attributions, *self.notes}
        while len(self.marked) < len(self.lines):
            at = len(self.marked)
            if self.rest is not None:
                self.marked.extend([self.rest] * (len(self.lines) - at))
                break
            for step in steps if at in known or not is_plain(self.lines[at]) else ():
                count, zone = step(at)
                if count:
                    self.marked.extend([zone] * count)
                    break
            else:
                self.any_new = self.any_new or bool(self.lines[at].strip())
                self.marked.append(Zone.SIGNATURE if self.in_signature else Zone.NEW)
        return self.marked

    def _other_message(self, at: int) -> tuple[int, Zone]:
        """A heading after which all is another message: of a forward, or of the message replied to."""
        line = self.lines[at]
        if headings.is_forward_heading(line.lstrip("> ")):
            # Within a quotation it is the earlier author's forward, not this one's.
            if line.startswith(">") and not self.forwarding:
                return 0, Zone.NEW
            self.rest = Zone.FORWARDED
            return 1, self.rest
        mark = self.marks.get(at, "")
        if REST_IS_QUOTED in mark or (HEADING_FOLLOWS in mark and self._is_heading(at)):
            self.rest = Zone.FORWARDED if self.forwarding or self._forwards_soon(at) else Zone.QUOTED
            return 1, self.rest
        length = self._heading(at)
        if not length:
            return 0, Zone.NEW
        zone = Zone.FORWARDED if self.forwarding else Zone.QUOTED
        if zone is Zone.QUOTED and self._next_line(at + length).lstrip().startswith(">"):
            # Only the lines with ">" are the other message's; answers may stand between.
            self.in_signature = False
            return length, zone
        self.rest = zone
        return length, zone

    def _heading(self, at: int) -> int:
        """How many lines the heading that begins here takes; 0 when none does."""
        line = self.lines[at]
        original = headings.is_original_heading(line)
        if original or headings.has_original_words(line):
            block = self._block_below(at + 1)
            return block if block > 1 else int(original)
        if headings.is_heading_rule(line):
            block = self._block_below(at + 1)
            return block if block > 1 else 0
        if at in self.notes:
            return 1
        if self.any_new and headings.is_reply_above(line):
            return 1
        found = find_header_block(self.lines, at) if field_kind(line) else None
        return found.length if found is not None and self._is_of_another(found, at) else 0

    def _block_below(self, start: int) -> int:
        """The length of a heading whose header block begins at the next line with words; 1: there is none."""
        at = next((n for n in range(start, min(start + 3, len(self.lines))) if self.lines[n].strip()), None)
        found = find_header_block(self.lines, at) if at is not None else None
        return 1 if at is None or found is None else at + found.length - start + 1

    def _is_of_another(self, block: HeaderBlock, at: int) -> bool:
        """Somebody may head a letter of their own with From, To, Date and Subject, below a title too, or copy
        a message of ours in under "this is what you wrote:" and go on below."""
        if self.forwarding or self.answering:
            return True
        above = next(
            (line.rstrip() for line in reversed(self.lines[max(0, at - 4) : at]) if line.strip()), ""
        )
        return self.any_new and block.by_a_program and not above.endswith(":")

    def _is_heading(self, at: int) -> bool:
        """Whether what an HTML mail program ruled off shows fields, in whatever language."""
        below = self.lines[at : at + _HEADING_REACH]
        return sum(1 for line in below if 0 < line.replace("：", ":").find(":") < 30) >= _MIN_FIELDS

    def _forwards_soon(self, at: int) -> bool:
        return any(headings.is_forward_heading(line) for line in self.lines[at : at + 4])

    def _next_line(self, at: int) -> str:
        return next((line for line in self.lines[at : at + 4] if line.strip()), "")

    def _quoted(self, at: int) -> tuple[int, Zone]:
        line = self.lines[at].lstrip(" \t")
        if not line.startswith((">", "＞")) or line.rstrip().endswith(("<<", "<<<")):
            return 0, Zone.NEW
        self.in_signature = False
        return 2 if self._is_wrapped(at) else 1, Zone.QUOTED

    def _is_wrapped(self, at: int) -> bool:
        """Whether the next line is the end of this quoted one, which some program broke."""
        if at + 1 >= len(self.lines) or len(self.lines[at]) < _MIN_WRAPPED:
            return False
        tail = self.lines[at + 1]
        after = self.lines[at + 2] if at + 2 < len(self.lines) else ">"
        return (
            tail[:1].islower()
            and self.lines[at].rstrip()[-1] not in ".?!:;\"'”)"
            and after.startswith(">")
            and len(tail) < len(self.lines[at])
        )

    def _attribution(self, at: int) -> tuple[int, Zone]:
        """ "On Wed, 7 Oct 2026 at 16:40, Conexus <…> wrote:", folded over up to four lines."""
        attribution = self.attributions.get(at)
        if attribution is None:
            return 0, Zone.NEW
        if not self._next_line(at + attribution.length).lstrip().startswith(">"):
            # "On 3 March your adviser wrote:" is the author's own sentence.
            if not attribution.certain:
                return 0, Zone.NEW
            if self.any_new:
                self.rest = Zone.QUOTED
        self.in_signature = False
        return attribution.length, Zone.QUOTED

    def _signature(self, at: int) -> tuple[int, Zone]:
        line = self.lines[at]
        if SIGNATURE_BEGINS in self.marks.get(at, ""):
            count = self._marked_signature(at)
            if count:
                return count, Zone.SIGNATURE
        if devices.is_device_signature(line):
            return 1, Zone.SIGNATURE
        if line in ("-- ", "--\xa0") or (
            line.rstrip() in ("--", "—", "- --") and at + 1 < len(self.lines) and self._is_short_after(at)
        ):
            self.in_signature = True
            return 1, Zone.SIGNATURE
        return 0, Zone.NEW

    def _marked_signature(self, at: int) -> int:
        """The lines of a signature's element; none when somebody typed the letter into it."""
        reach = range(at, min(at + MAX_MARKED_SIGNATURE_LINES, len(self.lines)))
        end = next((n for n in reach if SIGNATURE_ENDS in self.marks.get(n, "")), None)
        if end is None or any(
            is_prose(line) and not is_disclaimer(line) for line in self.lines[at : end + 1]
        ):
            return 0
        return end + 1 - at

    def _is_short_after(self, at: int) -> bool:
        following = self.lines[at + 1 : at + 1 + 2 * MAX_DASH_SIGNATURE_LINES]
        own: list[str] = []
        for line in following:
            if line.startswith(">") or headings.is_original_heading(line):
                break
            own.append(line)
        return sum(1 for line in own if line.strip()) <= MAX_DASH_SIGNATURE_LINES


def is_plain(line: str) -> bool:
    """Whether by its letters alone a line is none of another message's and none of a signature."""
    text = line.strip()
    if not text:
        return True
    return (
        text[0].isalnum()
        and ":" not in text
        and "：" not in text
        and not begins_like(text, _BEGINNINGS)
        and not devices.ends_like_one(text)
    )


def _rescue(lines: list[str], marked: list[Zone], *, answering: bool) -> None:
    """Where nothing is NEW, find what the author may have typed within or below what is quoted."""
    if any(zone is Zone.FORWARDED for zone in marked):
        return
    quoted = [at for at, zone in enumerate(marked) if zone is Zone.QUOTED and lines[at].strip()]
    if not answering and all(lines[at].lstrip().startswith(">") for at in quoted):
        # Nobody is named above it: a program that quotes whatever is written, or pasted text.
        for at in quoted:
            marked[at] = Zone.NEW
        return
    below = _below_the_letter(lines, quoted)
    for at in range(below, len(lines)):
        if marked[at] is Zone.QUOTED:
            marked[at] = Zone.NEW


def _below_the_letter(lines: list[str], quoted: list[int]) -> int:
    """Where, below the sign-off of a quoted letter and before any further heading, somebody says "I"."""
    signed = False
    for place, at in enumerate(quoted):
        line = lines[at]
        if place and (headings.is_original_heading(line) or headings.is_heading_rule(line)):
            break
        if signed and field_kind(line) == "from":
            break
        starts = at == 0 or not lines[at - 1].strip()
        if signed and starts and speaks_for_itself(line) and not line.lstrip().startswith(">"):
            return at
        signed = signed or (is_sign_off(line) and place > 0)
    return len(lines)
