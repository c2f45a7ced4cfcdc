"""What Prometheus reads at each scrape; nothing here names a person.

Faults: none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from mailbot import __version__
from mailbot.store.figures import Figures, Pile, Totals
from mailbot.watching.signs import Signs

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def exposition(signs: Signs, totals: Totals | None) -> bytes:
    """All metrics as text (Prometheus exposition format 0.0.4)."""
    registry = CollectorRegistry()
    registry.register(_Collector(signs, totals))
    return generate_latest(registry)


class _Collector(Collector):
    def __init__(self, signs: Signs, totals: Totals | None) -> None:
        self._signs = signs
        self._totals = totals

    def collect(self) -> Iterator[Metric]:
        signs = self._signs
        yield from _of_process(signs)
        yield from _of_mailboxes(signs)
        yield from _of_sign_ins(signs)
        if signs.figures is not None:
            yield from _of_figures(signs.figures, signs.now)
        if self._totals is not None:
            yield from _of_totals(self._totals)


def _of_process(signs: Signs) -> Iterator[Metric]:
    build = GaugeMetricFamily("mailbot_build", "1, with the version as a label.", labels=["version"])
    build.add_metric([__version__], 1)
    yield build
    yield _gauge("mailbot_started_timestamp_seconds", "When this process began.", _seconds(signs.started_at))
    yield _gauge("mailbot_database_answers", "1 where the database answers.", int(signs.database_answers))
    outages = GaugeMetricFamily(
        "mailbot_outage_since_timestamp_seconds",
        "Since when something does not work; no sample where all does.",
        labels=["what", "mailbox"],
    )
    for outage in signs.outages:
        outages.add_metric([outage.what, outage.where], _seconds(outage.since))
    yield outages
    yield _gauge(
        "mailbot_last_sweep_timestamp_seconds",
        "When deadlines were last looked at; 0 where never since the start.",
        _seconds(signs.swept_at),
    )
    yield _gauge(
        "mailbot_last_delivery_timestamp_seconds",
        "When the outbox was last worked on; 0 where never since the start.",
        _seconds(signs.delivered_at),
    )
    lasted = GaugeMetricFamily(
        "mailbot_duration_seconds", "How long each took the last time.", labels=["what"]
    )
    for what, seconds in signs.seconds.items():
        lasted.add_metric([what], seconds)
    yield lasted
    events = CounterMetricFamily(
        "mailbot_events", "Events that are no good news, since the start.", labels=["event"]
    )
    for name, count in signs.counted.items():
        events.add_metric([name], count)
    yield events
    told = "Processes that read mail and were ended by what they read, since the start."
    yield CounterMetricFamily("mailbot_reader_deaths", told, value=signs.deaths)


def _of_mailboxes(signs: Signs) -> Iterator[Metric]:
    fetch = GaugeMetricFamily(
        "mailbot_last_fetch_timestamp_seconds",
        "When a mailbox was last read; 0 where never since the start.",
        labels=["mailbox"],
    )
    for mailbox, at in signs.looked.items():
        fetch.add_metric([mailbox], _seconds(at))
    yield fetch
    yield from _unread(signs)
    yield from _canaries(signs)


def _of_sign_ins(signs: Signs) -> Iterator[Metric]:
    ends = GaugeMetricFamily(
        "mailbot_sign_in_days_left", "Whole days until a sign-in has to be renewed.", labels=["server"]
    )
    refused = GaugeMetricFamily(
        "mailbot_sign_in_refused", "1 where a person has to sign in again.", labels=["server"]
    )
    for one in signs.sign_ins:
        refused.add_metric([one.server], int(bool(one.refused)))
        if one.days_left is not None:
            ends.add_metric([one.server], one.days_left)
    yield ends
    yield refused
    days = GaugeMetricFamily(
        "mailbot_certificate_days_left", "Until a server's certificate ends, in days.", labels=["server"]
    )
    for server, at in signs.certificates.items():
        days.add_metric([server], (at - signs.now) / timedelta(days=1))
    yield days


def _unread(signs: Signs) -> Iterator[Metric]:
    count = GaugeMetricFamily(
        "mailbot_unaccounted_uids",
        "Messages in an inbox that the ledger does not know yet.",
        labels=["mailbox"],
    )
    oldest = GaugeMetricFamily(
        "mailbot_unaccounted_oldest_seconds", "How long there have been some at least.", labels=["mailbox"]
    )
    for mailbox, pile in signs.unread.items():
        count.add_metric([mailbox], pile.count if pile else 0)
        oldest.add_metric([mailbox], max(0.0, (signs.now - pile.oldest).total_seconds()) if pile else 0.0)
    yield count
    yield oldest


def _canaries(signs: Signs) -> Iterator[Metric]:
    sent = GaugeMetricFamily(
        "mailbot_canary_sent_timestamp_seconds", "When the last canary was sent.", labels=["mailbox"]
    )
    late = GaugeMetricFamily("mailbot_canary_late", "1 where it is not back in time.", labels=["mailbox"])
    took = GaugeMetricFamily(
        "mailbot_canary_seconds", "How long it took, where it is back.", labels=["mailbox"]
    )
    for mailbox, one in signs.canaries.items():
        sent.add_metric([mailbox], _seconds(one.sent_at))
        late.add_metric([mailbox], int(one.late))
        if one.took is not None:
            took.add_metric([mailbox], one.took)
    yield from (sent, late, took)


def _of_figures(found: Figures, now: datetime) -> Iterator[Metric]:
    yield from _piles("mailbot_queue", "task that lies before a person", "reason", found.queue, now)
    yield from _piles("mailbot_outbox", "letter that has not come to its end", "state", found.outbox, now)
    yield _gauge("mailbot_deadlines_due", "Open deadlines within a day.", found.due)
    yield _gauge("mailbot_deadlines_overdue", "Open deadlines that have lapsed.", found.overdue)
    late = found.unlettered
    yield _gauge(
        "mailbot_reminders_late", "Rungs whose time has come and no mail has told.", late.count if late else 0
    )
    yield _gauge("mailbot_cases_open", "Open cases.", found.open_cases)
    yield _gauge(
        "mailbot_acknowledgement_owed_by_timestamp_seconds",
        "When the first acknowledgement that is owed is due; 0 where none is.",
        _seconds(found.owed_by),
    )


def _of_totals(found: Totals) -> Iterator[Metric]:
    told = "Letters of unknown fate that were sent once more."
    yield CounterMetricFamily("mailbot_second_copies", told, value=found.second_copies)
    yield _counters("mailbot_messages", "Messages accounted for, by kind.", "kind", found.messages)
    yield _counters("mailbot_letters", "Letters, by state.", "state", found.letters, gauge=True)


def _piles(name: str, what: str, label: str, piles: Mapping[str, Pile], now: datetime) -> Iterator[Metric]:
    count = GaugeMetricFamily(f"{name}_count", f"How many there are of each {what}.", labels=[label])
    oldest = GaugeMetricFamily(f"{name}_oldest_seconds", f"Age of the oldest {what}.", labels=[label])
    for key, pile in piles.items():
        count.add_metric([key], pile.count)
        oldest.add_metric([key], max(0.0, (now - pile.oldest).total_seconds()))
    yield count
    yield oldest


def _counters(name: str, told: str, label: str, values: Mapping[str, int], *, gauge: bool = False) -> Metric:
    family = (GaugeMetricFamily if gauge else CounterMetricFamily)(name, told, labels=[label])
    for key, value in values.items():
        family.add_metric([key], value)
    return family


def _gauge(name: str, told: str, value: float) -> Metric:
    return GaugeMetricFamily(name, told, value=value)


def _seconds(at: datetime | None) -> float:
    return at.timestamp() if at is not None else 0.0
