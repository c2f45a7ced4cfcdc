"""Read the lines of a postal address: which they are, where they begin, what stands above them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.complaints.contact.name_shape import name_words

LINES_ABOVE = 7
LONGEST_LINE = 70
LABEL = re.compile(
    r"^(?:(?:my|our|new|home|postal|current|correspondence|full|work|office|mailing|residential|present|"
    r"billing|customer|property|contact)[ ]){0,3}(?:address|home|addr|add|office|post|cyfeiriad)"
    r"(?:[ ](?:is|line[ ]?1|1))?[ ]*(?:[:=]|-[ ])[ ]*",
    re.IGNORECASE,
)
FIELD = re.compile(
    r"^(?:address[ ]?(?:line)?[ ]?\d|address[ ]line|street|house(?:[ ](?:name|number|no\.?))?|town|city|"
    r"town/city|county|post[ ]?code|postal[ ]code|country)[ ]*[:=][ ]*",
    re.IGNORECASE,
)
LEAD_IN = re.compile(
    r"\b(?:live at|live in|lives at|living at|based at|resident at|residing at|reside at|moved to|move to|"
    r"moving to|moved from|address is|address was|address of|address:|address to|write to me at|"
    r"write to us at|post to|home at|house at|flat at|property at|resident of|we are at|i am at|i'?m at|"
    r"sent to|letters to|staying at|(?<=, )of|c/o)\b:?",
    re.IGNORECASE,
)
NOT_ADDRESS = re.compile(
    r"@|https?:|www\.|[?!;]|^\[|\b(?:tel|telephone|phone|mobile|mob|fax|email|e-mail|ref|reference|account|"
    r"dear|regards|sincerely|faithfully|thanks|thank you|subject|sent|from|date|customer|dob|"
    r"date of birth|unsubscribe|registered|vat|ltd|limited|llp|plc|director|manager|advis[eo]r|officer|"
    r"caseworker|solicitor|partner|secretary|complaints?|name|signed|re)\b|[.][ ]+[A-Za-z]|\d{6,}|"
    r"^[a-z ]{1,20}:\s",
    re.IGNORECASE,
)
SENTENCE = re.compile(
    r"\b(?:i|you|your|we|he|she|have|has|was|were|is|are|my|please|that|this|they|would|will)\b",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(
    r"\b(?:st|co|rd|str|ave?|no|apt|mt|bldg|ln|dr|cres|gdns|sq|ul|al|nr|pl)[.](?=[ ]?[\w,])", re.IGNORECASE
)
_LEADS_UP = re.compile(
    r"^(?!.*\b(?:your|old|previous|former|not to)\b).*"
    r"\b(?:address|write|post|send|live|living|letters?|here|details|am at)\b.*:$",
    re.IGNORECASE,
)
_PRISON_NUMBER = re.compile(r"[ ]\(?[A-Z]\d{4}[A-Z]{2}\)?$")
_PART_OF_HOUSE = re.compile(
    r"^(?:(?:flat|apt\.?|apartment|unit|room|suite|floor|block|the|c/o)[ ]|"
    r"(?:ground|first|second|third|top) floor)"
    r"|[ ](?:house|cottage|farm(?:house)?|court|lodge|barn|hall|mill|view|villas?|towers?|buildings?)$",
    re.IGNORECASE,
)
# Where an address begins in the middle of a sentence: "Flat 3, 14 Larkspur Close", "14b Larkspur Close".
_HOUSE = re.compile(
    r"(?<![\w£$€.,/-])(?:(?:flat|apartment|apt|unit|room)[ ]?\w{1,4}[ ,]{1,2})?\d{1,4}[a-z]?(?:[-/]\d{1,4})?"
    r"[ ,]{1,2}(?=(?-i:[A-Z])[\w'-]+[ ,])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Above:
    """The lines of an address above where it ends, and what begins them: a label, his name."""

    lines: tuple[str, ...] = ()
    labelled: bool = False
    under_name: bool = False


def same_line(before: str) -> list[str]:
    lead = list(LEAD_IN.finditer(before))
    if lead:
        before = _from_house(before[lead[-1].end() :])
    elif SENTENCE.search(before) or len(before) > 2 * LONGEST_LINE:
        # A sentence leads up to the address: what stands behind its last full stop, colon or "at".
        before = _from_house(re.split(r"[.:;][ ]|\bat\b|\bin\b|\(", before)[-1])
        if SENTENCE.search(before):
            return []
    return [
        part.strip(" \t.;")
        for part in re.split(r",|[ ]\|[ ]|[ ]/[ ]|·|•|\t", LABEL.sub("", before.strip(" ,:")))
    ]


def _from_house(words: str) -> str:
    """From the number of the house on, where a sentence stands before it."""
    if not SENTENCE.search(words):
        return words
    return next((words[house.start() :] for house in reversed(list(_HOUSE.finditer(words)))), words)


def is_complete(parts: list[str]) -> bool:
    """House, street and town stand on one line."""
    return len(parts) >= 2 and any(re.search(r"\d", part) for part in parts)


def lines_above(text: str, names: frozenset[str], *, alone: bool) -> Above:
    """The lines of an address above the one with its postcode; `alone`: nothing else stands on that."""
    above: list[str] = []
    lines = text.splitlines()[-2 * LINES_ABOVE :]
    spaced = alone and len(lines) > 1 and not lines[-1].strip() and bool(lines[-2].strip())
    lines = [line for line in lines if line.strip()] if spaced else lines
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place].strip(" \t,>|*")
        labelled = FIELD.sub("", LABEL.sub("", line))
        if is_name(labelled, names):
            return Above(tuple(above[::-1]), under_name=True)
        if not labelled and FIELD.match(f"{line} "):
            continue  # a form's field left empty
        if not labelled or len(above) == LINES_ABOVE or is_no_address_line(labelled):
            led = next((held.strip() for held in reversed(lines[: place + 1]) if held.strip()), "")
            label = bool(not labelled and LABEL.match(f"{line}:")) or _LEADS_UP.match(led[:200]) is not None
            return Above(tuple(above[::-1]), labelled=label)
        bare = without_name(labelled, names)
        above.append(bare.rstrip("."))
        if (labelled != line and FIELD.match(line) is None) or bare != labelled:
            return Above(tuple(above[::-1]), labelled=labelled == bare, under_name=labelled != bare)
    return Above(tuple(above[::-1]))


def is_no_address_line(line: str) -> bool:
    """Whether a line is too long, a sentence, or says what no line of an address does."""
    plain = _ABBREVIATED.sub(lambda match: match[0][:-1], line)
    return (
        len(line) > LONGEST_LINE or NOT_ADDRESS.search(plain) is not None or SENTENCE.search(line) is not None
    )


def without_name(line: str, names: frozenset[str]) -> str:
    """ "Jane Doe, 14 Larkspur Close" without her name."""
    first, comma, rest = line.partition(",")
    if comma and is_name(first, names) and rest.strip():
        return rest.strip()
    number = re.search(r"[ ](?=(?:flat[ ]\w+[ ])?\d{1,4}[a-z]?[ ]+[^\W\d_])", line, re.IGNORECASE)
    return line[number.end() :] if number and is_name(line[: number.start()], names) else line


def is_part_of_house(line: str) -> bool:
    """ "Flat 3", "Mill House": a line that belongs to the street on the line below."""
    return _PART_OF_HOUSE.search(line) is not None and not is_no_address_line(line)


def is_name(line: str, names: frozenset[str]) -> bool:
    line = _PRISON_NUMBER.sub("", line)
    words = {word for word in name_words(line) if len(word) > 1}
    return bool(words) and not re.search(r"\d", line) and words <= names
