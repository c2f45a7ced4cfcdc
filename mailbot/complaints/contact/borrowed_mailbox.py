"""Whether the author writes from somebody else's mailbox: his wife's, her late husband's.

The display name is then not the author's. The text says so: of the mailbox ("from my wife's email"), or of
its owner, when it speaks of him as of another ("my husband Leonard died").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.complaints.signs import small

_KIN = (
    r"(?:grand|god|step)?-?(?:mother|father|son|daughter|child)(?:-in-law)?|mum|mam|mom|dad|wife|husband|partner|"
    r"spouse|fianc[eé]e?|brother|sister|nan|gran|aunt(?:ie)?|uncle|niece|nephew|cousin|friend|neighbour|carer|boss|"
    r"flatmate|girlfriend|boyfriend|mate"
)
_MAILBOX = re.compile(
    rf"\b(?:from|on|using|via|through|with|this[ ]is|borrow\w*|used?)"
    rf"[ ](?:my|our)[ ](?:[\w-]+[ ])?(?:{_KIN})'?s?'?[ ]"
    r"(?:e-?mail|mail|mailbox|account|address|phone|i-?pad|iphone|tablet|laptop|computer|gmail|hotmail|yahoo)\b"
    rf"|\b(?:e-?mail|mailbox|address)[ ](?:\w+[ ])?(?:is|belongs to)[ ](?:my|our)[ ](?:{_KIN})\b",
    re.IGNORECASE,
)
_DIED = (
    r"died|passed[ ]away|passed[ ]on|passed[ ]in|has[ ](?:sadly[ ])?(?:died|passed)|is[ ](?:dead|deceased)|"
    r"sadly[ ](?:died|passed)|deceased"
)
_OF_DEATH = ("late ", "late\n", "died", "passed", "dead", "deceased")
_READ = 8_000  # characters in which a person says whose mailbox it is
_LEAD = 60  # characters at most of what leads up to a name
_GIVEN = re.compile(r"(?:(?:mr|mrs|ms|miss|dr)\.?[ ])?([^\W\d_]{3,20})\b", re.IGNORECASE)
_KIN_BEFORE = re.compile(rf"(?:{_KIN}),?[ ]\Z", re.IGNORECASE)
_LATE_BEFORE = re.compile(rf"\blate[ ](?:(?:{_KIN}),?[ ])?(?:Mrs?\.?[ ])?\Z", re.IGNORECASE)
_DIED_AFTER = re.compile(rf"(?:[ ][\w'-]+)?,?[ ](?:{_DIED})\b", re.IGNORECASE)


def is_borrowed(text: str, display_name: str) -> bool:
    """Whether the words say that the mailbox, or the name on it, is another's."""
    text = text[:_READ].replace("’", "'")
    return _MAILBOX.search(text) is not None or any(
        _leads_up(_KIN_BEFORE, text, start) for start, _ in _named(text, display_name)
    )


def is_of_the_dead(text: str, display_name: str) -> bool:
    """Whether the words say that the person on the mailbox has died."""
    text = text[:_READ]
    lowered = text.casefold()
    if not any(word in lowered for word in _OF_DEATH):
        return False
    return any(
        _leads_up(_LATE_BEFORE, text, start)
        or (_leads_up(_KIN_BEFORE, text, start) and _DIED_AFTER.match(text, end) is not None)
        for start, end in _named(text, display_name)
    )


def _named(text: str, display_name: str) -> Iterator[tuple[int, int]]:
    """Where the given name on the mailbox stands in a text, if it does so as written there."""
    given = _GIVEN.match(display_name)
    if given is None or given[1] not in text:
        return
    for found in re.finditer(rf"{re.escape(small(given[1]))}\b", small(text)):
        yield found.span()


def _leads_up(words: re.Pattern[str], text: str, name: int) -> bool:
    return words.search(text, max(0, name - _LEAD), name) is not None
