"""The files written by hand with what is expected of each, compared by the rules of the corpus's README."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.evaluation import Row, Tally, plain
from mailbot.cli.reading import opinion_on
from mailbot.complaints.practice import Practice
from mailbot.config import load
from mailbot.config.values import practice as practice_of
from mailbot.mail.limits import MAX_MESSAGE
from mailbot.reading.worker import read

Json = dict[str, Any]
FLOORS = {
    "kind and acknowledgement": 1.0,
    "references": 1.0,
    "phones": 1.0,
    "postcodes": 1.0,
    "name": 0.97,
    "postal address": 0.95,
    "must not": 1.0,
    "reply text": 1.0,
    "masked": 1.0,
    "cues: life-risk recall": 1.0,
    "cues: other recall": 0.95,
    "cues: precision": 0.9,
    "topics: recall": 0.95,
    "topics: precision": 0.9,
}
# Written to be hard, half of it with traps that must raise nothing.
HARDER = {"messages": {"kind and acknowledgement": 0.98, "reply text": 0.99, "cues: precision": 0.75}}


def practice(folder: Path) -> Practice:
    return practice_of(load(folder / "config.toml"))


def pairs(folder: Path) -> list[tuple[Path, Json]]:
    """Every message and what is expected of it."""
    return [
        (path, tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8")))
        for path in sorted(folder.glob("*.eml"))
    ]


@cache
def opinion(path: Path, rules: Practice) -> Json:
    """What `mailbot inspect --json` says of a file."""
    return opinion_on(path, read(path.read_bytes(), rules, MAX_MESSAGE), rules)


def rows(name: str, folder: Path) -> list[Row]:
    rules = practice(folder)
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    for path, expected in pairs(folder):
        judge(path.stem, expected, opinion(path, rules), tallies)
    floors = {**FLOORS, **HARDER.get(name, {})}
    return [_row(name, what, tallies[what], floor) for what, floor in floors.items()]


def _row(name: str, what: str, tally: Tally, floor: float) -> Row:
    score = tally.precision if what.endswith("precision") else tally.recall
    return Row(name, what, tally.n + tally.wrong, score, floor, tuple(tally.faults))


def judge(stem: str, expected: Json, said: Json, tallies: defaultdict[str, Tally]) -> None:
    """Enter every comparison of one file into the tallies."""
    kind = said["kind"] in expected["accept_kinds"]
    answered = (
        said["kind"] == "follow_up"
        or "acknowledge" not in expected
        or said["acknowledge"] == expected["acknowledge"]
    )
    tallies["kind and acknowledgement"].judge(
        kind and answered,
        f"{stem}: {said['kind']} ({said['rule']}), acknowledge {said['acknowledge']}, {said['reason']}",
    )
    _contact(stem, expected, said["contact"], tallies)
    _references(stem, expected, said["references"], tallies)
    _text(stem, expected, said, tallies)
    _cues(stem, expected, said["cues"], tallies)
    if "topics" in expected:
        wanted = set(expected["topics"])
        hits = wanted & set(said["topics"])
        tallies["topics: recall"].add(hits, wanted, stem)
        tallies["topics: precision"].right += len(hits)
        if not wanted and said["topics"]:
            tallies["topics: precision"].wrong += len(said["topics"])
            tallies["topics: precision"].faults.append(f"{stem}: {said['topics']}")


def _contact(stem: str, expected: Json, contact: Json, tallies: defaultdict[str, Tally]) -> None:
    if "name" in expected:
        names = [expected["name"]] if isinstance(expected["name"], str) else expected["name"]
        tallies["name"].judge(contact["name"] in names, f"{stem}: {contact['name']!r} for {names}")
    for key in ("phones", "postcodes"):
        if key in expected:
            ok = sorted(contact[key]) == sorted(expected[key])
            tallies[key].judge(ok, f"{stem}: {contact[key]} for {expected[key]}")
    for number in expected.get("must_not_phones", []):
        tallies["must not"].judge(number not in contact["phones"], f"{stem}: phone {number}")
    if parts := expected.get("postal_address_contains"):
        ok = all(part in contact["postal_address"] for part in parts)
        tallies["postal address"].judge(ok, f"{stem}: {contact['postal_address']!r} for {parts}")


def _references(stem: str, expected: Json, found: list[Json], tallies: defaultdict[str, Tally]) -> None:
    values = [_bare(reference["value"]) for reference in found]
    if expected.get("references") == []:
        tallies["references"].judge(not values, f"{stem}: {values} for none")
    for wanted in expected.get("references", []):
        value = _bare(wanted["value"])
        types = {r["type"] for r in found if _bare(r["value"]) == value}
        ok = values.count(value) == 1 and ("type" not in wanted or wanted["type"] in types)
        tallies["references"].judge(ok, f"{stem}: {wanted} not once in {found}")
    for refused in expected.get("must_not_references", []):
        tallies["must not"].judge(_bare(refused) not in values, f"{stem}: reference {refused}")


def _text(stem: str, expected: Json, said: Json, tallies: defaultdict[str, Tally]) -> None:
    text = plain(said["text"])
    for phrase in expected.get("reply_contains", []):
        tallies["reply text"].judge(plain(phrase) in text, f"{stem}: lacks {phrase!r}")
    for phrase in expected.get("reply_lacks", []):
        tallies["reply text"].judge(plain(phrase) not in text, f"{stem}: holds {phrase!r}")
    if "masked" in expected:
        tallies["masked"].judge(
            said["masked"] == expected["masked"], f"{stem}: {said['masked']} for {expected['masked']}"
        )


def _cues(stem: str, expected: Json, found: list[Json], tallies: defaultdict[str, Tally]) -> None:
    if "cues" not in expected:
        return
    precision = tallies["cues: precision"]
    for wanted in expected["cues"]:
        met = any(
            cue["priority"] <= wanted["priority"] and _overlap(cue["phrase"], wanted["phrase"])
            for cue in found
        )
        which = "life-risk" if wanted["priority"] == "P0" else "other"
        tallies[f"cues: {which} recall"].judge(met, f"{stem}: {wanted}, found {[c['phrase'] for c in found]}")
        precision.right += met
    if not expected["cues"] and found:
        precision.wrong += len(found)
        precision.faults.append(f"{stem}: {[(c['priority'], c['phrase']) for c in found]}")


def _overlap(one: str, other: str) -> bool:
    one, other = plain(one).casefold(), plain(other).casefold()
    return one in other or other in one


def _bare(value: str) -> str:
    return re.sub(r"[\s-]", "", value).casefold()
