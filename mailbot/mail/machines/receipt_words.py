"""Read receipts and complaints about spam that carry no machine part, told by their fixed words.

A receipt has the subject its program puts before ours and a sentence that nobody writes by hand, and nothing
else: who adds a word of his own has written a message. A feedback report has no words at all, or one form of
its provider's, and our message enclosed.
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
# Our letter's fields, as a receipt repeats them line by line.
_LABELLED = re.compile(
    r"^[ \t]*(?:to|subject|sent|from|date|cc|opened|read|received|an|betreff|gesendet|von|datum|[àa]|objet"
    r"|envoy[ée]|de|para|asunto|enviado(?: el)?|fecha|assunto|enviad[ao]|data|oggetto|inviato|aan|onderwerp"
    r"|verzonden|van|til|till|emne|[äa]mne|skickat|sendt|kopia|do|temat|wys[łl]ano|message-id"
    r"|original message-id)"
    r"[ \t]{0,3}[:：].*$|^[ \t]*>.*$",
    re.IGNORECASE | re.MULTILINE,
)
# What stands beside the sentence: its day and hour, and what a receipt does not prove.
_TAIL = re.compile(r"(?:[^.!?…]|\.(?=\w)|(?<=\d)\.){0,140}")
_STANDING = re.compile(
    r"\b(?:there is|(?:please )?note:?|n\.?b\.?|hinweis:?|return receipt|read receipt"
    r"|disposition notification"
    r"|(?:dies|das) ist keine garantie[^.!?…]{0,140}|es gibt keine garantie[^.!?…]{0,140}"
    r"|diese (?:empfangs|lese)best[äa]tigung[^.!?…]{0,140}|cela ne (?:garantit|signifie)[^.!?…]{0,140}"
    r"|cet accus[ée][^.!?…]{0,140}|il n'y a (?:pas de|aucune) garantie[^.!?…]{0,140}"
    r"|no (?:hay|se) garant[^.!?…]{0,140}|non (?:vi )?[èe] (?:alcuna )?garan[^.!?…]{0,140}"
    r"|er is geen garantie[^.!?…]{0,140})",
    re.IGNORECASE,
)
_OUR_LETTER = re.compile(
    r"\"[^\"]{0,300}\"|\b(?:that )?you (?:have )?sent\b|\byour (?:message|e?-?mail|request)\b|\bto you\b"
    r"|\band understood\b",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(
    r"\b(?:i|my|me|mine|we|us|our|you|your|nobody|no one|nothing|and|but|so|because|yet|still|never|why"
    r"|complain\w*|ich|mein\w{0,2}|mir|niemand|und|aber|je|mon|ma|mes|personne|et|mais|yo|mi|mis|nadie|y"
    r"|pero|mio|mia|ik|mijn)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2}")
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
        and not _beside_the_receipt(text)
    )


def _beside_the_receipt(text: str) -> bool:
    """Whether any word stands beside the receipt's sentence, its labelled lines and its standing words."""
    bare = " ".join(_LABELLED.sub(" ", text).split())
    rest, position = [], 0
    while (match := _RECEIPT_WORDS.search(bare, position)) is not None:
        tail = _TAIL.match(bare, match.end())
        end = tail.end() if tail else match.end()
        if _SOMEBODY.search(_OUR_LETTER.sub(" ", bare[match.start() : end])):
            return True
        rest.append(bare[position : match.start()])
        position = end
    rest.append(bare[position:])
    return _WORD.search(_STANDING.sub(" ", " ".join(rest))) is not None


def is_feedback(subject: str, own_text: str, reported_fields: frozenset[str]) -> bool:
    """Whether a provider hands on what its user called spam. ``reported_fields`` are the names of the fields
    of the enclosed message; without one it is no report."""
    if not reported_fields or len(own_text) > MAX_COVER:
        return False
    if reported_fields & _REPORTED_FIELDS and not own_text.strip():
        return True
    by_subject = _FEEDBACK_SUBJECT.match(subject[:300]) is not None
    return (by_subject and not own_text.strip()) or _FEEDBACK_WORDS.search(own_text) is not None
