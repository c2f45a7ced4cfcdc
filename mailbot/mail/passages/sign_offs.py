"""Closing phrases, postscripts, the lines devices and mail services add, and what tells prose from them.

In doubt a line is prose: it may be the complaint.
"""

from __future__ import annotations

import re

from mailbot.mail.passages.beginnings import beginnings, begins_like

_MAX_LINE = 1_000
_MAX_SIGN_OFF = 60

_SIGN_OFFS = re.compile(
    # English
    r"(?:(?:very |my |with )*(?:kind(?:est)?|best|warm(?:est)?|many thanks (?:and|&)|thanks (?:and|&)|kindly"
    r"|thank you (?:and|&)|with best)? ?(?:kind |best |warm )?regards(?: to you)?"
    r"|(?:all the |with )?(?:very )?best(?: wishes)?|(?:with )?(?:all )?(?:my )?(?:good|best|kind"
    r"|warm) wishes"
    r"|yours?(?: (?:very )?(?:faithfully|sincerely|truly|respectfully|etc|in anticipation|aye))?"
    r"|(?:faithfully|sincerely|cordially|respectfully|warmly|kindly)(?: yours)?(?: submitted)?"
    r"|many thanks(?: (?:in advance|again|indeed))?|thanks(?: again| a lot| very much| so much"
    r"| in advance| a million)*"
    r"|(?:many )?thank[ -]?you(?: very much| so much| in advance| again| for your (?:time|help|attention"
    r"|assistance))*"
    r"|with (?:many )?thanks|much appreciated|cheers|respect|(?:lots of |all my |much )?love|kr|br|rgds"
    r"|regds|rgrds|brgds|ta|thx|tks|tia"
    r"|bw|bests|best rgds|kind rgds|warmest|sent with thanks"
    # Welsh, Irish
    r"|(?:gyda )?(?:chofion|cofion)(?: (?:cynnes|gorau|caredig))?|yr eiddoch(?: yn (?:gywir|ffyddlon|bur))?"
    r"|(?:gyda )?diolch(?: yn fawr)?(?: iawn)?|hwyl(?: fawr)?|gyda dymuniadau gorau|pob hwyl|yn gywir"
    r"|(?:is )?mise,? le meas|le (?:gach )?(?:dea-?ghu[íi]|meas|buíochas)(?: mór)?|go raibh (?:mile "
    r"|míle )?maith agat|slán"
    # German, Dutch
    r"|(?:mit )?(?:freundliche[nmr]?|beste[nmr]?|liebe[nmr]?|herzliche[nmr]?|sch[öo]ne[nmr]?"
    r"|viele[nmr]?) ?(?:gr[üu](?:ss|ß)e?n?)"
    r"(?: aus .{1,20})?|hochachtungsvoll|mfg|vg|lg|gru(?:ss|ß)|(?:vielen|besten|herzlichen) dank"
    r"|danke(?: im voraus| sch[öo]n)?"
    r"|(?:met )?(?:vriendelijke|hartelijke|beste) groet(?:en|jes)?|groet(?:en|jes)?|hoogachtend|mvg"
    r"|(?:alvast )?(?:hartelijk )?bedankt|dank u(?: wel)?|bij voorbaat dank"
    # French
    r"|(?:bien |tr[èe]s )?cordialement(?: v[ôo]tre)?|(?:bien )?(?:[àa] vous|sinc[èe]rement|amicalement)"
    r"|cdl?t|bien [àa] vous"
    r"|(?:meilleures|sinc[èe]res|cordiales|respectueuses) salutations|salutations(?: distingu[ée]es)?"
    r"|merci(?: d'avance| beaucoup| bien)?"
    # Spanish, Italian, Portuguese, Romanian
    r"|(?:un )?(?:cordial(?:es)? |atentos? )?saludos?(?: cordial(?:es)?)?|atentamente|atte"
    r"|(?:muchas )?gracias(?: de antemano| por todo)?"
    r"|(?:cordiali|distinti|migliori|i migliori) saluti|(?:un )?cordiale saluto|cordialmente|saluti"
    r"|grazie(?: mille)?|in fede"
    r"|(?:melhores |com os melhores |atenciosos )?cumprimentos|atenciosamente|att|abra[çc]os?"
    r"|(?:muito )?obrigad[oa]|grat[oa]"
    r"|cu (?:stim[ăa]|respect|drag)|(?:toate cele bune|o zi bun[ăa])|mul[țţt]umesc(?: frumos)?"
    # Nordic
    r"|(?:med )?(?:venlige?|vennlige?|v[äa]nliga?|b[äa]sta|kærlig|hjertelig|beste"
    r"|bedste) (?:hilsen(?:er)?|h[äa]lsning(?:ar)?)"
    r"|hilsen(?:er)?|h[äa]lsning(?:ar)?|mvh|vh|kh|dbh|(?:p[åa] forh[åa]nd )?(?:tak|takk"
    r"|tack)(?: p[åa] f[öo]rhand| på forhånd|samt)?"
    r"|(?:yst[äa]v[äa]llisin|parhain|parhaimmin) (?:terveisin|terveisi[äa])|terveisin|t"
    r"|kiitos(?: etuk[äa]teen)?|kunnioittaen"
    # Slavonic, Hungarian, Greek, Turkish
    r"|(?:serdecznie )?pozdrawiam(?: serdecznie)?|(?:z )?(?:powa[żz]aniem|wyrazami szacunku)|pozdrowienia"
    r"|dzi[ęe]kuj[ęe](?: z g[óo]ry)?"
    r"|s (?:pozdravem|pozdravom|[úu]ctou)|(?:p[řr][áa]telsk[ée] )?pozdrav|d[ěe]kuji|[ďd]akujem|hezk[ýy] den"
    r"|с (?:уважением|наилучшими пожеланиями|повагою)|з (?:повагою|найкращими побажаннями)|всего доброго"
    r"|спасибо|дякую"
    r"|[üu]dv[öo]zlettel|tisztelettel|k[öo]sz[öo]nettel|k[öo]sz[öo]n[öo]m(?: sz[ée]pen)?|[üu]dv"
    r"|με (?:εκτίμηση|τιμή|φιλικούς χαιρετισμούς)|ευχαριστώ(?: πολύ)?|(?:φιλικά|χαιρετισμούς)"
    r"|sayg[ıi]lar[ıi]m(?:la|ı sunarım)?|sayg[ıi]lar|(?:iyi|en iyi) (?:[çc]al[ıi][şs]malar|g[üu]nler"
    r"|dileklerimle)|te[şs]ekk[üu]r(?:ler| ederim)"
    # Japanese, Chinese
    r"|(?:以上、?)?(?:どうぞ|何卒)?(?:よろしく|宜しく)(?:お願い(?:いた|致)?(?:します|申し上げます))?|敬具|草々|此致|敬礼|敬上|谢谢|謝謝|祝好|顺祝商祺)",
    re.IGNORECASE,
)
# How each of them begins.
_BEGINNINGS = beginnings(
    "a abr al all alv ami ate att bas bed bes bie bij br brg bw cdl cdt che cho cof com cor cu cum dak"
    " dan dbh dek dio dis dzi en fai fre go goo gra gro gru gyd hal har hel her hez hil hje hoc hoo hwy i"
    " in is iyi kh kii kin kos kr kun le lg lie lot lov man many mat mei mel mer mfg mig mis mit mui mul"
    " muc mvg mvh my med met obr o pa par pob pow poz pra reg res rgd rgr s sal say sch sen ser sin t ta"
    " tac tak ter tes tha thx tia tis tks toa tre udv un van ven ver vg vh vie vri war wit wyr yn you yr"
    " yst z"
)
_TRAILING = ",.!-–—… :;)x\U0001f60a\U0001f642\U0001f389\U0001f44d"
_CLOSING = re.compile(
    r"(?P<phrase>[^,]{2,45}?(?:regards|wishes|sincerely|faithfully|truly|thanks|cheers|cofion|thank you|rgds"
    r"|gr[üu](?:ss|ß)en?|cordialement|saludos|saluti|groet(?:en)?|hilsen|h[äa]lsning(?:ar)?)|[^,\s]{2,14})"
    r"\s?[,\-–—.]?\s+(?P<name>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3})[\s.!]*"
)
_DASHED_NAME = re.compile(r"(?:[-–—~]{1,3}|//?) ?[^\W\d_][\w.'’]{0,20}(?: [^\W\d_][\w.'’-]{0,20}){0,2}")
_NAMED = re.compile(r"[^\W\d_a-z]")
# Words no name, title, company or address has, in the commoner languages of the mailbox.
PROSE_WORDS = frozenset(
    [
        "i",
        "i'm",
        "i've",
        "i'd",
        "i'll",
        "you",
        "you're",
        "your",
        "yours",
        "we",
        "we're",
        "my",
        "me",
        "is",
        "isn't",
        "was",
        "wasn't",
        "are",
        "aren't",
        "were",
        "have",
        "haven't",
        "has",
        "had",
        "hasn't",
        "will",
        "won't",
        "would",
        "not",
        "don't",
        "didn't",
        "doesn't",
        "can't",
        "couldn't",
        "please",
        "can",
        "cannot",
        "could",
        "should",
        "must",
        "this",
        "that",
        "these",
        "those",
        "it",
        "it's",
        "they",
        "them",
        "he",
        "she",
        "his",
        "because",
        "but",
        "if",
        "when",
        "what",
        "why",
        "who",
        "want",
        "wants",
        "need",
        "needs",
        "am",
        "been",
        "be",
        "being",
        "did",
        "does",
        "do",
        "said",
        "told",
        "asked",
        "got",
        "get",
        "going",
        "ich",
        "wir",
        "sie",
        "nicht",
        "ist",
        "haben",
        "habe",
        "und",
        "dass",
        "ihre",
        "mir",
        "mich",
        "bitte",
        "je",
        "vous",
        "nous",
        "ne",
        "pas",
        "est",
        "suis",
        "votre",
        "que",
        "dans",
        "avez",
        "yo",
        "usted",
        "no",
        "he",
        "mi",
        "su",
        "ustedes",
        "non",
        "sono",
        "che",
        "ho",
        "il",
        "mio",
        "ik",
        "jij",
        "u",
        "niet",
        "het",
        "een",
        "dat",
        "jeg",
        "ikke",
        "det",
        "som",
        "har",
        "jag",
        "inte",
        "att",
    ]
) - {"no", "u", "he", "do", "que", "una", "il", "su", "mi"}
_POSTSCRIPT = re.compile(
    r"\s*(?:p\.?\s?p?\.?\s?s\.?(?:\s?s\.?)?|n\.?b\.?|o\.?n\.?|edit|addendum)(?:[\s:,.\-–—]|$)", re.IGNORECASE
)


def is_sign_off(line: str) -> bool:
    """ "Kind regards,", "Mit freundlichen Grüßen", alone on a line."""
    if not line or len(line) > 2 * _MAX_SIGN_OFF or line[-1:] == "?":
        return False
    text = line.strip(" \t*_~")
    if not begins_like(text.rstrip(_TRAILING), _BEGINNINGS):
        return False
    text = " ".join(text.split()).rstrip(_TRAILING).replace("’", "'")
    if not 0 < len(text) <= _MAX_SIGN_OFF:
        return False
    return _SIGN_OFFS.fullmatch(text) is not None


def is_sign_off_with_name(line: str) -> bool:
    """ "Regards, Jane Doe" on one line: a closing only where it ends the text."""
    text = line.strip()
    if not text or len(text) > _MAX_SIGN_OFF:
        return False
    match = _CLOSING.fullmatch(text)
    return match is not None and is_sign_off(match["phrase"]) and match["name"].lower() not in PROSE_WORDS


def is_dashed_name(line: str) -> bool:
    """ "-Jane Doe", "/Jane": a signature only where it ends the text."""
    text = line.strip()
    return (
        len(text) <= 40
        and _DASHED_NAME.fullmatch(text) is not None
        and _NAMED.search(text.strip("-–—~/ ")[:1]) is not None
    )


def is_postscript(line: str) -> bool:
    return _POSTSCRIPT.match(line[:20]) is not None


def is_prose(line: str) -> bool:
    """Whether a line below a sign-off is a sentence: then it is no part of a signature."""
    if is_postscript(line):
        return True
    words = line[:_MAX_LINE].lower().replace("’", "'").split()
    return len(words) >= 3 and (
        len(words) > 14 or any(word.strip('.,!?;:()"') in PROSE_WORDS for word in words)
    )
