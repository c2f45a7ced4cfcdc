"""Standing words around a letter: confidentiality notices, company particulars, the banners of gateways.

Standing words never say "I": a paragraph that does may be the complaint.
"""

from __future__ import annotations

import re

MAX_PARAGRAPH = 4_000  # characters of a paragraph that are looked at
_MIN_CONTINUATION = 6  # words

Row = tuple[tuple[str, ...], re.Pattern[str]]


def _row(stems: str, pattern: str) -> Row:
    """Standing words, and the stems one of which each of them has: without it nobody looks for them."""
    return tuple(stems.split("|")), re.compile(pattern, re.IGNORECASE)


DISCLAIMERS = (
    _row(
        "confidential|privileged|intended|legally|virus|proprietary",
        r"\b(?:this|the information (?:contained )?in this|the contents? of this) (?:e-?mail|message"
        r"|communication|transmission"
        r"|information|electronic mail)s?\b.{0,200}"
        r"\b(?:confidential|privileged|intended (?:solely |only |exclusively )?for|legally|viruse?s?\b"
        r"|proprietary)",
    ),
    _row(
        "recipient|addressee",
        r"\bnot (?:the|an) (?:intended|named|correct) (?:recipient|addressee)",
    ),
    _row(
        "in error|by mistake",
        r"\bif you(?:'ve| have| are not)? (?:received?|the intended)\b.{0,80}\b(?:in error|by mistake)"
        r"|\breceived this (?:e-?mail|message|communication|transmission) (?:in error|by mistake)",
    ),
    _row(
        "intended ",
        r"\bintended (?:solely|only|exclusively) for the (?:use|person|individual|addressee|recipient|named"
        r"|attention)",
    ),
    _row(
        "confidential|disclaimer|privacy notice",
        r"^\W{0,5}(?:confidentiality notice|(?:legal |e-?mail )?disclaimer\b|privacy notice"
        r"|confidential(?:ity)?\s*[:.])",
    ),
    _row("the environment before|before you print", "consider the environment before|think before you print"),
    _row("virus", r"virus[- ]free\b.{0,40}(?:avast|avg)|scanned (?:for|by).{0,60}virus"),
    _row("bility for any", "accepts? no (?:liability|responsibility) for any"),
    # Other languages
    _row(
        "vertr|fiden|riservat|fortrolig|luottamuksell|poufn|yfrinachol",
        r"\b(?:diese (?:e-?mail|nachricht)|der inhalt dieser e-?mail)\b.{0,160}\bvertraulich"
        r"|\b(?:ce (?:message|courriel|courrier)|cet? e-?mail)\b.{0,200}\bconfidentiel"
        r"|\beste (?:mensaje|correo)\b.{0,200}\bconfidencial|\besta mensagem\b.{0,200}\bconfidencia"
        r"|\b(?:questo messaggio|le informazioni contenute|la presente e-?mail)\b.{0,200}\b(?:riservat"
        r"|confidenzial)"
        r"|\b(?:dit (?:bericht|e-?mailbericht)|deze e-?mail)\b.{0,200}\bvertrouwelijk"
        r"|\b(?:denne|dette) (?:e-?mail|e-?post|meddelelse|mail)\w{0,2}\b.{0,200}\b(?:fortrolig"
        r"|konfidensiell)|\bdetta (?:meddelande|e-?post\w{0,10})\b.{0,200}\bkonfidentiell"
        r"|\bt[äa]m[äa] (?:viesti|s[äa]hk[öo]posti)\b.{0,200}\bluottamuksell"
        r"|\b(?:niniejsza|ta) wiadomo[śs][ćc]\b.{0,200}\bpoufn|\bmae(?:'r|r) (?:e-?bost"
        r"|neges)\b.{0,200}\b(?:gyfrinachol|cyfrinachol)",
    ),
)
# What every company's letter bears (Companies Act 2006 section 82, FCA GEN 4).
PARTICULARS = (
    _row(
        "reg",
        r"\breg(?:istered|'d|d)?\.? (?:in|office|number|company|address|charity)\b.{0,80}"
        r"(?:england|wales|scotland|ireland|no\.|number|office|\d{6,8})",
    ),
    _row(
        "authorised and regulated",
        r"\bauthorised and regulated by the (?:financial conduct authority|fca|prudential"
        r"|solicitors regulation|pra)\b",
    ),
    _row(
        "company ",
        r"\bcompany (?:registration )?(?:number|no\.?):? ?\d{6,8}\b",
    ),
    _row("vat", r"\bvat\b.{0,24}\d{3}"),
)
_BANNER = re.compile(
    r"\W{0,10}(?:\[?(?:caution|warning|external|attention|notice|be careful|alert|important|achtung"
    r"|vorsicht|waarschuwing|attenzione"
    r"|avertissement|precauci[óo]n|rhybudd)\]?)\b.{0,80}(?:external|outside|originat|sender|extern"
    r"|expéditeur|absender|afzender)"
    r"|\W{0,6}(?:this (?:e-?mail|message) (?:has )?(?:originated|originates|came|comes|is|was sent"
    r"|was received) from (?:an external|outside"
    r"|someone outside|an? (?:unknown|untrusted)))"
    r"|\W{0,6}(?:you don'?t often get e-?mail from|some people who received this message don'?t often get)"
    r"|\W{0,6}(?:external (?:e-?mail|sender|message)|\[external(?: e-?mail| sender)?\])\W{0,80}$"
    r"|\W{0,6}learn why this is important|\W{0,6}zjqcmqr\w{4,}|\W{0,6}diese e-?mail (?:stammt"
    r"|kommt) von (?:au(?:ss|ß)erhalb|extern)"
    r"|\W{0,6}do not click (?:on )?(?:any )?links?(?: or|,)",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"\b(?:i|i'm|i've|i'd|i'll|my|me|mine|myself)\b", re.IGNORECASE)
_ADDRESSES_THE_FIRM = re.compile(
    r"\b(?:you|your|you're)\b",
    re.IGNORECASE,
)


def among(rows: tuple[Row, ...], text: str) -> tuple[Row, ...]:
    """The rows that a text, in small letters, may hold."""
    return tuple(row for row in rows if any(stem in text for stem in row[0]))


def is_disclaimer(paragraph: str, rows: tuple[Row, ...] = DISCLAIMERS) -> bool:
    """``rows``: those that its whole text may hold."""
    text = paragraph[:MAX_PARAGRAPH]
    return _is_any(rows, text) and not speaks_for_itself(text)


def is_company_particulars(paragraph: str, rows: tuple[Row, ...] = PARTICULARS) -> bool:
    """ "Registered in England no. 00998877": standing words, though its telephone may stand among them."""
    text = paragraph[:MAX_PARAGRAPH]
    return (
        _is_any(rows, text)
        and not speaks_for_itself(text)
        and _ADDRESSES_THE_FIRM.search(text) is None
        and "?" not in text
    )


def _is_any(rows: tuple[Row, ...], text: str) -> bool:
    return bool(rows) and any(pattern.search(text) for _, pattern in among(rows, text.lower()))


def is_banner(paragraph: str) -> bool:
    text = paragraph[:MAX_PARAGRAPH]
    return _BANNER.match(text) is not None and not speaks_for_itself(text)


def may_continue_disclaimer(paragraph: str) -> bool:
    return len(paragraph.split()) >= _MIN_CONTINUATION and not speaks_for_itself(paragraph)


def speaks_for_itself(paragraph: str) -> bool:
    return _SPEAKER.search(paragraph.replace("’", "'")) is not None
