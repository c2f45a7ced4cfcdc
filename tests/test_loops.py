"""Loops: mailbot and a partner that answers everything, left alone with each other for thirty days.

Each partner is a few lines: what it makes of one letter of ours. A conversation is whatever came of one
message; it holds two automatic letters at most, the acknowledgement and the leaflet (RELIABILITY A-37).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from fakes import ARCHIVE, LETTERHEAD, MAILBOX, PRACTICE, Clock, FakeCourier, Handler, Office, message

from benchmarks.simulation.stage import Stage
from mailbot.mail.message import Address

DAYS, HOURS = 30, 12  # how long, and how often anything is looked at
SHE = "office@partner.example"
OTHER = "complaints@other.example.net"


@dataclass(frozen=True)
class Letter:
    """A letter of ours as its reader's software sees it."""

    to: str
    raw: bytes
    seen: EmailMessage
    number: int  # how many of ours came before it

    def __getitem__(self, name: str) -> str:
        return str(self.seen[name] or "")

    @property
    def text(self) -> str:
        body = self.seen.get_body(("plain",))
        assert body is not None
        return str(body.get_content())


Partner = Callable[[Letter], list[bytes]]


def own(letter: Letter) -> str:
    return f"<{letter.number}.{letter['X-Mailbot-Letter']}@partner.example>"


# -- partners


def itself(letter: Letter) -> list[bytes]:
    return [letter.raw]


def mirror(letter: Letter) -> list[bytes]:
    """A gateway returns each letter as if it came from us, with nothing left that says what it is."""
    return [message(letter.text, author=MAILBOX, subject=letter["Subject"], message_id=own(letter))]


def out_of_office(letter: Letter) -> list[bytes]:
    return [
        message(
            "I am out of the office until Monday.",
            author=SHE,
            subject=f"Automatic reply: {letter['Subject']}",
            message_id=own(letter),
            Auto_Submitted="auto-replied",
            In_Reply_To=letter["Message-ID"],
            Return_Path="<>",
        )
    ]


def bare_vacation(letter: Letter) -> list[bytes]:
    """No field says what it is, nor what it answers."""
    text = "Hello,\n\nthank you for your mail. I am on holiday and back on the first.\n\nRegards, Pat Partner"
    return [
        message(
            text, author=f"Pat Partner <{SHE}>", subject=f"Re: {letter['Subject']}", message_id=own(letter)
        )
    ]


def mute_vacation(letter: Letter) -> list[bytes]:
    """The same in words that nobody could tell from a person's."""
    text = f"Hello,\n\nnoted, I will look at it next week. Nr. {letter.number}\n\nPat Partner"
    return [message(text, author=f"Pat Partner <{SHE}>", subject="Your mail", message_id=own(letter))]


def ticket_robot(letter: Letter) -> list[bytes]:
    number = 48_200 + letter.number
    text = (
        f"Your request has been received and is now ticket {number}. An agent will answer you. Do not reply."
    )
    return [
        message(
            text, author=f"Helpdesk <{SHE}>", subject=f"[Ticket#{number}] Received", message_id=own(letter)
        )
    ]


def bouncing_server(letter: Letter) -> list[bytes]:
    """No report, words only."""
    text = f"This message was created automatically.\nYour message to {letter.to} could not be delivered:\n"
    text += "550 no such user\n"
    return [
        message(
            f"{text}\n------ This is a copy of your message ------\nMessage-ID: {letter['Message-ID']}\n",
            author="Mail Delivery System <MAILER-DAEMON@mx.partner.example>",
            subject="Mail delivery failed: returning message to sender",
            message_id=own(letter),
        )
    ]


def receipt_robot(letter: Letter) -> list[bytes]:
    text = (
        "--b\nContent-Type: text/plain\n\nYour message was displayed.\n\n"
        "--b\nContent-Type: message/disposition-notification\n\n"
        f"Final-Recipient: rfc822;{SHE}\nOriginal-Message-ID: {letter['Message-ID']}\n"
        "Disposition: automatic-action/MDN-sent-automatically; displayed\n\n--b--"
    )
    kind = 'multipart/report; report-type=disposition-notification; boundary="b"'
    return [
        message(
            text, author=SHE, subject=f"Read: {letter['Subject']}", message_id=own(letter),
            MIME_Version="1.0", Content_Type=kind,
        )
    ]  # fmt: skip


def forwarded_back(letter: Letter) -> list[bytes]:
    """A rule sends each letter back, from the address of whoever set it."""
    quoted = "\n".join(f"> {line}" for line in letter.text.splitlines())
    head = f"---------- Forwarded message ----------\nFrom: {MAILBOX}\nSubject: {letter['Subject']}\n"
    return [
        message(
            f"{head}\n{quoted}",
            author="assistant@partner.example",
            subject=f"Fwd: {letter['Subject']}",
            message_id=own(letter),
            References=letter["Message-ID"],
        )
    ]


def challenge(letter: Letter) -> list[bytes]:
    text = (
        f"Your message to {SHE} is being held, because your address has not been seen before. To release "
        f"it for delivery, please confirm it: https://filter.example/confirm/{letter.number}, or simply "
        "reply to this message."
    )
    return [message(text, author=SHE, subject="Please confirm your message", message_id=own(letter))]


def new_face(letter: Letter, **thread: str) -> list[bytes]:
    """Each answer under another name, in words that nobody could tell from a person's."""
    who = f"agent.{letter.number}@partner.example"
    return [
        message("This is not acceptable, look at it again.", author=who, message_id=own(letter), **thread)
    ]


def new_face_in_thread(letter: Letter) -> list[bytes]:
    return new_face(letter, In_Reply_To=letter["Message-ID"])


def both(*partners: Partner) -> Partner:
    return lambda letter: [
        raw for number, each in enumerate(partners) for raw in _apart(each(letter), number)
    ]


def _apart(raws: list[bytes], number: int) -> list[bytes]:
    return [raw.replace(b"Message-ID: <", f"Message-ID: <{number}x".encode()) for raw in raws]


# -- the laboratory


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.close()


@dataclass
class Laboratory:
    """mailbot, its partners by address, and what has been on the way between them."""

    office: Office
    partners: dict[str, Partner]
    courier: FakeCourier = field(default_factory=FakeCourier)
    received: int = 0
    read: int = 0  # letters their readers have dealt with

    def run(self, *first: bytes) -> Laboratory:
        self._receive(list(first))
        for _ in range(DAYS * 24 // HOURS):
            self.office.deliver(self.courier)
            self._receive(self._answers())
            self.office.sweep()
            self.office.clock.go(hours=HOURS)
        self.office.deliver(self.courier)
        return self

    def _receive(self, raws: list[bytes]) -> None:
        self.received += len(raws)
        self.office.take(*raws)

    def _answers(self) -> list[bytes]:
        fresh = self.courier.letters[self.read :]
        self.read += len(fresh)
        return [
            raw
            for number, (_, recipients, letter) in enumerate(fresh, self.read - len(fresh))
            for address in recipients[:1]
            for raw in self.partner(address)(letter_of(address, letter, number))
        ]

    def partner(self, address: str) -> Partner:
        whole, of_domain = self.partners.get(address), self.partners.get(address.rpartition("@")[2])
        return whole or of_domain or (lambda _: [])

    def automatic(self) -> int:
        """Letters that went to complainants."""
        return sum(ARCHIVE in recipients for _, recipients, _ in self.courier.letters)

    def a_day(self) -> int:
        """The most acknowledgements one address was sent within a day."""
        days = Counter(
            (one.recipient, one.created_at.date()) for one in self.office.letters("acknowledgement")
        )
        return max(days.values(), default=0)


def letter_of(address: str, raw: bytes, number: int) -> Letter:
    seen = message_from_bytes(raw, policy=policy.default)
    assert isinstance(seen, EmailMessage)
    return Letter(address, raw, seen, number)


def accounted(laboratory: Laboratory) -> None:
    """Each message is in the ledger: of a case, on a letter, or before a person."""
    office = laboratory.office
    rows = office.rows("SELECT id, accounted, case_id FROM messages")
    assert len(rows) == laboratory.received
    tasked = {task.message_row_id for task in office.tasks()}
    acknowledged = {
        row[0] for row in office.rows("SELECT case_id FROM letters WHERE kind = 'acknowledgement'")
    }
    for row in rows:
        if row.accounted == "open":
            assert row.case_id in acknowledged or row.id in tasked
        elif row.accounted == "before-person":
            assert row.id in tasked


def complaint(author: str = f"Pat Partner <{SHE}>") -> bytes:
    text = "I complain about the fee you took on 3 November. I want it back."
    return message(text, author=author, message_id="<first@partner.example>")


def laboratory(stage: Stage, partner: Partner, address: str = SHE, **limits: int) -> Laboratory:
    """mailbot alone with one partner, who answers for his whole domain."""
    stage.empty()
    office = Office(stage.database, clock=Clock(), practice=replace(PRACTICE, **limits))  # type: ignore[arg-type]
    return Laboratory(office, {address: partner, address.rpartition("@")[2]: partner})


# -- thirty days each


@pytest.mark.assertion("A-37")
@pytest.mark.parametrize(
    ("partner", "cases"),
    [
        (out_of_office, 1),
        (bare_vacation, 1),
        (ticket_robot, 1),
        (bouncing_server, 1),
        (receipt_robot, 1),
        (challenge, 1),
        (mirror, 2),  # it is a letter of ours that says nothing of it: before a person, never answered
        (forwarded_back, 2),
        (both(ticket_robot, bare_vacation), 1),
        (both(out_of_office, bouncing_server), 1),
        (both(forwarded_back, challenge), 2),
    ],
    ids=[
        "out of office", "bare vacation", "ticket robot", "bouncing server", "receipt robot", "challenge",
        "mirror", "forwarded back", "ticket robot and vacation", "out of office and bounces",
        "forwarded back and challenge",
    ],
)  # fmt: skip
def test_a_robot_is_sent_two_automatic_letters_in_thirty_days(
    stage: Stage, partner: Partner, cases: int
) -> None:
    lab = laboratory(stage, partner).run(complaint())
    assert lab.automatic() == 2
    assert lab.received > 1, "the partner never answered"
    assert len(lab.office.cases()) == cases
    accounted(lab)


@pytest.mark.assertion("A-37")
def test_a_message_in_our_own_name_is_answered_by_nobody(stage: Stage) -> None:
    lab = laboratory(stage, itself, MAILBOX).run(complaint(MAILBOX))
    assert lab.automatic() == 0
    assert len(lab.office.cases()) == 1
    accounted(lab)


@pytest.mark.assertion("A-34")
def test_a_robot_that_nobody_could_tell_from_a_person_is_stopped_by_the_limit_of_its_address(
    stage: Stage,
) -> None:
    lab = laboratory(stage, mute_vacation).run(complaint())
    assert lab.a_day() == PRACTICE.acknowledgements_per_address_per_day
    assert lab.automatic() == 6, "what is not answered ends the loop"
    assert len(lab.office.cases()) == 7
    accounted(lab)


@pytest.mark.assertion("A-33", "A-37")
def test_a_robot_with_a_new_address_in_each_answer_is_known_by_the_thread(stage: Stage) -> None:
    lab = laboratory(stage, new_face_in_thread).run(complaint())
    assert lab.automatic() == 2
    assert len(lab.office.cases()) == 3
    accounted(lab)


@pytest.mark.assertion("A-34")
@pytest.mark.parametrize(
    "partner", [new_face, both(new_face, mute_vacation)], ids=["alone", "and a vacation"]
)
def test_a_robot_with_a_new_address_in_each_message_is_stopped_by_the_limit_of_its_domain(
    stage: Stage, partner: Partner
) -> None:
    lab = laboratory(stage, partner, acknowledgements_per_domain_per_day=2).run(complaint())
    days = Counter(one.created_at.date() for one in lab.office.letters("acknowledgement"))
    assert max(days.values()) <= 3  # two in any twenty-four hours
    assert lab.automatic() <= 2 * 2 * (DAYS + 1)
    assert len(lab.office.cases()) <= 2 * lab.automatic() + 1
    accounted(lab)


@pytest.mark.assertion("A-37", "B-39")
def test_colleagues_whose_mailboxes_answer_are_written_to_no_more_than_if_they_did_not(stage: Stage) -> None:
    def away(letter: Letter) -> list[bytes]:
        return [
            message(
                "I am away.",
                author=letter.to,
                subject="Away",
                message_id=own(letter),
                Auto_Submitted="auto-replied",
            ),
            message("Noted.", author=letter.to, subject="Re: yours", message_id=f"<b{own(letter)[1:]}"),
        ]

    silent = laboratory(stage, lambda _: [], "firm.example.com").run(complaint())
    expected = len(silent.courier.letters)
    lab = laboratory(stage, away, "firm.example.com").run(complaint())
    assert len(lab.courier.letters) == expected
    assert len(lab.office.cases()) == 1
    accounted(lab)


# -- another mailbot


def stripped(raw: bytes) -> bytes:
    """As a gateway passes it on that knows five fields."""
    head, _, body = raw.partition(b"\r\n\r\n")
    unfolded = re.sub(rb"\r\n[ \t]+", b" ", head).split(b"\r\n")
    kept = (b"from:", b"to:", b"subject:", b"date:", b"content-type:", b"mime-version:")
    return b"\r\n".join([*(line for line in unfolded if line.lower().startswith(kept)), b"", body])


@pytest.mark.assertion("A-37")
@pytest.mark.parametrize(
    "gateway", [lambda raw: raw, stripped], ids=["as they are", "stripped of their fields"]
)
def test_two_mailbots_exchange_two_automatic_letters_at_most(
    stage: Stage, gateway: Callable[[bytes], bytes]
) -> None:
    theirs = Stage()
    try:
        clock = Clock()
        practice = replace(
            PRACTICE,
            own_addresses=frozenset({OTHER}),
            own_domains=frozenset({"other.example.net"}),
            mailbox_addresses=frozenset({OTHER}),
            handlers=(Handler("Kim", "kim@other.example.net"),),
        )
        head = replace(
            LETTERHEAD,
            sender=Address("Other Lending", OTHER),
            domain="other.example.net",
            firm=replace(LETTERHEAD.firm, name="Other Lending", email=OTHER),
        )
        stage.empty()
        offices = {
            MAILBOX: Office(stage.database, clock=clock),
            OTHER: Office(theirs.database, clock=clock, practice=practice, head=head),
        }
        couriers = {address: FakeCourier() for address in offices}
        read = Counter[str]()
        # Somebody at each writes to the other from the shared mailbox.
        offices[MAILBOX].take(message("I complain about your letters.", author=OTHER))
        offices[OTHER].take(message("We complain about yours.", author=MAILBOX, to=OTHER))
        for _ in range(DAYS * 24 // HOURS):
            for address, office in offices.items():
                office.deliver(couriers[address])
                office.sweep()
            for address, courier in couriers.items():
                (other,) = set(offices) - {address}
                fresh = courier.letters[read[address] :]
                read[address] += len(fresh)
                offices[other].take(*(gateway(raw) for _, to, raw in fresh if to[0] == other))
            clock.go(hours=HOURS)
        for address, courier in couriers.items():
            (other,) = set(offices) - {address}
            assert sum(to[0] == other for _, to, _ in courier.letters) <= 2
    finally:
        theirs.close()
