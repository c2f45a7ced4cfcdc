"""Complainants who write in another language, and mailboxes with letters of their own."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from fakes import PRACTICE, FakeCourier, Office, message, templates

from mailbot.assembly.stationery import trials, unread_templates
from mailbot.complaints import letter_check
from mailbot.complaints.languages import check_language, language_of
from mailbot.config import Config, ConfigError, load
from mailbot.mail.writing.templates import Templates, shipped_templates
from mailbot.ownership import Unfit
from mailbot.store.database import Database

WELSH = """\
Annwyl Syr neu Fadam,

Rwy'n ysgrifennu i gwyno am y tâl a godwyd ar fy nghyfrif CNX-204418 y mis diwethaf.
Nid wyf wedi derbyn ateb i fy llythyr, ac rwyf yn anhapus iawn.

Diolch, Gwen Jones
"""
ENGLISH = """\
Dear Sir, you charged my account CNX-204418 twice and nobody at the Caernarfon branch answers.
I live at Heol y Bont, Llanfairpwllgwyngyll, Ynys Môn. Diolch, Gwenllian ap Rhys
"""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (WELSH, "cy"),
        ("Dwi ddim yn hapus o gwbl efo'r gwasanaeth. Plis ffoniwch fi.", "cy"),
        ("Mae'n warthus. Ble mae fy arian i?", "cy"),
        (ENGLISH, "en"),
        ("My name is Dafydd ap Llywelyn, Heol y Bont, Caernarfon, Gwynedd and I want to complain", "en"),
        ("Diolch, Gwen", "en"),
        ("Je veux me plaindre de mon compte et de votre service", "en"),
        ("Chcę złożyć skargę na moje konto bankowe i na obsługę", "en"),
        ("CNX-204418 CNX-204418 12/11/2026 £50.00", "en"),
        ("", "en"),
        ("\x00\u202e" + "�" * 500, "en"),
    ],
)
def test_a_language_is_told_by_most_of_the_words_and_in_doubt_it_is_english(text: str, language: str) -> None:
    assert language_of(text, ("cy",)) == language


def test_where_no_language_is_offered_none_is_looked_for() -> None:
    assert language_of(WELSH, ()) == "en"


def test_a_language_nothing_is_known_of_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no language 'xx'"):
        check_language("xx")


def bilingual(database: Database, **mailboxes: str) -> Office:
    practice = replace(PRACTICE, languages=("cy",), mailbox_languages=mailboxes)
    welsh = Templates(shipped_templates(), None, language="cy")
    return Office(database, practice=practice, editions={("", "cy"): welsh})


def to_jane(office: Office) -> list[bytes]:
    courier = FakeCourier()
    office.deliver(courier)
    return [raw for _, to, raw in courier.letters if "jane" in str(to)]


def sent(office: Office) -> dict[str, str]:
    words = {}
    for raw in to_jane(office):
        letter = message_from_bytes(raw, policy=policy.default)
        plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
        assert plain is not None
        assert html is not None
        words[str(letter["Subject"])] = plain.get_content() + html.get_content()
    return words


def test_who_writes_in_welsh_is_answered_in_welsh_with_the_dates_of_the_law(database: Database) -> None:
    office = bilingual(database)
    office.take(message(WELSH))
    (case,) = office.cases()
    assert case.language == "cy"
    acknowledgement, leaflet = sent(office).items()
    assert acknowledgement[0] == f"Auto: Rydym wedi derbyn eich cwyn – [{case.reference}]"
    assert leaflet[0] == f"Auto: Am y Gwasanaeth Ombwdsmon Ariannol – [{case.reference}]"
    in_eight_weeks = "erbyn dydd Llun 18 Ionawr 2027"  # after Monday 23 November 2026
    assert in_eight_weeks in " ".join(acknowledgement[1].split())
    assert 'lang="cy-GB"' in acknowledgement[1]
    assert "{{" not in acknowledgement[1]


def test_who_writes_in_english_from_wales_is_answered_in_english(database: Database) -> None:
    office = bilingual(database)
    office.take(message(ENGLISH))
    (case,) = office.cases()
    assert case.language == "en"
    subject, words = next(iter(sent(office).items()))
    assert subject.startswith("Auto: We have received your complaint")
    assert 'lang="en-GB"' in words


def test_a_mailbox_may_answer_everybody_in_one_language(database: Database) -> None:
    office = bilingual(database, complaints="cy")
    office.take(message(ENGLISH))
    assert next(iter(sent(office))).startswith("Auto: Rydym wedi derbyn eich cwyn")


def test_colleagues_are_written_to_in_english(database: Database) -> None:
    office = bilingual(database)
    office.take(message(WELSH))
    (notice,) = office.letters("handler_notice")
    assert "complaint" in notice.subject.lower()


def test_what_is_missing_is_asked_for_in_welsh_and_kept_with_the_case(database: Database) -> None:
    office = bilingual(database)
    office.take(message(WELSH.replace("CNX-204418", "")))
    (case,) = office.cases()
    assert "account reference" in case.missing
    assert "cyfeirnod eich cyfrif" in next(iter(sent(office).values()))


def test_a_mailbox_has_letters_of_its_own_and_else_the_firms(database: Database, tmp_path: Path) -> None:
    shipped = (shipped_templates() / "acknowledgement.md").read_text(encoding="utf-8")
    own = shipped.replace("## How to reach us", "## How to reach Motor")
    (tmp_path / "acknowledgement.md").write_text(own, encoding="utf-8")
    motor = Templates(shipped_templates(), None, mailbox=tmp_path)
    office = Office(database, editions={("complaints", "en"): motor})
    office.take(message())
    acknowledgement, leaflet = sent(office).values()
    assert "How to reach Motor" in acknowledgement
    assert "independent of us" in leaflet
    elsewhere = Office(database, editions={("motor", "en"): motor})
    elsewhere.take(message(author="Jane Roe <jane.roe@example.org>"))
    assert "How to reach us" in next(iter(sent(elsewhere).values()))


def test_a_firms_own_letter_in_a_language_goes_before_the_shipped_one_and_before_its_english(
    tmp_path: Path,
) -> None:
    (tmp_path / "cy").mkdir()
    for where, word in (("", "English"), ("cy/", "Cymraeg")):
        text = (shipped_templates() / f"{where}leaflet_text.md").read_text(encoding="utf-8")
        (tmp_path / f"{where}leaflet_text.md").write_text(f"{text}\n{word} of ours.\n", encoding="utf-8")
    found = Templates(shipped_templates(), tmp_path, language="cy")
    assert found.source("leaflet_text").file == f"{tmp_path}/cy/leaflet_text.md"
    assert found.source("leaflet").file == "templates/cy/leaflet.md"
    assert found.language("leaflet") == "cy"
    assert found.language("reminder") == "en"
    assert found.unlike(templates()) == ["acknowledgement", "follow_up", "leaflet", "leaflet_text"]


@pytest.fixture
def configured(tmp_path: Path) -> Path:
    example = (Path(__file__).parents[1] / "config.example.toml").read_text(encoding="utf-8")
    file = tmp_path / "config.toml"
    file.write_text(example + '\n[[language]]\ncode = "cy"\nreviewed_by = "Siân Jones"\n', encoding="utf-8")
    return file


def faults(config: Config) -> list[str]:
    tried = trials(config, unread_templates(config))
    return [fault for letters, samples in tried for fault in letter_check.check(letters, samples)]


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("o fewn wyth wythnos", "yn fuan", ":4: timescales: "),
        ("**{{ eight_weeks_by }}**", "cyn hir", ":4: timescales: "),
        ("({{ received_on }})", "", ":4: received: "),
        ("drwy e-bost? Os byddai'n well gennych ei gael ar bapur", "? Os nad", ":4: email-consent: "),
        ("Gwasanaeth Ombwdsmon Ariannol", "gwasanaeth arall", ":4: ombudsman: "),
        ("<https://www.financial-ombudsman.org.uk>", "", ":4: ombudsman: "),
        ("yn gofyn am daliad", "yn fil", ":4: debt: "),
        ("## Sut i gysylltu", "Mae gennych chwe mis.\n\n## Sut i gysylltu", "six-months: "),
        ("## Sut i gysylltu", "Dyma ein hymateb terfynol.\n\n## Sut i gysylltu", "final-response: "),
        ("## Sut i gysylltu", "Ffoniwch 0845 080 1800.\n\n## Sut i gysylltu", "stale-ombudsman: "),
    ],
)
def test_what_a_welsh_letter_lacks_or_must_not_say_is_found(
    configured: Path, old: str, new: str, finding: str
) -> None:
    directory = configured.parent / "letters"
    (directory / "cy").mkdir(parents=True)
    written = (shipped_templates() / "cy/acknowledgement.md").read_text(encoding="utf-8")
    assert old in written
    (directory / "cy/acknowledgement.md").write_text(written.replace(old, new), encoding="utf-8")
    text = configured.read_text(encoding="utf-8").replace(
        "\n[templates]", '\n[templates]\ndirectory = "letters"'
    )
    configured.write_text(text, encoding="utf-8")
    found = faults(load(configured))
    assert any(finding in one and "cy/acknowledgement.md:" in one for one in found), found


def test_the_shipped_welsh_letters_say_what_they_must(configured: Path) -> None:
    assert faults(load(configured)) == []


def test_the_firms_words_in_a_language_stand_in_its_letters(configured: Path) -> None:
    text = configured.read_text(encoding="utf-8") + 'complaints_page = "https://www.firm.example/cwynion"\n'
    configured.write_text(text, encoding="utf-8")
    config = load(configured)
    (_, (welsh, samples)) = trials(config, unread_templates(config))
    assert "firm.example/cwynion" in welsh.render("acknowledgement", samples["acknowledgement"][0]).text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('reviewed_by = "Siân Jones"\n', "", r"\[\[language\]\].*reviewed_by"),
        ('code = "cy"', 'code = "welsh"', r"\[\[language\]\].*code"),
        ('rescan = "5m"', 'rescan = "5m"\nlanguage = "pl"', 'language = "pl" has no'),
    ],
)
def test_a_mistake_about_languages_names_its_key(configured: Path, old: str, new: str, said: str) -> None:
    configured.write_text(configured.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        load(configured)


def test_a_language_or_a_directory_that_is_none_stops_a_start(configured: Path) -> None:
    text = configured.read_text(encoding="utf-8")
    configured.write_text(text.replace('code = "cy"', 'code = "xx"'), encoding="utf-8")
    with pytest.raises(Unfit, match=r"\[\[language\]\] code: there is no language 'xx'"):
        unread_templates(load(configured))
    configured.write_text(
        text.replace('rescan = "5m"', 'rescan = "5m"\ntemplates = "none"'), encoding="utf-8"
    )
    with pytest.raises(Unfit, match=r"\[\[mailbox\]\] complaints templates: .*none is not a directory"):
        unread_templates(load(configured))


@pytest.mark.assertion("B-58")
def test_a_letter_in_welsh_is_small_enough_for_a_sender_nobody_vouches_for(database: Database) -> None:
    office = bilingual(database)
    office.take(message(WELSH))
    acknowledgement, _ = to_jane(office)
    assert len(acknowledgement) <= 4096
