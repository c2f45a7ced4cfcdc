"""When somebody has to be told that mailbot itself does not work: pure.

An alarm has a key, under which it is told once and taken back once. What it says names no complainant.

Faults: none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.watching.signs import Outage, Signs

ENDS_SOON = 7  # days in which a sign-in or a certificate has to be renewed


@dataclass(frozen=True, slots=True)
class Bounds:
    """From when on something is an alarm."""

    no_fetch: timedelta = timedelta(minutes=15)
    outage: timedelta = timedelta(minutes=5)
    owed_before: timedelta = timedelta(hours=2)
    letter_waits: timedelta = timedelta(hours=1)
    sweep: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Alarm:
    key: str
    what: str
    do: str  # what to type, or where to look


#: Alarms that are judged by what the database counts.
_COUNTED = frozenset({"gaps", "records", "owed", "outbox"})


#: Tasks that mean that mail may be lost, or that the records disagree.
_GRAVE = {
    "message vanished": ("gaps", "messages were removed before they could be read", "message vanished"),
    "reconcile": ("records", "mailboxes, ledger, letters or journal disagree", "reconcile"),
}
_OUTAGES = {
    "submission": "no letter can be sent: {why}",
    "database": "the database does not answer: {why}",
    "breaker": "the breaker holds letters back",
    "mailbox": "mailbox {where}: {why}",
    "pages": "/metrics cannot be served: {why}",
}


def alarms(signs: Signs, bounds: Bounds) -> list[Alarm]:
    """Everything that is out of order at this moment."""
    return [
        *_unread(signs, bounds),
        *(_of_outage(each) for each in signs.outages if _lasts(each, signs.now, bounds)),
        *_signed_in(signs),
        *_certified(signs),
        *_flown(signs),
        *_late(signs, bounds),
        *_piled(signs, bounds),
    ]


def unknown(signs: Signs) -> frozenset[str]:
    """Keys of alarms of which these signs say neither that they go on nor that they are over."""
    return _COUNTED if signs.figures is None else frozenset()


def _unread(signs: Signs, bounds: Bounds) -> Iterator[Alarm]:
    for mailbox, at in signs.looked.items():
        since = at or signs.started_at
        if signs.now - since > bounds.no_fetch:
            told = (
                f"mailbox {mailbox} was last read {_when(since)}"
                if at
                else f"mailbox {mailbox} was never read"
            )
            yield Alarm(f"no-fetch:{mailbox}", told, "mailbot check")


def _lasts(outage: Outage, now: datetime, bounds: Bounds) -> bool:
    """What a moment brings about is no alarm; a mailbox is one by `no_fetch` too."""
    return outage.what == "breaker" or now - outage.since >= bounds.outage


def _of_outage(outage: Outage) -> Alarm:
    told = _OUTAGES[outage.what].format(where=outage.where, why=outage.why)
    do = "mailbot outbox list" if outage.what == "breaker" else "mailbot check"
    return Alarm(f"{outage.what}:{outage.where}", f"{told}, since {_when(outage.since)}", do)


def _signed_in(signs: Signs) -> Iterator[Alarm]:
    """At the first refusal: the next login will not do."""
    for one in signs.sign_ins:
        if one.refused:
            yield Alarm(f"sign-in:{one.server}", f"sign-in to {one.server}: {one.refused}", one.do)
        elif one.days_left is not None and one.days_left <= ENDS_SOON:
            told = f"the sign-in to {one.server} ends in {max(one.days_left, 0)} days"
            yield Alarm(f"sign-in-ends:{one.server}", told, one.do)


def _certified(signs: Signs) -> Iterator[Alarm]:
    for server, ends in signs.certificates.items():
        if ends - signs.now < timedelta(days=ENDS_SOON):
            told = f"the certificate of {server} ends on {_when(ends)}: then it is not talked to any more"
            yield Alarm(f"certificate:{server}", told, "have it renewed there; `mailbot check` looks again")


def _flown(signs: Signs) -> Iterator[Alarm]:
    for mailbox, one in signs.canaries.items():
        if one.late:
            told = f"the canary sent to {mailbox} {_when(one.sent_at)} {one.lacks}"
            yield Alarm(f"canary:{mailbox}", told, "mailbot check")


def _late(signs: Signs, bounds: Bounds) -> Iterator[Alarm]:
    since = signs.swept_at or signs.started_at
    if signs.now - since > bounds.sweep:
        yield Alarm("sweep", f"deadlines were last looked at {_when(since)}", "journalctl -u mailbot")
    waits = signs.figures.waiting_since if signs.figures is not None else None
    if waits is not None and signs.now - waits > bounds.letter_waits:
        yield Alarm("outbox", f"a letter waits since {_when(waits)}", "mailbot outbox list")


def _piled(signs: Signs, bounds: Bounds) -> Iterator[Alarm]:
    found = signs.figures
    if found is None:
        return
    for reason, (key, told, listed) in _GRAVE.items():
        if (pile := found.queue.get(reason)) is not None:
            yield Alarm(key, f"{told} ({pile.count})", f"mailbot queue list --reason {_quoted(listed)}")
    if found.owed_by is not None and found.owed_by - signs.now <= bounds.owed_before:
        told = f"an acknowledgement is owed by {_when(found.owed_by)}, and nobody has sent it"
        yield Alarm("owed", told, "mailbot queue list --reason 'acknowledgement owed'")


def _quoted(text: str) -> str:
    return f"'{text}'" if " " in text else text


def _when(at: datetime) -> str:
    return f"{at:%d %b %H:%M} UTC"
