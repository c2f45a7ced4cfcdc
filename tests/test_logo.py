"""The firm's logo: within the HTML, from nowhere else, and only to whom a file may go."""

from __future__ import annotations

import binascii
import struct
import zlib
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from fakes import LETTERHEAD, PRACTICE, FakeCourier, Office, message

from mailbot.assembly.stationery import LARGEST_LOGO, logo
from mailbot.config import load
from mailbot.mail.writing.compose import UnsafeLetter
from mailbot.ownership import Unfit
from mailbot.store.database import Database


def png() -> bytes:
    """One white pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", binascii.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\0\xff\xff\xff")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def sent(office: Office, to: str = "jane") -> list[EmailMessage]:
    courier = FakeCourier()
    office.deliver(courier)
    return [
        message_from_bytes(raw, policy=policy.default) for _, who, raw in courier.letters if to in str(who)
    ]


def office_with_logo(database: Database, enclose_to: str) -> Office:
    practice = replace(PRACTICE, enclose_to=enclose_to)
    return Office(database, practice=practice, head=replace(LETTERHEAD, logo=("image/png", png())))


def test_the_logo_is_a_part_of_the_html_and_its_text_is_the_firms_name(database: Database) -> None:
    office = office_with_logo(database, "everyone")
    office.take(message())
    for letter in sent(office):
        html = letter.get_body(("html",))
        related = letter.get_body(("related", "html"))
        assert html is not None
        assert related is not None
        (picture,) = related.iter_attachments()
        assert picture["Content-ID"] == "<logo@letter>"
        assert picture.get_content() == png()
        assert 'src="cid:logo@letter" alt="Example Finance"' in html.get_content()
        plain = letter.get_body(("plain",))
        assert plain is not None
        assert "Example Finance" in plain.get_content()


def test_nobody_gets_it_whom_no_server_vouches_for_and_no_colleague(database: Database) -> None:
    office = office_with_logo(database, "authentic")
    office.take(message())
    letters = [*sent(office), *sent(office, "sam")]
    assert letters
    for letter in letters:
        assert b"image/png" not in letter.as_bytes()
        html = letter.get_body(("html",))
        assert html is not None
        assert "<h1>Example Finance</h1>" in html.get_content()


def test_what_is_no_picture_costs_its_letter_and_no_case(database: Database) -> None:
    head = replace(LETTERHEAD, logo=("text/html", b"<script>"))
    office = Office(database, practice=replace(PRACTICE, enclose_to="everyone"), head=head)
    office.take(message())
    assert len(office.cases()) == 1
    assert office.letters("acknowledgement") == []
    assert UnsafeLetter.__name__ in str([task.detail for task in office.tasks()])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "No such file"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is no PNG, JPEG or GIF"),
        (b"\xff\xd8\xff" + bytes(LARGEST_LOGO), "octets; it goes with every letter"),
    ],
)
def test_a_logo_that_cannot_be_sent_stops_a_start(tmp_path: Path, content: bytes | None, said: str) -> None:
    example = (Path(__file__).parents[1] / "config.example.toml").read_text(encoding="utf-8")
    file = tmp_path / "config.toml"
    file.write_text(example.replace("# logo =", "logo ="), encoding="utf-8")
    if content is not None:
        (tmp_path / "logo.png").write_bytes(content)
    with pytest.raises(Unfit, match=r"\[templates\] logo: .*" + said):
        logo(load(file))


def test_a_logo_that_can_be_sent_is_read(tmp_path: Path) -> None:
    example = (Path(__file__).parents[1] / "config.example.toml").read_text(encoding="utf-8")
    file = tmp_path / "config.toml"
    file.write_text(example.replace("# logo =", "logo ="), encoding="utf-8")
    (tmp_path / "logo.png").write_bytes(png())
    assert logo(load(file)) == ("image/png", png())
