"""What is enclosed in a message: messages within, Outlook's own containers, signatures, files in the text."""

from __future__ import annotations

import base64
import binascii
import struct
from itertools import pairwise

import pytest

from mailbot.complaints.practice import Practice
from mailbot.mail.message import ParsedMessage, Zone
from mailbot.mail.parse import parse
from mailbot.reading.reader import Reader

HEADER = b"From: Jane Doe <jane@example.org>\r\nSubject: Fwd: my account\r\nMIME-Version: 1.0\r\n"
FORWARDED = (
    b"From: Ann Poe <ann@example.net>\r\nTo: x@example.com\r\nSubject: Account CNX-204418\r\n"
    b"Date: Wed, 2 Sep 2026 10:41:07 +0100\r\n\r\n"
    b"I never agreed to this.\r\n\r\nOn 1 Sep 2026, at 10:00, Conexus <x@example.com> wrote:\r\n"
    b"> You owe us CNX-999999.\r\n"
)


def mixed(*parts: bytes, subtype: bytes = b"mixed") -> bytes:
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"
    return HEADER + b"Content-Type: multipart/" + subtype + b"; boundary=b\r\n\r\n" + body


def attached(data: bytes, content_type: bytes, name: bytes) -> bytes:
    return (
        b"Content-Type: "
        + content_type
        + b'\r\nContent-Disposition: attachment; filename="'
        + name
        + b'"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data)
    )


def zone(message: ParsedMessage, wanted: Zone) -> str:
    return "\n".join(passage.text for passage in message.passages if passage.zone is wanted)


# --- messages within ------------------------------------------------------------------------------------

AS_PARTS = {
    "as a message": b"Content-Type: message/rfc822\r\n\r\n" + FORWARDED,
    "as a message, encoded": attached(FORWARDED, b"message/rfc822", b"x.eml"),
    "as a file": attached(FORWARDED, b"application/octet-stream", b"complaint.eml"),
    "as a global message": b"Content-Type: message/global\r\n\r\n" + FORWARDED,
}


@pytest.mark.parametrize("part", AS_PARTS.values(), ids=AS_PARTS.keys())
def test_a_forwarded_message_is_read_with_its_headings_and_its_quotation_apart(part: bytes) -> None:
    message = parse(mixed(b"\r\nSee below.", part))
    assert message.new_text == "See below."
    forwarded = zone(message, Zone.FORWARDED)
    assert forwarded.startswith("From: Ann Poe <ann@example.net>\nDate: ")
    assert "Subject: Account CNX-204418\n\nI never agreed to this." in forwarded
    assert "CNX-999999" not in forwarded
    assert "> You owe us CNX-999999." in zone(message, Zone.QUOTED)


def test_the_files_of_a_forwarded_message_are_listed_with_their_words() -> None:
    inner = mixed(
        b"\r\nMy letter is attached.", attached(b"Account CNX-204418", b"text/plain", b"letter.txt")
    )
    message = parse(mixed(b"\r\nSee below.", b"Content-Type: message/rfc822\r\n\r\n" + inner))
    assert [a.filename for a in message.attachments] == ["Fwd: my account", "letter.txt"]
    assert message.attachments[1].text == "Account CNX-204418"


def test_messages_within_messages_end_somewhere() -> None:
    inner = b"Subject: the last\r\n\r\nwords"
    for _ in range(12):
        inner = HEADER + b"Content-Type: message/rfc822\r\n\r\n" + inner
    message = parse(inner)
    assert "a message within messages that was not read" in message.defects
    assert message.unreadable == ""


def test_what_a_server_returns_in_a_report_is_not_our_text() -> None:
    raw = mixed(b"\r\nIt failed.", b"Content-Type: message/rfc822\r\n\r\n" + FORWARDED, subtype=b"report")
    message = parse(raw)
    assert zone(message, Zone.FORWARDED) == ""
    assert "CNX-204418" not in message.whole_text


@pytest.mark.parametrize(
    ("content_type", "defect"),
    [
        (b"message/partial; id=x; number=1; total=2", "a piece of a message that was sent in pieces"),
        (
            b"message/external-body; access-type=URL; URL=http://example.org/x",
            "a part that is kept elsewhere was not fetched",
        ),
    ],
)
def test_what_is_elsewhere_is_noted_and_never_followed(content_type: bytes, defect: str) -> None:
    message = parse(mixed(b"\r\nhello", b"Content-Type: " + content_type + b"\r\n\r\nSubject: x\r\n\r\ny"))
    assert message.new_text == "hello"
    assert defect in message.defects


# --- TNEF -----------------------------------------------------------------------------------------------


def attribute(level: int, identifier: int, value: bytes) -> bytes:
    return struct.pack("<BHHI", level, identifier, 6, len(value)) + value + b"\x00\x00"


def properties(*values: tuple[int, int, bytes]) -> bytes:
    pieces = [struct.pack("<I", len(values))]
    for kind, identifier, value in values:
        pieces.append(
            struct.pack("<HHII", kind, identifier, 1, len(value)) + value + b"\x00" * (-len(value) % 4)
        )
    return b"".join(pieces)


def compressed_rtf(text: bytes) -> bytes:
    """Literal octets alone, in runs of eight; the end is a reference to the place itself."""
    runs = b"".join(b"\x00" + text[at : at + 8] for at in range(0, len(text) // 8 * 8, 8))
    rest = text[len(text) // 8 * 8 :]
    end = (207 + len(text)) % 4096 << 4
    runs += bytes([1 << len(rest)]) + rest + struct.pack(">H", end)
    return struct.pack("<IIII", len(runs) + 12, len(text), 0x75465A4C, 0) + runs


RTF = rb"{\rtf1\ansi I complain about CNX-204418.\par}"
BODY = {
    "rtf": (0x0102, 0x1009, compressed_rtf(RTF)),
    "html": (0x0102, 0x1013, b"<p>I complain about <b>CNX-204418</b>.</p>"),
    "plain": (0x001F, 0x1000, "I complain about CNX-204418.".encode("utf-16-le")),
}


def tnef(*body: tuple[int, int, bytes]) -> bytes:
    name = (0x001F, 0x3707, "café letter.txt\x00".encode("utf-16-le"))
    return (
        b"\x78\x9f\x3e\x22\x01\x00"
        + attribute(1, 0x9007, struct.pack("<II", 1252, 0))
        + attribute(1, 0x9003, properties(*body))
        + attribute(2, 0x9002, b"\x00" * 14)
        + attribute(2, 0x8010, b"LETTER~1.TXT\x00")
        + attribute(2, 0x800F, b"Account CNX-555555")
        + attribute(2, 0x9005, properties(name))
    )


@pytest.mark.parametrize("body", BODY.values(), ids=BODY.keys())
def test_winmail_dat_alone_is_the_body_and_its_files(body: tuple[int, int, bytes]) -> None:
    message = parse(mixed(attached(tnef(body), b"application/ms-tnef", b"winmail.dat")))
    assert message.new_text == "I complain about CNX-204418."
    assert [a.filename for a in message.attachments] == ["winmail.dat", "café letter.txt"]
    assert message.attachments[1].text == "Account CNX-555555"


def test_winmail_dat_beside_an_empty_page_is_the_body() -> None:
    part = attached(tnef(BODY["rtf"]), b"application/ms-tnef", b"winmail.dat")
    message = parse(mixed(b"Content-Type: text/html\r\n\r\n<html><body> </body></html>", part))
    assert message.new_text == "I complain about CNX-204418."


def test_beside_a_text_only_the_files_of_winmail_dat_are_added() -> None:
    part = attached(tnef(BODY["rtf"]), b"application/octet-stream", b"winmail.dat")
    message = parse(mixed(b"\r\nThe words.", part))
    assert message.new_text == "The words."
    assert [a.real_type for a in message.attachments] == ["application/ms-tnef", "text/plain"]


@pytest.mark.parametrize("length", range(6, 400, 13))
def test_a_tnef_stream_that_is_cut_off_is_no_error(length: int) -> None:
    message = parse(
        mixed(b"\r\nThe words.", attached(tnef(*BODY.values())[:length], b"application/ms-tnef", b"w"))
    )
    assert message.unreadable == ""
    assert message.new_text == "The words."


# --- Outlook's .msg -------------------------------------------------------------------------------------


def compound_file(tree: dict[str, object]) -> bytes:
    """MS-CFB version 3: sectors of 512 octets, small streams in a mini stream of 64."""
    entries: list[list[object]] = []
    sectors: list[bytes] = []
    chains: list[int] = []
    small: list[bytes] = []
    small_chains: list[int] = []

    def store(data: bytes, size: int = 512) -> int:
        pieces, chain = (sectors, chains) if size == 512 else (small, small_chains)
        first = len(pieces)
        count = max(1, -(-len(data) // size))
        pieces.extend(data[at * size : (at + 1) * size].ljust(size, b"\x00") for at in range(count))
        chain.extend([*range(first + 1, first + count), 0xFFFFFFFE])
        return first

    def add(name: str, node: object, kind: int) -> int:
        at = len(entries)
        entries.append([name, kind, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFE, 0])
        if isinstance(node, bytes):
            entries[at][4:6] = [store(node, 64 if len(node) < 4096 else 512), len(node)]
        elif isinstance(node, dict):
            children = [add(n, inner, 2 if isinstance(inner, bytes) else 1) for n, inner in node.items()]
            for left, right in pairwise(children):
                entries[left][2] = right
            entries[at][3] = children[0] if children else 0xFFFFFFFF
        return at

    add("Root Entry", tree, 5)
    entries[0][4:6] = [store(b"".join(small)), 64 * len(small)]
    small_table = struct.pack(f"<{len(small_chains)}I", *small_chains)
    small_table = small_table.ljust(-(-len(small_table) // 512) * 512, b"\xff")
    small_table_at = store(small_table) if small else 0xFFFFFFFE
    directory = b""
    for name, kind, right, child, start, size in entries:
        encoded = str(name).encode("utf-16-le") + b"\x00\x00"
        directory += encoded.ljust(64, b"\x00") + struct.pack(
            "<HBBIII36xIQ", len(encoded), kind, 1, 0xFFFFFFFF, right, child, start, size
        )
    directory_at = store(directory)
    table_sectors = -(-(len(sectors) + 2) * 4 // 512)
    table_at = len(sectors)
    chains.extend([0xFFFFFFFD] * table_sectors)
    table = struct.pack(f"<{len(chains)}I", *chains).ljust(512 * table_sectors, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16 + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
    fields = (0, table_sectors, directory_at, 0, 4096, small_table_at, len(small_table) // 512, 0xFFFFFFFE, 0)
    header += b"\x00" * 6 + struct.pack("<IIIIIIIII", *fields)
    difat = struct.pack(f"<{table_sectors}I", *range(table_at, table_at + table_sectors)).ljust(436, b"\xff")
    return header + difat + b"".join(sectors) + table


def unicode(text: str) -> bytes:
    return text.encode("utf-16-le")


def saved_message(**more: object) -> dict[str, object]:
    return {
        "__properties_version1.0": b"\x00" * 32,
        "__substg1.0_0037001F": unicode("Account CNX-204418"),
        "__substg1.0_0C1A001F": unicode("Ann Poe"),
        "__substg1.0_5D01001F": unicode("ann@example.net"),
        "__substg1.0_1000001F": unicode("I never agreed to this."),
        **more,
    }


def test_a_message_saved_from_outlook_is_read_with_its_files() -> None:
    file = {
        "__properties_version1.0": b"\x00" * 8,
        "__substg1.0_3707001F": unicode("letter.txt"),
        "__substg1.0_37010102": b"Account CNX-555555",
    }
    within = {"__properties_version1.0": b"\x00" * 8, "__substg1.0_3701000D": saved_message()}
    tree = saved_message(**{"__attach_version1.0_#00000000": file, "__attach_version1.0_#00000001": within})
    part = attached(compound_file(tree), b"application/vnd.ms-outlook", b"complaint.msg")
    message = parse(mixed(b"\r\nSee below.", part))
    assert message.attachments[0].real_type == "application/vnd.ms-outlook"
    assert [a.filename for a in message.attachments] == ["complaint.msg", "letter.txt", "Account CNX-204418"]
    assert message.attachments[1].text == "Account CNX-555555"
    forwarded = zone(message, Zone.FORWARDED)
    assert (
        forwarded.count("From: Ann Poe <ann@example.net>\nSubject: Account CNX-204418\n\nI never agreed") == 2
    )


@pytest.mark.parametrize("damage", [slice(0, 600), slice(0, 2_000), slice(0, -512), slice(0, -300)])
def test_a_damaged_msg_file_is_a_defect(damage: slice) -> None:
    data = compound_file(saved_message())[damage]
    message = parse(mixed(b"\r\nSee below.", attached(data, b"application/vnd.ms-outlook", b"x.msg")))
    assert message.new_text == "See below."
    assert message.attachments[0].size == len(data)


def test_sectors_that_go_round_in_a_circle_end() -> None:
    data = bytearray(compound_file(saved_message()))
    table_at = 512 * (struct.unpack_from("<I", data, 76)[0] + 1)
    struct.pack_into("<128I", data, table_at, *([0] * 128))
    message = parse(mixed(b"\r\nSee below.", attached(bytes(data), b"application/vnd.ms-outlook", b"x.msg")))
    assert message.new_text == "See below."


def word97(*pieces: str, flags: int = 0x0200) -> bytes:
    """Every other piece is in windows-1252, the others are in UTF-16, as Word mixes them."""
    document = b"\xec\xa5".ljust(1024, b"\x00")
    places, descriptors = [0], b""
    for number, piece in enumerate(pieces):
        wide = number % 2
        at = len(document) if wide else len(document) * 2 | 0x40000000
        document += piece.encode("utf-16-le" if wide else "cp1252")
        places.append(places[-1] + len(piece))
        descriptors += struct.pack("<HIH", 0, at, 0)
    table = struct.pack(f"<{len(places)}I", *places) + descriptors
    clx = b"\x01\x02\x00xx\x02" + struct.pack("<I", len(table)) + table
    document = document[:0x0A] + struct.pack("<H", flags) + document[0x0C:]
    document = document[:0x1A2] + struct.pack("<II", 0, len(clx)) + document[0x1AA:]
    return compound_file({"WordDocument": document, "1Table": clx})


def test_an_old_word_document_is_read_piece_by_piece() -> None:
    pieces = ("Dear Sir,\r", "I complain about €25 on ", "account\x07CNX-204418\x07\r", "\x13 PAGE \x141\x15")
    message = parse(
        mixed(b"\r\nPlease see attached.", attached(word97(*pieces), b"application/pdf", b"a.doc"))
    )
    assert message.attachments[0].real_type == "application/msword"
    assert message.attachments[0].text == "Dear Sir,\nI complain about €25 on account\tCNX-204418\t\n1"


def test_an_old_word_document_that_is_encrypted_or_damaged_says_so() -> None:
    protected = compound_file({"EncryptedPackage": b"x" * 600})
    encrypted, damaged = word97("x", flags=0x0300), word97()
    for data, why in ((encrypted, "is encrypted"), (protected, "is encrypted"), (damaged, "(Damaged)")):
        message = parse(mixed(b"\r\nhello", attached(data, b"application/msword", b"a.doc")))
        assert message.new_text == "hello"
        assert any(why in defect for defect in message.defects)


# --- S/MIME and OpenPGP ---------------------------------------------------------------------------------


def ber(tag: int, *values: bytes, indefinite: bool = False) -> bytes:
    value = b"".join(values)
    if indefinite:
        return bytes([tag, 0x80]) + value + b"\x00\x00"
    return (
        bytes([tag])
        + (bytes([len(value)]) if len(value) < 128 else b"\x82" + struct.pack(">H", len(value)))
        + value
    )


def signed_data(content: bytes, *, indefinite: bool) -> bytes:
    data_oid, signed_oid = bytes.fromhex("06092a864886f70d010701"), bytes.fromhex("06092a864886f70d010702")
    octets = (
        ber(0x24, ber(4, content[:20]), ber(4, content[20:]), indefinite=True)
        if indefinite
        else ber(4, content)
    )
    inner = ber(0x30, data_oid, ber(0xA0, octets, indefinite=indefinite), indefinite=indefinite)
    signed = ber(0x30, ber(2, b"\x01"), ber(0x31), inner, ber(0x31), indefinite=indefinite)
    return ber(0x30, signed_oid, ber(0xA0, signed, indefinite=indefinite), indefinite=indefinite)


@pytest.mark.parametrize("indefinite", [False, True])
def test_the_text_within_an_smime_signature_is_read(indefinite: bool) -> None:
    entity = b"Content-Type: text/plain; charset=utf-8\r\n\r\nI complain about CNX-204418."
    raw = (
        HEADER + b"Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(signed_data(entity, indefinite=indefinite))
    )
    message = parse(raw)
    assert message.new_text == "I complain about CNX-204418."
    assert not message.encrypted
    assert "the text is within a signature, which was not checked" in message.defects


def test_a_signature_cut_off_is_as_good_as_encrypted() -> None:
    data = signed_data(b"Content-Type: text/plain\r\n\r\nwords", indefinite=False)[:30]
    raw = HEADER + b"Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    assert parse(raw + base64.encodebytes(data)).encrypted


def test_words_that_are_signed_in_clear_are_read_without_their_armour() -> None:
    body = (
        b"-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\nI complain.\r\n- -- \r\nJane\r\n"
        b"-----BEGIN PGP SIGNATURE-----\r\nVersion: 1\r\n\r\niQCVAwUB\r\n=9fYc\r\n"
        b"-----END PGP SIGNATURE-----\r\nafter"
    )
    message = parse(HEADER + b"\r\n" + body)
    assert message.new_text == "I complain."
    assert not message.encrypted
    assert "iQCVAwUB" not in message.whole_text
    assert "after" in message.whole_text


def test_a_quoted_pgp_block_does_not_make_a_message_encrypted() -> None:
    assert not parse(HEADER + b"\r\nWhat is this?\r\n> -----BEGIN PGP MESSAGE-----\r\n").encrypted


# --- files in the text ----------------------------------------------------------------------------------


def uuencoded(data: bytes, name: bytes = b"letter.txt") -> bytes:
    lines = [binascii.b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45)]
    return b"begin 644 " + name + b"\n" + b"".join(lines) + b"`\nend\n"


def test_a_uuencoded_file_is_an_attachment_and_not_text() -> None:
    body = b"Before.\n\n" + uuencoded(b"Account CNX-204418 " * 10) + b"\nAfter."
    message = parse(HEADER + b"\r\n" + body)
    assert "Before." in message.new_text
    assert "After." in message.new_text
    assert "begin 644" not in message.whole_text
    (attachment,) = message.attachments
    assert (attachment.filename, attachment.size) == ("letter.txt", 190)
    assert "CNX-204418" in attachment.text


def test_a_yenc_file_is_an_attachment_and_not_text() -> None:
    data = bytes(octet + 42 & 255 for octet in b"Account CNX-204418")
    body = (
        b"Before.\r\n=ybegin line=128 size=18 name=a letter.txt\r\n" + data + b"\r\n=yend size=18\r\nAfter."
    )
    message = parse(HEADER + b"\r\n" + body)
    assert message.new_text == "Before.\nAfter."
    (attachment,) = message.attachments
    assert (attachment.filename, attachment.text) == ("a letter.txt", "Account CNX-204418")


def test_the_name_of_a_file_within_the_text_is_cleaned_like_any_other() -> None:
    body = b"Before.\r\n=ybegin line=128 size=1 name=a\x15\xe2\x80\xae.txt\r\nr\r\n=yend size=1\r\nAfter."
    message = parse(b"From: jane@example.org\r\n\r\n" + body)
    assert [file.filename for file in message.attachments] == ["a.txt"]


@pytest.mark.parametrize(
    "words", [b"begin 644 things and stop.\nPlease do.", b"begin 100 x\nHello\nend", b"=ybeginning"]
)
def test_prose_that_begins_like_a_file_stays_prose(words: bytes) -> None:
    message = parse(HEADER + b"\r\n" + words)
    assert message.new_text == words.decode()
    assert message.attachments == ()


@pytest.mark.parametrize(
    "words",
    [
        b"Before.\n=ybegin line=128 size=9 name=a.jpg\nI complain.\nRing me.",
        b"begin 644 x\n#THE\n$THAT\n%THERE\nI complain.",
    ],
)
def test_a_file_in_the_text_that_never_ends_swallows_no_words(words: bytes) -> None:
    message = parse(HEADER + b"\r\n" + words)
    assert "I complain." in message.new_text
    assert message.attachments == ()


def test_a_long_uuencoded_file_whose_end_was_cut_off_is_a_file() -> None:
    cut = uuencoded(bytes(range(250)) * 2, b"a.bin").rpartition(b"`\n")[0]
    message = parse(HEADER + b"\r\nBefore.\n\n" + cut)
    assert message.new_text == "Before."
    assert [file.filename for file in message.attachments] == ["a.bin"]


# --- what an enclosed part may cost ---------------------------------------------------------------------


@pytest.mark.parametrize("size", [0x03FFFFFF, 0x3FFFFFFF])
def test_a_stream_larger_than_its_file_is_left_out_and_the_others_are_read(size: int) -> None:
    data = bytearray(compound_file(saved_message(**{"__substg1.0_10130102": b"<p>x</p>" * 600})))
    entry = data.index("__substg1.0_10130102".encode("utf-16-le"))
    first = struct.unpack_from("<I", data, entry + 116)[0]
    table_at = 512 * (struct.unpack_from("<I", data, 76)[0] + 1)
    struct.pack_into("<I", data, entry + 120, size)
    struct.pack_into("<I", data, table_at + 4 * first, first)  # the sector after it is itself
    part = attached(bytes(data), b"application/vnd.ms-outlook", b"x.msg")
    reader = Reader(Practice())
    try:
        message = reader.read(mixed(b"\r\nI complain.", part)).parsed
    finally:
        reader.close()
    assert (message.unreadable, message.new_text) == ("", "I complain.")
    assert "I never agreed to this." in zone(message, Zone.FORWARDED)


def many_parts(count: int) -> bytes:
    return HEADER + b"Content-Type: multipart/mixed; boundary=z\r\n\r\n" + b"--z\r\n\r\nx\r\n" * count


def test_what_is_enclosed_shares_one_budget_of_parts_and_never_costs_the_message_its_own_words() -> None:
    bomb = attached(many_parts(900), b"application/octet-stream", b"a.eml")
    signed = attached(signed_data(many_parts(900), indefinite=False), b"application/pkcs7-mime", b"s.p7m")
    message = parse(mixed(*[signed] * 20, *[bomb] * 5, b"\r\nI complain."))
    assert "I complain." in message.new_text
    assert len(message.passages) < 6_000
    assert "more parts than are read" in message.defects


@pytest.mark.parametrize(
    "part",
    [
        b"Content-Type: message/rfc822\r\n\r\n" + FORWARDED,
        attached(FORWARDED, b"application/octet-stream", b"complaint.eml"),
        attached(compound_file(saved_message()), b"application/vnd.ms-outlook", b"x.msg"),
        attached(tnef(BODY["plain"]), b"application/ms-tnef", b"winmail.dat"),
        attached(signed_data(FORWARDED, indefinite=False), b"application/pkcs7-mime", b"s.p7m"),
    ],
)
def test_without_documents_nothing_enclosed_is_opened(part: bytes) -> None:
    message = parse(mixed(b"\r\nI complain.", part), documents=False)
    assert message.whole_text == "I complain."
    assert len(message.attachments) == 1
    assert message.defects
    assert not message.encrypted


LONG = b"I log things here.\r\n" * 150_000


@pytest.mark.parametrize(
    "part",
    [
        b"Content-Type: message/rfc822\r\n\r\nFrom: ann@example.net\r\n\r\n" + LONG,
        b'Content-Type: text/plain; name="log.txt"\r\nContent-Disposition: inline\r\n\r\n' + LONG,
        attached(tnef((0x0102, 0x1013, LONG)), b"application/ms-tnef", b"winmail.dat"),
        b"Content-Type: text/plain\r\n\r\n" + LONG,
    ],
    ids=["a message", "a file", "winmail.dat", "a text"],
)
def test_a_long_part_before_the_words_does_not_cost_the_words(part: bytes) -> None:
    assert "I complain." in parse(mixed(part, b"Content-Type: text/plain\r\n\r\nI complain.")).new_text


# --- standing words beside the words --------------------------------------------------------------------

FOOTER = (
    b"This email and any attachments are confidential and intended solely for the addressee. "
    b"If you are not the intended recipient please delete it. Registered in England."
)
WORDS = b"I complain about the fee of account CNX-204418, and nobody rang me back."


def plain(words: bytes) -> bytes:
    return b"Content-Type: text/plain\r\n\r\n" + words


def page(words: bytes) -> bytes:
    return b"Content-Type: text/html\r\n\r\n<html><body><p>" + words + b"</p></body></html>"


ALTERNATIVES = {
    "a disclaimer beside a letter with it": (plain(FOOTER), page(WORDS + b"</p><p>" + FOOTER)),
    "a letter and a footer, both pages": (page(WORDS), page(FOOTER)),
    "a footer and a letter, both pages": (page(FOOTER), page(WORDS)),
    "a device's line": (plain(b"Sent from my Samsung Galaxy smartphone on the go."), page(WORDS)),
    "pictures": (plain(b"[cid:image001.png@01D9F2C1.5A3B4C50]  [cid:image002.png@01D9.5A3B]"), page(WORDS)),
}


@pytest.mark.parametrize("parts", ALTERNATIVES.values(), ids=ALTERNATIVES.keys())
def test_of_two_alternatives_the_one_with_the_words_is_read(parts: tuple[bytes, bytes]) -> None:
    assert parse(mixed(*parts, subtype=b"alternative")).new_text == WORDS.decode()


def test_a_disclaimer_beside_winmail_dat_does_not_hide_its_body() -> None:
    part = attached(tnef(BODY["rtf"]), b"application/ms-tnef", b"winmail.dat")
    message = parse(mixed(plain(FOOTER), part))
    assert message.new_text == "I complain about CNX-204418."
    assert zone(message, Zone.DISCLAIMER) == FOOTER.decode()


# --- what is encrypted beside words that are not --------------------------------------------------------

SEALED = b"Content-Type: multipart/encrypted; boundary=q\r\n\r\n--q\r\n\r\nx\r\n--q--\r\n"
PGP = b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----\r\n"


@pytest.mark.parametrize(
    "part",
    [
        b"Content-Type: message/rfc822\r\n\r\nFrom: ann@example.net\r\nSubject: x\r\n" + SEALED,
        SEALED,
        attached(b"\x30\x80junk", b"application/pkcs7-mime", b"old.p7m"),
        plain(b"They sent me this:\r\n\r\n" + PGP),
    ],
    ids=["a message", "a part", "a file", "pasted"],
)
def test_what_is_encrypted_in_a_readable_letter_is_a_defect_of_it(part: bytes) -> None:
    message = parse(mixed(b"\r\nI complain.", part))
    assert not message.encrypted
    assert "an encrypted part was not read" in message.defects


@pytest.mark.parametrize("part", [SEALED, plain(PGP), plain(FOOTER + b"\r\n\r\n") + PGP])
def test_a_letter_whose_words_are_encrypted_is_encrypted(part: bytes) -> None:
    assert parse(mixed(part)).encrypted
