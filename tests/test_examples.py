"""The example configurations: each sentence a firm publishes, and the date or key that keeps it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailbot.assembly.stationery import firm as firm_of
from mailbot.assembly.stationery import letter_templates
from mailbot.complaints.deadlines import deadlines
from mailbot.complaints.letters import LetterCase, acknowledgement_context
from mailbot.complaints.practice import Practice
from mailbot.complaints.retention import referral, retention_until
from mailbot.config import load
from mailbot.config.values import calendar, practice

LONDON = ZoneInfo("Europe/London")
EXAMPLES = Path(__file__).parents[1] / "examples"
PROCEDURES = Path(__file__).parents[2] / "shared/procedures"
FLUX, CONEXUS = "payments-app", "debt-collector"
PUBLISHED = {FLUX: "flux.txt", CONEXUS: "conexus.txt"}
#: The Friday before Christmas, five minutes before closing.
RECEIVED = datetime(2026, 12, 18, 16, 55, tzinfo=LONDON)

# Firm, channel, deadline; the last moment in London, the last day to act; the sentence.
DATED = [
    (
        FLUX, "email", "first_contact", "2026-12-19 16:55:00", "2026-12-18",
        "Once we receive your complaint, we’ll aim to be in touch within 24 hours to let you know we’re "
        "looking into things and agree a timeframe with you for the next steps.",
    ),
    (
        FLUX, "email", "response", "2026-12-25 16:55:00", "2026-12-24",
        "we'll always aim to respond within seven days",
    ),
    (
        FLUX, "email", "final_response", "2027-02-12 23:59:59", "2027-02-12",
        "Our regulatory obligations mean that you'll always get a final response to your complaint within "
        "eight weeks",
    ),
    (
        FLUX, "email", "payments_final_response_after_holding", "2027-02-10 23:59:59", "2027-02-10",
        "or after 35 business days have passed since you made your complaint to us, whichever is soonest",
    ),
    (
        CONEXUS, "email", "acknowledgement", "2026-12-19 16:55:00", "2026-12-18",
        "We aim to acknowledge your complaint within 24 hours.",
    ),
    (
        CONEXUS, "email", "written_acknowledgement", "2026-12-29 23:59:59", "2026-12-29",
        "we will send out an acknowledgment of your complaint by letter within 5 working days of receipt",
    ),
    (
        CONEXUS, "letter", "written_acknowledgement", "2026-12-29 23:59:59", "2026-12-29",
        "we will send out an acknowledgment of your complaint by letter within 5 working days of receipt",
    ),
    (
        CONEXUS, "email", "resolution", "2026-12-21 23:59:59", "2026-12-21",
        "We aim to resolve all concerns by close of business on the day following receipt",
    ),
    (
        CONEXUS, "email", "final_response", "2027-02-12 23:59:59", "2027-02-12",
        "We will then try to resolve your complaint within 8 weeks",
    ),
]  # fmt: skip

# What is no deadline, and the key or the rule that keeps it.
KEPT: list[tuple[str, str, Callable[[Practice], bool]]] = [
    (FLUX, "You’ll always have one point of contact at Flux", lambda firm: len(firm.handlers) == 2),
    (FLUX, "emailing us at privacy@tryflux.com", lambda firm: firm.owns("privacy@tryflux.com")),
    (FLUX, "by email at help@tryflux.com", lambda firm: "help@tryflux.com" in firm.mailbox_addresses),
    (
        FLUX,
        "2 Lehman Street, London E1 8FA",
        lambda firm: firm.own_postcodes == frozenset({"E1 8FA"}),
    ),
    (
        FLUX,
        "You'll normally need to contact them within six months of our final response letter",
        lambda _: referral(date(2027, 2, 12)).due_on == date(2027, 8, 12),
    ),
    (
        FLUX,
        "We need to keep a record of complaints that we receive",
        lambda firm: retention_until(RECEIVED.date(), firm.keep_records_years) == date(2029, 12, 18),
    ),
    (
        CONEXUS,
        "please email complaints@conexus-services.com",
        lambda firm: "complaints@conexus-services.com" in firm.mailbox_addresses,
    ),
    (
        CONEXUS,
        "you can address your concerns to the Compliance and Risk Manager",
        lambda firm: firm.desk == frozenset({"compliance@firm.example"}),
    ),
    (
        CONEXUS,
        "Your name, address, contact telephone number and account reference number.",
        lambda firm: [one.type for one in firm.references] == ["account"],
    ),
    (
        CONEXUS,
        "This must be done within 6 months of you receiving our final response.",
        lambda _: referral(date(2027, 2, 12)).due_on == date(2027, 8, 12),
    ),
    (
        CONEXUS,
        "The Information Commissioner will deal with complaints regarding the protection of your data.",
        lambda firm: ("ico.org.uk", "ICO") in firm.regulator_domains,
    ),
    (
        CONEXUS,
        "will deal with complaints in relation to the CSA Code of Practice",
        lambda firm: ("csa-uk.com", "CSA") in firm.regulator_domains,
    ),
]


def due(firm: str, channel: str) -> dict[str, tuple[datetime, date]]:
    config = load(EXAMPLES / f"{firm}.toml")
    rules = practice(config)
    found = deadlines(
        RECEIVED,
        regime=rules.regime,
        data_protection=True,
        calendar=calendar(config),
        promises=rules.promises,
        close_of_business=rules.close_of_business,
        suspensions=rules.suspensions,
        channel=channel,
    )
    return {one.name: (one.due_at.astimezone(LONDON), one.work_by) for one in found}


def published(firm: str) -> str:
    path = PROCEDURES / PUBLISHED[firm]
    if not path.exists():
        pytest.skip("the procedures are not here")
    return plain(path.read_text(encoding="utf-8"))


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("firm", "channel", "name", "due_at", "work_by", "sentence"), DATED)
def test_a_promise_has_its_date(
    firm: str, channel: str, name: str, due_at: str, work_by: str, sentence: str
) -> None:
    moment, day = due(firm, channel)[name]
    assert (f"{moment:%Y-%m-%d %H:%M:%S}", day.isoformat()) == (due_at, work_by), sentence


@pytest.mark.parametrize(("firm", "sentence", "keeps"), KEPT)
def test_what_is_no_deadline_is_kept_by_a_key(
    firm: str, sentence: str, keeps: Callable[[Practice], bool]
) -> None:
    assert keeps(practice(load(EXAMPLES / f"{firm}.toml"))), sentence


@pytest.mark.parametrize(
    ("firm", "sentence"),
    sorted({(one[0], one[-1]) for one in DATED} | {(firm, sentence) for firm, sentence, _ in KEPT}),
)
def test_the_firm_says_so(firm: str, sentence: str) -> None:
    assert sentence in published(firm)


@pytest.mark.parametrize("firm", PUBLISHED)
def test_every_sentence_an_example_quotes_is_the_firms(firm: str) -> None:
    lines = (EXAMPLES / f"{firm}.toml").read_text(encoding="utf-8").splitlines()
    said = plain(" ".join(line.removeprefix("#") for line in lines if re.match(r"#(?! \w+ = )", line)))
    quoted = re.findall(r'"([^"]+)"', said)
    assert len(quoted) >= 6
    assert [one for one in quoted if one not in published(firm)] == []


@pytest.mark.parametrize("firm", PUBLISHED)
def test_every_promise_of_an_example_stands_here(firm: str) -> None:
    """A promise that is added has a sentence and a date in the table above."""
    told = {name for one, _, name, *_ in DATED if one == firm}
    assert {promise.name for promise in practice(load(EXAMPLES / f"{firm}.toml")).promises} <= told


def test_where_a_sentence_is_law_of_yesterday_the_law_of_today_runs() -> None:
    conexus, flux = due(CONEXUS, "email"), due(FLUX, "email")
    assert conexus["summary_resolution"][0] == datetime(2026, 12, 23, 17, tzinfo=LONDON)
    assert flux["payments_final_response"][1] == date(2027, 1, 13)
    assert flux["payments_holding_response"][1] == date(2027, 1, 13)
    assert conexus["data_protection_acknowledgement"][1] == date(2027, 1, 18)


def test_a_letter_to_conexus_is_acknowledged_by_the_next_business_day() -> None:
    moment, _ = due(CONEXUS, "letter")["acknowledgement"]
    assert (moment.date(), moment.time()) == (date(2026, 12, 21), time(23, 59, 59))


def test_only_a_letter_keeps_what_was_promised_by_letter() -> None:
    promises = practice(load(EXAMPLES / f"{CONEXUS}.toml")).promises
    assert {one.name: one.sent_by for one in promises if one.sent_by} == {"written_acknowledgement": "letter"}


# Firm, its sentence, and what its acknowledgement says to keep it.
WRITTEN = [
    (FLUX, "You’ll always have one point of contact at Flux", "Sam Ogilvie is looking after your complaint"),
    (FLUX, "While we’re investigating we’ll keep you updated with our progress", "will keep you informed"),
    (FLUX, "you can refer it to them for an independent review", "Financial Ombudsman Service"),
    (
        FLUX,
        "agree a timeframe with you for the next steps",
        "final response within 35 business days, by Wednesday 10 February 2027",
    ),
    (
        FLUX,
        "you'll always get a final response to your complaint within eight weeks",
        "within eight weeks, by Friday 12 February 2027",
    ),
    (CONEXUS, "We will then try to resolve your complaint within 8 weeks", "by Friday 12 February 2027"),
    (CONEXUS, "keeping you informed of any progress", "will keep you informed"),
    (
        CONEXUS,
        "The Information Commissioner will deal with complaints regarding the protection of your data.",
        "https://ico.org.uk",
    ),
    (CONEXUS, "The Financial Ombudsman Service", "www.financial-ombudsman.org.uk"),
    (
        CONEXUS,
        "Your name, address, contact telephone number and account reference number.",
        "It would help us to have: - your account reference",
    ),
    # What a collector's customers must not take for a demand (CONC 7.14.1R), nor for cover it may not have.
    (CONEXUS, "Credit Services Association", "This email does not ask for a payment"),
    (CONEXUS, "If applicable, we will enclose a FOS leaflet", "usually not at council tax, utility bills"),
]


def acknowledgement(name: str) -> str:
    """To somebody who complains of his data too, and gave no account number."""
    config = load(EXAMPLES / f"{name}.toml")
    rules = practice(config)
    due = deadlines(
        RECEIVED,
        regime=rules.regime,
        data_protection=True,
        calendar=calendar(config),
        promises=rules.promises,
        close_of_business=rules.close_of_business,
    )
    case = LetterCase("C-1", RECEIVED, rules.regime, due, True, "", "Sam Ogilvie", ("account reference",))
    context = acknowledgement_context(firm_of(config), case)
    return plain(letter_templates(config).usual.render("acknowledgement", context).text)


@pytest.mark.parametrize(("name", "sentence", "words"), WRITTEN)
def test_the_acknowledgement_keeps_what_is_published(name: str, sentence: str, words: str) -> None:
    assert words in acknowledgement(name), sentence


@pytest.mark.parametrize(("name", "sentence"), sorted({one[:2] for one in WRITTEN}))
def test_the_firm_publishes_it(name: str, sentence: str) -> None:
    assert sentence in published(name)


def test_what_is_wrong_in_a_procedure_is_not_repeated() -> None:
    assert "regulated by the Financial Ombudsman" not in acknowledgement(FLUX)
    assert "8 weeks to express" not in acknowledgement(CONEXUS)
