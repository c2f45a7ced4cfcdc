"""Read receipts and complaints about spam that carry no machine part, told by their fixed words.

A receipt has the subject its program puts before ours and a sentence that nobody writes by hand, and nothing
else. A feedback report has no words at all, or one form of its provider's, and our message enclosed.
"""

from __future__ import annotations

import re

MAX_RECEIPT = 2_500  # characters: who writes more has something to say
MAX_COVER = 1_500  # of a provider's form

_RECEIPT_SUBJECT = re.compile(
    r"\s*(?:read|not read|unread|gelesen|ungelesen|lu|non lu|le[íi]do|no le[íi]do|letto|non letto|gelezen"
    r"|niet gelezen|lida|n[ãa]o lida|l[äa]st|ol[äa]st|lest|ikke lest|l[æa]st|luettu|przeczytane"
    r"|p[řr]e[čc]teno"
    r"|okundu|прочтено|прочитано|開封済み|已读|已讀|return receipt|read receipt|receipt|displayed|opened"
    r"|read notification|disposition notification|lesebest[äa]tigung|empfangsbest[äa]tigung"
    r"|confirmation de lecture|accus[ée] de r[ée]ception|confirmaci[óo]n de lectura|conferma di lettura"
    r"|leesbevestiging|开封确认|開封確認|message (?:read|opened|displayed))\b[^\n]{0,3}[:(\[\-–—: ]",
    re.IGNORECASE,
)
_RECEIPT_WORDS = re.compile(
    r"your message.{0,600}?\b(?:was|has been|is) (?:read|displayed|opened|deleted without being read"
    r"|received by|downloaded)\b"
    r"|this is a (?:return )?receipt for the (?:mail|message)"
    r"|this (?:return )?receipt (?:only )?(?:acknowledges"
    r"|shows|verifies|confirms|indicates)|no guarantee that the (?:message|recipient)|was deleted unread"
    r"|ihre nachricht.{0,600}?\b(?:wurde|ist)\b.{0,80}(?:gelesen|angezeigt|ge[öo]ffnet|gel[öo]scht)"
    r"|dies ist eine (?:empfangs|lese)best[äa]tigung"
    r"|votre message.{0,600}?\ba? ?[ée]t[ée] (?:lu|affich[ée]|ouvert|supprim[ée])|ceci est un accus[ée]"
    r"|su mensaje.{0,600}?\b(?:se ley[óo]|fue le[íi]do|ha sido le[íi]do|se elimin[óo])|acuse de recibo"
    r"|il (?:suo )?messaggio.{0,600}?[èe] stato (?:letto|visualizzato|eliminato)|ricevuta di ritorno per"
    r"|uw bericht.{0,600}?(?:is|werd) (?:gelezen|weergegeven|verwijderd)|dit is een ontvangstbevestiging"
    r"|a sua mensagem.{0,600}?foi (?:lida|exibida|exclu[íi]da)|meddelandet.{0,600}?l[äa]stes"
    r"|twoja wiadomo[śs][ćc].{0,600}?zosta[łl]a",
    re.IGNORECASE | re.DOTALL,
)
_FEEDBACK_SUBJECT = re.compile(
    r"\s*\[?(?:complaint about (?:a )?message from|(?:e?mail )?feedback report for ip|e?mail feedback report"
    r"|client tos notification|spam report from|abuse report (?:from|about|for)|fbl[ :]|feedback loop"
    r"|\[?[\w.-]{1,60} (?:dmarc|arf) (?:failure|forensic|abuse)?[ ]?report|dmarc failure report|fw: spam"
    r"|junk (?:e-?mail )?report|auth(?:entication)? failure report)",
    re.IGNORECASE,
)
_FEEDBACK_WORDS = re.compile(
    r"this is an? (?:e-?mail |spf/dkim |\w{1,20} )?(?:abuse|authentication[- ]failure|auth-failure|feedback"
    r"|dmarc)[\w -]{0,30} ?report (?:for|from|on|about)",
    re.IGNORECASE,
)
# Fields a mailbox provider writes into what its user reported as junk.
_REPORTED_FIELDS = frozenset({"x-hmxmroriginalrecipient", "x-hmxmr-originalrecipient", "x-aol-complaint"})


def is_read_receipt(subject: str, text: str) -> bool:
    """Whether these are a receipt's subject and its sentence, and no more."""
    return (
        len(text) <= MAX_RECEIPT
        and _RECEIPT_SUBJECT.match(subject[:300]) is not None
        and _RECEIPT_WORDS.search(text) is not None
    )


def is_feedback(subject: str, own_text: str, reported_fields: frozenset[str]) -> bool:
    """Whether a provider hands on what its user called spam. ``reported_fields`` are the names of the fields
    of the enclosed message; without one it is no report."""
    if not reported_fields or len(own_text) > MAX_COVER:
        return False
    if reported_fields & _REPORTED_FIELDS and not own_text.strip():
        return True
    by_subject = _FEEDBACK_SUBJECT.match(subject[:300]) is not None
    return (by_subject and not own_text.strip()) or _FEEDBACK_WORDS.search(own_text) is not None
