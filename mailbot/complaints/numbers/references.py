"""Find the numbers somebody gave to something: the firm's references, a regulator's, and labelled ones.

The firm's patterns come first, then the regulators' formats, then whatever stands behind a label such as
"Our ref:"; a stretch of text belongs to the first that claims it. Digits behind a label that are one of the
firm's references without its letters are taken for that, less surely. Dates, telephone numbers, postcodes,
amounts, sort codes and bank accounts are refused: they only look like references (DOMAIN section 4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mailbot.complaints.contact.phones import find_phones
from mailbot.complaints.contact.places import find_postcodes
from mailbot.complaints.findings import Reference
from mailbot.complaints.numbers.check_digits import passes
from mailbot.complaints.numbers.formats import completed, find_formatted, find_reversed, prefix_and_digits
from mailbot.complaints.numbers.labels import Labelled, find_labelled, has_label
from mailbot.complaints.numbers.look_alikes import (
    is_at_a_bank,
    is_beside_sort_code,
    is_look_alike,
    is_of_another_firm,
    locators,
)
from mailbot.complaints.practice import Practice, ReferenceFormat
from mailbot.complaints.regulators import REFERENCE_TYPE, find_regulator_references
from mailbot.complaints.zones import Stretch, Zones

MOST = 50  # references of one message: more is a schedule, which a person reads
UNKNOWN = "unknown"
_CONFIDENCE = {
    "new": 0.98,
    "subject": 0.97,
    "signature": 0.95,
    "attachment": 0.85,
    "forwarded": 0.85,
    "quoted": 0.8,
    "filename": 0.75,
}
_LABELLED = 0.6  # how far a label is trusted next to a format
_COMPLETED = 0.5  # the letters were left out: one of ours, if the label meant us
_BARE_DIGITS = 0.7  # a format of digits alone meets other numbers by chance
_CHECK_FAILED = 0.4  # a slip of the finger somewhere in it: for a person to see
_PLAIN = re.compile(
    r"(?:(?:our|your|my|the|account|customer)[ ])?ref[a-z]{0,7}(?:[ ]?(?:no\.?|nu[a-z]{1,5}\.?|id|code|#))*"
)
_OF_AN_ACCOUNT = re.compile(r"a/c|acc|aco|loan|agreement|roll|mortgage|debt|plan")
_BARE_ACCOUNT = re.compile(
    r"""(?<![\w/-])
    (?P<label> account | acct | a/c | acc | customer
      | (?P<prefix>[A-Z]{2,6})[ ](?:number|no\.?|ref(?:erence)?|account|customer)(?:[ ](?:number|no\.?))? )
    (?:[ ]is)? [ :.\#]{1,3}
    (?P<value> \d (?:[ \-]?\d){4,13} ) (?![\w@*/]|[.,\-]\d)""",
    re.IGNORECASE | re.VERBOSE,
)

_DIGIT = re.compile(r"\d")
_OF_MINE = re.compile(r"^(?:my|our|your|the|this|an|re|on|for|with|about|of|to) ")


def find_references(zones: Zones, practice: Practice, *, author: str | None) -> tuple[Reference, ...]:
    """Find every reference once, as the newest stretch has it. `author` is the regulator that wrote."""
    found: dict[str, Reference] = {}
    for stretch in zones.newest_first():
        for reference in _in_stretch(stretch, practice, author):
            key = re.sub(r"[\s\-]", "", reference.value).casefold()
            if key in found:
                found[key] = _better(found[key], reference)
            elif len(found) < MOST:
                found[key] = reference
    return tuple(found.values())


def _better(first: Reference, again: Reference) -> Reference:
    """The newest place stays; a type is learnt, and what was typed whole elsewhere is no longer a guess."""
    if first.type == UNKNOWN != again.type:
        first = replace(first, type=again.type, value=again.value)
    return replace(first, confidence=max(first.confidence, again.confidence))


def _in_stretch(stretch: Stretch, practice: Practice, author: str | None) -> Iterator[Reference]:
    taken: list[tuple[int, int]] = []
    sure = _CONFIDENCE[stretch.source]
    for start, end, value, format_ in _formatted(stretch.text, practice):
        if not _overlaps(start, end, taken):
            taken.append((start, end))
            trust = _BARE_DIGITS if value.isdigit() else 1
            trust = trust if passes(format_.check, value) else _CHECK_FAILED
            yield Reference(value, format_.type, stretch.source, round(sure * trust, 2))
    for start, end, value in find_regulator_references(stretch.text, author=author):
        if not _overlaps(start, end, taken):
            taken.append((start, end))
            yield Reference(value, REFERENCE_TYPE, stretch.source, sure)
    if stretch.source == "filename":
        return  # a name such as "account 2291.pdf" has no label in it, only words
    yield from _behind_labels(stretch, practice, taken)


def _behind_labels(stretch: Stretch, practice: Practice, taken: list[tuple[int, int]]) -> Iterator[Reference]:
    text, sure = stretch.text, _CONFIDENCE[stretch.source]
    if _DIGIT.search(text) is None:
        return
    if not practice.references and not has_label(text):
        return
    numbers = [p[:2] for p in (*find_phones(text), *find_postcodes(text))]
    refused = [*taken, *numbers, *locators(text)]
    behind_labels = list(find_labelled(text, stops=numbers))
    for start, end, value, type_ in _completed(text, behind_labels, practice):
        if not _overlaps(start, end, refused):
            refused.append((start, end))
            yield Reference(value, type_, stretch.source, round(sure * _COMPLETED, 2))
    for labelled in behind_labels:
        if not _overlaps(labelled.start, labelled.end, refused):
            refused.append((labelled.start, labelled.end))
            yield Reference(labelled.value, UNKNOWN, stretch.source, round(sure * _LABELLED, 2))


def _formatted(text: str, practice: Practice) -> Iterator[tuple[int, int, str, ReferenceFormat]]:
    phones: list[tuple[int, int]] | None = None
    for format_ in practice.references:
        for start, end, value in find_formatted(text, format_.pattern):
            if re.sub(r"[\s\-]", "", value).isdigit():
                if phones is None:
                    phones = [p[:2] for p in find_phones(text)]
                if (
                    _overlaps(start, end, phones)
                    or is_look_alike(text, start, end)
                    or is_beside_sort_code(text, start)
                    or not passes(format_.check, value)
                ):
                    continue
            yield start, end, value, format_


def _completed(
    text: str, behind_labels: list[Labelled], practice: Practice
) -> Iterator[tuple[int, int, str, str]]:
    """Digits behind a label that become one of the firm's references, and only one, with its letters."""
    formats = [f for f in practice.references if prefix_and_digits(f.pattern) is not None]
    if not formats:
        return
    for format_ in formats:
        for start, end, whole in find_reversed(text, format_.pattern):
            if passes(format_.check, whole):
                yield start, end, whole, format_.type
    for labelled in (*behind_labels, *_bare_accounts(text)):
        if is_of_another_firm(text, labelled.start):
            continue
        fitting = [
            (value, format_.type)
            for format_ in formats
            if (value := completed(labelled.value, format_.pattern)) is not None
            and _means(labelled.label, format_)
            and passes(format_.check, value)
        ]
        if len(fitting) == 1:
            yield labelled.start, labelled.end, *fitting[0]


def _bare_accounts(text: str) -> Iterator[Labelled]:
    """ "my account 204418" and "my FLX number is 20481163": labels only where the digits fit exactly."""
    for match in _BARE_ACCOUNT.finditer(text):
        start, end = match.span("value")
        elsewhere = is_beside_sort_code(text, start) or is_at_a_bank(text, match.start())
        if not elsewhere and not is_look_alike(text, start, end):
            label = match["label"].casefold()
            yield Labelled(start, end, match["value"], _OF_MINE.sub("", label))


def _means(label: str, format_: ReferenceFormat) -> bool:
    made = prefix_and_digits(format_.pattern)
    return (
        _PLAIN.fullmatch(label) is not None
        or label.replace("cust ", "customer ").startswith(format_.type.casefold())
        or (made is not None and label.partition(" ")[0] == made[0].casefold())
        or (format_.type == "account" and _OF_AN_ACCOUNT.match(label) is not None)
    )


def _overlaps(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(start < taken_end and taken_start < end for taken_start, taken_end in spans)
