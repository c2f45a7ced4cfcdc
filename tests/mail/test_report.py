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
