"""Header blocks in a body: "From: … Sent: … To: … Subject: …", and the headings of Lotus Notes.

A mail program writes them above the message replied to or forwarded. A person may head a letter of their own
likewise, so a block also says whether a program wrote it: by a clock time, or by the word for "sent".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_BLOCK_LINES = 60  # a list of recipients may be long
MAX_OTHER_LINES = 3  # lines in a row that are neither field nor continuation
_MAX_FIELD_NAME = 26

_FROM = (
    "from|von|de|da|van|från|fra|oddi wrth|oddiwrth|gan|od|expéditeur|lähettäjä|kimden|gönderen|absender"
    "|от|от кого|отправитель|від|від кого|відправник|差出人|送信者|发件人|發件人|寄件者|寄件人|발신|보낸 사람"
    "|ó|seoltóir|de la|expeditor|feladó|από|odesílatel|nadawca|remetente|mittente|remitente|afzender"
    "|avsändare|afsender|avsender|author|from email"
)
_SENT = (
    "sent|gesendet|gesendet am|envoyé|envoyé le|date d'envoi|message du|enviado|enviado el|enviada em"
    "|enviado em"
    "|enviada el|inviato|inviato il|verzonden|verzonden op|skickat|sendt|anfonwyd|wysłano|wysłane|data"
    " wysłania"
    "|sent at|sent on|lähetetty|lähetysaika|gönderme tarihi|gönderildi|gönderim tarihi|отправлено|отправлен"
    "|надіслано|відправлено|odesláno|odoslané|seolta|trimis|trimis la|data trimiterii|elküldve|küldve"
    "|küldés ideje|στάλθηκε|送信日時|送信日|发送时间|发送日期|傳送日期|寄件日期|寄件時間|發送時間|보낸 날짜"
)
_DATE = (
    "date|datum|fecha|data|dato|dyddiad|päivämäärä|päiväys|pvm|tarih|дата|дата и время|dáta|dátum|ημερομηνία"
    "|ημ/νία|日付|日時|日期|时间|時間|received|date/time|när|kiedy"
)
_TO = (
    "to|an|à|para|a|aan|till|til|at|do|dw|pour|destinataire|destinataires|komu|adresát|кому|kime|alıcı|宛先"
    "|收件人|收件者|받는 사람|chuig|către|címzett|címzettek|προς|vastaanottaja|destinatário|destinatario"
    "|mottaker|modtager|odbiorca|geadresseerde|empfänger|mottagare|для"
)
_SUBJECT = (
    "subject|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|ämne|emne|pwnc|testun|temat|předmět|predmet"
    "|тема|konu|件名|主题|主旨|主題|제목|ábhar|subiect|tárgy|θέμα|aihe|otsikko|re"
)
_OTHER = (
    "cc|bcc|kopie|copie|copie à|copia|kopia|kopi|cópia|cc.|копия|копія|в копии|抄送|副本|másolat"
    "|másolatot kap|κοιν|κοινοποίηση|kopio|bilgi|copïo|reply-to|reply to|antwort an|répondre à|responder a"
    "|rispondi a|importance|wichtigkeit|priority|sensitivity|attachments|anlagen|pièces jointes|bijlagen"
    "|allegati"
    "|adjuntos|please respond to|sent by|organization|organisation|mailed-by|when|where"
)
_KINDS = {
    name: kind
    for kind, names in (
        ("other", _OTHER),
        ("from", _FROM),
        ("date", _DATE),
        ("sent", _SENT),
        ("to", _TO),
        ("subject", _SUBJECT),
    )
    for name in names.split("|")
}
_CLOCK = re.compile(r"\d{1,2}\s?[:.h]\s?\d\d(?!\d|[./]\d)|\d\s?[ap]\.?m\b", re.IGNORECASE)
_CONTINUES = re.compile(r"[@;,<>/]")


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """The fields of another message, ``length`` lines of them."""

    length: int
    by_a_program: bool  # and not how a person heads a letter


def field_kind(line: str) -> str:
    """ "from", "date", "sent", "to", "subject" or "other"; "" where the line is no such field."""
    if ":" not in line and "：" not in line:
        return ""
    line = line[:80].lstrip(" \t>*_|\xa0")
    colon = line.find(":", 0, _MAX_FIELD_NAME)
    if colon < 0:
        colon = line.find("：", 0, _MAX_FIELD_NAME)
    if colon <= 0 or line.startswith("//", colon + 1):
        return ""
    name = line[:colon].strip(" *_\xa0").replace("’", "'").replace("\xa0", " ").lower()
    return _KINDS.get(name, "")


def find_header_block(lines: list[str], at: int) -> HeaderBlock | None:
    """The block that begins here: From, Subject and one more; or From, a time and an addressee."""
    kind = field_kind(lines[at])
    if kind in ("", "other"):
        return None
    kinds = {kind}
    last, others, end = kind, 0, at + 1
    clock = kind in ("date", "sent", "from") and _CLOCK.search(lines[at][:400]) is not None
    address = "@" in lines[at][:400]
    for number, line in enumerate(lines[at + 1 : at + 1 + MAX_BLOCK_LINES], start=at + 1):
        kind = field_kind(line)
        if kind and not (kind in ("from", "subject") and kind in kinds):
            kinds.add(kind)
            last, others, end = kind, 0, number + 1
            clock = clock or (kind in ("date", "sent") and _CLOCK.search(line[:400]) is not None)
            address = address or (kind in ("from", "to") and "@" in line[:400])
        elif last in ("to", "other", "from") and line.strip() and _CONTINUES.search(line[:400]):
            continue
        else:
            # A field may be folded, and text copied from HTML has blank lines between them.
            others += 1
            if others > MAX_OTHER_LINES or (others > 1 and kinds >= {"from", "subject"}):
                break
    dated = bool(kinds & {"date", "sent"})
    by_a_program = clock or "sent" in kinds
    if "from" not in kinds:
        return None
    if "subject" in kinds and len(kinds - {"other"}) >= 3:
        return HeaderBlock(end - at, by_a_program)
    # Without a subject it may be a payment: From, To, Amount, Date.
    if dated and "to" in kinds and clock and address:
        return HeaderBlock(end - at, True)
    return None


# --- Lotus Notes ----------------------------------------------------------------------------------------

_NOTES_DATE = re.compile(
    r"(?:^|[\s(])(?:on\s+)?\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\s+(?:at\s+)?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[AaPp][Mm])?"
    r"(?:\s[A-Z]{2,4})?\s*$"
)
_DATE_ALONE = re.compile(r"\bon\s+\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\s*$")
_TIME_ALONE = re.compile(r"\s*\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[AaPp][Mm])?\s*$")
_REACH = 6  # lines between the date and "To:"
_MAX_NAME = 120


def find_notes_headings(lines: list[str]) -> frozenset[int]:
    """The lines at which a heading of Lotus Notes begins: a name, a date, then To, cc and Subject."""
    return frozenset(
        _start_of(lines, at)
        for at, line in enumerate(lines)
        if _is_dated(lines, at, line) and _is_to(lines, at)
    )


def _is_dated(lines: list[str], at: int, line: str) -> bool:
    end = line[-60:].rstrip()
    if not end or not (end[-1].isdigit() or end[-1] in "Mm"):
        return False
    if _NOTES_DATE.search(end):
        return True
    return (
        at > 0
        and _TIME_ALONE.fullmatch(end) is not None
        and _DATE_ALONE.search(lines[at - 1][-40:]) is not None
    )


def _is_to(lines: list[str], at: int) -> bool:
    for number, line in enumerate(lines[at + 1 : at + 1 + _REACH], start=at + 1):
        kind = field_kind(line)
        if kind == "to":
            return any(
                field_kind(below) == "subject" for below in lines[number + 1 : number + MAX_BLOCK_LINES]
            )
        if line.strip() and kind != "other" and not line.lstrip().lower().startswith("please respond"):
            return False
    return False


def _start_of(lines: list[str], at: int) -> int:
    if _TIME_ALONE.fullmatch(lines[at]):
        at -= 1
    named = lines[at].strip()[:1].isalpha() or lines[at].strip()[:1] in ('"', "'", "<")
    while at > 0 and not named:
        above = lines[at - 1].strip()
        if not above or len(above) > _MAX_NAME or above.endswith((".", "?", "!", ",")):
            break
        at -= 1
        named = field_kind(above) != "other"
    return at
