"""The charset a label means: names in the wild, junk around them, and supersets their senders meant.

Faults: a name nobody knows is "".
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

# Codecs of Python's that are no character set of mail, or that decode in more than linear time.
_NOT_CHARSETS = frozenset(
    {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}
)

# Names in the wild, and the superset that reads what their senders meant.
_MEANT = {
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso-88591": "cp1252",
    "iso88591": "cp1252",
    "8859-1": "cp1252",
    "windows-1252": "cp1252",
    "ansi": "cp1252",
    "us-ascii": "ascii",
    "ansi-x3.4-1968": "ascii",
    "iso-646": "ascii",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "windows-936": "gb18030",
    "hz-gb-2312": "hz",
    "ks-c-5601-1987": "cp949",
    "ks-c-5601": "cp949",
    "euc-kr": "cp949",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "sjis": "cp932",
    "big5": "big5hkscs",
    "cp950": "big5hkscs",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-8859-8-i": "iso-8859-8",
    "windows-874": "cp874",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode": "utf-16",
    "ucs-2": "utf-16",
    "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman",
    "ibm850": "cp850",
}

_NAME = re.compile(r"[a-z0-9][a-z0-9._:-]{0,40}")
# A known name within junk: "charset=utf-8", "iso 8859-15", "windows1252", "utf-8http-equivcontent-type".
_WITHIN = (
    (re.compile(r"utf-?(8|16|7)"), "utf-{}"),
    (re.compile(r"(?:iso)?[- .]?8859[- .]?(\d{1,2})"), "iso-8859-{}"),
    (re.compile(r"(?:windows|cp|win|ibm)[- .]?(\d{3,4})"), "cp{}"),
    (re.compile(r"koi8[- .]?([ru])"), "koi8-{}"),
    (re.compile(r"us[- .]?asci(i)"), "ascii"),
    (re.compile(r"(?:gb18030|gb2312|gb)(k?)"), "gb18030"),
)


@lru_cache(maxsize=256)
def codec_for(declared: str) -> str:
    """The name of the codec for a declared charset, or "" when there is none of that name."""
    name = declared[:100].strip().strip("\"'").lower().replace("_", "-")
    return _codec(name) or _codec_within(name)


def _codec(name: str) -> str:
    if not _NAME.fullmatch(name) or name in _NOT_CHARSETS:
        return ""
    name = _MEANT.get(name, name)
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    if info.name in _NOT_CHARSETS or info.name.replace("_", "-") in _NOT_CHARSETS:
        return ""
    # zlib, base64, rot13 and their like are registered as codecs too.
    return info.name if getattr(info, "_is_text_encoding", True) else ""


def _codec_within(name: str) -> str:
    for pattern, form in _WITHIN:
        match = pattern.search(name)
        if match is not None:
            return _codec(form.format(match[1]))
    return ""
