"""What holds of every message whatever its octets; the fuzzers and the property tests share it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mailbot.cli.reading import opinion_on
from mailbot.complaints.numbers.masking import mask
from mailbot.complaints.practice import Practice, ReferenceFormat
from mailbot.mail.addresses import is_addr_spec
from mailbot.mail.passages.quoting import zones
from mailbot.reading.worker import read

MAX_SIZE = 1024 * 1024
PRACTICE = Practice(
    own_addresses=frozenset({"complaints@firm.example.com"}),
    own_domains=frozenset({"firm.example.com"}),
    mailbox_addresses=frozenset({"complaints@firm.example.com"}),
    references=(
        ReferenceFormat("account", re.compile("CNX-[0-9]{6}", re.IGNORECASE)),
        ReferenceFormat("customer", re.compile("[0-9]{8}")),
    ),
    triage=True,
)
_NEVER_ANSWERED = {
    "own",
    "delivery_report",
    "automatic",
    "list",
    "regulator",
    "handler",
    "suspect",
    "enquiry",
}
_AS_THEY_ARE = (".message_id", ".sha256", ".about", ".address", ".addresses", ".envelope_id")
_UNCLEAN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\ud800-\udfff]")


def broken(raw: bytes) -> list[str]:
    """Every property that does not hold of a message; an exception is the worst of them."""
    reading = read(raw, PRACTICE, MAX_SIZE)
    said = opinion_on(Path("message.eml"), reading, PRACTICE)
    if said != opinion_on(Path("message.eml"), read(raw, PRACTICE, MAX_SIZE), PRACTICE):
        return ["the same octets are read in two ways"]
    return [*_of_values(said), *_of_strings(said), *_of_zones(reading.parsed.whole_text)]


def _of_values(said: dict[str, Any]) -> Iterator[str]:
    json.dumps(said, ensure_ascii=False).encode("utf-8")
    if said["kind"] in _NEVER_ANSWERED and said["acknowledge"]:
        yield f"{said['kind']} is answered"
    if said["acknowledge"] and (said["owed"] or said["reason"]):
        yield "acknowledged, and owed too"
    contact = said["contact"]
    for phone in contact["phones"]:
        if not re.fullmatch(r"\+\d{7,15}", phone):
            yield f"a telephone number {phone!r}"
    for postcode in contact["postcodes"]:
        if not re.fullmatch(r"[A-Z]{1,2}\d[A-Z0-9]? \d[A-Z]{2}|GIR 0AA|BFPO \d{1,4}", postcode):
            yield f"a postcode {postcode!r}"
    for address in contact["addresses"]:
        if not is_addr_spec(address):
            yield f"an address {address!r}"
    for reference in said["references"]:
        if not reference["value"].strip() or not 0 < reference["confidence"] <= 1:
            yield f"a reference {reference!r}"


def _of_strings(value: object, where: str = "") -> Iterator[str]:
    if isinstance(value, str):
        if found := _UNCLEAN.search(value):
            yield f"{found[0]!r} in {where}"
        if not where.endswith(_AS_THEY_ARE) and mask(value)[1]:
            yield f"a card number is left in {where}"
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _of_strings(inner, f"{where}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from _of_strings(inner, where)


def _of_zones(text: str) -> Iterator[str]:
    """Zones mark and never delete: every word of a body is in one of them, in its order."""
    kept = " ".join(passage.text for passage in zones(text)).split()
    if kept != text.split():
        yield "the zones do not hold the whole body"
