"""Rich Text Format to text (RTF 1.9.1), and the HTML that Outlook hides in it (MS-OXRTFEX).

One pass over tokens; a group's destination decides whether its words are text.

Faults: a damaged file gives the words up to where it makes sense; nothing raises.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from mailbot.mail.charset_names import codec_for

MAX_RTF = 4 * 1024 * 1024  # octets
MAX_TEXT = 512 * 1024  # characters

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
# What stands in these groups is not the text of the document (RTF 1.9.1, "destination").
_NOT_TEXT = frozenset(
    {
        b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"objdata", b"themedata",
        b"datastore", b"generator", b"listtable", b"listoverridetable", b"rsidtbl", b"latentstyles",
        b"xmlnstbl", b"filetbl", b"revtbl", b"fldinst", b"bkmkstart", b"bkmkend", b"shppict", b"nonshppict",
        b"colorschememapping", b"pgdsctbl", b"userprops", b"wgrffmtfilter", b"mmathpr", b"atnid",
        b"atnauthor", b"annotation", b"listtext", b"sp", b"pntext", b"mhtmltag",
    }
)  # fmt: skip
_CHARACTERS = {
    b"par": "\n", b"line": "\n", b"sect": "\n\n", b"page": "\n\n", b"row": "\n", b"tab": "\t", b"cell": "\t",
    b"nestcell": "\t", b"nestrow": "\n", b"emdash": "—", b"endash": "–", b"bullet": "•", b"lquote": "‘",
    b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"emspace": " ", b"enspace": " ", b"qmspace": " ",
}  # fmt: skip
_SYMBOLS = {b"~": " ", b"_": "-", b"{": "{", b"}": "}", b"\\": "\\", b"\n": "\n", b"\r": "\n"}
_FONT_CHARSETS = {
    0: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Group:
    """What one pair of braces changes."""

    is_text: bool = True
    is_font_table: bool = False
    is_html: bool = False  # within \\*\\htmltag: the markup itself
    hidden: bool = False  # within \\htmlrtf: for readers of RTF alone
    skip: int = 1  # characters that stand in for one of Unicode
    font: int = -1


@dataclass(slots=True)
class _Rtf:
    """The state of one pass."""

    codec: str = "cp1252"
    from_html: bool = False
    group: _Group = field(default_factory=_Group)
    groups: list[_Group] = field(default_factory=list)
    fonts: dict[int, str] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)
    pending: bytearray = field(default_factory=bytearray)  # octets of one charset not yet decoded
    to_skip: int = 0
    starred: bool = False  # "\\*": a destination that may be ignored follows
    size: int = 0

    @property
    def wanted(self) -> bool:
        hidden = self.from_html and self.group.hidden and not self.group.is_html
        return self.group.is_text and not hidden

    def put(self, text: str) -> None:
        self.flush()
        if self.wanted:
            self.text.append(text)
            self.size += len(text)

    def put_octets(self, octets: bytes) -> None:
        if self.to_skip:
            skipped = min(self.to_skip, len(octets))
            self.to_skip -= skipped
            octets = octets[skipped:]
        if self.wanted:
            self.pending += octets

    def flush(self) -> None:
        if self.pending:
            text = self.pending.decode(self.fonts.get(self.group.font, self.codec), "replace")
            self.pending.clear()
            self.text.append(text)
            self.size += len(text)

    def enter(self) -> None:
        self.flush()
        self.groups.append(self.group)
        self.to_skip = 0

    def leave(self) -> None:
        self.flush()
        if self.groups:
            self.group = self.groups.pop()
        self.to_skip = 0

    def word(self, word: bytes, argument: int | None) -> int:
        """Follow a control word; return how many octets of binary data come after it."""
        self.flush()
        starred, self.starred = self.starred, False
        if word == b"bin":
            return max(0, argument or 0)
        if word == b"u" and argument is not None:
            self.put(chr(argument % 0x10000))
            self.to_skip = self.group.skip
        elif word in _CHARACTERS:
            if not self.from_html or not self.group.is_html:
                self.put(_CHARACTERS[word])
        elif word == b"fonttbl":
            self.group = replace(self.group, is_text=False, is_font_table=True)
        elif word == b"htmltag":
            self.group = replace(self.group, is_html=True, is_text=self.from_html)
        elif word in _NOT_TEXT or (starred and word not in _STARRED_TEXT):
            self.group = replace(self.group, is_text=False)
        elif word in _SETTERS:
            _SETTERS[word](self, argument)
        return 0


# Destinations a reader may ignore that hold words all the same: text boxes, and Outlook's markup.
_STARRED_TEXT = frozenset({b"htmltag", b"shptxt", b"fldrslt", b"shpinst"})


def _set_codec(rtf: _Rtf, argument: int | None) -> None:
    rtf.codec = codec_for("utf-8" if argument == 65001 else f"cp{argument}") or "cp1252"


def _set_font(rtf: _Rtf, argument: int | None) -> None:
    rtf.group = replace(rtf.group, font=-1 if argument is None else argument)


def _set_font_charset(rtf: _Rtf, argument: int | None) -> None:
    if rtf.group.is_font_table and argument in _FONT_CHARSETS and argument:
        rtf.fonts[rtf.group.font] = codec_for(_FONT_CHARSETS[argument]) or rtf.codec


def _set_skip(rtf: _Rtf, argument: int | None) -> None:
    rtf.group = replace(rtf.group, skip=min(max(argument or 0, 0), 9))


def _set_hidden(rtf: _Rtf, argument: int | None) -> None:
    rtf.group = replace(rtf.group, hidden=argument != 0)


def _set_from_html(rtf: _Rtf, _argument: int | None) -> None:
    rtf.from_html = True


_SETTERS = {
    b"ansicpg": _set_codec,
    b"f": _set_font,
    b"fcharset": _set_font_charset,
    b"uc": _set_skip,
    b"htmlrtf": _set_hidden,
    b"fromhtml": _set_from_html,
}


def is_cut(data: bytes, text: str) -> bool:
    """Whether the document goes on after the text that was read of it."""
    return len(data) > MAX_RTF or len(text) >= MAX_TEXT


def rtf_to_text(data: bytes) -> tuple[str, bool]:
    """The text, and whether it is HTML that was wrapped in RTF."""
    data = data[:MAX_RTF]
    rtf = _Rtf()
    position = 0
    while position < len(data) and rtf.size < MAX_TEXT:
        match = _TOKEN.match(data, position)
        if match is None:  # a backslash at the very end
            break
        position = match.end()
        word, argument, octet, symbol, brace, run = match.groups()
        if run is not None:
            rtf.put_octets(run)
        elif octet is not None:
            rtf.put_octets(bytes([int(octet, 16)]))
        elif word is not None:
            position += rtf.word(word, None if argument is None else int(argument))
        elif brace == b"{":
            rtf.enter()
        elif brace == b"}":
            rtf.leave()  # one too many changes nothing: what follows it are words all the same
        elif symbol is not None:
            _symbol(rtf, symbol)
    rtf.flush()
    # Characters beyond the first plane come as two surrogates.
    text = "".join(rtf.text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text, rtf.from_html


def _symbol(rtf: _Rtf, symbol: bytes) -> None:
    if symbol == b"*":
        rtf.starred = True
    elif symbol in _SYMBOLS:
        rtf.put(_SYMBOLS[symbol])
