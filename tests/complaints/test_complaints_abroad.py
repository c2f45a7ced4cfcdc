"""A complaint in another language is one for whoever asks whether somebody is displeased."""

from __future__ import annotations

import pytest

from mailbot.complaints.triage import is_displeased, is_plainly_complaining


@pytest.mark.parametrize(
    "text",
    [
        "Ich möchte meine Beschwerde wiederholen. Können Sie mir schreiben?",
        "Quiero presentar una reclamación. ¿Puede responder?",
        "Je maintiens ma réclamation.",
        "Mi queja sigue abierta.",
        "Il mio reclamo riguarda la carta.",
        "Mijn klacht gaat over de rekening.",
        "To jest moja skarga.",
        "Rwyf am wneud cwyn.",
    ],
)
def test_a_complaint_in_another_language_is_displeasure_and_plain(text: str) -> None:
    assert is_displeased(text)
    assert is_plainly_complaining(text)


@pytest.mark.parametrize(
    "text", ["Wir haben Ihre Beschwerde erhalten.", "Hemos recibido su queja.", "Ich bin im Urlaub."]
)
def test_a_receipt_or_an_absence_in_another_language_is_no_plain_complaint(text: str) -> None:
    assert not is_plainly_complaining(text)
