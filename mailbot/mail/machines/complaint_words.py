"""The marks of a person who complains, where a machine's words stand too: somebody speaks of himself and says
in so many words that he complains, or speaks to the firm as no machine does.

Both are asked for together: a machine may say "I", and tells its reader where to complain. Only words newly
written are meant; what is quoted or returned below is cut off first.
"""

from __future__ import annotations

import re

_RETURNED = re.compile(
    r"^[ \t]*(?:>.*|-{2,}[^\n]{0,60}(?:original|returned|undelivered|forwarded|copy)|below this line"
    r"|(?:received|return-path|mime-version|from|subject|message-id):[ \t])",
    re.IGNORECASE | re.MULTILINE,
)
_I = re.compile(
    r"\b(?:i|i'm|i've|i'd|me|my|mine|ich|mein\w{0,2}|mir|mich|je|j'ai|moi|mon|ma|mes|yo|mi|mis|mio"
    r"|mia|miei|ho"
    r"|ik|mijn|mij|moj[aeą]|mnie|rwyf|rydw|fy|meu|minha|quiero|deseo|voglio|quero|chc[ęe]|jag|mitt|jeg)\b"
)
# "Beschwerde", "reclamación" and their verbs; and what is somebody's own.
_ABROAD = re.compile(
    r"(?<!\w)(?:beschwer\w*|reklam(?:ation\w*|ier\w*|acj\w*|ac[ei]\w*)|r[ée]clam\w*|reclam\w*|quejas?|quejo"
    r"|quejarme|queixa\w*|plaintes?|je me plains|m[ée]content\w*|lamentel\w*|klacht\w*|klag(?:en|e|er|ar|a)"
    r"|klagom[åa]l\w*|skarg\w*|skar[żz]\w*|cwyn\w*|[cn]g?hwyn\w*|gwyn(?:o|ion)|valitu\w*|st[íi][žz]nost\w*"
    r"|panasz\w*|жалоб\w*|şikayet\w*|παράπον\w*|unversch[äa]mt\w*|inakzeptabel|inacceptables?|inaceptables?"
    r"|inaccettabil\w*|onacceptabel|mein geld|mon argent|mi dinero|i miei soldi|mijn geld"
    r"|moje pieni[ąa]dze|meu dinheiro)(?!\w)"
)
_IN_THE_FIRST_PERSON = re.compile(
    r"(?<!\w)(?:ich (?:beschwere mich|reklamiere|m[öo]chte mich beschweren)|meine? (?:beschwerde|reklamation)"
    r"|me quejo|(?:mi|nuestra) (?:queja|reclamaci[óo]n)|je (?:me plains|r[ée]clame)"
    r"|ma (?:r[ée]clamation|plainte)|(?:il )?mio reclamo|mijn klacht|moj[aeąę] (?:skarg[aęi]"
    r"|reklamacj[aęi])|fy nghwyn|a minha (?:queixa"
    r"|reclama[çc][ãa]o)|mitt klagom[åa]l)(?!\w)"
)
_IN_ENGLISH = re.compile(
    r"(?<!\w)(?:(?:my|this|formal) complaint|i(?:'m| am| want to| wish to| must| would like to|'d like to)?"
    r" complain\w*|cost me|unacceptable|disgrace\w*|disgust\w*|not good enough"
    r"|nobody (?:answer|ring|rang|repl|call|read|listen|help)\w*"
    r"|(?<!if )(?<!when )(?<!that )(?<!because )(?<!unless )you (?:say|said|claim|took|take|never|keep|kept"
    r"|did nothing|ignored?|refused?|charged|promised|stole|still have|owe|have (?:not|never|taken|ignored"
    r"|refused|charged)|haven't|did not|didn't))(?!\w)"
)
# A machine never says where its reader is, nor what he always is.
_OF_THE_ABSENT = re.compile(
    r"(?<!if )(?<!when )(?<!while )(?<!whilst )(?<!that )(?<!unless )\b(?:you|your (?:\w{1,12} )?(?:people"
    r"|staff|office|team|lot|man|woman|department|handlers?|robot|machine|computer))(?: people| lot| all)?"
    r"(?:'re| are| is) (?:always|never|forever|constantly|permanently|all|only ever|out of (?:the )?office"
    r"|not in|on (?:holiday|leave))\b"
)
_DISAPPROVES = re.compile(
    r"\b(?:not good enough|not (?:acceptable|an? answer|helpful|what i)|unacceptable|useless|rubbish|nonsense"
    r"|ridiculous|pathetic|disgrace\w*|disgust\w*|appall\w+|shameful|a (?:joke|farce|insult)|insult\w*|fed up"
    r"|fobbed|answer (?:me|my)|still waiting)\b"
)


def complains(text: str) -> bool:
    """Whether somebody speaks of himself and complains, before what is returned or quoted."""
    plain = _newly_written(text)
    return _I.search(plain) is not None and (
        _IN_ENGLISH.search(plain) is not None or _ABROAD.search(plain) is not None
    )


def complains_abroad(text: str) -> bool:
    """The same in a language that is not English."""
    plain = _newly_written(text)
    return _I.search(plain) is not None and _ABROAD.search(plain) is not None


def names_a_complaint_abroad(text: str) -> bool:
    """Whether a word for it stands there, whoever says it."""
    return _ABROAD.search(_newly_written(text)) is not None


def complains_outright(text: str) -> bool:
    """Whether "ich beschwere mich" or "mi queja" stands in it: also in a sentence that holds a machine's
    words. For text in lower case."""
    return _IN_THE_FIRST_PERSON.search(text) is not None


def blames_the_absent(text: str) -> bool:
    """Whether it is the reader who is said to be away: "you are always out of the office". For text in
    lower case."""
    return _OF_THE_ABSENT.search(text) is not None


def disapproves(text: str) -> bool:
    """Whether it judges what was said above it; a firm's robot judges nothing. For text in lower case."""
    return _DISAPPROVES.search(text) is not None


def _newly_written(text: str) -> str:
    plain = text.replace("’", "'")
    returned = _RETURNED.search(plain)
    return " ".join(plain[: returned.start() if returned else None].lower().split())
