"""Reports of machines are recognised, and what a person says about a bounce is not one."""

from __future__ import annotations

import base64
import csv
from pathlib import Path

import pytest

from mailbot.mail.message import DeliveryStatus, Report, ReportType
from mailbot.mail.parse import parse

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
DSN_FIELDS = (
    "Reporting-MTA: dns; mx.example\r\nOriginal-Envelope-Id: tok-1\r\n\r\n"
    "Final-Recipient: rfc822; jane@example.org\r\nOriginal-Recipient: rfc822;Jane@example.org\r\nAction: Failed\r\n"  # noqa: E501
    "Status: 5.1.1 (bad mailbox)\r\nDiagnostic-Code: smtp; 550 5.1.1 unknown\r\n user\r\n\r\n"
    "Final-Recipient: rfc822; joe@example.org\r\nAction: delayed\r\nStatus: 4.4.7\r\n"
)
RETURNED = (
    "Content-Type: text/rfc822-headers\r\n\r\nSubject: Auto: received\r\nMessage-ID: <1.ack@firm.example>\r\n"
)


def multipart(kind: str, *parts: str, header: str = "From: MAILER-DAEMON@mx.example\r\n") -> bytes:
    body = "".join(f"--b\r\n{part}\r\n" for part in parts) + "--b--\r\n"
    return f"{header}Content-Type: multipart/{kind}; boundary=b\r\n\r\n{body}".encode()


def dsn(*parts: str, header: str = "From: MAILER-DAEMON@mx.example\r\n") -> bytes:
    return multipart("report; report-type=delivery-status", "\r\nIt failed.", *parts, header=header)


def status_part(fields: str = DSN_FIELDS, extra: str = "") -> str:
    return f"Content-Type: message/delivery-status\r\n{extra}\r\n{fields}"


def report_of(raw: bytes) -> Report:
    report = parse(raw).report
    assert report is not None
    return report


def test_a_delivery_report_names_recipients_envelope_and_letter() -> None:
    report = report_of(dsn(status_part(), RETURNED))
    assert (report.type, report.envelope_id) == (ReportType.DELIVERY_STATUS, "tok-1")
    assert report.original_message_id == "<1.ack@firm.example>"
    assert report.recipients == (
        DeliveryStatus(
            "failed", "5.1.1", "jane@example.org", "Jane@example.org", "smtp; 550 5.1.1 unknown user"
        ),
        DeliveryStatus("delayed", "4.4.7", "joe@example.org", "", ""),
    )


def test_the_returned_message_names_the_letter_too() -> None:
    returned = "Content-Type: message/rfc822\r\n\r\nMessage-ID: <2.ack@firm.example>\r\n\r\nOur letter."
    raw = dsn(status_part(), returned)
    assert report_of(raw).original_message_id == "<2.ack@firm.example>"
    assert "Our letter." not in parse(raw).whole_text


@pytest.mark.assertion("D-86")
def test_a_missing_third_part_is_tolerated_and_in_reply_to_helps() -> None:
    assert report_of(dsn(status_part())).original_message_id == ""
    header = "From: MAILER-DAEMON@mx.example\r\nIn-Reply-To: <3.ack@firm.example>\r\n"
    assert report_of(dsn(status_part(), header=header)).original_message_id == "<3.ack@firm.example>"


def test_an_encoded_or_empty_status_part_is_still_a_report() -> None:
    encoded = base64.b64encode(DSN_FIELDS.encode()).decode()
    raw = dsn(status_part(encoded, extra="Content-Transfer-Encoding: base64\r\n"))
    assert [recipient.action for recipient in report_of(raw).recipients] == ["failed", "delayed"]
    assert report_of(dsn(status_part(""))).recipients == ()
    assert report_of(dsn()).type is ReportType.DELIVERY_STATUS


def test_a_read_receipt_is_a_disposition_report() -> None:
    part = (
        "Content-Type: message/disposition-notification\r\n\r\nFinal-Recipient: rfc822;jane@example.org\r\n"
        "Original-Message-ID: <4.ack@firm.example>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n"  # noqa: E501
    )
    report = report_of(multipart("report; report-type=disposition-notification", "\r\nread", part))
    assert (report.type, report.original_message_id) == (ReportType.DISPOSITION, "<4.ack@firm.example>")
    assert report.recipients[0].final_recipient == "jane@example.org"


def test_an_abuse_report_is_a_feedback_report() -> None:
    part = "Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nOriginal-Rcpt-To: <jane@example.org>\r\n"  # noqa: E501
    report = report_of(multipart("report; report-type=feedback-report", "\r\nabuse", part, RETURNED))
    assert (report.type, report.original_message_id) == (ReportType.FEEDBACK, "<1.ack@firm.example>")


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (
            "From: MAILER-DAEMON@mx.example\r\nSubject: failure notice\r\n",
            "<jane@example.org>:\r\nuser unknown",
        ),
        (
            "From: Mail Delivery Subsystem <MAILER-DAEMON>\r\nSubject: Returned mail\r\n",
            "550 5.1.1 User unknown",
        ),
        (
            "Return-Path: <>\r\nFrom: postmaster@mx.example\r\nSubject: Undeliverable: x\r\n",
            "could not be delivered",
        ),
        ("From: exim@mx.example\r\nX-Failed-Recipients: jane@example.org\r\nSubject: x\r\n", "This message"),
    ],
)
def test_a_bounce_in_words_from_a_mail_system_is_a_report(header: str, words: str) -> None:
    assert report_of(f"{header}\r\n{words}".encode()).type is ReportType.TEXT_BOUNCE


def test_a_bounce_in_words_names_what_can_be_found() -> None:
    raw = (
        "From: MAILER-DAEMON@mx.example\r\nSubject: failure notice\r\nX-Failed-Recipients: jane@example.org\r\n\r\n"  # noqa: E501
        "It failed.\r\n\r\n> Message-ID: <5.ack@firm.example>\r\n"
    )
    report = report_of(raw.encode())
    assert report.original_message_id == "<5.ack@firm.example>"
    assert [recipient.final_recipient for recipient in report.recipients] == ["jane@example.org"]


@pytest.mark.parametrize(
    "raw",
    [
        "From: jane@example.org\r\nSubject: Undeliverable: my complaint\r\n\r\nYour server says 550 5.1.1 user unknown",  # noqa: E501
        "From: jane@example.org\r\nSubject: Mail delivery failed\r\n\r\ncould not be delivered",
        "From: postmaster@example.org\r\nSubject: Complaint\r\n\r\nYour letter could not be delivered to my house.",  # noqa: E501
        "Return-Path: <>\r\nFrom: jane@example.org\r\nSubject: Out of office\r\n\r\nI am on holiday.",
    ],
)
def test_a_person_who_writes_of_a_bounce_is_no_report(raw: str) -> None:
    assert parse(raw.encode()).report is None


def test_a_report_somebody_forwards_or_attaches_is_their_message() -> None:
    inner = "Content-Type: message/rfc822\r\n\r\n" + dsn(status_part(), RETURNED).decode().replace(
        "=b\r", "=c\r"
    ).replace("--b", "--c")
    jane = "From: jane@example.org\r\n"
    assert parse(multipart("mixed", "\r\nYour mail bounces.", inner, header=jane)).report is None
    assert parse(multipart("mixed", "\r\nLook.", status_part(), header=jane)).report is None


def test_real_bounces_are_recognised_and_nothing_of_a_person_is() -> None:
    manifest = CORPUS / "real" / "manifest.tsv"
    if not manifest.exists():
        pytest.skip("the corpus of real mail is not here")
    found = wanted = 0
    with manifest.open(newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["label"] not in ("bounce", "human"):
                continue
            path = CORPUS / "real" / row["file"]
            raw = path.read_bytes()
            if not path.name.startswith("mac__"):
                raw = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
            report = parse(raw).report
            if row["label"] == "human":
                assert report is None, row["file"]
            else:
                wanted += 1
                found += report is not None
    assert found / wanted >= 0.95


# --- damaged forms, and reports without a machine part ---------------------------------------------------

JANE = "From: Jane Doe <jane@example.org>\r\n"


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("report", [status_part(), RETURNED]),
        ("report; report-type=x", [status_part(), RETURNED]),
        (
            "report; report-type=global-delivery-status",
            [status_part().replace("/delivery", "/global-delivery"), RETURNED],
        ),
        ("mixed", [status_part(), RETURNED]),
        ("report; report-type=delivery-status", ["Content-Type: text/plain\r\n\r\n" + DSN_FIELDS, RETURNED]),
        ("report", ["Content-Type: text/plain\r\n\r\n" + DSN_FIELDS, RETURNED]),
    ],
)  # fmt: skip
def test_a_damaged_delivery_report_of_a_mail_system_is_read_all_the_same(kind: str, parts: list[str]) -> None:
    report = report_of(multipart(kind, "\r\nIt failed.", *parts))
    assert report.original_message_id == "<1.ack@firm.example>"
    assert [(one.action, one.status) for one in report.recipients] == [
        ("failed", "5.1.1"),
        ("delayed", "4.4.7"),
    ]
    assert [one.permanent for one in report.recipients] == [True, False]


def test_a_report_that_a_gateway_wrapped_to_add_its_footer_is_a_report() -> None:
    inner = dsn(status_part(), RETURNED, header="").decode().replace("=b\r", "=c\r").replace("--b", "--c")
    raw = multipart("mixed", inner, "Content-Type: text/plain\r\n\r\nScanned by the gateway.")
    assert report_of(raw).original_message_id == "<1.ack@firm.example>"


def test_the_status_is_taken_from_the_diagnostic_where_the_field_is_missing() -> None:
    fields = "Final-Recipient: rfc822; jane@example.org\r\nAction: failure\r\n"
    fields += "Diagnostic-Code: smtp; 550 User unknown\r\n"
    status = report_of(dsn(status_part(fields))).recipients[0]
    assert (status.action, status.status, status.permanent) == ("failed", "5.1.1", True)


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("Read: Your complaint", "Your message\r\n\r\n  To: Jane\r\n\r\nwas read on 1 May 2026 10:00."),
        ("Not read: Your complaint", "Your message To: Jane was deleted without being read on 1 May."),
        ("Gelesen: Eingang", "Ihre Nachricht An: Jane wurde am 1. Mai gelesen."),
        ("Lu : votre lettre", "Votre message a été lu le 1 mai."),
        ("Leído: su carta", "Su mensaje fue leído el 1 de mayo."),
        ("Return Receipt (displayed) - Your complaint", "This is a Return Receipt for the mail you sent."),
        ("Return Receipt (displayed) - x", "This is a Return Receipt for the mail that you sent to "
         "jane@example.org.\r\n\r\nNote: This Return Receipt only acknowledges that the message was "
         "displayed on the recipient's computer. There is no guarantee that the recipient "
         "has read or understood the message contents."),
        ("Read: x", "Your message\r\n\r\n  To:      Jane\r\n  Subject: My complaint\r\n  Sent:    1/5/2026"
         " 10:00\r\n\r\nwas read on Friday, 1 May 2026 10:00:00 (UTC+00:00) Dublin, "
         "Edinburgh,\r\nLisbon, London."),
    ],
)  # fmt: skip
def test_a_read_receipt_in_words_is_a_disposition_report(subject: str, words: str) -> None:
    header = f"{JANE}Subject: {subject}\r\nIn-Reply-To: <1.ack@firm.example>\r\n"
    header += "Content-Type: text/plain; charset=utf-8\r\n"
    report = report_of(f"{header}\r\n{words}".encode())
    assert (report.type, report.original_message_id) == (ReportType.DISPOSITION, "<1.ack@firm.example>")


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("Read: my complaint", "You say that my message was lost. It was not: read it again."),
        ("Re: your letter", "Your message was read on the phone to me and I complain about it."),
        ("Lu et approuvé", "I have read the agreement and it is wrong."),
        (
            "Read: Complaint",
            "Your message was read on Monday. So you read it and did nothing. It has cost me my home.",
        ),
        ("Read: Complaint", "Your message was read on Monday and nobody rang"),
        ("Read: Complaint", "Your message\r\n\r\n  To: Jane\r\n\r\nwas read on 1 May 2026.\r\n\r\nNothing."),
        ("Gelesen: Eingang", "Ihre Nachricht wurde am 1. Mai gelesen. Niemand hat angerufen."),
    ],
)
def test_a_person_who_writes_of_reading_sends_no_receipt(subject: str, words: str) -> None:
    assert parse(f"{JANE}Subject: {subject}\r\n\r\n{words}".encode()).report is None


def enclosed(fields: str) -> str:
    return f"Content-Type: message/rfc822\r\n\r\n{fields}Message-ID: <1.ack@firm.example>\r\n\r\nOur letter."


@pytest.mark.parametrize(
    ("subject", "own", "fields"),
    [
        ("complaint about message from 192.0.2.1", None, "X-HmXmrOriginalRecipient: jane@example.org\r\n"),
        ("complaint about message from 192.0.2.1", None, "Subject: x\r\n"),
        ("Abuse", "This is an email abuse report for a message from 192.0.2.1.", "Subject: x\r\n"),
    ],
)  # fmt: skip
def test_feedback_without_its_machine_part_is_feedback(subject: str, own: str | None, fields: str) -> None:
    words = [f"Content-Type: text/plain\r\n\r\n{own}"] if own else []
    raw = multipart(
        "mixed", *words, enclosed(fields), header=f"From: staff@mail.example\r\nSubject: {subject}\r\n"
    )
    report = report_of(raw)
    assert (report.type, report.original_message_id) == (ReportType.FEEDBACK, "<1.ack@firm.example>")


def test_a_person_who_encloses_our_letter_gives_no_feedback() -> None:
    header = f"{JANE}Subject: complaint about message from your firm\r\n"
    raw = multipart(
        "mixed",
        "Content-Type: text/plain\r\n\r\nThis letter is wrong.",
        enclosed("Subject: x\r\n"),
        header=header,
    )
    assert parse(raw).report is None


def test_the_letter_is_found_in_a_header_attached_as_a_file() -> None:
    part = 'Content-Type: text/plain; name="headers.txt"\r\n\r\nReceived: x\r\n'
    part += "Message-ID: <1.ack@firm.example>\r\n"
    header = "Return-Path: <>\r\nFrom: postmaster@mx.example\r\nSubject: Undeliverable: x\r\n"
    raw = multipart(
        "mixed", "\r\nWe had trouble delivering your message to jane@example.org", part, header=header
    )
    assert report_of(raw).original_message_id == "<1.ack@firm.example>"


def words_beside_an_attached_report(words: str) -> bytes:
    inner = dsn(status_part(), RETURNED, header="").decode().replace("=b\r", "=c\r").replace("--b", "--c")
    return multipart("mixed", words, inner, header=f"{JANE}Subject: What is this?\r\n")


@pytest.mark.parametrize(
    "words",
    [
        "Content-Type: text/plain\r\nContent-Disposition: inline\r\n\r\nI complain.",
        "Content-Type: multipart/alternative; boundary=d\r\n\r\n--d\r\nContent-Type: multipart/related; "
        "boundary=e\r\n\r\n--e\r\nContent-Type: text/html\r\n\r\n<p>I complain.</p>\r\n--e--\r\n--d--\r\n",
    ],
)
def test_a_persons_words_beside_an_attached_report_are_his_at_any_depth(words: str) -> None:
    message = parse(words_beside_an_attached_report(words))
    assert message.report is None
    assert "I complain." in message.whole_text


def test_a_report_says_whether_only_words_made_it_one() -> None:
    assert not report_of(dsn(status_part(), RETURNED)).worded
    assert report_of(dsn()).worded
    assert report_of(b"From: MAILER-DAEMON@mx.example\r\nSubject: failure notice\r\n\r\nuser unknown").worded
    receipt = f"{JANE}Subject: Read: x\r\n\r\nYour message was read on 1 May."
    assert report_of(receipt.encode()).worded


@pytest.mark.parametrize(
    ("written", "action"),
    [
        ("failed", "failed"), ("Failure", "failed"), ("failed (permanently)", "failed"),
        ("failed;", "failed"),
        ("DELAYED", "delayed"), ("relayed", "relayed"), ("expanded", "expanded"), ("delivered", "delivered"),
        ("delivery-failed", ""), ("deliverable", ""), ("bounced", ""), ("<b>x</b>", ""),
    ],
)  # fmt: skip
def test_an_action_is_one_of_the_standards_five_or_none(written: str, action: str) -> None:
    fields = f"Final-Recipient: rfc822; jane@example.org\r\nAction: {written}\r\n"
    assert report_of(dsn(status_part(fields))).recipients[0].action == action


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("rfc822; jane@example.org", "jane@example.org"),
        ("RFC822;<jane@example.org>", "jane@example.org"),
        ("rfc822; jane@example.org (Jane)", "jane@example.org"),
        ("jane@example.org", "jane@example.org"),
        ("smtp: jane@example.org", "jane@example.org"),
        ("x400; /CN=Jane/O=EXAMPLE", ""),
        ("rfc822; jane@example.org, joe@example.org", ""),
        ("rfc822; Pay now at example.org", ""),
        ("rfc822;", ""),
    ],
)
def test_a_recipient_is_an_address_or_nothing(written: str, address: str) -> None:
    fields = f"Final-Recipient: {written}\r\nOriginal-Recipient: {written}\r\nAction: failed\r\n"
    status = report_of(dsn(status_part(fields))).recipients[0]
    assert (status.final_recipient, status.original_recipient) == (address, address)


def test_a_failed_recipient_of_the_header_is_an_address_too() -> None:
    header = "From: MAILER-DAEMON@mx.example\r\nX-Failed-Recipients: jane@example.org, not one\r\n"
    report = report_of(f"{header}Subject: failure notice\r\n\r\nIt failed.".encode())
    assert [recipient.final_recipient for recipient in report.recipients] == ["jane@example.org"]
