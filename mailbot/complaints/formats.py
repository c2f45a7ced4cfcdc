"""The firm's own reference formats, found the way people type them.

`CNX-[0-9]{6}` is found in "cnx - 550 193", in "CNX550193" and broken over a line, and is reported as the
pattern spells it: "CNX-550193". To do so a pattern is loosened once: every literal hyphen or space in it
becomes an empty group that remembers its place, and between any two characters a small gap is allowed.
What the loosened pattern finds is put together again and must match the firm's own pattern whole, so
loosening can only ever find more spellings, never another number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

_GAP = r"[\s\-\u00ad\u200b]{0,3}"
_DIGITS_GAP = r"[ \-\u200b]?"  # nothing but digits: over a line, or three apart, they are different numbers
_TOKEN = re.compile(
    r"(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<escape>\\.)|(?P<open>\((?:\?:|\?P<\w+>)?)|(?P<other>.)",
    re.DOTALL,
)
_QUANTIFIER = re.compile(r"(?:\{\d+(?:,\d*)?\}|[?*+])[?+]?")
_LABEL_BEFORE = re.compile(
    r"(?:ref|reference|account|acct|acc|a/c|no|number|customer|client|case|re|your|our)-\Z", re.I
)
_SEPARATORS = re.compile(r"[\s\-\u00ad\u200b]+")


def find_formatted(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
    """Find what a firm's pattern means: start, end, canonical value; never inside a longer token."""
    for match in _loosened(pattern).finditer(text):
        start, end = match.start(), match.start() + len(match[0].rstrip(" \t\n\r\f\v-\u00ad\u200b"))
        value = _canonical(match, pattern)
        if value and not _inside_longer(text, start, end):
            yield start, end, value


def _inside_longer(text: str, start: int, end: int) -> bool:
    """ "X-CNX-204418" and "CNX-204418-7" are somebody else's numbers; "ref-CNX-204418" is not."""
    before, after = text[max(0, start - 12) : start], text[end : end + 2]
    if before[-1:].isalnum() or after[:1].isalnum():
        return True
    if len(after) == 2 and after[0] == "-" and after[1].isdigit():
        return True
    return len(before) > 1 and before[-1] == "-" and before[-2].isalnum() and not _LABEL_BEFORE.search(before)


def _canonical(match: re.Match[str], pattern: re.Pattern[str]) -> str | None:
    """The value in the pattern's own spelling, or None when it is not one after all."""
    joints = {match.start(group): text for group, text in _joints(pattern.pattern) if match.start(group) >= 0}
    pieces = []
    for index, character in enumerate(match[0] + " ", start=match.start()):
        pieces.append(joints.get(index, ""))
        if not _SEPARATORS.fullmatch(character):
            pieces.append(character)
    typed = "".join(pieces).strip()
    return next((c for c in (typed.upper(), typed.lower(), typed) if pattern.fullmatch(c)), None)


@cache
def _loosened(pattern: re.Pattern[str]) -> re.Pattern[str]:
    flags = re.IGNORECASE | (pattern.flags & (re.ASCII | re.DOTALL))
    try:
        return re.compile(rf"(?<![A-Za-z0-9])(?:{_loosen(pattern.pattern)[0]})", flags)
    except re.error:  # a construct loosening does not know: the pattern is taken as it stands
        return re.compile(rf"(?<![A-Za-z0-9])(?:{pattern.pattern})", flags)


@cache
def _joints(source: str) -> tuple[tuple[str, str], ...]:
    """Name of the group that marks each literal separator, and the separator."""
    try:
        loose, joints = _loosen(source)
        re.compile(loose)
    except re.error:
        return ()
    return joints


@cache
def _loosen(source: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Rewrite a pattern so that gaps are allowed; return it and its joints."""
    gap = _GAP if re.search(r"[A-Za-z]", re.sub(r"\\.|\[[^\]]*\]", "", source)) else _DIGITS_GAP
    loose: list[str] = []
    joints: list[tuple[str, str]] = []
    at = 0
    while at < len(source):
        token = _TOKEN.match(source, at)
        if token is None:
            raise re.error("not a token", source, at)
        at = token.end()
        quantifier = _QUANTIFIER.match(source, at) if _is_atom(token) else None
        if quantifier is not None:
            at = quantifier.end()
        repeat = quantifier[0] if quantifier else ""
        if _separator(token[0]):
            if not repeat:  # an optional separator is left out of the canonical spelling
                joints.append((f"joint{len(joints)}", _separator(token[0])))
                loose.append(f"(?P<{joints[-1][0]}>)")
            loose.append(gap)
        elif _is_atom(token) and token[0] not in (r"\b", r"\B", r"\A", r"\Z"):
            loose.append(f"(?:{token[0]}{gap}){repeat}")
        else:
            loose.append("" if token[0] in ("^", "$", r"\b", r"\A", r"\Z") else token[0])
    return "".join(loose), tuple(joints)


def _separator(token: str) -> str:
    """The literal separator a token stands for, or ""."""
    return {
        "-": "-",
        " ": " ",
        r"\-": "-",
        r"\ ": " ",
        r"\s": " ",
        "[- ]": "-",
        "[ -]": "-",
        r"[\s-]": "-",
    }.get(token, "")


def _is_atom(token: re.Match[str]) -> bool:
    return token.lastgroup in ("set", "escape") or (
        token.lastgroup == "other" and token[0] not in "|)^$?*+{}"
    )
