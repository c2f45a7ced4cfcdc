"""What became of a case, said by a handler: `cases contacted|holding|final|…|type|received`."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from mailbot.cli.case_view import Reference
from mailbot.cli.cases import By, cases, say
from mailbot.cli.show import LONDON, Refused
from mailbot.complaints.practice import Channel, Regime
from mailbot.complaints.states import Move
from mailbot.handling.acts import Decision

_DAY = ["%Y-%m-%d"]
On = Annotated[datetime | None, typer.Option(formats=_DAY, help="On which day, today where it is not given.")]
Because = Annotated[str, typer.Option(help="In a few words, for the journal.")]


def register(_app: typer.Typer) -> None:
    """The commands have registered themselves with `cases`."""


@cases.command("contacted")
def contacted(reference: Reference, on: On = None, by: By = "command line") -> None:
    """Somebody spoke or wrote to the complainant: the case is in investigation."""
    say(reference, by, lambda d, s, c, a, now: d.acts.contacted(s, c, a, now, on=_day(on)))


@cases.command("holding")
def holding(reference: Reference, because: Because, on: On = None, by: By = "command line") -> None:
    """A holding response was sent, with the reasons for the delay: 35 business days now (DISP 1.6.2AR)."""
    say(reference, by, lambda d, s, c, a, now: d.acts.holding(s, c, a, now, on=_day(on), because=because))


@cases.command("eight-week")
def eight_week(
    reference: Reference,
    expected: Annotated[
        datetime, typer.Option(formats=_DAY, help="When the final response is expected, as it says.")
    ],
    because: Because,
    on: On = None,
    by: By = "command line",
) -> None:
    """An eight-week written response was sent instead of the final one (DISP 1.6.2R)."""
    day = expected.date()
    say(
        reference,
        by,
        lambda d, s, c, a, now: d.acts.eight_week(s, c, a, now, on=_day(on), expected=day, because=because),
    )


@cases.command("final")
def final(
    reference: Reference,
    decision: Annotated[Decision, typer.Argument(help="What it says.")],
    redress: Annotated[str | None, typer.Option(help="Pounds paid or offered, such as 120.50.")] = None,
    on: On = None,
    by: By = "command line",
) -> None:
    """The final response was sent: the case is closed, and six months run (DISP 1.6.2R, 2.8.2R)."""
    pence = None if redress is None else _pence(redress)
    say(
        reference,
        by,
        lambda d, s, c, a, now: d.acts.final(
            s, c, a, now, on=_day(on), decision=decision, redress_pence=pence
        ),
    )


@cases.command("accepted")
def accepted(reference: Reference, on: On = None, by: By = "command line") -> None:
    """The complainant accepted within three business days: a summary resolution (DISP 1.5.1R)."""
    say(reference, by, lambda d, s, c, a, now: d.acts.accepted(s, c, a, now, on=_day(on)))


@cases.command("summary-sent")
def summary_sent(reference: Reference, on: On = None, by: By = "command line") -> None:
    """The summary resolution communication was sent (DISP 1.5.4R)."""
    say(reference, by, lambda d, s, c, a, now: d.acts.summary_sent(s, c, a, now, on=_day(on)))


@cases.command("withdrawn")
def withdrawn(reference: Reference, because: Because, on: On = None, by: By = "command line") -> None:
    """The complainant withdrew."""
    _end(reference, Move.WITHDRAWN, by, on, because)


@cases.command("forwarded")
def forwarded(
    reference: Reference,
    firm: Annotated[str, typer.Argument(help="To which firm.")],
    because: Because,
    on: On = None,
    by: By = "command line",
) -> None:
    """It was forwarded whole to another firm, and the complainant told so in writing (DISP 1.7.1R)."""
    if not firm.strip():
        raise Refused("say to which firm it was forwarded")
    _end(reference, Move.FORWARDED, by, on, f"to {firm}: {because}" if because.strip() else "")


@cases.command("not-a-complaint")
def not_a_complaint(reference: Reference, because: Because, by: By = "command line") -> None:
    """It is no expression of dissatisfaction after all."""
    _end(reference, Move.DISMISSED, by, None, because)


@cases.command("referred")
def referred(
    reference: Reference,
    ombudsman: Annotated[str, typer.Option("--reference", help="The Ombudsman's, such as PNX-…")] = "",
    on: On = None,
    by: By = "command line",
) -> None:
    """The complainant took it to the Ombudsman."""
    say(
        reference,
        by,
        lambda d, s, c, a, now: d.acts.referred(s, c, a, now, on=_day(on), reference=ombudsman),
    )


@cases.command("reopen")
def reopen(
    reference: Reference,
    because: Because,
    not_sent: Annotated[
        bool, typer.Option("--not-sent", help="The final response never went: its deadlines run on.")
    ] = False,
    by: By = "command line",
) -> None:
    """Open a closed case again."""
    say(
        reference,
        by,
        lambda d, s, c, a, now: d.acts.reopened(s, c, a, now, because=because, not_sent=not_sent),
    )


@cases.command("type")
def retype(
    reference: Reference,
    regime: Annotated[
        Regime | None, typer.Argument(help="Which clock runs; “unconfirmed” runs both.")
    ] = None,
    data_protection: Annotated[
        bool | None, typer.Option("--data-protection/--no-data-protection", help="Also the 30-day clock.")
    ] = None,
    channel: Annotated[Channel | None, typer.Option(help="How the complaint came.")] = None,
    by: By = "command line",
) -> None:
    """Say what kind of complaint it is: its dates are reckoned anew."""
    if regime is None and data_protection is None and channel is None:
        raise Refused("say what it is: a type, --data-protection, --no-data-protection or --channel")
    say(
        reference,
        by,
        lambda d, s, c, a, now: d.amendments.retyped(
            s, c, a, now, regime=regime, data_protection=data_protection,
            channel=channel.value if channel else None,
        ),
    )  # fmt: skip


@cases.command("received")
def received(
    reference: Reference,
    at: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], help="London time.")],
    because: Because,
    by: By = "command line",
) -> None:
    """Correct the day of receipt. A later day must be said by two people, with --by."""
    moment = at.replace(tzinfo=LONDON)
    say(
        reference, by, lambda d, s, c, a, now: d.amendments.received(s, c, a, now, at=moment, because=because)
    )


def _end(reference: str, how: Move, by: str, on: datetime | None, because: str) -> None:
    say(
        reference,
        by,
        lambda d, s, c, a, now: d.acts.ended(s, c, how, a, now, on=_day(on), because=because),
    )


def _day(on: datetime | None) -> date | None:
    return None if on is None else on.date()


def _pence(text: str) -> int:
    try:
        pounds = Decimal(text.strip().removeprefix("£").replace(",", ""))
    except InvalidOperation:
        raise Refused(f"--redress {text}: write pounds, such as 120.50") from None
    pence = pounds * 100
    if not pence.is_finite() or pence != pence.to_integral_value() or not 0 <= pence < 2**31:
        raise Refused(f"--redress {text}: write pounds and whole pence, such as 120.50")
    return int(pence)
