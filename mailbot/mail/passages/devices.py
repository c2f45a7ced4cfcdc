"""The lines that devices and mail services add below a letter: "Sent from my iPhone", "Get Outlook for"
" iOS"."""

from __future__ import annotations

import re

from mailbot.mail.passages.beginnings import beginnings, begins_like
from mailbot.mail.passages.sign_offs import PROSE_WORDS

_MAX_RAW = 400  # with its link
_MAX_CHARACTERS = 110
_MAX_WORDS = 12
_MAX_WORDS_WITHOUT_DEVICE = 8
_NO_BLANKS = frozenset("iIaAスs发發从從傳传")  # begin such a line in a script that parts no words

# A sentence goes on ("Sent from my phone company was a letter"); "my" alone does not make one.
_SENTENCE_WORDS = PROSE_WORDS - {"my", "get"}

_DEVICE = re.compile(
    r"(?:^|\W)(?:i ?phon\w{0,8}|ipad\w{0,6}|ipod|apple watch|samsung|galaxy|android\w{0,6}|blackberry"
    r"|huawei|honor"
    r"|nokia|windows|phone|mobile|mobil\w{0,6}|handy|smartphone|smarttelefon|tablet\w{0,3}|htc|sony"
    r"|xperia|pixel"
    r"|outlook\w{0,3}|yahoo|aol|proton\w{0,8}|gmail|mail|device|motorola|moto|oneplus|xiaomi|redmi|oppo"
    r"|realme"
    r"|virgin media|bt|ee|o2|vodafone|orange|talktalk|app|mailbird|thunderbird|spark|canary|bluemail"
    r"|typeapp|airmail"
    r"|mymail|zoho|tutanota|tuta|hushmail|fastmail|sfr|laposte|mac|macbook|imac|laptop|pc|surface|kindle"
    r"|telefon\w{0,4}"
    r"|t[ée]l[ée]phone|m[óo]vil|cellulare|телефона?|смартфона?|ios|fairphone|front|superhuman|mailspring"
    r"|workspace"
    r"|icloud|gmx|web\.de|mail\.ru|яндекс\S{0,8})(?:\W|$)",
    re.IGNORECASE,
)
_SENT = re.compile(
    r"(?:this e-?mail was )?sent (?:from|via|with|using)\b.{1,100}|from my (?:iphone|ipad|android)\b.{0,20}"
    r"|(?:envoy[ée]|gesendet|enviad[oa]|enviat|verzonden|verstuurd|inviat[oa]|anfonwyd|seolta|skickat|sendt"
    r"|l[äa]hetetty|wys[łl]an[eoay]|odesl[áa]no|odoslan[ée]|poslan[áoée]|отправлено|надіслано|відправлено"
    r"|trimis"
    r"|elk[üu]ldve|στάλθηκε|απεστάλη)\b.{1,100}",
    re.IGNORECASE,
)
# Of my own device, whatever its name.
_FROM_MY = re.compile(
    r"Sent from my [^,.;:!?]{1,50}|Envoyé (?:de|depuis|à partir de) (?:mon|ma) [^,.;:!?]{1,50}"
    r"|Gesendet von meine[mr] [^,.;:!?]{1,50}|Enviado (?:desde mi|do meu) [^,.;:!?]{1,50}"
    r"|(?:Verzonden|Verstuurd) vanaf mijn [^,.;:!?]{1,50}|Inviato dal mio [^,.;:!?]{1,50}"
    r"|Skickat från min [^,.;:!?]{1,50}|Sendt fra (?:min|mit) [^,.;:!?]{1,50}|Anfonwyd o fy [^,.;:!?]{1,50}"
)
_NO_DEVICE = re.compile(
    r"\b(?:address|account|bank|solicitors?|home|house|work|office|desk|father|mother|wife|husband|son"
    r"|daughter|employer)\b"
)
_OUTLOOK = re.compile(
    r"(?:get|download|obtenez|obtenir|holen sie sich|obtener|obt[ée]n|scarica|ottieni|hanki|hent|skaffa"
    r"|pobierz|obtenha|få"
    r"|descarga|preuzmi|letöltés|завантажити|загрузить|скачать)(?: program)? \[?outlook\b.{0,60}",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"(?:download|get|try|install) .{1,30} (?:mail app|for (?:ios|android|mac|windows))"
    r"|outlook (?:for|pour|f[üu]r|para|per|voor|til|f[öo]r) (?:ios|android|mac)(?: .{1,30})?"
    r"|von meinem .{1,40} gesendet|.{1,40}(?:dan|den) g[öo]nderildi|.{1,20}(?:から送信|からの送信)"
    r"|从我的.{1,20}(?:发送|發送)|(?:发自|發自|傳送自|從我的|從).{1,30}|.{1,30}st[aä] l[äa]hetetty"
    r"|.{1,30}(?:r[óőo]l|b[óőo]l) k[üu]ldve|sent (?:from|via|with|using) .{1,30}(?:wireless|smartphone"
    r"|phone).{0,30}",
    re.IGNORECASE,
)
_ADVERTISES = re.compile(
    r"do you yahoo!?\??|get (?:your )?(?:free|private),? ?.{0,30}e-?mail .{0,60}|virus[- ]free\b.{0,60}"
    r"|send free video emails in yahoo! mail!.{0,20}|this e-?mail has been checked for viruses by .{0,60}"
    r"|join the .{0,30}hotmail.{0,40}",
    re.IGNORECASE,
)
# How each of these begins, or ends where it may begin with any word.
BEGINNINGS = beginnings(
    "anf des do dow elk env fro ges get han hen hol ins inv joi lah let obt ode odo ott out pob pos pre sca"
    " sen seo ska ski thi tri try ver vir von wys"
)
_ENDINGS = ("nderildi", "送信", "hetetty", "ldve")
_AROUND = " \t*_~-–—•[]()"
_LINK = re.compile(r"\s?[<(\[]?(?:https?://|mailto:)[^\s>)\]]{1,300}[>)\]]?", re.IGNORECASE)


def is_device_signature(line: str) -> bool:
    """ "Sent from my iPhone", "Envoyé de mon Galaxy", "Get Outlook for Android<https://…>"."""
    if not line or len(line) > _MAX_RAW:
        return False
    text = line if ":" not in line else _LINK.sub("", line)
    if len(text) > _MAX_CHARACTERS:
        return False
    text = text.strip(_AROUND)
    if not begins_like(text, BEGINNINGS) and not ends_like_one(text):
        return False
    text = " ".join(text.rstrip(".!").split())
    words = text.lower().split()
    if not text or len(words) > _MAX_WORDS or (len(words) == 1 and text[0] not in _NO_BLANKS):
        return False
    if _OUTLOOK.fullmatch(text):
        return True
    if any(word.strip(".,!?;:") in _SENTENCE_WORDS for word in words):
        return False
    return _is_sent_from(text, words)


def ends_like_one(line: str) -> bool:
    return line.rstrip(_AROUND + ".!").lower().endswith(_ENDINGS)


def _is_sent_from(text: str, words: list[str]) -> bool:
    if _WHOLE.fullmatch(text) or _ADVERTISES.fullmatch(text):
        return True
    if _FROM_MY.fullmatch(text) and not _DEVICE.search(text):
        return len(words) <= _MAX_WORDS_WITHOUT_DEVICE and _NO_DEVICE.search(text.lower()) is None
    # In lower case it may be the end of a sentence: "… text messages / sent from my mobile".
    named = text[0].isupper() or words[:3] == ["sent", "from", "my"]
    return named and _SENT.fullmatch(text) is not None and _DEVICE.search(text) is not None
