"""Attached documents: a letter in a file is found whatever it is called; none costs the message its body."""

from __future__ import annotations

import base64
import io
import time
import zipfile
import zlib

import pytest

from mailbot.mail.files import documents, file_types
from mailbot.mail.files.documents import Budget, read_document
from mailbot.mail.files.file_types import real_type
from mailbot.mail.message import Attachment, ParsedMessage
from mailbot.mail.parse import parse

LETTER = "Dear Conexus, I complain about account CNX-204418."
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
ODF_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def pdf(*pages: str, filled_in: str = "") -> bytes:
    """A PDF with one line of text a page; a page of "" has a drawing on it and no text."""
    form = f" /AcroForm << /Fields [{4 + 2 * len(pages)} 0 R] >>" if filled_in else ""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    parts = [
        f"1 0 obj\n<< /Type /Catalog /Pages 2 0 R{form} >>\nendobj\n".encode(),
        f"2 0 obj\n<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>\nendobj\n".encode(),
        b"3 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n",
    ]
    for n, words in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET".encode() if words else b"0 0 10 10 re f"
        parts.append(
            f"{4 + 2 * n} 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792]"
            f" /Contents {5 + 2 * n} 0 R /Resources << /Font << /F1 3 0 R >> >> >>\nendobj\n".encode()
        )
        parts.append(
            f"{5 + 2 * n} 0 obj\n<< /Length {len(stream)} >>\nstream\n".encode()
            + stream
            + b"\nendstream\nendobj\n"
        )
    if filled_in:
        widget = f"/FT /Tx /T (Account) /V ({filled_in}) /Subtype /Widget /Rect [0 0 9 9]"
        parts.append(f"{4 + 2 * len(pages)} 0 obj\n<< {widget} >>\nendobj\n".encode())
    return _with_xref(parts)


def _with_xref(parts: list[bytes]) -> bytes:
    body = b"%PDF-1.4\n"
    offsets: list[int] = []
    for part in parts:
        offsets.append(len(body))
        body += part
    xref = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n" + "".join(
        f"{o:010d} 00000 n \n" for o in offsets
    )
    trailer = f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + xref.encode() + trailer.encode()


def packed(entries: dict[str, bytes], *, stored: str = "") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED)
    return target.getvalue()


def docx(body: str, **parts: str) -> bytes:
    entries = {
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()
    }
    for name, inner in parts.items():
        entries[f"word/{name}.xml"] = f'<w:hdr xmlns:w="{W}">{inner}</w:hdr>'.encode()
    return packed({"[Content_Types].xml": b"<Types/>", **entries})


def paragraph(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def odt(body: str) -> bytes:
    content = (
        f'<o:document-content xmlns:o="{ODF}" xmlns:t="{ODF_TEXT}">'
        f"<o:body><o:text>{body}</o:text></o:body></o:document-content>"
    )
    return packed(
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()},
        stored="mimetype",
    )


def rtf(words: str) -> bytes:
    return (
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}}{\*\generator Msftedit;}\pard "
        + words
        + "}"
    ).encode("cp1252")


def with_attachment(
    data: bytes,
    content_type: str = "application/octet-stream",
    name: str = "letter",
    body: str = "Please see attached.",
) -> ParsedMessage:
    return parse(
        (
            "From: Jane Doe <jane@example.org>\r\nSubject: Complaint\r\nMIME-Version: 1.0\r\n"
            f"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n{body}\r\n--b\r\n"
            f'Content-Type: {content_type}; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n'
            f"Content-Disposition: attachment\r\n\r\n{base64.encodebytes(data).decode()}\r\n--b--\r\n"
        ).encode()
    )


def only(message: ParsedMessage) -> Attachment:
    (attachment,) = message.attachments
    return attachment


# --- the words are found ---------------------------------------------------------------------------------

LETTERS = {
    "pdf": (pdf(LETTER), file_types.PDF),
    "pdf behind junk": (b"\r\n" * 20 + pdf(LETTER), file_types.PDF),
    "word": (docx(paragraph("Dear Conexus, I com", "plain about account CNX-204418.")), file_types.DOCX),
    "word header": (docx("", header1=paragraph(LETTER)), file_types.DOCX),
    "opendocument": (odt(f"<t:p>Dear <t:span>Con</t:span>exus, {LETTER[14:]}</t:p>"), file_types.ODT),
    "rtf": (rtf(LETTER.replace("account", r"\b acc\b0 ount")), file_types.RTF),
    "html": (
        f"<html><body><p>{LETTER.replace('account', '<b>account</b>')}</p></body></html>".encode(),
        "text/html",
    ),
    "plain": (LETTER.encode(), "text/plain"),
    "utf-16": (LETTER.encode("utf-16"), "text/plain"),
}


@pytest.mark.parametrize(("data", "media_type"), LETTERS.values(), ids=LETTERS.keys())
def test_a_letter_is_read_whatever_it_is_declared_as(data: bytes, media_type: str) -> None:
    attachment = only(with_attachment(data))
    assert attachment.real_type == media_type
    assert attachment.content_type == "application/octet-stream"
    assert LETTER in attachment.text


def test_a_message_that_is_only_an_attached_letter_is_readable() -> None:
    for body in ("", "Please see attached."):
        message = with_attachment(LETTERS["word"][0], body=body)
        assert message.unreadable == ""
        assert only(message).text == LETTER


def test_the_cells_of_a_row_stay_in_one_line() -> None:
    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>"
        for row in (("Account", "CNX-204418"), ("Phone", "07700 900123"))
    )
    lines = [
        " ".join(line.split())
        for line in only(with_attachment(docx(f"<w:tbl>{rows}</w:tbl>"))).text.split("\n")
    ]
    assert lines == ["Account CNX-204418", "Phone 07700 900123"]


def test_what_was_deleted_from_a_document_is_not_read() -> None:
    deleted = "<w:p><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
    assert only(with_attachment(docx(deleted))).text == "kept"


def test_rtf_is_decoded_by_its_own_rules() -> None:
    words = r"caf\'e9 \u163?25 \ldblquote x\rdblquote{\*\hidden gone}{\pict 89504e47}\line next\tab cell"
    assert only(with_attachment(rtf(words))).text == "café £25 “x”\nnext\tcell"


def test_html_wrapped_in_rtf_is_read_as_html() -> None:
    wrapped = (
        rb"{\rtf1\ansi\fromhtml1 {\fonttbl{\f0 Arial;}}{\*\htmltag <p>}\htmlrtf {\htmlrtf0 Dear "
        rb"\htmlrtf \b\htmlrtf0 Conexus{\*\htmltag </p>}\htmlrtf \par}\htmlrtf0 {\*\htmltag <p>}again}"
    )
    assert only(with_attachment(wrapped)).text == "Dear Conexus\n\nagain"


def test_what_was_filled_into_a_form_is_read() -> None:
    attachment = only(with_attachment(pdf("The form", filled_in="CNX-204418")))
    assert "Account: CNX-204418" in attachment.text


def test_a_scan_says_that_it_has_no_text() -> None:
    message = with_attachment(pdf(""), name="scan.pdf")
    assert only(message).text == ""
    assert 'no text in "scan.pdf"' in message.defects


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\x89PNG\r\n\x1a\n\x00", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a\x01", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"II*\x00\x08", "image/tiff"),
        (b"MZ\x90\x00", file_types.EXECUTABLE),
        (b"\x7fELF\x02", file_types.EXECUTABLE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), file_types.DOC),
        (b"\x78\x9f\x3e\x22\x01\x00", file_types.TNEF),
        (packed({"a.txt": b"x"}), file_types.ZIP),
        (packed({"xl/workbook.xml": b"<x/>"}), file_types.XLSX),
        (b"BEGIN:VCALENDAR\r\n", "text/calendar"),
        (b"From: a@example.org\r\nSubject: x\r\n\r\nx", "message/rfc822"),
        (b"PK\x03\x04 cut off", file_types.ZIP),
        (b"\x01\x02\x03", file_types.UNKNOWN),
        (b"Dear Sir: I complain.", "text/plain"),
        (b"", ""),
    ],
)
def test_the_content_tells_the_type(data: bytes, expected: str) -> None:
    assert real_type(data) == expected


def test_a_document_is_not_what_its_name_says() -> None:
    assert (
        only(with_attachment(b"MZ\x90\x00", "application/pdf", "letter.pdf")).real_type
        == file_types.EXECUTABLE
    )


@pytest.mark.parametrize(
    "content_type", ["text/css", "application/pgp-signature", "text/x-amp-html", "application/json"]
)
def test_text_for_programs_is_not_read_as_words(content_type: str) -> None:
    assert only(with_attachment(b"account CNX-204418", content_type)).text == ""


# --- nothing costs more than it may -------------------------------------------------------------------------


def bomb() -> bytes:
    return packed({"word/document.xml": b"<w>" + b" " * 40_000_000 + b"</w>"})


def entities() -> bytes:
    declared = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)
    )
    body = f'<!DOCTYPE x [{declared}]><w:document xmlns:w="{W}"><w:p><w:t>&j;</w:t></w:p></w:document>'
    return packed({"word/document.xml": body.encode()})


def external_entity() -> bytes:
    body = (
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        f'<w:document xmlns:w="{W}"><w:p><w:t>before &e; after</w:t></w:p></w:document>'
    )
    return packed({"word/document.xml": body.encode()})


def flate_bomb() -> bytes:
    packed_content = zlib.compress(b"BT (x) Tj ET " * 3_000_000, 9)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    return _with_xref(
        [
            b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
            b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n",
            b"3 0 obj\n" + page + b"\nendobj\n",
            b"4 0 obj\n<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed_content)
            + packed_content
            + b"\nendstream\nendobj\n",
        ]
    )


HOSTILE = {
    "zip bomb in a word file": bomb(),
    "ten thousand million laughs": entities(),
    "external entity": external_entity(),
    "flate bomb in a pdf": flate_bomb(),
    "a pdf of a thousand pages": pdf(*["words"] * 1_000),
    "a pdf with too many operators": pdf("a) Tj " * 90_000 + "(b"),
    "a pdf cut off": pdf(LETTER)[:300],
    "a pdf that is only its signature": b"%PDF-1.7",
    "a pdf whose pages go round": pdf(LETTER).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]"),
    "a word file cut off": docx(paragraph(LETTER))[:200],
    "a word file of broken xml": packed({"word/document.xml": b"<w:document><w:p><w:t>" + b"<" * 1000}),
    "deep xml": packed({"word/document.xml": b"<a>" * 200_000}),
    "rtf of braces": b"{\\rtf1" + b"{" * 1_000_000,
    "rtf never closed": b"{\\rtf1 " + b"\\'e9" * 500_000,
    "rtf with a long number": b"{\\rtf1 \\u" + b"9" * 100_000,
    "rtf with binary data": b"{\\rtf1 \\bin999999999 x}",
    "a directory of many files": packed({f"{n}": b"" for n in range(6_000)}),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_document_costs_the_message_neither_its_body_nor_its_time(data: bytes) -> None:
    began = time.process_time()
    message = with_attachment(data)
    assert time.process_time() - began < 3.0
    assert message.new_text == "Please see attached."
    assert "root:" not in only(message).text
    assert len(only(message).text) <= 64 * 1024


@pytest.mark.parametrize(
    ("name", "defect"),
    [
        ("zip bomb in a word file", "packed more than 100 times"),
        ("flate bomb in a pdf", "it could not be read (LimitReachedError)"),
        ("a pdf of a thousand pages", "only its beginning was read"),
        ("a word file cut off", ""),
    ],
)
def test_what_was_not_read_to_its_end_is_named(name: str, defect: str) -> None:
    message = with_attachment(HOSTILE[name])
    assert any(defect in each and '"letter"' in each for each in message.defects) or not defect


def test_the_documents_of_one_message_share_a_budget() -> None:
    budget = Budget()
    for _ in range(documents.MAX_DOCUMENTS):
        assert read_document(pdf(LETTER), file_types.PDF, "", budget)[0]
    assert read_document(pdf(LETTER), file_types.PDF, "", budget) == ("", budget.why)


def test_documents_can_be_left_unread() -> None:
    raw = b"Content-Type: application/pdf\r\n\r\n" + pdf(LETTER)
    (attachment,) = parse(raw, documents=False).attachments
    assert (attachment.real_type, attachment.text) == (file_types.PDF, "")
    assert any("no document of the message was" in defect for defect in parse(raw, documents=False).defects)


def test_an_rtf_letter_goes_on_after_a_brace_too_many() -> None:
    data = b"{\\rtf1 {\\b Hello}} I complain.}"
    assert "I complain." in only(with_attachment(data, "application/rtf")).text


def test_rtf_groups_are_counted_however_deep() -> None:
    data = b"{\\rtf1 Hello " + b"{\\*\\x " * 600 + b"}" * 600 + b" I complain.}"
    assert only(with_attachment(data, "application/rtf")).text == "Hello  I complain."


LONG = "I complain. " * 9_000
CUT = {
    "rtf": rtf(LONG),
    "plain": LONG.encode(),
    "docx": docx(paragraph(LONG)),
    "html": b"<html><body><p>" + LONG.encode(),
}


@pytest.mark.parametrize("data", CUT.values(), ids=CUT.keys())
def test_a_document_that_is_cut_says_so(data: bytes) -> None:
    message = with_attachment(data, "text/plain")
    assert any("only its beginning was read" in defect for defect in message.defects)


def test_the_last_document_of_many_says_that_it_is_cut() -> None:
    budget = Budget(text=20)
    assert read_document(rtf(LETTER), file_types.RTF, "", budget) == (
        LETTER[:20].strip(),
        "only its beginning was read",
    )
