"""Bounces that are only words: each mail system's own, and the people who sound like one."""

from __future__ import annotations

import json

import pytest

from mailbot.mail.machines.bounce_details import status_in
from mailbot.mail.message import DeliveryStatus, Report, ReportType
from mailbot.mail.parse import parse

TO = "To: bounce+c-1@firm.example\r\n"
NULL = "Return-Path: <>\r\n"


def report_of(header: str, body: str) -> Report | None:
    return parse(
        f"{header}{TO}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}".encode()
    ).report


def only(report: Report | None) -> DeliveryStatus:
    assert report is not None
    assert len(report.recipients) == 1, report.recipients
    return report.recipients[0]


# System, header, body, action, status, permanent.
SYSTEMS: list[tuple[str, str, str, str, str, bool | None]] = [
    (
        "qmail",
        "From: MAILER-DAEMON@mx.example.org\r\nSubject: failure notice\r\n",
        "Hi. This is the qmail-send program at mx.example.org.\r\n"
        "I'm afraid I wasn't able to deliver your message.\r\n\r\n"
        "<jane@example.org>:\r\n192.0.2.1 does not like recipient.\r\n"
        "Remote host said: 550 5.1.1 no such user\r\n"
        "Giving up on 192.0.2.1.\r\n\r\n--- Below this line is a copy of the message.\r\n\r\n"
        "Message-ID: <1.ack@firm.example>\r\n",
        "failed", "5.1.1", True,
    ),
    (
        "exim",
        "From: Mail Delivery System <Mailer-Daemon@mx.example.org>\r\n"
        "Subject: Mail delivery failed: returning message\r\n"
        "X-Failed-Recipients: jane@example.org\r\n",
        "A message that you sent could not be delivered.\r\n\r\n  jane@example.org\r\n"
        "    SMTP error: 552 mailbox full\r\n\r\n"
        "------ This is a copy of the message ------\r\n\r\nMessage-ID: <1.ack@firm.example>\r\n",
        "failed", "5.2.2", True,
    ),
    (
        "exim delay",
        "From: Mail Delivery System <Mailer-Daemon@mx.example.org>\r\n"
        "Subject: Warning: message delayed 24 hours\r\n",
        "The message has not yet been delivered to:\r\n  jane@example.org\r\n"
        "No action is required on your part.\r\n"
        "Delivery attempts will continue.\r\n> Message-ID: <1.ack@firm.example>\r\n",
        "delayed", "", False,
    ),
    (
        "sendmail",
        "From: Mail Delivery Subsystem <MAILER-DAEMON>\r\nSubject: Returned mail: User unknown\r\n",
        "   ----- The following addresses had permanent fatal errors -----\r\n<jane@example.org>\r\n\r\n"
        "   ----- Transcript of session follows -----\r\n550 <jane@example.org>... User unknown\r\n\r\n"
        "Message-Id: <1.ack@firm.example>\r\n",
        "failed", "5.1.1", True,
    ),
    (
        "domino",
        NULL + "From: Notes Router <postmaster@example.org>\r\n"
        "Subject: DELIVERY FAILURE: User jane not listed\r\n",
        "Your message\r\n  Subject: Auto: received\r\nwas not delivered to:\r\n  jane@example.org\r\n"
        "because:\r\n"
        "  User jane (jane@example.org) not listed in Domino Directory\r\n\r\n"
        "Message-ID: <1.ack@firm.example>\r\n",
        "failed", "5.1.1", True,
    ),
    (
        "groupwise",
        NULL + "From: postmaster@example.org\r\nSubject: Message status - undeliverable\r\n",
        "The message that you sent was undeliverable to the following:\r\n"
        "\tjane@example.org (Mailbox is full)\r\n"
        "Message-ID: <1.ack@firm.example>\r\n",
        "failed", "5.2.2", True,
    ),
    (
        "a mobile carrier",
        NULL + "From: no-reply@mobile.example.org\r\nSubject: =?utf-8?b?44Oh44O844Or44Ko44Op44O8?=\r\n",
        "Your mail sent on: Thu, 1 Jan 2026 10:00:00 +0900\r\n"
        "  Could not be delivered to: <jane@example.org>\r\n"
        "  As their mailbox is full.\r\n\r\nMessage-ID: <1.ack@firm.example>\r\n",
        "failed", "5.2.2", True,
    ),
    (
        "exchange in german",
        NULL + "From: Systemadministrator <postmaster@example.org>\r\nSubject: Unzustellbar: Eingang\r\n",
        "Ihre Nachricht hat einige oder alle Empfänger nicht erreicht.\r\n\r\n jane@example.org\r\n"
        "   <mx.example.org #5.1.1 smtp;550 5.1.1 unbekannt>\r\n\r\nMessage-ID: <1.ack@firm.example>\r\n",
        "failed", "5.1.1", True,
    ),
    (
        "dragonfly, no angle brackets at the start of a line",
        "From: MAILER-DAEMON <>\r\nSubject: Mail delivery failed\r\n",
        "There was an error delivering your mail to <jane@example.org>.\r\n\r\n"
        "mx did not like our final DATA:\r\n"
        "550-5.7.26 not accepted\r\n\r\nMessage headers follow.\r\n\r\nMessage-Id: <1.ack@firm.example>\r\n",
        "failed", "5.7.26", True,
    ),
]  # fmt: skip


@pytest.mark.parametrize("row", SYSTEMS, ids=lambda row: row[0])
def test_each_systems_words_name_recipient_status_and_letter(
    row: tuple[str, str, str, str, str, bool | None],
) -> None:
    _, header, body, action, status, permanent = row
    report = report_of(header, body)
    failed = only(report)
    assert report is not None
    assert report.type is ReportType.TEXT_BOUNCE
    assert report.original_message_id == "<1.ack@firm.example>"
    assert (failed.final_recipient, failed.action, failed.status) == ("jane@example.org", action, status)
    assert (failed.permanent, report.permanent) == (permanent, permanent)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Undelivered Mail Returned to Sender", "I'm sorry to have to inform you"),
        ("Échec de la remise", "Votre message n'a pas pu être remis."),
        ("No se puede entregar: recibo", "No se pudo entregar el mensaje al destinatario."),
        ("Mancato recapito", "Impossibile recapitare il messaggio."),
        ("Onbestelbaar: ontvangst", "Uw bericht kon niet worden bezorgd."),
        ("Olevererbart: mottaget", "Meddelandet kunde inte levereras."),
        ("Nie dostarczono", "Wiadomość nie może być dostarczona."),
        ("Сообщение не доставлено", "Ваше письмо не может быть доставлено."),
        ("エラー", "次の宛先に送信できませんでした。"),
        ("退信", "邮件投递失败"),
        ("Virus found", "Your message was rejected: it contained a virus."),
        ("Considered UNSOLICITED BULK EMAIL, apparently from you", "was considered unsolicited bulk e-mail"),
    ],
)
def test_a_bounce_in_any_language_from_the_null_path_is_a_report(subject: str, body: str) -> None:
    header = NULL + f"From: postmaster@mx.example.org\r\nSubject: {subject}\r\n"
    assert report_of(header, body) is not None


def test_a_mail_system_without_from_is_a_mail_system() -> None:
    assert report_of("Subject: Returned mail\r\n", "<jane@example.org>: user unknown") is not None


JANE = "From: Jane Doe <jane@example.org>\r\nReturn-Path: <jane@example.org>\r\n"


@pytest.mark.parametrize(
    ("header", "body"),
    [
        (
            JANE + "Subject: Undeliverable: my complaint\r\n",
            "550 5.1.1 user unknown, it says. Fix your server.",
        ),
        (JANE + "Subject: Re: Undeliverable: your letter\r\n", "My mailbox is full because of you."),
        (JANE + "Subject: failure notice\r\n", "Hi. This is the qmail-send program, they told me. Nonsense."),
        (
            "From: postmaster@small.example.org\r\nSubject: Re: Undeliverable: my complaint\r\n",
            "I run my own server. Your mail could not be delivered, and I complain about your charges.",
        ),
        (
            "From: admin@small.example.org\r\nSubject: Complaint\r\n",
            "The account was suspended although I paid.",
        ),
        (
            "From: noreply@forms.example.org\r\nSubject: Complaint form\r\n",
            "Message: my payment was rejected and my account is disabled",
        ),
        (
            "From: Jane <postmaster@jane.example.org>\r\nSubject: Undeliverable mail?\r\n",
            "My letter came back: 550 user unknown, you say. Nobody answers, and it cost me my home.",
        ),
        (
            "From: Jane <admin@jane.example.org>\r\nSubject: Mail delivery failed\r\n",
            "Your server says the mailbox is full. I want to complain about your charges.",
        ),
        (NULL + JANE + "Subject: Automatic reply\r\n", "I am on holiday."),
        ("From: <>\r\nSubject: Ticket by an unknown user\r\n", "My card does not work."),
        ("Return-Path: <jane@example.org>\r\nSubject: Unknown user\r\n", "The account was not found."),
    ],
)
def test_a_person_who_sounds_like_a_mail_system_is_none(header: str, body: str) -> None:
    assert report_of(header, body) is None


@pytest.mark.parametrize(
    "body",
    [
        "I'm sorry to have to inform you that your message could not be delivered to jane@example.org.",
        "I was unable to deliver your message. If you need help, contact me.\r\n\r\n"
        "--- Original message ---\r\nSubject: x\r\n\r\nI want to complain: you took my money.",
        "The mailbox is full.\r\n\r\n> You took my money and I complain.",
    ],
)
def test_a_staffed_mail_system_may_write_as_i_and_return_a_complaint(body: str) -> None:
    header = "From: Mail <postmaster@mx.example.org>\r\nSubject: Undeliverable mail\r\n"
    assert report_of(header, body) is not None


def test_a_bounce_that_a_list_hands_round_belongs_to_the_list() -> None:
    header = "From: MAILER-DAEMON@mx.example.org\r\nSubject: Returned mail\r\nList-Id: <talk.example.org>\r\n"
    assert report_of(header, "user unknown") is None


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("550 5.1.1 <jane@example.org> unknown", "5.1.1"),
        ("(#5.1.1)", "5.1.1"),
        ("550 5.7.26. Not accepted", "5.7.26"),
        ("552 mailbox is full", "5.2.2"),
        ("550 no such user", "5.1.1"),
        ("421 try later", "4.0.0"),
        ("the host is unknown: domain not found", "5.1.2"),
        ("connection timed out", "4.4.1"),
        ("192.5.1.1 did not answer", ""),
        ("2026-01-01", ""),
        ("nothing at all", ""),
    ],
)
def test_the_status_comes_from_a_code_or_from_plain_words(text: str, status: str) -> None:
    assert status_in(text) == status


@pytest.mark.parametrize(
    ("action", "status", "permanent"),
    [
        ("failed", "5.1.1", True),
        ("failed", "4.4.7", False),
        ("delayed", "", False),
        ("delayed", "5.0.0", False),
        ("failed", "", None),
        ("delivered", "2.0.0", None),
    ],
)
def test_permanent_says_whether_another_attempt_would_fail(
    action: str, status: str, permanent: bool | None
) -> None:
    assert DeliveryStatus(action, status, "jane@example.org", "", "").permanent is permanent


SES = {
    "notificationType": "Bounce",
    "bounce": {
        "bounceType": "Permanent",
        "bouncedRecipients": [
            {
                "emailAddress": "jane@example.org",
                "status": "5.1.1",
                "diagnosticCode": "smtp; 550 5.1.1 unknown",
            }
        ],
    },
    "mail": {"messageId": "0102", "commonHeaders": {"messageId": "<1.ack@firm.example>"}},
}
MAILGUN = {
    "event-data": {
        "event": "failed",
        "severity": "permanent",
        "recipient": "jane@example.org",
        "message": {"headers": {"message-id": "1.ack@firm.example"}},
        "delivery-status": {"message": "550 5.1.1 unknown"},
    }
}
SENDGRID = [
    {
        "event": "bounce",
        "email": "jane@example.org",
        "sg_event_id": "x",
        "smtp-id": "<1.ack@firm.example>",
        "status": "5.1.1",
        "reason": "550 5.1.1 unknown",
    }
]


@pytest.mark.parametrize(
    "notice", [SES, MAILGUN, SENDGRID, {"Type": "Notification", "Message": json.dumps(SES)}]
)
def test_a_services_notice_is_read_like_any_report(notice: object) -> None:
    text = json.dumps(notice) + "\r\n\r\n--\r\nIf you wish to stop receiving notifications"
    report = report_of("From: Notices <no-reply@sns.example.com>\r\nSubject: Notification Message\r\n", text)
    failed = only(report)
    assert report is not None
    assert report.original_message_id == "<1.ack@firm.example>"
    assert (failed.final_recipient, failed.status, failed.permanent) == ("jane@example.org", "5.1.1", True)


def test_a_services_notice_of_a_complaint_is_feedback_and_a_broken_one_is_still_a_report() -> None:
    header = "From: no-reply@sns.example.com\r\nSubject: Notification\r\n"
    report = report_of(header, json.dumps({"notificationType": "Complaint", "mail": {}}))
    assert report is not None
    assert report.type is ReportType.FEEDBACK
    assert report_of(header, '{"notificationType": "Bounce", "bounce": {') is not None
    assert report_of(header, '{"notificationType": "Bounce", "x": ' + "[" * 100_000) is not None
    assert report_of(JANE + "Subject: x\r\n", json.dumps(SES)) is None
