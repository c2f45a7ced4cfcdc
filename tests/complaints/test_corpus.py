"""The forty messages of the corpus, compared by the rules of its README."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from mailbot.complaints.classify import Known, Verdict, classify
from mailbot.complaints.decide import Plan, decide
from mailbot.complaints.extract import Extract, extract
from mailbot.complaints.practice import Handler, Practice, ReferenceFormat
from mailbot.mail.parse import parse

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus" / "complaints"
MESSAGES = sorted(path.stem for path in CORPUS.glob("*.eml"))
Seen = tuple[Extract, Verdict, Plan]

if not MESSAGES:
    pytest.skip("the corpus is not beside this checkout", allow_module_level=True)


def practice_of(config: dict[str, Any]) -> Practice:
    """What the corpus says of its firm."""
    addresses: set[str] = {config["firm"]["email"], config["smtp"]["archive"]}
    for mailbox in config["mailbox"]:
        addresses |= {mailbox["address"], *mailbox["aliases"]}
    own = frozenset(address.casefold() for address in addresses)
    return Practice(
        own_addresses=own,
        own_domains=frozenset(address.rpartition("@")[2] for address in own),
        mailbox_addresses=frozenset(
            address.casefold() for m in config["mailbox"] for address in (m["address"], *m["aliases"])
        ),
        own_phones=frozenset({"+44" + config["firm"]["phone"].replace(" ", "")[1:]}),
        own_postcodes=frozenset({" ".join(config["firm"]["address"].split()[-2:])}),
        handlers=tuple(Handler(h["name"], h["email"]) for h in config["handler"]),
        references=tuple(ReferenceFormat(r["type"], re.compile(r["pattern"])) for r in config["reference"]),
        triage=config["intake"]["triage"],
    )


@pytest.fixture(scope="module")
def practice() -> Practice:
    return practice_of(tomllib.loads((CORPUS / "config.toml").read_text()))


@pytest.fixture(params=MESSAGES)
def case(request: pytest.FixtureRequest, practice: Practice) -> tuple[dict[str, Any], Seen]:
    expected = tomllib.loads((CORPUS / f"{request.param}.toml").read_text())
    parsed = parse((CORPUS / f"{request.param}.eml").read_bytes())
    found = extract(parsed, practice)
    verdict = classify(parsed, found, Known(), practice)
    return expected, (found, verdict, decide(parsed, found, verdict, Known(), practice))


def plain(text: str) -> str:
    return " ".join(text.split())


def bare(value: str) -> str:
    return re.sub(r"[\s-]", "", value).casefold()


def as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def test_kind_and_acknowledgement_are_as_expected(case: tuple[dict[str, Any], Seen]) -> None:
    expected, (_, verdict, plan) = case
    assert verdict.kind in expected["accept_kinds"]
    if verdict.kind != "follow_up":
        assert plan.acknowledge == expected["acknowledge"], plan.reason


def test_contact_details_are_as_expected(case: tuple[dict[str, Any], Seen]) -> None:
    expected, (found, _, _) = case
    contact = found.contact
    if "name" in expected:
        assert contact.name in as_list(expected["name"])
    for key in ("phones", "postcodes"):
        if key in expected:
            assert sorted(getattr(contact, key)) == sorted(expected[key])
    assert not set(contact.phones) & set(expected.get("must_not_phones", []))
    for part in expected.get("postal_address_contains", []):
        assert part in contact.postal_address


def test_references_are_as_expected(case: tuple[dict[str, Any], Seen]) -> None:
    expected, (found, _, _) = case
    values = [bare(reference.value) for reference in found.references]
    if expected.get("references") == []:
        assert values == []
    for wanted in expected.get("references", []):
        assert values.count(bare(wanted["value"])) == 1
        if "type" in wanted:
            assert wanted["type"] in {
                r.type for r in found.references if bare(r.value) == bare(wanted["value"])
            }
    for refused in expected.get("must_not_references", []):
        assert bare(refused) not in values


def test_the_reply_text_is_as_expected(case: tuple[dict[str, Any], Seen]) -> None:
    expected, (found, _, _) = case
    for phrase in expected.get("reply_contains", []):
        assert plain(phrase) in plain(found.text)
    for phrase in expected.get("reply_lacks", []):
        assert plain(phrase) not in plain(found.text)
    if "masked" in expected:
        assert found.masked == expected["masked"]


def test_cues_and_topics_are_as_expected(case: tuple[dict[str, Any], Seen]) -> None:
    expected, (found, verdict, _) = case
    cues = () if verdict.kind == "list" else found.cues
    if expected.get("cues") == []:
        assert cues == ()
    for wanted in expected.get("cues", []):
        assert any(
            cue.priority <= wanted["priority"] and meets(plain(cue.phrase), plain(wanted["phrase"]))
            for cue in cues
        ), wanted
    if expected.get("topics") == []:
        assert found.topics == ()
    assert set(expected.get("topics", [])) <= set(found.topics)


def meets(one: str, other: str) -> bool:
    return one.casefold() in other.casefold() or other.casefold() in one.casefold()
