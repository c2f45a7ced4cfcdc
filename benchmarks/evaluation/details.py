"""Telephone numbers, postcodes and labelled references in lines somebody annotated."""

from __future__ import annotations

import json
import re
from pathlib import Path

import phonenumbers

from benchmarks.evaluation import WRITTEN, Row, Tally
from benchmarks.evaluation.expected import opinion, pairs, practice
from benchmarks.evaluation.zones import EXPECTED, lines
from mailbot.complaints.contact.phones import find_phones
from mailbot.complaints.contact.places import find_postcodes
from mailbot.complaints.extract import extract
from mailbot.complaints.findings import Extract
from mailbot.complaints.practice import Practice
from mailbot.complaints.zones import fold
from mailbot.mail.parse import parse

_HEAD = (
    b"From: writer@example.org\r\nTo: complaints@example.com\r\nContent-Type: text/plain; charset=utf-8\r\n"
)


def rows() -> list[Row]:
    phones, postcodes = _uk_lines()
    sets = [
        ("uk_lines", "phones", phones),
        ("uk_lines", "postcodes", postcodes),
        ("presidio", "postcodes", _presidio()),
        ("ideal", "postcodes", _ideal()),
        *((name, "phones and postcodes", _written(folder)) for name, folder in WRITTEN.items()),
    ]
    all_ = Tally()
    for _, _, tally in sets:
        all_.right += tally.right
        all_.wrong += tally.wrong
        all_.missed += tally.missed
    american, references = _american(), _references()
    return [
        *(Row(name, what, t.n, t.f1, None, tuple(t.faults)) for name, what, t in sets),
        Row("all of these", "phones and postcodes", all_.n, all_.f1, 0.97),
        Row("quagga", "phones, recall", american.n, american.recall, 0.97, tuple(american.faults)),
        Row("reference_lines", "references", references.n, references.f1, 0.9, tuple(references.faults)),
    ]


def _written(folder: Path) -> Tally:
    tally = Tally()
    if not folder.exists():
        return tally
    rules = practice(folder)
    for path, wanted in pairs(folder):
        for key in {"phones", "postcodes"} & wanted.keys():
            tally.add(opinion(path, rules)["contact"][key], wanted[key], path.stem)
    return tally


def _uk_lines() -> tuple[Tally, Tally]:
    phones, postcodes = Tally(), Tally()
    for record in lines("uk_lines.jsonl"):
        text = fold(record["text"])
        found = {number for _, _, number in find_phones(text) if number.startswith("+44")}
        phones.add(found, {_e164(written, "GB") for written in record["uk_phones"]}, text[:60])
        where = [postcode for _, _, postcode in find_postcodes(text)]
        postcodes.add(map(_bare, where), map(_bare, record["uk_postcodes"]), text[:60])
    return phones, postcodes


def _presidio() -> Tally:
    tally = Tally()
    for record in lines("presidio_uk.jsonl"):
        if record["type"] == "POSTCODE":
            found = (_bare(postcode) for _, _, postcode in find_postcodes(record["text"]))
            tally.add(found, map(_bare, record["expected"]), record["text"])
    return tally


def _ideal() -> Tally:
    tally = Tally()
    tests = json.loads((EXPECTED / "ideal_postcodes" / "validation.json").read_text())["tests"]
    for test in tests:
        found = (_bare(postcode) for _, _, postcode in find_postcodes(test["base"]))
        tally.add(found, [_bare(test["base"])] if test["expected"] else [], test["base"])
    tests = json.loads((EXPECTED / "ideal_postcodes" / "normalisation.json").read_text())["tests"]
    for test in tests:
        found = (postcode for _, _, postcode in find_postcodes(test["base"]))
        tally.add(found, [test["expected"]] if test["expected"] else [], test["base"])
    return tally


def _american() -> Tally:
    """Numbers in the annotated signatures. Those an author gives in his text were not annotated, so only
    what is missed counts; a fax is neither right nor wrong."""
    tally = Tally()
    for record in lines("quagga_zones.jsonl"):
        wanted = {_e164(written, "US") for written in record["phones"]} - {""}
        fax = {_e164(written, "US") for written in record["fax"]}
        found = set(_told(record["text"]).contact.phones)
        tally.add(found - (fax - wanted), wanted, record["file"].rpartition("/")[2])
    return tally


def _references() -> Tally:
    tally = Tally()
    for record in lines("reference_lines.jsonl"):
        found = {_bare(reference.value) for reference in _told(record["text"]).references}
        tally.add(found, map(_bare, record["references"]), record["text"][:90])
    return tally


def _told(text: str) -> Extract:
    return extract(
        parse(_HEAD + b"\r\n" + text.replace("\n", "\r\n").encode()), Practice(check_addressed=False)
    )


def _e164(written: str, region: str) -> str:
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _bare(value: str) -> str:
    return re.sub(r"\s", "", value).upper()
