"""Whether the author writes from somebody else's mailbox: his wife's, her late husband's.

The display name is then not the author's. The text says so: of the mailbox ("from my wife's email"), or of
its owner, when it speaks of him as of another ("my husband Leonard died").
"""

from __future__ import annotations

import re

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


def is_borrowed(text: str, display_name: str) -> bool:
    """Whether the words say that the mailbox, or the name on it, is another's."""
    text = text[:_READ].replace("’", "'")
    return _MAILBOX.search(text) is not None or _spoken_of(
        text, display_name, rf"(?:{_KIN}),?[ ](?:{{given}})\b"
    )


def is_of_the_dead(text: str, display_name: str) -> bool:
    """Whether the words say that the person on the mailbox has died."""
    text = text[:_READ]
    lowered = text.casefold()
    if not any(word in lowered for word in _OF_DEATH):
        return False
    late = (
        rf"\blate[ ](?:(?:{_KIN}),?[ ])?(?:Mrs?\.?[ ])?{{given}}\b"
        rf"|(?:{_KIN}),?[ ]{{given}}(?:[ ][\w'-]+)?,?[ ](?:{_DIED})\b"
    )
    return _spoken_of(text, display_name, late)


def _spoken_of(text: str, display_name: str, pattern: str) -> bool:
    given = re.match(r"(?:(?:mr|mrs|ms|miss|dr)\.?[ ])?([^\W\d_]{3,20})\b", display_name, re.IGNORECASE)
    if given is None or given[1] not in text:
        return False
    return re.search(pattern.replace("{given}", re.escape(given[1])), text, re.IGNORECASE) is not None
