"""Messages and a firm's practice, made by hand for the tests of this room."""

from __future__ import annotations

import re
from typing import Any

from mailbot.complaints.classify import Verdict, classify
from mailbot.complaints.decide import Plan, decide
from mailbot.complaints.extract import Extract, extract
from mailbot.complaints.known import Known, KnownCase
from mailbot.complaints.practice import Handler, Practice, ReferenceFormat
from mailbot.mail.message import Address, Authentication, Field, ParsedMessage, Passage, Zone

JANE = Address("Jane Doe", "jane@example.org")
FIRM = "complaints@conexus.example.com"
ACCOUNT = ReferenceFormat("account", re.compile("CNX-[0-9]{6}"))
CUSTOMER = ReferenceFormat("customer", re.compile("FLX[0-9]{8}"))
PRACTICE = Practice(
    own_addresses=frozenset({FIRM}),
    own_domains=frozenset({"conexus.example.com"}),
    mailbox_addresses=frozenset({FIRM}),
    own_phones=frozenset({"+441144960100"}),
    own_postcodes=frozenset({"S3 9ZZ"}),
    authserv_ids=frozenset({"mx1.finance.example.com"}),
    handlers=(Handler("Sam Ogilvie", "sam@finance.example.com"),),
    references=(ACCOUNT, CUSTOMER),
)


def message(text: str = "I am unhappy with your charges.", **changes: Any) -> ParsedMessage:
    """A person's message to the firm; `headers` are further fields, `zones` further passages."""
    headers = changes.pop("headers", {})
    zones = changes.pop("zones", ())
    values: dict[str, Any] = {
        "size": 1000,
        "sha256": "0" * 64,
        "message_id": "<1@mail.example.org>",
        "subject": "My account",
        "authors": (JANE,),
        "recipients": (Address("", FIRM),),
        "return_path": JANE.addr_spec,
        "passages": (
            *((Passage(Zone.NEW, text),) if text else ()),
            *(Passage(zone, words) for zone, words in zones),
        ),
    }
    values |= changes
    written_by = ", ".join(address.addr_spec for address in values["authors"])
    headers = {**({"From": written_by} if values["authors"] else {}), **headers}
    values["fields"] = tuple(Field(name.lower(), value) for name, value in headers.items())
    return ParsedMessage(**values)


def vouched(
    result: str, domain: str = "example.org", server: str = "mx1.finance.example.com"
) -> Authentication:
    return Authentication(server, (("dmarc", result),), domain)


def known_case(
    by: str, *, party: str = JANE.addr_spec, closed: bool = False, reference: str = "C-1"
) -> KnownCase:
    return KnownCase(reference, frozenset({party}), closed, by)


def judged(
    parsed: ParsedMessage, known: Known | None = None, practice: Practice = PRACTICE
) -> tuple[Verdict, Plan, Extract]:
    """The whole way through the room."""
    known = known or Known()
    found = extract(parsed, practice)
    verdict = classify(parsed, found, known, practice)
    return verdict, decide(parsed, found, verdict, known, practice), found
