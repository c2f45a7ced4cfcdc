"""Made-up cases that between them take every branch of the shipped letters; for check and preview."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from mailbot.complaints.answer_letter import Fate, Outcome, answer_context
from mailbot.complaints.calendar import Calendar
from mailbot.complaints.deadlines import deadlines
from mailbot.complaints.digest_letter import MOST, QueueLine, digest_context
from mailbot.complaints.draft_samples import draft_samples
from mailbot.complaints.follow_up_letter import follow_up_context
from mailbot.complaints.grammar import Verb
from mailbot.complaints.handover_letters import Handover, Part, new_contact_context, reassignment_context
from mailbot.complaints.languages import ENGLISH
from mailbot.complaints.letters import (
    LEAFLET,
    Context,
    Firm,
    LetterCase,
    ReminderLine,
    acknowledgement_context,
    alert_context,
    handler_notice_context,
    leaflet_context,
    message_notice_context,
    reminder_context,
)
from mailbot.complaints.practice import Division, Promise, Regime
from mailbot.complaints.redated_letter import redated_context
from mailbot.complaints.variants import BEREAVEMENT, OF_A_DEBT, REGULATED_DEBT, REPRESENTATIVE

RECEIVED_AT = datetime(2026, 12, 18, 16, 55, tzinfo=UTC)
#: Under each of the rules that letters speak of: the last of them began between these days.
RECEIVED = (datetime(2026, 5, 29, 9, 0, tzinfo=UTC), datetime(2026, 6, 10, 9, 0, tzinfo=UTC), RECEIVED_AT)
#: What letters have paragraphs of their own for.
VARIANTS = (
    frozenset[str](),
    OF_A_DEBT - {REGULATED_DEBT},
    frozenset({REGULATED_DEBT}),
    frozenset({BEREAVEMENT}),
    frozenset({REPRESENTATIVE}),
    frozenset({BEREAVEMENT, REPRESENTATIVE, *OF_A_DEBT}),
)
REFERENCE = "C-7K2M-9QXD"
HANDLER = "Sam Handler"
FIRM = Firm(
    name="Example Finance",
    address="1 Example Street, London EC1A 1BB",
    phone="0800 000 0000",
    email="complaints@firm.example",
    website="https://www.firm.example",
    procedure_url="https://www.firm.example/complaints",
    phone_hours="Monday to Friday, 9am to 5pm",
)

_CALENDAR = Calendar.of(Division.ENGLAND_AND_WALES, extra=frozenset(), removed=frozenset())
_FRIDAY, _SATURDAY = date(2027, 2, 12), date(2027, 2, 13)
_OTHER = "C-9XQD-7K2M"
_REDATED = (
    (REFERENCE, "final_response", _FRIDAY, _SATURDAY),
    (REFERENCE, "summary_resolution", _SATURDAY, _FRIDAY),
    (REFERENCE, "first_contact", _FRIDAY, _FRIDAY),
    (REFERENCE, "first_contact", None, _FRIDAY),
    (_OTHER, "payments_final_response", _FRIDAY, None),
)


def samples(firm: Firm = FIRM, language: str = ENGLISH) -> dict[str, list[Context]]:
    """Contexts by letter; the firm's own facts where there are any, dates in the language of the letters."""
    firms = every_firm(firm)
    cases = [
        _case(regime, data_protection, language=language)
        for regime in Regime
        for data_protection in (False, True)
    ]
    shy = replace(cases[0], complainant="", handler="", missing=())
    varied = [replace(cases[-1], topics=topics) for topics in VARIANTS]
    old = [_case(Regime.PAYMENTS, False, received_at, language) for received_at in RECEIVED]
    leaflets = [leaflet_context(firm, REFERENCE, name, enclosed=bool(name)) for name in ("", "Jane Doe")]
    return {
        "acknowledgement": [
            acknowledgement_context(f, case, leaflet=leaflet, enclosed=leaflet == "with")
            for f in firms
            for case in (*cases, shy)
            for leaflet in LEAFLET
        ]
        + [acknowledgement_context(firm, case) for case in (*varied, *old)],
        "leaflet": leaflets,
        "leaflet_text": leaflets,
        "handler_notice": [context for case in (*cases, shy) for context in _notices(firm, case)],
        "message_notice": [
            message_notice_context(
                firm,
                reference=REFERENCE,
                handler=HANDLER,
                received_at=RECEIVED_AT,
                regulator=regulator,
                reopened=reopened,
                attention=reopened,
                confirmed=not regulator and not reopened,
            )
            for regulator in (False, True)
            for reopened in (False, True)
        ],
        "reminder": _reminders(firm, cases),
        "command_answer": _answers(firm, cases[0]),
        "digest": _digests(firm),
        "reassignment": _handovers(firm, cases[-1]),
        "new_contact": _new_contacts(firm),
        "follow_up": [
            follow_up_context(firm, name, reference=REFERENCE, handler=handler)
            for name, handler in (("Jane Doe", HANDLER), ("", ""))
        ],
        **draft_samples(firm, [cases[-1], shy]),
        "redated": [redated_context(firm, HANDLER, lines=_REDATED[:n]) for n in (1, len(_REDATED))],
        "alert": _alerts(firm),
    }


def every_firm(firm: Firm) -> list[Firm]:
    """Every way to give the procedure, whichever the firm has chosen."""
    return [
        replace(firm, procedure_url=firm.procedure_url or "https://www.firm.example/complaints"),
        replace(
            firm,
            procedure_url="",
            complaints_procedure=firm.complaints_procedure or "Tell us.\n\nWe answer.",
            phone_hours="",
        ),
        replace(firm, procedure_url="", complaints_procedure=""),
    ]


def every_acknowledgement(firm: Firm = FIRM, language: str = ENGLISH) -> list[Context]:
    """The product of all that an acknowledgement depends on: for the check that may take its time."""
    cases = [
        replace(_case(regime, data_protection, received_at, language), topics=topics)
        for regime in Regime
        for data_protection in (False, True)
        for received_at in RECEIVED
        for topics in VARIANTS
    ]
    return [
        acknowledgement_context(one, case, leaflet=leaflet, enclosed=enclosed)
        for one in every_firm(firm)
        for case in cases
        for leaflet, enclosed in (("separate", False), ("with", False), ("with", True), ("none", False))
    ]


def _case(
    regime: Regime, data_protection: bool, received_at: datetime = RECEIVED_AT, language: str = ENGLISH
) -> LetterCase:
    return LetterCase(
        language=language,
        reference=REFERENCE,
        received_at=received_at,
        regime=regime,
        deadlines=deadlines(
            received_at,
            regime=regime,
            data_protection=data_protection,
            calendar=_CALENDAR,
            promises=(Promise("first_contact", business_days=2),),
        ),
        data_protection=data_protection,
        complainant="Jane Doe",
        handler=HANDLER,
        missing=("account reference", "postal address or telephone number"),
    )


def _notices(firm: Firm, case: LetterCase) -> list[Context]:
    return [
        handler_notice_context(
            firm,
            case,
            reason=reason,
            references=2 if reason else 0,
            contact=("email", "phone") if reason else (),
            attention=bool(reason),
            unsafe_contact=unsafe_contact,
            now=case.received_at + timedelta(weeks=9 if reason else 0),
        )
        for reason in (None, "null reverse-path")
        for unsafe_contact in (False, True)
    ]


def _answers(firm: Firm, case: LetterCase) -> list[Context]:
    each = [Outcome(fate, REFERENCE, "It is so\nAnd so.", Verb.FINAL) for fate in Fate]
    several = [
        *each,
        Outcome(Fate.REFUSED, None, "Say of which case."),
        Outcome(Fate.DONE, _OTHER, "It is so."),
    ]
    return [
        answer_context(firm, HANDLER, outcomes=outcomes, due=due, offered=offered)
        for outcomes in ([each[0]], [each[1]], each, several, several[-2:-1])
        for due, offered in (((), ()), (case.deadlines, frozenset(Verb)))
    ]


def _new_contacts(firm: Firm) -> list[Context]:
    return [
        new_contact_context(firm, name, reference=REFERENCE, handler=HANDLER) for name in ("Jane Doe", "")
    ]


def _alerts(firm: Firm) -> list[Context]:
    return [
        alert_context(
            firm,
            reference=reference,
            received_at=RECEIVED_AT if reference or life_at_risk else None,
            reason="a letter from the Ombudsman matches no case",
            command=f"mailbot cases show {reference}" if reference else "mailbot queue list",
            life_at_risk=life_at_risk,
            unsafe_contact=unsafe_contact,
        )
        for reference in (REFERENCE, None)
        for life_at_risk in (False, True)
        for unsafe_contact in (False, True)
    ]


def _handovers(firm: Firm, case: LetterCase) -> list[Context]:
    usual = Handover(case, "Priti Former", RECEIVED_AT, by="Alex Lead", tasks=1, told=True)
    taken, given = replace(usual, by=HANDLER), replace(usual, by="Priti Former")
    away = replace(usual, by="", tasks=2, told=False, away_until=_FRIDAY, stand_in="Kim Deputy")
    late = RECEIVED_AT + timedelta(weeks=9)
    careful = replace(away, at=late, life_at_risk=True, unsafe_contact=True, held_until=_FRIDAY)
    bare = replace(case, deadlines=())
    names = {Part.NEW: HANDLER, Part.STAND_IN: "Kim Deputy", Part.FORMER: "Priti Former"}
    closed = Handover(bare, "Priti Former", RECEIVED_AT, closed=True)
    return [
        reassignment_context(firm, names[part], part=part, of=of)
        for of in (usual, taken, given, away, careful, closed, replace(closed, closed=False))
        for part in Part
        if part is not Part.STAND_IN or of.stand_in
    ]


def _reminders(firm: Firm, cases: list[LetterCase]) -> list[Context]:
    found = []
    for case in cases:
        lines = [
            ReminderLine(case.reference, deadline, working_days=number, overdue=number > 2)
            for number, deadline in enumerate(case.deadlines)
        ]
        other = replace(lines[0], reference=_OTHER)
        found += [
            reminder_context(firm, HANDLER, some)
            for some in (lines, lines[:1], lines[1:3], lines[3:4] or lines[-1:], [*lines[:1], other])
        ]
    return found


def _digests(firm: Firm) -> list[Context]:
    now = RECEIVED_AT + timedelta(days=3)
    reasons = ("life-at-risk", "acknowledgement owed", "letter bounced", "list", "suspect")
    lines = [
        QueueLine(
            task=number + 1,
            reason=reasons[number % len(reasons)],
            reference="" if number % 5 > 2 else REFERENCE,
            opened_at=now - timedelta(hours=50 - number),
            due_at=now + timedelta(minutes=5, days=number // 6 - 1) if number != 7 else None,
        )
        for number in range(MOST + 3)
    ]
    return [
        digest_context(firm, HANDLER, lines=some, now=now)
        for some in (lines, lines[:1], lines[5:6], lines[4:7])
    ]
