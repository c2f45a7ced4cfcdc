"""The words by which a letter names somebody other than its writer: his kin, a trader, a caller, "he".

A telephone number or a house that follows such words in the same sentence is that person's, unless the writer
speaks of himself nearer to it ("my daughter says you should ring me on").
"""

from __future__ import annotations

import re

from mailbot.complaints.contact.name_shape import looks_like_name, name_words

KIN = (
    r"(?:(?:grand|god|step|half)[ -]?)?(?:mother|father|son|daughter|brother|sister|child|children|parents?)"
    r"(?:[ -]in[ -]law)?|mum|mam|mom|dad|wife|husband|hubby|partner|spouse|fianc[eé]e?|ex|nana?|aunt(?:ie)?"
    r"|gran(?:ny|dad)?|uncle|niece|nephew|cousin|friend|mate|girlfriend|boyfriend|neighbour|flatmate"
    r"|housemate|lodger|tenant|landlord|landlady|carer|colleague|boss|manager|employer|in-laws|guarantor"
)
STRANGERS = (
    r"man|woman|lady|gentleman|guy|bloke|lad|chap|girl|person|stranger|caller|seller|buyer|trader|merchant"
    r"|retailer|supplier|dealer|dealership|garage|shop|store|builder|roofer|plumber|electrician|installer"
    r"|contractor|agent|agency|company|firm|business|payee|recipient|beneficiary|debtor|executor"
    r"|claimant|scammers?|fraudsters?|thief|tenants?|lodger|occupier|owner|landlord|landlady|neighbours?"
    r"|warden|school|hospital|surgery|clinic|pharmacy|hotel|care[ ]home|nursing[ ]home|funeral[ ]director"
    r"|undertaker|council|police|court|solicitors?|bailiffs?|collectors?|driver|courier|administrators?"
    r"|insurers?|broker|website|advert|listing|leaflet|invoice|receipt"
)
_OTHER = re.compile(
    rf"""\b(?:
      (?:he|she|they)(?:'(?:s|ll|d|ve|re))?\b
    | (?:his|her|their)[ ](?:[\w-]+[ ]){{0,2}}(?:number|mobile|phone|landline|telephone|cell|place|house|flat
        |home|address|office|new)\b
    | (?:his|hers|theirs)(?='s|[ ]is|[ ]was|:)
    | (?:my|our|his|her|their|your)[ ](?:[\w-]+[ ]){{0,2}}?(?:{KIN})(?:'?s)?\b
        (?![ ](?:and|&)[ ](?:i|me|myself)\b)
    | whoever[ ](?:has|had|took|got)\b | (?:ask|see|tell|speak[ ]to|talk[ ]to)[ ](?=(?-i:[A-Z][a-z]))
    | (?:bought|ordered|purchased|hired|sold)\b[^.?!;]{{0,40}}[ ](?:from|by|at)\b
    | (?:taken[ ]out|withdrawn|withdrew|spent|swiped|tapped|opened|registered|set[ ]up)\b[^.?!;]{{0,30}}[ ]
        (?:in|at|from|using|with)\b
    | (?:mum|dad|nan|gran|grandad)(?:'s)?\b
    | (?:an?|the|this|that|some|another|one|each|his|her|their)[ ](?:[\w-]+[ ]){{0,2}}?
        (?:{STRANGERS})(?:'s)?\b
    | (?<!can[ ])(?<!could[ ])(?<!get[ ])(?<!have[ ])(?<!ask[ ])(?<!will[ ])some(?:one|body)\b
        (?:[ ]else(?:'s)?)?
    | (?:called|named)[ ](?=(?-i:[A-Z]))
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?[ ]([A-Z][\w'-]+(?:[ ][A-Z][\w'-]+)?)")
_LIVES = re.compile(
    r"\b(?!(?:Home|It|That|This|There|Here)\b)([A-Z][a-z]+(?:[ ][A-Z][a-z]+)?)[ ]"
    r"(?:lives|lived|stays|stayed|resides|rents|rented|moved|went|has[ ]moved"
    r"|is[ ](?:now[ ])?(?:at|in|on))[ ]"
)
_LONGEST_QUOTATION = 300


def last_other(sentence: str, names: frozenset[str]) -> int:
    """Where the last words that name somebody else end, or -1; `names` are the words of the writer's name."""
    ends = [match.end() for match in _OTHER.finditer(sentence)]
    for pattern in (_TITLED, _LIVES):
        ends += [m.end() for m in pattern.finditer(sentence) if _is_another(m[1], names)]
    return max(ends, default=-1)


def _is_another(name: str, names: frozenset[str]) -> bool:
    return looks_like_name(name) and not name_words(name) & names


def is_quoted_speech(text: str, start: int) -> bool:
    """Whether a place in a folded text stands between quotation marks of its paragraph: others' words."""
    begins = max(text.rfind("\n\n", 0, start), start - _LONGEST_QUOTATION, 0)
    if text.count('"', begins, start) % 2 == 0:
        return False
    ends = text.find("\n\n", start)
    return '"' in text[start : min(ends if ends >= 0 else len(text), start + _LONGEST_QUOTATION)]
