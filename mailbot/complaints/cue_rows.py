"""One row a sign of vulnerability: driver, urgency, words, and the idiom in which they are not meant.

A space in the words is any white space, also a line end. Small letters and plain apostrophes throughout.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

WORD_BEGINS = r"(?<!\w)"  # what every row's pattern begins with


@dataclass(frozen=True, slots=True)
class Row:
    driver: str
    priority: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None  # searched in the words around a match


def rows(driver: str, priority: str, *rows: str | tuple[str, str]) -> tuple[Row, ...]:
    pairs = (row if isinstance(row, tuple) else (row, "") for row in rows)
    return tuple(
        Row(
            driver,
            priority,
            compiled(rf"{WORD_BEGINS}(?:{words})(?!\w)"),
            compiled(unless) if unless else None,
        )
        for words, unless in pairs
    )


def compiled(words: str) -> re.Pattern[str]:
    return re.compile(words.replace(" ?", r"\s{0,4}").replace(" ", r"\s{1,4}"))


CANNOT = r"(?:can'?t|cannot|can not|couldn'?t|could not)"
DO_NOT = r"(?:don'?t|do not|dont)"
FAMILY = (
    r"(?:husband|wife|mother|mum|mam|mom|father|dad|son|daughter|brother|sister|partner|aunt|auntie|"
    r"uncle|nan|nana|gran|"
    r"granny|grandad|grandma|grandpa|grandmother|grandfather|friend|parent|parents|baby|child|"
    r"fianc[eé]e?|niece|nephew|cousin|"
    r"mother-in-law|father-in-law)"
)
