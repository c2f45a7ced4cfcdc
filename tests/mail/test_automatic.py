"""Whether a machine sent it, and why no machine should answer: one row for each line of the checklist
(RELIABILITY section 2 A), the field names in both cases."""

from __future__ import annotations

import pytest

from mailbot.mail.machines.automatic import (
    auto_submitted,
    is_automatic,
    list_evidence,
    precedence,
    reason_not_to_respond,
)
from mailbot.mail.machines.robot_addresses import is_robot_local_part
from mailbot.mail.message import ParsedMessage
from mailbot.mail.parse import parse

OWN = {"complaints@firm.example", "help@firm.example", "bounce@firm.example"}
MAILBOX = {"complaints@firm.example"}
SPAM = (("x-spam-flag", "yes"),)
FROM = "From: Jane Doe <jane@example.org>\r\n"
TO = "To: complaints@firm.example\r\n"
BODY = "MIME-Version: 1.0\r\n\r\nYou took my money twice."


def reason(text: str) -> str | None:
    return reason_not_to_respond(
        parse(text.encode()), own_addresses=OWN, mailbox_addresses=MAILBOX, spam_headers=SPAM
    )


def report(kind: str) -> str:
    return (
        FROM + TO + f"Content-Type: multipart/report; report-type={kind}; boundary=b\r\n\r\n"
        f"--b\r\n\r\nwords\r\n--b\r\nContent-Type: message/{kind}\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\n--b--\r\n"  # noqa: E501
    )


def in_both_cases(field: str) -> list[str]:
    name, colon, value = field.partition(":")
    return [name.lower() + colon + value, name.upper() + colon + value]


# Number of the checklist, the field added to a complaint, the rule that must name the reason.
FIELDS = [
    (1, "Auto-Submitted: auto-replied", "auto-submitted: auto-replied"),
    (2, "Auto-Submitted: auto-generated", "auto-submitted: auto-generated"),
    (3, 'Auto-Submitted: auto-notified; owner-email="a@b.example"', "auto-submitted: auto-notified"),
    (4, 'Auto-Submitted: (note) Auto-Replied ; x-p="a;b"', "auto-submitted: auto-replied"),
    (5, "Auto-Submitted: x-robot", "auto-submitted: x-robot"),
    (5, "Auto-Submitted:", "auto-submitted: unnamed"),
    (8, "Auto-Submitted: no\r\nAuto-Submitted: auto-replied", "auto-submitted: auto-replied"),
    (9, "Return-Path: <>", "null return path"),
    (11, "Return-Path: <a@b.example>\r\nReturn-Path: <c@d.example>", "two different return paths"),
    (18, "List-Id: <x.example>", "a mailing list: list-id"),
    (18, "List-Help: <x>", "a mailing list: list-help"),
    (18, "List-Subscribe: <x>", "a mailing list: list-subscribe"),
    (18, "List-Unsubscribe: <x>", "a mailing list: list-unsubscribe"),
    (18, "List-Post: NO", "a mailing list: list-post"),
    (18, "List-Owner: <x>", "a mailing list: list-owner"),
    (18, "List-Archive: <x>", "a mailing list: list-archive"),
    (19, "Precedence: bulk", "a mailing list: precedence: bulk"),
    (19, "Precedence: List", "a mailing list: precedence: list"),
    (19, "Precedence: JUNK", "precedence: junk"),
    (19, "Precedence: auto_reply", "precedence: auto_reply"),
    (22, "Sender: help@firm.example", "from an address of ours: help@firm.example"),
    (22, "Return-Path: <bounce+token@firm.example>", "from an address of ours: bounce+token@firm.example"),
    (23, "X-Mailbot-Loop: complaints", "mail loop: x-mailbot-loop"),
    (23, "Message-ID: <1.ack@firm.example>", "mail loop: a Message-ID of ours"),
    (24, "X-Auto-Response-Suppress: DR, autoreply", "the sender asks for no automatic answer"),
    (24, "X-Auto-Response-Suppress: ALL", "the sender asks for no automatic answer"),
    (26, "X-Autoreply: yes", "an automatic responder: x-autoreply"),
    (26, "X-Autorespond: Re", "an automatic responder: x-autorespond"),
    (26, "X-Autoresponder: x", "an automatic responder: x-autoresponder"),
    (26, "X-Precedence: auto_reply", "precedence: auto_reply"),
    (26, "Delivered-To: autoresponder", "an automatic responder: delivered-to: autoresponder"),
    (27, "X-Spam-Flag: YES", "marked as spam: x-spam-flag"),
    (31, "\r\n".join(["Received: by x.example"] * 101), "more than 100 hops: 101 Received fields"),
]


@pytest.mark.assertion("A-1", "A-2", "A-3", "A-4", "A-5", "A-8", "A-9", "A-11", "A-18", "A-19")
@pytest.mark.assertion("A-22", "A-23", "A-24", "A-26", "A-27", "A-31")
@pytest.mark.parametrize(("number", "field", "expected"), FIELDS)
def test_each_sign_of_a_machine_is_a_reason_in_either_case(number: int, field: str, expected: str) -> None:
    for spelling in in_both_cases(field):
        assert reason(spelling + "\r\n" + FROM + TO + BODY) == expected, number


@pytest.mark.assertion("A-6", "A-7", "A-10", "A-16", "A-17", "A-25")
@pytest.mark.parametrize(
    ("number", "field"),
    [
        (0, "X-Nothing: at all"),
        (6, "Auto-Submitted: no"),
        (7, "Auto-Submitted: No ; x=1"),
        (10, "X-No-Return-Path: a store that drops it"),
        (11, "Return-Path: <jane@example.org>\r\nReturn-Path: <JANE@example.org>"),
        (16, "Disposition-Notification-To: jane@example.org"),
        (17, "Return-Receipt-To: jane@example.org"),
        (17, "X-Confirm-Reading-To: jane@example.org"),
        (19, "Precedence: first-class"),
        (25, "X-Auto-Response-Suppress: DR, RN"),
        (27, "X-Spam-Flag: NO"),
        (31, "\r\n".join(["Received: by x.example"] * 100)),
    ],
)
def test_what_is_no_sign_is_no_reason(number: int, field: str) -> None:
    for spelling in in_both_cases(field):
        assert reason(spelling + "\r\n" + FROM + TO + BODY) is None, number


@pytest.mark.assertion("A-12", "A-13", "A-14")
@pytest.mark.parametrize("kind", ["delivery-status", "disposition-notification", "feedback-report"])
def test_a_report_is_never_answered(kind: str) -> None:
    """Lines 12 to 14."""
    assert reason(report(kind)) == f"a report: {kind}"


@pytest.mark.assertion("A-15")
def test_a_bounce_of_words_only_is_never_answered() -> None:
    """Line 15."""
    text = "From: MAILER-DAEMON@mx.example\r\nSubject: Delivery failed\r\n" + TO + "\r\nuser unknown"
    assert reason(text) == "a report: text-bounce"


@pytest.mark.assertion("A-20")
@pytest.mark.parametrize(
    "local_part",
    [
        "owner-x",
        "x-owner",
        "x-request",
        "MAILER-DAEMON",
        "LISTSERV",
        "majordomo",
        "noreply",
        "no-reply",
        "DoNotReply",
    ],
)
def test_an_address_nobody_reads_is_not_answered(local_part: str) -> None:
    """Line 20."""
    found = reason(f"From: {local_part}@example.org\r\n" + TO + BODY)
    assert found == f"an address nobody reads: {local_part}@example.org"


@pytest.mark.parametrize(
    "local_part", ["noreply-jones", "jane.noreply", "ownership", "majordomo2", "requests"]
)
def test_a_person_whose_name_resembles_a_robot_is_answered(local_part: str) -> None:
    assert reason(f"From: {local_part}@example.org\r\n" + TO + BODY) is None


@pytest.mark.assertion("A-21")
def test_a_postmaster_is_left_to_a_person() -> None:
    """Line 21."""
    assert reason("From: postmaster@example.org\r\n" + TO + BODY) == "a postmaster"


@pytest.mark.assertion("A-22", "A-28", "A-29")
@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("From: complaints@firm.example\r\n", "from an address of ours: complaints@firm.example"),
        ("From: Complaints+C-1@Firm.example\r\n", "from an address of ours: Complaints+C-1@Firm.example"),
        ("", "author: no author that can be read"),
        ("From: alice@example.org)bob@evil.example\r\n", "author: no author that can be read"),
        ("From: a@example.org, b@example.org\r\n", "author: more than one author"),
        ("From: a@example.org\r\nFrom: a@example.org\r\n", "author: more than one author"),
    ],
)
def test_only_one_author_who_is_not_us_is_answered(author: str, expected: str) -> None:
    """Lines 22, 28 and 29."""
    assert reason(author + TO + BODY) == expected


@pytest.mark.assertion("A-30")
@pytest.mark.parametrize("field", ["To", "Cc", "Resent-To", "Resent-Cc", "Delivered-To"])
def test_a_message_addressed_to_the_mailbox_is_answered(field: str) -> None:
    """Line 30."""
    assert reason(FROM + f"{field}: Complaints@firm.example\r\n" + BODY) is None
    assert reason(FROM + f"{field}: complaints+c-1@firm.example\r\n" + BODY) is None
    assert reason(FROM + f"{field}: somebody@else.example\r\n" + BODY) == "not addressed to this mailbox"


def test_nobody_asks_for_the_addressee_without_a_configuration() -> None:
    message = parse((FROM + BODY).encode())
    assert reason_not_to_respond(message, own_addresses=(), mailbox_addresses=None, spam_headers=()) is None


def calendar(method: str, words: str = "") -> str:
    return (
        FROM + TO + "Subject: Accepted: call\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
        f"--b\r\n\r\n{words}\r\n--b\r\nContent-Type: text/calendar; method={method}\r\n\r\n"
        f"BEGIN:VCALENDAR\r\nMETHOD:{method}\r\nEND:VCALENDAR\r\n--b--\r\n"
    )


@pytest.mark.assertion("A-32")
def test_a_calendar_message_is_not_answered() -> None:
    """Line 32."""
    assert reason(calendar("REQUEST", "Can we talk?")) == "a calendar message: REQUEST"
    assert reason(calendar("REPLY")) == "a calendar message: REPLY"


# --- is_automatic ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-notified",
        "X-Autoreply: yes",
        "Precedence: auto_reply",
        "X-Apple-Action: VACATION",
        "X-MS-Exchange-Inbox-Rules-Loop: jane@example.org\r\nSubject: Automatic reply: your letter",
        "Auto-Submitted: auto-generated\r\nIn-Reply-To: <1@firm.example>",
        "Auto-Submitted: auto-generated\r\nSubject: [Ticket #88213] We've received your request",
        "Return-Path: <>\r\nSubject: Out of Office: your letter",
        "Return-Path: <>\r\nSubject: Abwesenheitsnotiz",
        "Precedence: bulk\r\nSubject: Réponse automatique : votre lettre",
        "X-Auto-Response-Suppress: All\r\nSubject: Automatic reply: your letter",
    ],
)
def test_a_machine_that_answers_is_recognised(fields: str) -> None:
    assert is_automatic(parse((fields + "\r\n" + FROM + TO + BODY).encode())) is not None


@pytest.mark.assertion("B-45")
@pytest.mark.parametrize(
    "fields",
    [
        "Subject: Automatic reply: my complaint",
        "Subject: Auto: we have received your complaint",
        "Subject: Re: Out of office for three weeks and nobody answers",
        "X-Auto-Response-Suppress: All",
        "X-Auto-Response-Suppress: OOF, AutoReply",
        "Auto-Submitted: auto-generated",
        "Auto-Submitted: auto-generated\r\nSubject: Website form: complaint",
        "Auto-Submitted: no",
        "Return-Path: <>",
        "List-Id: <x.example>",
        "Precedence: bulk",
        # A colleague's rule redirected it here.
        "X-MS-Exchange-Inbox-Rules-Loop: boss@firm.example",
        "X-MS-Exchange-Inbox-Rules-Loop: boss@firm.example\r\nIn-Reply-To: <1@firm.example>",
        "X-Auto-Response-Suppress: All\r\nIn-Reply-To: <1@firm.example>",
        "X-Loop: jane@example.org\r\nSubject: [Ticket#1] my complaint",
        "X-Autoreply: no",
        "X-Autogenerated: Mirror",
    ],
)
def test_one_sign_alone_leaves_a_message_to_a_person(fields: str) -> None:
    assert is_automatic(parse((fields + "\r\n" + FROM + TO + BODY).encode())) is None


def test_a_subject_and_the_words_of_somebody_away_are_two_signs() -> None:
    away = "\r\nI am out of the office until Monday."
    assert is_automatic(parse(("Subject: Out of Office\r\n" + FROM + TO + away).encode())) is not None
    assert is_automatic(parse(("Subject: Complaint\r\n" + FROM + TO + away).encode())) is None


def test_a_calendar_answer_without_words_is_automatic_and_with_words_is_not() -> None:
    assert is_automatic(parse(calendar("REPLY").encode())) == "calendar reply"
    assert is_automatic(parse(calendar("REPLY", "I decline, and I complain.").encode())) is None
    assert is_automatic(parse(calendar("REQUEST").encode())) is None


def test_a_report_is_of_another_kind() -> None:
    assert (
        is_automatic(parse(("Auto-Submitted: auto-replied\r\n" + report("delivery-status")).encode())) is None
    )


def test_the_findings_can_be_asked_for_one_by_one() -> None:
    message = parse(b"Auto-Submitted: NO\r\nPrecedence: first\r\nPrecedence: Bulk\r\n\r\nx")
    assert auto_submitted(message) == "no"
    assert auto_submitted(parse(b"Subject: x\r\n\r\nx")) == ""
    assert precedence(message) == "bulk"
    assert list_evidence(message) == "precedence: bulk"
    assert list_evidence(parse(b"Subject: x\r\n\r\nx")) is None


# Field that leans to a machine or none, subject, words: no header says outright that it is one.
AUTOMATIC = [
    ("", "Automatic reply: your letter", "I am on annual leave until Monday."),
    ("", "Re: your letter", "I am out of the office until 3 May. I will reply on my return."),
    ("", "Abwesenheitsnotiz: Eingang", "Ich bin bis 3. Mai nicht im Büro."),
    ("", "Réponse automatique : votre lettre", "Je suis absente du bureau jusqu'au 3 mai."),
    ("", "Respuesta automática: su carta", "Estoy fuera de la oficina hasta el 3 de mayo."),
    ("", "Risposta automatica: lettera", "Sono fuori ufficio fino al 3 maggio."),
    ("", "Automatisch antwoord: brief", "Ik ben afwezig tot en met 3 mei."),
    ("", "Autosvar: brev", "Jag är på semester till 3 maj."),
    ("", "Poissa: kirje", "Olen lomalla 3.5. saakka."),
    ("", "Odpowiedź automatyczna: list", "Jestem na urlopie do 3 maja."),
    ("", "Автоответ: письмо", "Я сейчас в отпуске до 3 мая."),
    ("", "自動返信: 手紙", "5月3日まで不在にしております。"),
    ("Return-Path: <>", "Re: your letter", "I'm currently away from my desk."),
    ("Precedence: junk", "Re: your letter", "I am away until Monday."),
    ("Return-Path: <>", "Your letter", "Mr Doe has left the company. Please write to his successor."),
    ("In-Reply-To: <1@firm.example>", "Re: x", "This mailbox is no longer monitored. Do not reply to this."),
    ("", "[Ticket#123] We have received your request", "This is an automated reply. It was logged."),
    ("Auto-Submitted: auto-generated", "Your enquiry", "Thank you for contacting us. We aim to respond."),
    ("In-Reply-To: <1@firm.example>", "Re: x", "##- Please type your reply above this line -##\r\n"
     "Your request (882) has been received. This is an automated message."),
    ("X-Auto-Response-Suppress: All", "Case 12", "This mailbox is not monitored."),
    ("", "Please confirm your message", "Please confirm that you sent the message below by this link."),
    ("", "Re: your letter", "To prove that you are a real person, click here and verify that you are human. "
     "Please confirm that you sent it."),
    ("From: filter@example.org", "You have 3 messages in quarantine", "Release or whitelist them."),
    ("", "Quarantine digest for Monday", "The following messages were quarantined."),
    ("", "Virus found in message", "The attachment was removed: a virus was found."),
    ("", "Automatische Antwort: Beschwerde", "Ich bin bis 3. Mai nicht im Büro. Meine Vertretung hilft."),
    ("", "Respuesta automática: Queja", "Hemos recibido su queja. Gracias."),
    ("", "Automatic reply: Complaint", "I am out of the office. If you are away too, try my colleague."),
    ("Return-Path: <>", "Re: x", "This is an automated reply. It is not good enough to write here."),
    ("From: noreply@shop.example", "Your order", "It has shipped. Please do not reply to this email."),
]  # fmt: skip


@pytest.mark.parametrize(("field", "subject", "words"), AUTOMATIC)
def test_several_weak_signs_together_are_a_machine(field: str, subject: str, words: str) -> None:
    assert is_automatic(written(field, subject, words)) is not None


PEOPLE = [
    ("", "Automatic reply: my complaint", "Your robot answers me every day and nobody reads what I write."),
    ("", "Out of office", "I went to your branch, it was shut, and I complain about that."),
    ("", "Complaint", "I am on maternity leave and you still take the money. I will reply when I get back."),
    ("", "Re: your letter", "Thank you for your email. It does not answer my question about the charge."),
    ("", "Complaint", "You said 'do not reply to this email'. So how do I reply?"),
    ("", "Holiday", "I booked a holiday with the card and you declined it abroad."),
    ("X-Auto-Response-Suppress: All", "Complaint", "You have not answered me for six weeks."),
    ("In-Reply-To: <1@firm.example>", "Re: Case C-1", "I will be in touch on Monday with the papers."),
    ("", "Spam", "Stop your marketing. I clicked to unsubscribe three times."),
    ("", "My mailbox is full of your letters", "Please stop."),
    ("From: noreply-jones@example.org", "Complaint", "Please do not reply to this by post, ring me."),
    (
        "In-Reply-To: <1@firm.example>",
        "Re: your letter",
        "Thank you for contacting us. Your complaint has been "
        "received. This is an automated message.\r\n\r\nThis is not good enough.",
    ),
    (
        "In-Reply-To: <1@firm.example>",
        "Re: your letter",
        "This mailbox is no longer monitored. Please do not reply to this email.\r\n\r\nUseless.",
    ),
    ("", "Respuesta automática: Queja", "Quiero presentar una reclamación: me cobraron dos veces."),
    ("", "Automatische Antwort: Beschwerde", "Ich beschwere mich: Ihre Nachricht ist keine Antwort."),
    ("", "Automatische Antwort: Beschwerde", "Sie haben mein Geld genommen. Ich will es zurück."),
    ("", "Réponse automatique : lettre", "Je maintiens ma réclamation contre vos frais."),
    ("", "Risposta automatica: lettera", "Il mio reclamo non ha avuto risposta."),
    ("", "Automatisch antwoord: brief", "Ik heb een klacht over mijn rekening."),
    ("", "Odpowiedź automatyczna: list", "To jest moja skarga na opłaty."),
    ("", "Ymateb awtomatig: llythyr", "Rwyf am wneud cwyn am fy nghyfrif."),
    ("X-Auto-Response-Suppress: All", "Respuesta automática: Queja", "Mi queja sigue sin respuesta."),
    (
        "In-Reply-To: <1@firm.example>",
        "Re: your letter",
        "You are always out of the office. No longer works "
        "here, on annual leave, it is one thing after another.",
    ),
    ("", "Out of office", "Your people are never there: out of the office, every single day."),
]


@pytest.mark.parametrize(("field", "subject", "words"), PEOPLE)
def test_a_person_who_uses_a_machines_words_is_a_person(field: str, subject: str, words: str) -> None:
    assert is_automatic(written(field, subject, words)) is None


def written(field: str, subject: str, words: str) -> ParsedMessage:
    lines = [field] if field else []
    lines += [] if field.startswith("From:") else [FROM.strip()]
    lines += [TO.strip(), f"Subject: {subject}", "Content-Type: text/plain; charset=utf-8", "", words]
    return parse("\r\n".join(lines).encode())


@pytest.mark.parametrize(
    "subject",
    ["Report Domain: firm.example Submitter: mail.example Report-ID: <1>",
     "[Preview] Report Domain: firm.example Submitter: mail.example Report-ID: 1", "daily"],
)  # fmt: skip
def test_statistics_about_our_domain_are_automatic(subject: str) -> None:
    name = "mail.example!firm.example!1700000000!1700086400.xml.gz"
    raw = (
        f"From: dmarc@mail.example\r\n{TO}Subject: {subject}\r\n"
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nreport\r\n--b\r\n"
        f'Content-Type: application/gzip; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        "H4sI\r\n--b--\r\n"
    )
    assert is_automatic(parse(raw.encode())) == "an aggregate report"


@pytest.mark.parametrize("method", ["REPLY", "COUNTER", "CANCEL"])
def test_a_calendars_own_words_are_no_words(method: str) -> None:
    words = "Jane Doe has accepted this invitation.\r\n\r\nWhen: Monday\r\nWhere: by telephone"
    assert is_automatic(parse(calendar(method, words).encode())) == f"calendar {method.lower()}"


@pytest.mark.parametrize(
    ("local_part", "nobody"),
    [
        ("no-reply", True), ("noreply2", True), ("do_not_reply", True), ("billing-noreply", True),
        ("noreply-orders", True), ("noreply+token", True), ("talk-bounces", True), ("owner-talk", True),
        ("nobody", True), ("ne-pas-repondre", True), ("noreply-jones", False), ("jane.noreply", False),
        ("bounce-smith", False), ("reply", False), ("nora.reply", False), ("cron-jobs-ltd", False),
    ],
)  # fmt: skip
def test_nobody_reads_an_address_by_its_whole_local_part(local_part: str, nobody: bool) -> None:
    assert is_robot_local_part(local_part) is nobody


def test_a_forwarded_report_without_a_word_is_not_answered_by_a_machine() -> None:
    forwarded = "\r\n> From: Mail Delivery Subsystem <MAILER-DAEMON>\r\n> user unknown"
    subject = "Subject: Fwd: Returned mail: User unknown\r\n"
    assert reason(FROM + TO + subject + "\r\nSee below." + forwarded) == "a report forwarded without a word"
    long = "You never answered my complaint about the charge. Now my mail comes back, so I send it again."
    assert reason(FROM + TO + subject + "\r\n" + long + forwarded) is None
