"""The zones of a body: what the author newly wrote, and what is quoted, forwarded, signature or disclaimer.

Lines are marked, never deleted, and in doubt a line is NEW: it may be the complaint. One pass over lines,
with a look ahead of fixed length; no pattern here can take more than linear time.
"""

from __future__ import annotations

from collections.abc import Iterator

from mailbot.mail import markers
from mailbot.mail.html import REST_IS_QUOTED
from mailbot.mail.message import Passage, Zone

MAX_LINES = 20_000  # lines that are looked at; what follows is NEW
MAX_SIGNATURE_LINES = 14
MAX_SIGNATURE_REACH = 40  # lines, empty ones too, in which a signature must end
MAX_DASH_SIGNATURE_LINES = 12  # after "--" without its blank


def zones(text: str, *, subject: str = "", within: Zone | None = None) -> tuple[Passage, ...]:
    """Divide a body into passages. ``within`` is the zone a text part goes on with, when the part before
    it ended inside another message."""
    lines = text.split("\n")
    marked = _Marker(lines[:MAX_LINES], subject, within).mark()
    marked.extend([Zone.NEW] * (len(lines) - len(marked)))
    _mark_disclaimers(lines, marked)
    _mark_sign_offs(lines, marked)
    return tuple(_passages(lines, marked))


def _passages(lines: list[str], marked: list[Zone]) -> Iterator[Passage]:
    start = 0
    for at in range(1, len(lines) + 1):
        if at < len(lines) and (marked[at] is marked[start] or not lines[at].strip()):
            # An empty line belongs to what stands before it.
            marked[at] = marked[start]
            continue
        text = "\n".join(lines[start:at]).replace(REST_IS_QUOTED, "").strip("\n")
        if text.strip():
            yield Passage(marked[start], text)
        start = at


class _Marker:
    """One pass over the lines. ``rest`` is the zone everything belongs to once another message began."""

    def __init__(self, lines: list[str], subject: str, within: Zone | None) -> None:
        self.lines = lines
        self.forwarding = markers.is_forward_subject(subject)
        self.answering = markers.is_reply_subject(subject)
        self.marked: list[Zone] = []
        self.rest = within
        self.in_signature = False
        self.any_new = False  # something of the author's own stands above

    def mark(self) -> list[Zone]:
        while len(self.marked) < len(self.lines):
            at = len(self.marked)
            for step in (self._rest, self._other_message, self._quoted, self._attribution, self._signature):
                count, zone = step(at)
                if count:
                    self.marked.extend([zone] * count)
                    break
            else:
                self.any_new = self.any_new or bool(self.lines[at].strip())
                self.marked.append(Zone.SIGNATURE if self.in_signature else Zone.NEW)
        return self.marked

    def _rest(self, _at: int) -> tuple[int, Zone]:
        if self.rest is None:
            return 0, Zone.NEW
        return len(self.lines) - len(self.marked), self.rest

    def _other_message(self, at: int) -> tuple[int, Zone]:
        """A heading after which all is another message: of a forward, or of the message replied to."""
        line = self.lines[at]
        if markers.is_forward_heading(line.lstrip("> ")):
            # Within a quotation it is the earlier author's forward, not this one's.
            if line.startswith(">") and (self.any_new or not self.forwarding):
                return 0, Zone.NEW
            self.rest = Zone.FORWARDED
        elif (
            REST_IS_QUOTED in line
            or markers.is_original_heading(line)
            or (markers.is_header_block(self.lines, at) and self._is_of_another(at))
        ):
            self.rest = Zone.FORWARDED if self.forwarding else Zone.QUOTED
        else:
            return 0, Zone.NEW
        return 1, self.rest

    def _is_of_another(self, _at: int) -> bool:
        """Somebody may head a letter of their own with From, To, Date and Subject."""
        return self.any_new or self.forwarding or self.answering

    def _quoted(self, at: int) -> tuple[int, Zone]:
        if not self.lines[at].lstrip(" \t").startswith(">"):
            return 0, Zone.NEW
        self.in_signature = False
        return 1, Zone.QUOTED

    def _attribution(self, at: int) -> tuple[int, Zone]:
        """ "On Wed, 7 Oct 2026 at 16:40, Conexus <…> wrote:", folded over up to four lines."""
        count = markers.attribution_length(self.lines, at)
        if not count:
            return 0, Zone.NEW
        follows = next((line for line in self.lines[at + count : at + count + 4] if line.strip()), "")
        if not follows.lstrip().startswith(">"):
            # "On 3 March your adviser wrote:" is the author's own sentence.
            if not markers.is_certain_attribution(" ".join(self.lines[at : at + count])):
                return 0, Zone.NEW
            if self.any_new:
                self.rest = Zone.QUOTED
        self.in_signature = False
        return count, Zone.QUOTED

    def _signature(self, at: int) -> tuple[int, Zone]:
        line = self.lines[at]
        if markers.is_device_signature(line):
            return 1, Zone.SIGNATURE
        if line in ("-- ", "--\xa0") or (line.rstrip() == "--" and self._is_short_after(at)):
            self.in_signature = True
            return 1, Zone.SIGNATURE
        return 0, Zone.NEW

    def _is_short_after(self, at: int) -> bool:
        following = self.lines[at + 1 : at + 1 + 2 * MAX_DASH_SIGNATURE_LINES]
        own: list[str] = []
        for line in following:
            if line.startswith(">") or markers.is_original_heading(line):
                break
            own.append(line)
        return sum(1 for line in own if line.strip()) <= MAX_DASH_SIGNATURE_LINES


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
    following = False
    first = True
    for start, end in _paragraphs(lines, marked, frozenset({Zone.NEW, Zone.SIGNATURE})):
        text = " ".join(lines[start:end])[: markers.MAX_PARAGRAPH]
        if first and markers.is_banner(text):
            marked[start:end] = [Zone.DISCLAIMER] * (end - start)
            continue
        first = False
        if markers.is_disclaimer(text) or (following and markers.may_continue_disclaimer(text)):
            marked[start:end] = [Zone.DISCLAIMER] * (end - start)
            following = True
        else:
            following = False


def _mark_sign_offs(lines: list[str], marked: list[Zone]) -> None:
    """The lines under a closing phrase, where they are lines of a signature and no prose follows."""
    for at, zone in enumerate(marked):
        if zone is not Zone.NEW or not markers.is_sign_off(lines[at]):
            continue
        end = at + 1
        while end < len(marked) and marked[end] is Zone.NEW and end - at <= MAX_SIGNATURE_REACH:
            end += 1
        below = [line for line in lines[at + 1 : end] if line.strip()]
        ends = end - at <= MAX_SIGNATURE_REACH and len(below) <= MAX_SIGNATURE_LINES
        if ends and not any(markers.is_prose(line) for line in below):
            marked[at:end] = [Zone.SIGNATURE] * (end - at)
