"""The bodies that write to a firm about its complaints, and the references they use.

The Ombudsman's `PNX-12345-A1B2` (five digits at first, longer since) and eight bare digits before 2018; the
Information Commissioner's `IC-318842-T6W1`, before 2020 `RFA0812345` and `COM0812345`; the Credit Services
Association's `CSA/26/1187`; published decisions `DRN-1234567`. The FCA's number of a firm (FRN) is no case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.complaints.practice import Practice
from mailbot.complaints.signs import has, signs, small

REFERENCE_TYPE = "regulator"
_GAP = r"[ \t]?[-/][ \t\n]?"
_EDGE, _END = r"(?<![A-Za-z0-9])", r"(?![A-Za-z0-9])"
_FORMATS = (
    ("-", re.compile(rf"{_EDGE}(PNX){_GAP}(\d{{5,8}}){_GAP}([A-Z0-9]{{4}}){_END}", re.IGNORECASE)),
    ("-", re.compile(rf"{_EDGE}(DRN){_GAP}(\d{{7}}){_END}", re.IGNORECASE)),
    ("-", re.compile(rf"{_EDGE}(IC){_GAP}(\d{{5,7}}){_GAP}([A-Z]\d[A-Z]\d){_END}", re.IGNORECASE)),
    ("/", re.compile(rf"{_EDGE}(CSA){_GAP}(\d{{2,4}}){_GAP}(\d{{2,7}}){_END}", re.IGNORECASE)),
)
_FORMAT_SIGNS = signs("pnx", "drn", "ic", "csa", then=rf"{_GAP}\d")
_EIGHT = re.compile(r"(?<![\w£/.\-])\d{8}(?![\w/\-]|\.\d)")
_LABELLED_EIGHT = re.compile(
    r"(?:ombudsman|\bFOS)(?:'s)?[^\n\d]{0,40}?\b(?:ref(?:erence)?|case|number|"
    r"no)\b[^\n\d]{0,20}(?<!\d)(\d{8})(?![\w/\-])",
    re.IGNORECASE,
)
_EIGHT_SIGNS = tuple(re.compile(rf"{body}[^\n\d]{{0,80}}\d{{8}}") for body in ("ombudsman", "fos"))
_OLD_ICO = re.compile(rf"{_EDGE}(?:RFA|COM|IRQ|ENQ|CAS)[ \t]?\d{{7}}{_END}", re.IGNORECASE)
_LABELLED_ICO = re.compile(
    rf"(?:\bICO|information commissioner)(?:'s)?[^\n\d]{{0,40}}?{_EDGE}((?:RFA|COM|IRQ|ENQ"
    rf"|CAS)[ \t]?\d{{7}}){_END}",
    re.IGNORECASE,
)
_ICO_SIGNS = tuple(
    re.compile(rf"{body}[^\n\d]{{0,50}}\d{{7}}") for body in ("information commissioner", "ico")
)
OMBUDSMAN = "FOS"
COMMISSIONER = "ICO"


def regulator_of(domain: str, practice: Practice) -> str | None:
    """Return the name of the regulator a domain belongs to, itself or below it, or None."""
    lowered = domain.lower().rstrip(".")
    return next(
        (
            name
            for known, name in practice.regulator_domains
            if lowered == known.lower() or lowered.endswith("." + known.lower())
        ),
        None,
    )


def find_regulator_references(text: str, *, author: str | None) -> Iterator[tuple[int, int, str]]:
    """Find regulators' references: start, end, canonical value. `author` is the regulator that wrote."""
    plain = small(text)
    for joint, pattern in _FORMATS if has(plain, _FORMAT_SIGNS) else ():
        for match in pattern.finditer(text):
            yield match.start(), match.end(), joint.join(match.groups()).upper()
    # Eight bare digits are also a bank account number: they count only from the Ombudsman or named as his.
    if author == OMBUDSMAN:
        yield from ((m.start(), m.end(), m[0]) for m in _EIGHT.finditer(text))
    elif has(plain, _EIGHT_SIGNS):
        yield from ((m.start(1), m.end(1), m[1]) for m in _LABELLED_EIGHT.finditer(text))
    # So do three letters and seven digits: anybody's number of an order looks like that.
    if author != COMMISSIONER and not has(plain, _ICO_SIGNS):
        return
    found = _OLD_ICO.finditer(text) if author == COMMISSIONER else _LABELLED_ICO.finditer(text)
    for match in found:
        group = 0 if author == COMMISSIONER else 1
        yield match.start(group), match.end(group), "".join(match[group].split()).upper()
