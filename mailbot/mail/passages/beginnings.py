"""How a line begins: by its first letters alone most lines are no sign-off, no heading, no line of a device.

A long pattern is tried only on lines that begin like one of its readings.
"""

from __future__ import annotations

_LETTERS = 3


def beginnings(listed: str) -> frozenset[str]:
    """First words by their first three letters, small ones; without those beyond ASCII."""
    return frozenset(listed.split())


def begins_like(text: str, known: frozenset[str]) -> bool:
    """Whether the first word may begin like one of these: it does, or has a letter beyond ASCII there."""
    words = text.split(None, 1)
    begin = words[0][:_LETTERS].lower().rstrip(",.!-:;)") if words else ""
    return begin in known or not begin.isascii()
