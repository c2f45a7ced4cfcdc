"""Find the postal address where the complainant is now, as typed.

The anchor is the postcode: the address is what stands before it on its line, and the lines above. Of several
the one he calls his own or writes under his name is taken, never one he has left, and never the firm's.
Without any postcode only what is labelled "Address:" is believed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from mailbot.complaints.name_shape import name_words
from mailbot.complaints.places import find_postcodes

_MOST = 100
_LINES_ABOVE = 7
_LONGEST_LINE = 70
_OF_SOMEBODY = re.compile(
    r"^(?:re|our client|client|customer|account holder|debtor|borrower|subject|ref)\b[ ]?[:\-]|^re ",
    re.IGNORECASE,
)
_REACH = 160  # characters before an address that can say whose it is
_LABEL = re.compile(
    r"^(?:(?:my|our|new|home|postal|current|correspondence|full|work|office|mailing|residential|present|"
    r"billing|customer|property|contact)[ ]){0,3}(?:address|home|addr|add|office|post|cyfeiriad)"
    r"(?:[ ](?:is|line[ ]?1|1))?[ ]*(?:[:=]|-[ ])[ ]*",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"^(?:address[ ]?(?:line)?[ ]?\d|address[ ]line|street|house(?:[ ](?:name|number|no\.?))?|town|city|"
    r"town/city|county|post[ ]?code|postal[ ]code|country)[ ]*[:=][ ]*",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"\b(?:live at|live in|lives at|living at|based at|resident at|residing at|reside at|moved to|move to|"
    r"moving to|moved from|address is|address was|address of|address:|address to|write to me at|"
    r"write to us at|post to|home at|house at|flat at|property at|resident of|we are at|i am at|i'm at|"
    r"sent to|letters to|staying at|(?<=, )of|c/o)\b:?",
    re.IGNORECASE,
)
_NOT_ADDRESS = re.compile(
    r"@|https?:|www\.|[?!;]|^\[|\b(?:tel|telephone|phone|mobile|mob|fax|email|e-mail|ref|reference|account|"
    r"dear|regards|sincerely|faithfully|thanks|thank you|subject|sent|from|date|customer|dob|"
    r"date of birth|unsubscribe|registered|vat|ltd|limited|llp|plc|director|manager|advis[eo]r|officer|"
    r"caseworker|solicitor|partner|secretary|complaints?|name|signed|re)\b|[.][ ]+[A-Za-z]|\d{6,}|"
    r"^[a-z ]{1,20}:\s",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"\b(?:i|you|your|we|he|she|have|has|was|were|is|are|my|please|that|this|they|would|will)\b",
    re.IGNORECASE,
)
_HIS = re.compile(
    r"\b(?:i|we)(?: now| currently| have| 've|'ve| am| are| still)? (?:live|living|reside|moved to|staying)\b"
    r"|\b(?:moved|moving|move) (?:\w+ ){0,3}to\b|\b[A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2},? to\b"
    r"|\b(?:my|our) (?:(?:new|home|current|postal|correspondence|present|full|own) ){0,2}address\b"
    r"|\bnew address\b|\bwrite to (?:me|us)\b|\bc/o\b|\baddress[ ]?:",
    re.IGNORECASE,
)
_LEFT = re.compile(
    r"\b(?:old|previous|former|last|prior|earlier) (?:\w+ ){0,2}(?:address|home|house|flat|property)\b"
    r"|\bmoved (?:\w+ ){0,4}(?:from|out)\b|\bmove from\b|\b(?:used to|formerly) (?:live|living|be)\b|"
    r"\b(?:previously|formerly|lived|was living)\b(?: \w+){0,3} at\b|\bno longer (?:live|at)\b|\bleft\b|"
    r"\bwrong address\b|\baddress was\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\byour (?:[\w'-]+ ){0,3}(?:office|branch|address|headquarters|premises|shop|store|team|letter|"
    r"building)\b"
    r"|\b(?:the|a|my local|another) (?:[\w'-]+ ){0,2}(?:branch|shop|store|office|atm|cash machine|court|"
    r"post office|surgery|hospital|bank)\b|\b(?:registered|head) office\b"
    r"|\b(?:sent|posted|delivered|written|wrote|addressed|went|going) (?:\w+ ){0,4}to (?!me\b|us\b|my\b)"
    r"|\b(?:tesco|asda|sainsbury'?s|morrisons|aldi|lidl|argos|waitrose|co-?op|supermarket|petrol station|"
    r"cash ?point|pub|hotel|restaurant)\b[^.\n]{0,30}\Z|\bcc ?:|\bombudsman\b"
    r"|\b(?:solicitors?|landlord|neighbours?|tenants?|previous occupier|fraudster|scammer|company) "
    r"(?:\w+ ){0,3}(?:at|of|in|is)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"^[ \t.,;)]*(?:(?:and|to|or|then|&)\b)?[ ]*", re.IGNORECASE)
_LINE_OF_OTHERS = 40


@dataclass(frozen=True, slots=True)
class _Candidate:
    written: str
    worth: int
    start: int


def his_postcodes(text: str, *, own_postcodes: frozenset[str]) -> tuple[str, ...]:
    """The postcodes of places he does not call the firm's, somebody else's, or one he has left."""
    return tuple(
        dict.fromkeys(
            postcode
            for start, _, postcode in _postcodes(text)
            if postcode not in own_postcodes and _worth(text, start) >= 0
        )
    )


def find_postal_address(text: str, *, names: frozenset[str], own_postcodes: frozenset[str]) -> str:
    """Return the postal address where he is now, or ""."""
    candidates: list[_Candidate] = []
    behind = 0
    for start, end, postcode in _postcodes(text):
        if postcode not in own_postcodes:
            candidate = _candidate(text, (behind, start, end), postcode, names)
            candidates += [candidate] if candidate is not None and candidate.worth >= 0 else []
        behind = end
    if candidates:
        return max(candidates, key=lambda one: (one.worth, -one.start)).written
    return _labelled(text, names)


def _postcodes(text: str) -> list[tuple[int, int, str]]:
    """In the order of the text; a text with more is a list of other people's."""
    return sorted(islice(find_postcodes(text), _MOST))


def _candidate(
    text: str, span: tuple[int, int, int], postcode: str, names: frozenset[str]
) -> _Candidate | None:
    """The address that ends in a postcode; `span`: where the one before it ends, where it stands."""
    behind, start, end = span
    line_start = text.rfind("\n", 0, start) + 1
    before = _FIELD.sub("", text[max(line_start, behind) : start].strip(" \t,"))
    if behind > line_start:
        before = _BETWEEN.sub("", before)
    parts = [part for part in _same_line(before) if part and not _is_name(part, names)]
    labelled = _LABEL.match(text[line_start:start].strip(" \t,")) is not None
    if not _is_complete(parts):
        above, labelled_above = _lines_above(text[:line_start], names, alone=not before)
        parts, labelled = [*above, *parts], labelled or labelled_above
    if not parts or not any(re.search(r"\d", p) or len(parts) > 1 for p in parts):
        return None
    written = re.sub(r"\s+", " ", text[start:end]) if " " in text[start:end] else postcode
    if re.sub(r"\s", "", written).upper() != postcode.replace(" ", ""):
        written = postcode
    if _OF_SOMEBODY.match(text[line_start:start].lstrip()):
        return None
    worth = _worth(text, start) + (2 if labelled else 0) + (1 if not _SENTENCE.search(before) else 0)
    return _Candidate(f"{', '.join(parts)} {written.upper()}", worth, start)


def _worth(text: str, start: int) -> int:
    """Above zero where he calls the place his own, below where it is another's or he has left it."""
    line_start = text.rfind("\n", 0, start) + 1
    above = text.rfind("\n\n", 0, start)
    paragraph = above + 2 if above >= 0 else 0
    before = text[max(paragraph, line_start - _LINE_OF_OTHERS, start - _REACH) : start].replace("\n", " ")
    before = re.split(r"[.?!][ ](?=[A-Z])", before)[-1]
    last = {
        worth: max((match.end() for match in pattern.finditer(before)), default=-1)
        for worth, pattern in ((2, _HIS), (-3, _LEFT), (-4, _OTHERS))
    }
    worth, at = max(last.items(), key=lambda item: item[1])
    return worth if at >= 0 else 0


def _same_line(before: str) -> list[str]:
    lead = list(_LEAD_IN.finditer(before))
    if lead:
        before = before[lead[-1].end() :]
    elif _SENTENCE.search(before) or len(before) > 2 * _LONGEST_LINE:
        # A sentence leads up to the address: what stands behind its last full stop, colon or "at".
        before = re.split(r"[.:;][ ]|\bat\b|\bin\b|\(", before)[-1]
        if _SENTENCE.search(before):
            return []
    return [
        part.strip(" \t.;")
        for part in re.split(r",|[ ]\|[ ]|[ ]/[ ]|·|•|\t", _LABEL.sub("", before.strip(" ,:")))
    ]


def _is_complete(parts: list[str]) -> bool:
    """House, street and town stand on one line."""
    return len(parts) >= 2 and any(re.search(r"\d", part) for part in parts)


def _lines_above(text: str, names: frozenset[str], *, alone: bool) -> tuple[list[str], bool]:
    """The lines of an address above its postcode, and whether a label begins them."""
    above: list[str] = []
    lines = text.splitlines()[-2 * _LINES_ABOVE :]
    spaced = alone and len(lines) > 1 and not lines[-1].strip() and bool(lines[-2].strip())
    for raw in reversed([line for line in lines if line.strip()] if spaced else lines):
        line = raw.strip(" \t,>|*")
        labelled = _FIELD.sub("", _LABEL.sub("", line))
        if (
            not labelled
            or len(above) == _LINES_ABOVE
            or len(labelled) > _LONGEST_LINE
            or _NOT_ADDRESS.search(labelled)
            or _SENTENCE.search(labelled)
            or _is_name(labelled, names)
        ):
            return above[::-1], bool(not labelled and _LABEL.match(f"{line}:"))
        above.append(_without_name(labelled, names).rstrip("."))
        if labelled != line and _FIELD.match(line) is None:
            return above[::-1], True
    return above[::-1], False


def _without_name(line: str, names: frozenset[str]) -> str:
    """ "Jane Doe, 14 Larkspur Close" without her name."""
    first, comma, rest = line.partition(",")
    return rest.strip() if comma and _is_name(first, names) and rest.strip() else line


def _is_name(line: str, names: frozenset[str]) -> bool:
    words = {word for word in name_words(line) if len(word) > 1}
    return bool(words) and not re.search(r"\d", line) and words <= names


def _labelled(text: str, names: frozenset[str]) -> str:
    """What stands behind "Address:" up to an empty line or the next label."""
    lines = [line.strip(" \t,>|*") for line in text.splitlines()]
    for index, line in enumerate(lines):
        label = _LABEL.match(line)
        if label is None or "address" not in label[0].casefold() or _LEFT.search(label[0]):
            continue
        parts: list[str] = []
        for following in [line[label.end() :], *lines[index + 1 : index + _LINES_ABOVE]]:
            if not following and not parts:
                continue
            if not following or _NOT_ADDRESS.search(following) or _SENTENCE.search(following):
                break
            parts += [part.strip(" .") for part in _FIELD.sub("", following).split(",") if part.strip(" .")]
        if _is_complete([part for part in parts if not _is_name(part, names)]):
            return ", ".join(parts)
    return ""
