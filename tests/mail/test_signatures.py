"""Signatures, the lines of devices and standing words are marked; prose never is."""

from __future__ import annotations

import pytest

from mailbot.mail.html import html_to_text
from mailbot.mail.message import Zone
from mailbot.mail.passages.devices import is_device_signature
from mailbot.mail.passages.quoting import zones

MINE = "You have taken 60 pounds from me twice."
ADDRESS = "Jane Doe\n14 Larkspur Close\nSheffield\nS18 9ZX\n07700 900118"


def text_in(text: str, zone: Zone) -> str:
    return "\n".join(passage.text for passage in zones(text) if passage.zone is zone)


def new(text: str) -> str:
    return text_in(text, Zone.NEW)


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone",
        "sent from my iPhone",
        "Sent from my Wiko RIDGE FAB 4G",
        "Sent from Yahoo Mail on Android",
        "Sent from Yahoo Mail for iPhone<https://overview.mail.example/?.src=iOS>",
        "Sent from [Mail](https://go.example/fwlink/?LinkId=550986) for Windows 10",
        "Sent from Outlook for iOS",
        "Get Outlook for Android<https://aka.example/AAb9ysg>",
        "-------- Sent from my Samsung Galaxy smartphone. --------",
        "Sent via BlackBerry from Vodafone",
        "Sent with Proton Mail secure email.",
        "Anfonwyd o fy iPhone",
        "Seolta ó m'iPhone",
        "Von meinem iPad gesendet",
        "Holen Sie sich Outlook für iOS",
        "Envoyé de mon iPhone",
        "Envoyé à partir de Outlook pour iOS",
        "Enviado desde mi iPhone",
        "Enviado do meu iPhone",
        "Inviato da iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Skickat från min iPhone",
        "Sendt fra min iPhone",
        "Lähetetty iPhonesta",
        "Wysłane z iPhone'a",
        "Odesláno z iPhonu",
        "Отправлено с iPhone",
        "Надіслано з iPhone",
        "iPhone'umdan gönderildi",
        "iPhoneから送信",
        "发自我的iPhone",
        "Trimis de pe iPhone-ul meu",
        "iPhone-ról küldve",
        "Στάλθηκε από το iPhone μου",
    ],
)
def test_the_line_of_a_device_is_a_signature(line: str) -> None:
    assert is_device_signature(line)
    assert new(f"{MINE}\n\n{line}") == MINE


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my desk, is much easier than my mobile phone.",
        "Sent from my phone company was a letter that I never got.",
        "Sent from my home address",
        "Sent to my phone",
        "sent from your app to mine",
        "I sent it from my phone.",
        "Sent by email to your office",
        "Get my money back",
        "Mail",
        "The notification was sent from my iPhone app.",
    ],
)
def test_a_sentence_about_sending_is_no_signature(line: str) -> None:
    assert not is_device_signature(line)


@pytest.mark.parametrize(
    "sign_off",
    [
        "Kindest regards,",
        "Many thanks and kind regards",
        "Yours sincerely",
        "Yours faithfully.",
        "Thank you for your help,",
        "Lots of love xx",
        "Gyda chofion",
        "Yr eiddoch yn gywir,",
        "Le meas,",
        "Mit freundlichen Grüßen",
        "Viele Grüße",
        "Bien cordialement,",
        "Un saludo,",
        "Cordiali saluti",
        "Atenciosamente,",
        "Met vriendelijke groet,",
        "Med venlig hilsen",
        "Med vänliga hälsningar",
        "Mvh,",
        "Ystävällisin terveisin",
        "Z poważaniem,",
        "S pozdravem",
        "С уважением,",
        "З повагою,",
        "Saygılarımla,",
        "Cu stimă,",
        "Üdvözlettel,",
        "Με εκτίμηση,",
    ],
)
def test_the_name_and_address_under_a_closing_phrase_are_the_signature(sign_off: str) -> None:
    text = f"{MINE}\n\n{sign_off}\n\n{ADDRESS}"
    assert new(text) == MINE
    assert "S18 9ZX" in text_in(text, Zone.SIGNATURE)


@pytest.mark.parametrize(
    "signature",
    [
        ADDRESS,
        "Isobel Trench\nDirector\n\nWren & Thistle Ltd\nUnit 3, Old Maltings Yard\nt: 01632 960944 | m:"
        " 07700 900944",
        "Jane Doe\nTel: 020 7946 0123\njane@post.example",
        "****************************\nJane Doe, FCA\nConsultant\n12 Mill Street\nLeeds LS1 9ZZ\n0113 496"
        " 0100 ph.",
        "Dr. Jane A. Doe\nSenior Caseworker\nAdvice Bureau",
        "__\nmembers mailing list\nmembers@lists.example\nhttp://lists.example/mailman/listinfo/members",
        "_____________________\nDo You Yahoo!?\nGet your free email at http://mail.example",
        "Noreen Doe\nMossbank, 5 Drumnagee Brae\nBallymena\nBT43 9ZE",
        "Delroy Doe\n33 Weavers Reach\nLuton LU4 9ZX",
        "Carl Pembrook\nDirector\nThe Old Surgery, Hospital Lane, Oswestry SY11 9ZL\nReg. in England"
        " 09988123. VAT 999 1234 56",
        "Zainab Doe\nDebt Adviser\nAdviser line 01632 960 454 (not for the public)",
        "-Jane Doe",
        "/Jane",
        "Kind regards, Jane Doe",
        "Regards Jane",
    ],
)
def test_a_signature_nobody_announced_is_found_at_the_end(signature: str) -> None:
    text = f"{MINE} I want it back.\n\n{signature}"
    assert new(text) == f"{MINE} I want it back."
    assert signature.split("\n")[-1] in text_in(text, Zone.SIGNATURE)


@pytest.mark.parametrize(
    "words",
    [
        f"{MINE}\n\nPlease write to me at:\n\n{ADDRESS}",
        f"{MINE}\n\nMy details:\nName: Jane Doe\nAccount: 41092837\nPhone: 07700 900118",
        f"{MINE}\n\nYou can call me on\n07700 900118",
        f"{MINE}\n\nThe shops were\n\nAsda\nTesco",
        f"{MINE}\n\nLate fee £12\nOther fee £12",
        f"{MINE}\n\nThanks\n\nI want my money back. You took it twice.",
        f"{MINE}\n\n---\n\nSecondly, I want to complain about your adviser Mr Hale.",
        f"{MINE}\n\nJane Doe\nAccount 41092837",
        f"{MINE}\n\nYou are authorised and regulated by the Financial Conduct Authority.\n\nBehave like it.",
        ADDRESS,
    ],
)
def test_the_words_of_a_letter_are_no_signature(words: str) -> None:
    assert new(words) == words


def test_what_follows_a_signature_is_new_again() -> None:
    text = f"{MINE}\n\nKind regards\nJane Doe\n\nI forgot to say that you also lost my letter."
    assert new(text) == f"{MINE}\nI forgot to say that you also lost my letter."
    assert "P.S. You lost it" in new(f"{MINE}\n\nRegards,\n{ADDRESS}\n\nP.S. You lost it")
    assert "Ps: my number is wrong" in new(f"{MINE}\n\nSent from my iPhone\n\nPs: my number is wrong")


def test_the_footer_of_a_server_under_its_rule_is_no_letter() -> None:
    text = f"{MINE}\n\nRegards\n{ADDRESS}\n\n_____\nTeas! teas.example.org\nYou get this. Unsubscribe"
    assert new(text) == MINE


@pytest.mark.parametrize("words", ["Thank you", "Thanks,\nJane", "Many thanks\n\n> Is all well now?"])
def test_thanks_that_are_all_somebody_wrote_are_new(words: str) -> None:
    assert words.split("\n")[0] in new(words)


def test_a_signature_alone_above_a_forward_is_a_signature() -> None:
    text = f"{ADDRESS}\n\nBegin forwarded message:\n\nFrom: Firm\nSubject: A\n\nPay us."
    assert new(text) == ""
    assert "07700 900118" in text_in(text, Zone.SIGNATURE)


@pytest.mark.parametrize(
    "standing",
    [
        "Conexus Ltd is registered in England and Wales, company number 09999999.",
        "Diese E-Mail enthält vertrauliche Informationen.",
        "Ce message est confidentiel et destiné à son seul destinataire.",
        "Mae'r e-bost hwn yn gyfrinachol ac at sylw'r derbynnydd yn unig.",
        "Please consider the environment before printing this email.",
        "CONFIDENTIALITY NOTICE: for the named recipient only.",
    ],
)
def test_standing_words_are_a_disclaimer(standing: str) -> None:
    text = f"{MINE}\n\nRegards\nJane\n\n{standing}"
    assert new(text) == MINE
    assert standing in text_in(text, Zone.DISCLAIMER)


@pytest.mark.parametrize(
    "banner",
    [
        "[EXTERNAL]",
        "You don't often get email from jane@post.example. Learn why this is important",
        "ACHTUNG: Diese E-Mail kommt von einem externen Absender.",
        "This email originated from outside the organisation. Do not click links or open attachments.",
    ],
)
def test_the_banner_of_a_gateway_is_a_disclaimer(banner: str) -> None:
    assert new(f"{banner}\n\n{MINE}") == MINE


@pytest.mark.parametrize(
    "element",
    [
        "id='Signature'",
        "id='x_Signature'",
        "class='gmail_signature'",
        "id='ms-outlook-mobile-signature'",
        "id='AppleMailSignature'",
        "class='moz-signature'",
        "class='protonmail_signature_block'",
        "id='composer_signature'",
        "id='m_-123Signature'",
        "data-marker='__SIG_PRE__'",
    ],
)
def test_the_element_of_a_signature_marks_it(element: str) -> None:
    text = html_to_text(
        f"<div>{MINE}</div><div {element}><div>The Old Mill</div><div>Bowls and tea</div></div>"
    )
    assert new(text) == MINE
    assert text_in(text, Zone.SIGNATURE) == "The Old Mill\nBowls and tea"


def test_a_letter_typed_into_the_element_of_a_signature_is_new() -> None:
    text = html_to_text(
        f"<div>Hi</div><div id='Signature'><div>{MINE}</div><div>Jane</div></div><div>more</div>"
    )
    assert MINE in new(text)
