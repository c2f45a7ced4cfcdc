"""The firm's own reference formats, found the way people type them.

`CNX-[0-9]{6}` is found in "cnx - 550 193", in "CNX/550193", in "c n x dash 55 01 93", broken over a line, and
with the letter O for a nought, and is reported as the pattern spells it: "CNX-550193". To do so a pattern is
loosened once: every literal separator in it becomes an empty group that remembers its place, and between any
two characters a small gap is allowed, a wider one where letters end and digits begin. What the loosened
pattern finds is put together again and must match the firm's own pattern whole, so loosening can only ever
find more spellings, never another number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

# Digits are also grouped with a full stop or a slash, but then with nothing else beside it.
_GAP = r"(?:(?<=\d)[./_,\u00b7](?=\d)|(?<=[A-Za-z])\.(?=[A-Za-z])|(?:[\s\-\u00ad\u200b]|=\n|\n>){0,3})"
_SPOKEN_WORDS = (  # said between the letters and the digits: "CNX dash", "my CNX account number is"
    r"dash|hyphen|minus|slash|stroke|dot|point|account|acc|a/c|customer|ref(?:erence)?|num(?:ber)?|no|is|was"
)
_JOINT = (
    r"(?:[\s\-\u00ad\u200b./_:#=()\[\]\"']|=\n|\n>){0,5}"
    rf"(?:(?:{_SPOKEN_WORDS})(?![A-Za-z])(?:[\s\-./_:#=()\[\]\"']|\n>){{0,4}}){{0,4}}"
)
_DIGITS_GAP = r"[ \-\u200b]?"  # nothing but digits: over a line, or three apart, they are different numbers
_TOKEN = re.compile(
    r"(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])|(?P<escape>\\.)|(?P<open>\((?:\?:|\?P<\w+>)?)|(?P<other>.)",
    re.DOTALL,
)
_QUANTIFIER = re.compile(r"(?:\{\d+(?:,\d*)?\}|[?*+])[?+]?")
_DIGIT_SET = re.compile(r"\[0-9\]|\\d")
_LABEL_BEFORE = re.compile(
    r"(?:ref|reference|account|acct|acc|a/c|no|number|customer|client|case|re|your|our)-\Z", re.I
)
_SEPARATORS = re.compile(r"[\s\-\u00ad\u200b]+")
_SPOKEN = re.compile(rf"(?:{_SPOKEN_WORDS})(?![A-Za-z])", re.IGNORECASE)
_PREFIXED = re.compile(
    r"[\^(?:]{0,4}([A-Za-z]{2,})(?:\\?[-/ ]\??|\[[- ]{2}\]\??)?((?:\\d|\[0-9\])(?:\{\d+(?:,\d*)?\}|\+)?)\$?"
)
_SLIP = str.maketrans({"O": "0", "I": "1", "L": "1"})
_MOST_SLIPS = 2


def find_formatted(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
    """Find what a firm's pattern means: start, end, canonical value; never inside a longer token."""
    for match in _loosened(pattern).finditer(text):
        start, end = match.start(), match.start() + len(match[0].rstrip(" \t\n\r\f\v-./_:#=>\u00ad\u200b"))
        value = _canonical(match, pattern)
        if value and not _inside_longer(text, start, end):
            yield start, end, value


@cache
def prefix_and_digits(pattern: re.Pattern[str]) -> tuple[str, re.Pattern[str]] | None:
    """The letters a pattern begins with and the pattern of the digits that are all the rest; None where it
    is not made so."""
    made = _PREFIXED.fullmatch(pattern.pattern)
    return (made[1].upper(), re.compile(made[2])) if made else None


def completed(digits: str, pattern: re.Pattern[str]) -> str | None:
    """The firm's spelling of digits written without their prefix, or None."""
    made = prefix_and_digits(pattern)
    bare = re.sub(r"[\s\-]", "", digits)
    if made is None or not made[1].fullmatch(bare):
        return None
    return next((value for _, _, value in find_formatted(made[0] + bare, pattern)), None)


def find_reversed(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, str]]:
    """Find digits with the pattern's letters behind them, "204418 (CNX)": start, end, canonical value."""
    made = prefix_and_digits(pattern)
    if made is None or made[0].casefold() not in text.casefold():
        return
    for match in _reversed(made[0]).finditer(text):
        if value := completed(match[1], pattern):
            yield match.start(), match.end(), value


@cache
def _reversed(letters: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w.,£$€/-])(\d(?:[ -]?\d){{3,14}})[ ]?[(/\-]?[ ]?{letters}(?![A-Za-z])(?!.{{0,3}}\d)",
        re.IGNORECASE,
    )


def _inside_longer(text: str, start: int, end: int) -> bool:
    """ "X-CNX-204418" and "CNX-204418-7" are somebody else's numbers; "ref-CNX-204418" is not."""
    before, after = text[max(0, start - 12) : start], text[end : end + 2]
    if before[-1:].isalnum() or after[:1].isalnum():
        return True
    grouped = re.search(r"\d[./_,]\d", text[start:end])
    if (
        len(after) == 2
        and after[1].isdigit()
        and (after[0] == "-" or (grouped and after[0] == grouped[0][1]))
    ):
        return True
    return len(before) > 1 and before[-1] == "-" and before[-2].isalnum() and not _LABEL_BEFORE.search(before)


def _canonical(match: re.Match[str], pattern: re.Pattern[str]) -> str | None:
    """The value in the pattern's own spelling, or None when it is not one after all."""
    joints = {match.start(group): text for group, text in _joints(pattern.pattern) if match.start(group) >= 0}
    for found in dict.fromkeys((match[0], _unspoken(match[0], pattern))):
        for dropped in (_SEPARATORS.fullmatch, lambda character: not character.isalnum()):
            pieces = []
            for index, character in enumerate(found + " ", start=match.start()):
                pieces.append(joints.get(index, ""))
                if not dropped(character):
                    pieces.append(character)
            typed = "".join(pieces).strip()
            for spelling in (typed.upper(), typed.lower(), typed, _without_slips(typed, pattern)):
                if pattern.fullmatch(spelling):
                    return spelling
    return None


def _unspoken(found: str, pattern: re.Pattern[str]) -> str:
    """Spaces for the words said behind the letters a pattern begins with."""
    made = prefix_and_digits(pattern)
    letters = len(made[0]) if made else 0
    return found[:letters] + _SPOKEN.sub(lambda word: " " * len(word[0]), found[letters:])


def _without_slips(typed: str, pattern: re.Pattern[str]) -> str:
    """The letters O, I and l for digits, only where nothing but digits may stand."""
    made = prefix_and_digits(pattern)
    if made is None:
        return typed
    head, tail = typed[: len(made[0])].upper(), typed[len(made[0]) :].upper()
    return head + tail.translate(_SLIP) if sum(c.isalpha() for c in tail) <= _MOST_SLIPS else typed


@cache
def _loosened(pattern: re.Pattern[str]) -> re.Pattern[str]:
    flags = re.IGNORECASE | (pattern.flags & (re.ASCII | re.DOTALL))
    try:
        loose = _loosen(pattern.pattern, slips=prefix_and_digits(pattern) is not None)[0]
        return re.compile(rf"(?<![A-Za-z0-9])(?:{loose})", flags)
    except re.error:  # a construct loosening does not know: the pattern is taken as it stands
        return re.compile(rf"(?<![A-Za-z0-9])(?:{pattern.pattern})", flags)


@cache
def _joints(source: str) -> tuple[tuple[str, str], ...]:
    """Name of the group that marks each literal separator, and the separator."""
    try:
        loose, joints = _loosen(source, slips=False)
        re.compile(loose)
    except re.error:
        return ()
    return joints


@cache
def _loosen(source: str, *, slips: bool) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Rewrite a pattern so that gaps are allowed; return it and its joints."""
    lettered = re.search(r"[A-Za-z]", re.sub(r"\\.|\[[^\]]*\]", "", source)) is not None
    gap, wide = (_GAP, _JOINT) if lettered else (_DIGITS_GAP, _DIGITS_GAP)
    loose: list[str] = []
    joints: list[tuple[str, str]] = []
    at, behind_letter = 0, False
    while at < len(source):
        token = _TOKEN.match(source, at)
        if token is None:
            raise re.error("not a token", source, at)
        at = token.end()
        quantifier = _QUANTIFIER.match(source, at) if _is_atom(token) else None
        if quantifier is not None:
            at = quantifier.end()
        repeat = quantifier[0] if quantifier else ""
        digit = _DIGIT_SET.fullmatch(token[0]) is not None
        if digit and behind_letter:
            loose.append(wide)
        if _separator(token[0]):
            if not repeat:  # an optional separator is left out of the canonical spelling
                joints.append((f"joint{len(joints)}", _separator(token[0])))
                loose.append(f"(?P<{joints[-1][0]}>)")
            loose.append(wide)
        elif _is_atom(token) and token[0] not in (r"\b", r"\B", r"\A", r"\Z"):
            loose.append(f"(?:{'[0-9OIl]' if digit and slips else token[0]}{gap}){repeat}")
        else:
            loose.append("" if token[0] in ("^", "$", r"\b", r"\A", r"\Z") else token[0])
        behind_letter = token[0].isalpha()
    return "".join(loose), tuple(joints)


def _separator(token: str) -> str:
    """The literal separator a token stands for, or ""."""
    return {
        "-": "-",
        " ": " ",
        "/": "/",
        r"\-": "-",
        r"\ ": " ",
        r"\/": "/",
        r"\.": ".",
        r"\s": " ",
        "[- ]": "-",
        "[ -]": "-",
        r"[\s-]": "-",
    }.get(token, "")


def _is_atom(token: re.Match[str]) -> bool:
    return token.lastgroup in ("set", "escape") or (
        token.lastgroup == "other" and token[0] not in "|)^$?*+{}"
    )
