"""The words by which a line shows that it is not the author's own newly written text.

Only what mail programs write, in the languages of the customers of a UK firm; each test is linear in the
length of the line, and lines are cut before they are looked at.
"""

from __future__ import annotations

import re

MAX_LINE = 1_000  # characters of a line that are looked at
MAX_PARAGRAPH = 4_000
MAX_ATTRIBUTION_LINES = 4
MAX_BLOCK_LINES = 12  # lines in which a header block must show its fields

# --- subjects -----------------------------------------------------------------------------------------

_FORWARD_SUBJECT = re.compile(
    r"\s*(?:re|aw|sv|antw)?:?\s*(?:fwd?|wg|tr|rv|enc|i|vb|doorst)\s*:", re.IGNORECASE
)
_REPLY_SUBJECT = re.compile(r"\s*(?:re|aw|sv|antw|ynt|odp|atb)\s*(?:\[\d{1,3}\])?\s*:", re.IGNORECASE)


def is_forward_subject(subject: str) -> bool:
    return _FORWARD_SUBJECT.match(subject) is not None


def is_reply_subject(subject: str) -> bool:
    return _REPLY_SUBJECT.match(subject) is not None


# --- headings -----------------------------------------------------------------------------------------

_FORWARD_HEADINGS = re.compile(
    r"begin forwarded message:?|start of forwarded message|(?:inline )?forwarded message(?: (?:follows"
    r"|from .{0,80}))?"
    r"|forwarded by .{1,120}|weitergeleitete nachricht|anfang der weitergeleiteten (?:nachricht|e-?mail):?"
    r"|message transf[ée]r[ée]|d[ée]but du message (?:r[ée]exp[ée]di[ée]|transf[ée]r[ée]) ?:?"
    r"|mensaje reenviado"
    r"|messaggio inoltrato|inizio messaggio inoltrato:?|doorgestuurd bericht|mensagem encaminhada"
    r"|wiadomo[śs][ćc] przekazana dalej|neges a anfonwyd ymlaen",
    re.IGNORECASE,
)
_ORIGINAL_HEADINGS = re.compile(
    r"original message|original appointment|urspr[üu]ngliche nachricht|message d'origine|mensaje original"
    r"|messaggio originale|oorspronkelijk bericht|mensagem original|ursprungligt meddelande"
    r"|oprindelig meddelelse|reply message|reply to message|neges wreiddiol|wiadomo[śs][ćc] oryginalna",
    re.IGNORECASE,
)


def _between_rules(line: str) -> str:
    return line.strip().strip("-_=*~ \t")


def is_forward_heading(line: str) -> bool:
    if len(line) > 200:
        return False
    words = _between_rules(line)
    if _FORWARD_HEADINGS.fullmatch(words) is None:
        return False
    # "Forwarded by" and the bare words need the rule mail programs draw; a colon says as much.
    return (
        line.strip().startswith(("--", "__", "=="))
        or words.endswith(":")
        or words.lower().startswith("begin")
    )


def is_original_heading(line: str) -> bool:
    stripped = line.strip()
    if len(stripped) > 100 or not stripped.startswith(("--", "__", "==")):
        return False
    return _ORIGINAL_HEADINGS.fullmatch(_between_rules(stripped)) is not None


# --- "From: … Sent: … To: … Subject: …" -----------------------------------------------------------------

_FROM = frozenset(
    {"from", "von", "de", "da", "van", "från", "fra", "oddi wrth", "od", "expéditeur", "lähettäjä", "kimden"}
)
_DATE = frozenset(
    {
        "sent", "date", "gesendet", "datum", "envoyé", "date d'envoi", "enviado", "enviado el",
        "fecha", "data",
        "inviato", "verzonden", "skickat", "sendt", "dato", "anfonwyd", "dyddiad", "wysłano", "data wysłania",
        "sent at", "enviada em", "lähetetty",
    }
)  # fmt: skip
_TO = frozenset(
    {
        "to",
        "cc",
        "bcc",
        "an",
        "à",
        "para",
        "a",
        "aan",
        "till",
        "til",
        "at",
        "do",
        "dw",
        "pour",
        "destinataire",
        "kopie",
    }
)
_SUBJECT = frozenset(
    {
        "subject",
        "betreff",
        "objet",
        "asunto",
        "assunto",
        "oggetto",
        "onderwerp",
        "ämne",
        "emne",
        "pwnc",
        "temat",
        "re",
    }
)
_FIELD_LINE = re.compile(r"\s*(?:>\s*)?\*{0,2}([^\W\d_][\w' ]{0,16}?)\*{0,2}\s?:\*{0,2}(?:\s|$)")


def _field_of(line: str) -> str:
    match = _FIELD_LINE.match(line[:60])
    return match[1].lower().strip() if match else ""


def is_header_block(lines: list[str], at: int) -> bool:
    """Whether a heading of another message begins here: From, then Subject and one more kind of field."""
    if _field_of(lines[at]) not in _FROM:
        return False
    kinds: set[str] = set()
    others = 0
    for line in lines[at + 1 : at + 1 + MAX_BLOCK_LINES]:
        name = _field_of(line)
        kind = next((k for k, names in _KINDS.items() if name in names), "")
        if kind:
            kinds.add(kind)
            others = 0
        else:
            # A field may be folded, and text copied from HTML has blank lines between them.
            others += 1
            if others > 3:
                break
    # Without a subject it may be a payment: From, To, Amount, Date.
    return "subject" in kinds and len(kinds) >= 2


_KINDS = {"date": _DATE, "to": _TO, "subject": _SUBJECT}


# --- attributions -------------------------------------------------------------------------------------

_ATTRIBUTION_START = re.compile(
    r"\s*(?:on|le|am|el|op|il|den|em|w dniu|dnia|ar|no dia|p[åa])\b|\s*\d{1,4}[-./]\d"
    r"|[^\n]{0,200}<[^\s<>]{3,200}>",
    re.IGNORECASE,
)
_ATTRIBUTION_END = re.compile(
    r"(?:wrote|writes|schrieb(?: .{1,80})?|a [ée]crit|escribi[óo]|schreef(?: .{1,80})?|ha scritto"
    r"|skrev(?: .{1,80})?"
    r"|escreveu|napisał(?:\(a\)|a)?|ysgrifennodd(?: .{1,80})?|kirjoitti|şunları yazdı|said"
    r"|reported)\s*:\s*$",
    re.IGNORECASE,
)
_ADDRESS_OR_TIME = re.compile(r"@|\b\d{1,2}[:.h]\d\d\b")


def attribution_length(lines: list[str], at: int) -> int:
    """How many lines an attribution that begins here takes; 0 when none does."""
    first = lines[at][:MAX_LINE]
    if not first.strip() or _ATTRIBUTION_START.match(first) is None:
        return 0
    for count, line in enumerate(lines[at : at + MAX_ATTRIBUTION_LINES], start=1):
        if not line.strip() or line.startswith(">"):
            return 0
        # Only the end of the line is searched: the pattern is anchored there.
        if _ATTRIBUTION_END.search(line[:MAX_LINE][-120:]):
            return count
    return 0


def is_certain_attribution(text: str) -> bool:
    return _ADDRESS_OR_TIME.search(text[: 4 * MAX_LINE]) is not None


# --- signatures ---------------------------------------------------------------------------------------

_DEVICE = re.compile(
    r"[-_* \t]*(?:(?:sent|envoy[ée]|gesendet|enviado|verzonden|inviato|anfonwyd)\b.{1,60}?\b(?:iphone"
    r"|ipad|ipod|samsung|galaxy|"
    r"android|blackberry|huawei|nokia|windows|phone|mobile|smartphone|tablet|htc|sony|xperia|pixel"
    r"|outlook|yahoo|"
    r"aol|proton|gmail|mail|device|motorola|oneplus|xiaomi|virgin media|bt|ee|o2|vodafone|orange)\b.{0,60}"
    r"|get outlook for .{1,30}|sent from my .{1,20}wireless.{1,40}|download .{1,20} mail app)",
    re.IGNORECASE,
)
# A sentence goes on: "Sent from my phone company was a letter that …"
_MAX_DEVICE_LINE = 90
_MAX_DEVICE_WORDS = 12

_SIGN_OFFS = re.compile(
    r"(?:(?:very |my |with )*(?:kind(?:est)?|best|warm(?:est)?|many thanks and|thanks and"
    r"|thank you and)? ?regards"
    r"|(?:all the )?best(?: wishes)?|(?:with )?(?:all )?(?:good|best|kind) wishes"
    r"|yours(?: (?:faithfully|sincerely|truly|etc))?"
    r"|(?:faithfully|sincerely)(?: yours)?|many thanks|thanks(?: again| a lot| very much| in advance)?"
    r"|thank you(?: very much| in advance| again)?|thank-you|cheers|respectfully|kr|br|rgds|regds|ta"
    r"|cofion(?: (?:cynnes|gorau))?|yr eiddoch yn gywir|diolch(?: yn fawr)?"
    r"|mit freundlichen gr[üu](?:ss|ß)en|cordialement"
    r"|saludos|un saludo|cordiali saluti|met vriendelijke groet(?:en)?|pozdrawiam|z powa[żz]aniem)",
    re.IGNORECASE,
)
_PROSE_WORDS = frozenset(
    {
        "i", "i'm", "i've", "i'd", "you", "your", "we", "my", "me", "is", "was", "are", "were",
        "have", "has", "had",
        "will", "would", "not", "don't", "didn't", "please", "can", "cannot", "this", "that", "it",
        "they", "because",
        "but", "if", "when", "what", "why", "want", "need",
    }
)  # fmt: skip
_POSTSCRIPT = re.compile(r"\s*p\.?\s?s\b", re.IGNORECASE)


def is_device_signature(line: str) -> bool:
    text = line.strip()
    if not text or len(text) > _MAX_DEVICE_LINE or len(text.split()) > _MAX_DEVICE_WORDS:
        return False
    if _DEVICE.fullmatch(text.rstrip(".")) is None:
        return False
    return not any(word in _PROSE_WORDS - {"my", "your"} for word in text.lower().split())


def is_sign_off(line: str) -> bool:
    text = line.strip().rstrip(",.!-– ").replace("’", "'")
    return 0 < len(text) <= 60 and _SIGN_OFFS.fullmatch(text) is not None


def is_prose(line: str) -> bool:
    """Whether a line under a sign-off is a sentence: then the sign-off was none."""
    if _POSTSCRIPT.match(line):
        return True
    words = line[:MAX_LINE].lower().replace("’", "'").split()
    return len(words) >= 3 and (
        len(words) > 14 or any(word.strip(".,!?;:") in _PROSE_WORDS for word in words)
    )


# --- disclaimers --------------------------------------------------------------------------------------

_DISCLAIMER = re.compile(
    r"\bthis (?:e-?mail|message|communication|transmission|information)s?\b.{0,200}"
    r"\b(?:confidential|privileged|intended (?:solely |only |exclusively )?for|legally|viruse?s?\b)"
    r"|\bnot (?:the|an) (?:intended|named) (?:recipient|addressee)"
    r"|\bif you(?:'ve| have)? received\b.{0,80}\bin error"
    r"|\breceived this (?:e-?mail|message|communication|transmission) in error"
    r"|\bintended (?:solely|only|exclusively) for the (?:use|person|individual|addressee|recipient"
    r"|named|attention)"
    r"|^\W{0,5}(?:confidentiality notice|disclaimer\b)"
    r"|consider the environment before|think before you print|virus[- ]free\b.{0,40}(?:avast|avg)"
    r"|scanned (?:for|by).{0,60}virus|accepts? no (?:liability|responsibility) for any",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"\W{0,10}(?:caution|warning|external|attention|notice|be careful)\b.{0,80}(?:external|outside"
    r"|originat|sender)"
    r"|\W{0,6}(?:this (?:e-?mail|message) (?:originated|came|is|was sent) from (?:an external|outside"
    r"|someone outside))"
    r"|you don't often get e-?mail from",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:i|i'm|i've|i'd|i'll|my|me|mine)\b", re.IGNORECASE)


def is_disclaimer(paragraph: str) -> bool:
    return _DISCLAIMER.search(paragraph) is not None and not speaks_for_itself(paragraph)


def is_banner(paragraph: str) -> bool:
    return _BANNER.match(paragraph) is not None and not speaks_for_itself(paragraph)


def may_continue_disclaimer(paragraph: str) -> bool:
    return len(paragraph.split()) >= 6 and not speaks_for_itself(paragraph)


def speaks_for_itself(paragraph: str) -> bool:
    """Standing words never say "I": a paragraph that does may be the complaint."""
    return _FIRST_PERSON.search(paragraph.replace("’", "'")) is not None
