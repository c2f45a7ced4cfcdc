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
    r"\b(?:i|i'm|i've|i'd|me|my|mine|ich|mein\w{0,2}|mir|mich|je|j'ai|moi|mon|ma|mes|yo|mi|mis|mio|mia|miei|ho"
    r"|ik|mijn|mij|moj[aeą]|mnie|rwyf|rydw|fy|meu|minha|quiero|deseo|voglio|quero|chc[ęe]|jag|mitt|min|jeg)\b"
)
# "Beschwerde", "reclamación" and their verbs; what was taken, kept, not answered.
COMPLAINT_STEMS = (
    r"beschwer\w*|reklam\w*|r[ée]clam\w*|quejas?|quejo|quejarme|queixa\w*|plainte\w?|plains|m[ée]content\w*"
    r"|lamentel\w*|protest\w*|klacht\w*|klagt?e?n?|klagom[åa]l\w*|skarg\w*|skar[żz]\w*|cwyn\w*|chwyn\w*"
    r"|gwyn(?:o|ion)?|valitu\w*|st[íi][žz]nost\w*|panasz\w*|жалоб\w*|şikayet\w*|παράπον\w*"
    r"|unverschämt\w*|inakzeptabel|inacceptable\w?|inaceptable\w?|inaccettabil\w*|onacceptabel"
    r"|mein geld|mon argent|mi dinero|il mio denaro|i miei soldi|mijn geld|moje pieni[ąa]dze|meu dinheiro"
)
_COMPLAINT = re.compile(
    rf"(?<!\w)(?:complain\w*|{COMPLAINT_STEMS}|cost me|unacceptable|disgrace\w*|disgust\w*|not good enough"
    r"|nobody (?:answers?|answered|rings?|rang|replies|replied|calls?|called|reads?|listens?|helps?)"
    r"|you (?:say|said|claim|took|take|never|keep|kept|did nothing|ignored?|refused?|charged|promised|stole"
    r"|still have|owe|have (?:not|never|taken|ignored|refused|charged)|haven't|did not|didn't))(?!\w)"
)
# A machine never says where its reader is; nor what he is always.
_TO_THE_ABSENT = re.compile(
    r"(?<!if )(?<!when )(?<!while )(?<!whilst )(?<!that )(?<!unless )\b(?:you|your (?:\w{1,12} )?(?:people|staff|office|team|lot|man|woman"
    r"|department|handlers?|robot|machine|computer))(?: people| lot| all)?(?:'re| are| is)"
    r" (?:always|never|forever|constantly|permanently|all|only ever|out of (?:the )?office|not in|on (?:holiday"
    r"|leave))\b"
)
_DISAPPROVES = re.compile(
    r"\b(?:not good enough|not (?:acceptable|an? answer|helpful|what i|true|right|fair)|unacceptable|useless"
    r"|rubbish|nonsense|ridiculous|pathetic|disgrace\w*|disgust\w*|appall\w+|shameful|a (?:joke|farce|disgrace"
    r"|insult)|insult\w*|no (?:use|help|answer)|fed up|fobbed|try again|answer (?:me|my)|still waiting|how long"
    r"|what about)\b"
)


def complains(text: str) -> bool:
    """Whether somebody speaks of himself and complains, before what is returned or quoted."""
    plain = text.replace("’", "'")
    returned = _RETURNED.search(plain)
    plain = " ".join(plain[: returned.start() if returned else None].lower().split())
    return _COMPLAINT.search(plain) is not None and _I.search(plain) is not None


def blames_the_absent(text: str) -> bool:
    """Whether it is the reader who is said to be away: "you are always out of the office"."""
    return _TO_THE_ABSENT.search(text) is not None


def disapproves(text: str) -> bool:
    """Whether it judges what was said above it; a firm's robot judges nothing."""
    return _DISAPPROVES.search(text) is not None
