"""What the author newly wrote: reply texts with their expectations, and mails annotated line by line."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from benchmarks.evaluation import REAL, Row, Tally, plain
from mailbot.mail.message import Passage, Zone
from mailbot.mail.passages.quoting import zones

EXPECTED = REAL / "expected"
_REPLY = frozenset({Zone.NEW})
_FIELDS = {
    "reply": _REPLY,
    "signature": frozenset({Zone.SIGNATURE}),
    "reply_with_signature": frozenset({Zone.NEW, Zone.SIGNATURE}),
}

_ASSERTIONS: dict[str, Callable[[str, str], bool]] = {
    "equals": str.__eq__,
    "contains": str.__contains__,
    "not_contains": lambda text, value: value not in text,
}


def lines(name: str) -> list[dict[str, Any]]:
    """The records of an expected file."""
    return [json.loads(line) for line in (EXPECTED / name).read_text(encoding="utf-8").splitlines()]


def rows() -> list[Row]:
    return [*_replies(), *_annotated()]


def _replies() -> list[Row]:
    exact, asserts = Tally(), Tally()
    for record in lines("crisp_reply.jsonl"):
        text = _joined(_passages(record["file"]), _REPLY)
        fault = f"{record['file']}: {text[-90:]!r} for {plain(record['reply'])[-90:]!r}"
        exact.judge(text == plain(record["reply"]), fault)
    for record in lines("alfonsrv_reply.jsonl"):
        passages = _passages(record["file"])
        for claim in record["asserts"]:
            text = _joined(passages, _FIELDS[claim["field"]])
            ok = _ASSERTIONS[claim["op"]](text, plain(claim["value"]))
            fault = (
                f"{record['file']}: {claim['field']} {claim['op']} {claim['value'][:60]!r}: {text[-90:]!r}"
            )
            asserts.judge(ok, fault)
            if claim["op"] == "equals" and claim["field"] == "reply":
                exact.judge(ok, fault)
    return [
        Row("reply_text", "reply, exact", exact.n, exact.recall, 0.9, tuple(exact.faults)),
        Row("reply_text", "assertions", asserts.n, asserts.recall, 0.9, tuple(asserts.faults)),
    ]


def _passages(file: str) -> tuple[Passage, ...]:
    text = (REAL / file).read_bytes().decode("utf-8", "replace")
    return tuple(zones(text.replace("\r\n", "\n")))


def _joined(passages: tuple[Passage, ...], wanted: frozenset[Zone]) -> str:
    return plain("\n".join(p.text for p in passages if p.zone in wanted))


def _annotated() -> list[Row]:
    """Each line of the body is new, signature, or another's; the annotation says which of its own are which.

    A bare sign-off ("Thanks,") or a name alone on a line may be either: the annotators did it both ways.
    A disclaimer is neither.
    """
    new, signature, both = Tally(), Tally(), Tally()
    for record in lines("quagga_zones.jsonl"):
        passages = tuple(zones(record["text"]))
        signed = _lines("\n".join(record["signature"]))
        disclaimed = _lines("\n".join(record["disclaimer"]))
        mine = _lines(record["new_text"])
        own = mine - signed - disclaimed
        names = {_bare(name) for name in record["names"]}
        found = {zone: _lines("\n".join(p.text for p in passages if p.zone is zone)) for zone in Zone}
        either = Counter(
            {
                line: 99
                for line in mine | found[Zone.NEW] | found[Zone.SIGNATURE]
                if _may_be_either(line, names)
            }
        )
        where = record["file"].rpartition("/")[2]
        _count(both, found[Zone.NEW] + found[Zone.SIGNATURE], own + signed, disclaimed, where)
        _count(new, found[Zone.NEW], own, either + disclaimed, where)
        _count(signature, found[Zone.SIGNATURE], signed, either + disclaimed, where)
    together = Tally(
        new.right + signature.right,
        new.wrong + signature.wrong,
        new.missed + signature.missed,
        [*signature.faults, *new.faults],
    )
    return [
        Row("quagga", what, tally.n, tally.f1, floor, tuple(tally.faults))
        for what, tally, floor in (
            ("newly written, by line", both, 0.93),
            ("its text and its signature, by line", together, 0.93),
            ("its signature alone", signature, 0.85),
        )
    ]


def _count(
    tally: Tally, found: Counter[str], wanted: Counter[str], neither: Counter[str], where: str
) -> None:
    tally.right += (found & wanted).total()
    wrong, missed = found - wanted - neither, wanted - found - neither
    tally.wrong += wrong.total()
    tally.missed += missed.total()
    if wrong or missed:
        tally.faults.append(f"{where}: wrong {list(wrong)[:4]}, missed {list(missed)[:4]}")


def _lines(text: str) -> Counter[str]:
    return Counter(" ".join(line.split()) for line in text.split("\n") if line.strip(" \t-_*=>"))


_SIGN_OFF = re.compile(
    r"(?:many |with )?(?:thanks?|thx|tks|r(?:e)?g(?:ar)?ds|best|cheers|sincerely)\b.{0,30}", re.I
)
_NAME = re.compile(r"[-~* ]{0,3}(?:[A-Z][\w'.-]*|[a-z]{1,3})(?: [A-Z][\w'.-]*){0,2}")


def _may_be_either(line: str, names: set[str]) -> bool:
    if _bare(line) in names or _NAME.fullmatch(line):
        return True
    return len(line.split()) <= 5 and _SIGN_OFF.fullmatch(line) is not None


def _bare(line: str) -> str:
    return re.sub(r"[^\w]", "", line).casefold()
