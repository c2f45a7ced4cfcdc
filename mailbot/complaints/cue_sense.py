"""Whether the words of a cue are meant of a person who may come to harm.

Asked of everything but life at risk: a denial, a supposition, the firm's own staff, people in general, a
shop, a street, a charity, an insurance or somebody's work is no cue.
"""

from __future__ import annotations

import re

_FILLER = (
    r"(?:a|an|any|in|at|been|being|the|have|had|got|suffering|from|really|actually|currently|even|having|"
    r"yet|"
    r"under|that|i'?m|i am|am|is|we|we're|are|i|because|due|to|about|of|my|on|someone|somebody|with|asking|"
    r"saying|"
    r"claiming|needed|need|used|wanted|required|claimed|missed|registered|severely|very|form|kind|sort|"
    r"mental|physical|health|medical|serious|major|"
    r"financial|money|such)"
)
_DENIED = re.compile(
    r"(?:\b(?:not|never|no|nor|without|neither|nobody|isnt|wasnt|arent|dont|havent|hasnt|didnt|hardly|far "
    r"from|"
    r"no longer|thankfully not)|n't)\s+"
    rf"(?:{_FILLER}\s+){{0,4}}$"
)
_NOT_DENIED = re.compile(
    r"\bnot (?:only|just|merely|simply|because|to mention|sure|true|care|even care|bother|mention)\b|"
    r"\b(?:despite|why|whether|even though) \S+ not $"
)
_ABOUT_THE_FIRM = re.compile(
    r"(?:\b(?:you|u|ur|youre|your(?: (?!m(?:um|am|other)|dad|father|son|customer|client)[\w'-]+){1,3}|"
    r"whoever|"
    r"the (?:agent|advis[eo]r|operator|handler|manager|call handler|person on the phone)))"
    r"(?:'re| are| were|'s| is| was| must be| seem to be| seems?| appears?| being| must have been| all| "
    r"people| "
    r"lot| guys| both| either| so| too| just| completely| a| an| off| going| totally| really| been| on| "
    r"clearly| obviously| some kind of| deaf or| blind or| stupid or| not only| wilfully| or)*\s$"
)
_OTHERS = re.compile(
    r"\b(?:people|those|customers|anyone|anybody|others|everyone|folk|persons|many|somebody|someone|users|"
    r"members|clients|charity|charities) "
    r"(?:(?:who|with|that|in|suffering|from|are|is|may be|might be|have|has|has a|living|the|such as|like|"
    r"and|or|"
    r"being|going through|less|of|a|an|had|experiencing|supporting|support) ){1,4}(?:\w+ (?:or|and) )?$|"
    r"\b(?:for|help|helping|helps|support|supporting) the $"
)
_LIKE_ME = re.compile(
    r"^[^.!?]{0,60}\b(?:like me|like my|such as me|such as my|including me|as i am|i am one)\b"
)
_SUPPOSED = re.compile(
    r"\b(?:what if|if|in case|should|imagine|suppose|unless|as if|as though|like|thinking|think|assume|"
    r"assumed|"
    r"accus\w+ (?:me|him|her) of) "
    r"(?:i|we|i'?m|im|my \w+|someone|somebody|anyone|he|she|it|they|a customer|this person|one|being|i'?d|"
    r"were)"
    r"(?: (?:was|were|had|get|got|ever|become|became|lose|lost|end|up|happened to be|am|been|am some|some|"
    r"be|"
    r"happen to be|a|is|be made|be))*\s$|\b(?:what if|as if|as though|imagine|suppose|supposing) $"
)
_REAL_IF = re.compile(
    r"\b(?:even if|as if it|if (?:i|we|he|she) (?:am|is)|(?:feel\w*|felt) like|like (?:my|he|she|i'm)) "
)
_AT_WORK = re.compile(
    r"\b(?:work|works|worked|working|job|employed|volunteer\w*|shifts?|nurse|doctor|porter|consultant|"
    r"surgeon|"
    r"receptionist|colleague|taxi|deliver\w*|parked|parking|opposite|near|next to|behind) "
    r"(?:(?:as|at|in|for|with|of|to|the|a|an|my|local|full|part|time|full-time|part-time|nhs|private|city|"
    r"general|registered|senior|night|trainee|qualified|professional|children's|people|who|are|have|is|"
    r"was) )*"
    r"(?:[\w'-]+ )?$|\b(?:we|i) (?:run|manage|own|operate|represent|volunteer at) (?:a|an|the|our) "
    r"(?:[\w'-]+ )?$|"
    r"\bwe are an? (?:[\w'-]+ )?$"
)
_NAMED_AFTER = re.compile(
    r"^(?:'s)? ?(?:patients |care |relief |survivors )?(?:research|society|association|trust|foundation|"
    r"charity|"
    r"shop|shops|road|street|lane|avenue|close|drive|ltd|limited|plc|radio|parking|car park|insurance|"
    r"cover|"
    r"lottery|fund|awareness|policy|policies|plans?|uk\b|protection (?:policy|plan|insurance)|benefit "
    r"policy|"
    r"nurse|nurses|worker|workers|manager|managers|staff|consultant|consultants|porter|registrar|solicitor|"
    r"solicitors|lawyer|company|companies|firm|department|dept|team|policy wording|certificate of "
    r"incorporation|"
    r"gift|donation|appeal|run|walk|raffle|magazine|forum|books?|film|series|song|café|cafe|pub|arms|bear|"
    r"cross|green|leave policy|prevention|detection|investigation|investigators?|squad|unit|warning|"
    r"alert|checks?|procedures?|training|guidance|rules|regulations|act\b|legislation|helpline|leaflet|"
    r"page|website|section|line\b|desk|form|forms|specialists?|expert|experts)(?!\w)"
)
_NAMED_BEFORE = re.compile(
    r"\b(?:british|macmillan|royal|national|marie|stand up to|donation to|donate to|donations to|payment "
    r"to|payee|sponsor\w*|"
    r"run for|raising money for|in aid of|direct debit to|charity|paid|insurance|cover|covers|policy|"
    r"insured|"
    r"claim form|article|film|book|song|documentary) (?:for |against |about |on |of |called |the |to |my "
    r")*$"
)
_ABOUT = 60  # characters before or after a match that may turn its sense


_NAMED = re.compile(
    r" (?!(?:Disease|Disorder|Syndrome|Sclerosis|Injury|Cancer|Stress|Health|Failure)\b)[A-Z][a-z]"
)


def is_name(phrase: str, after: str) -> bool:
    """Whether one capital word is the beginning of a name in capitals: a street, a book, a shop."""
    return phrase.istitle() and " " not in phrase and _NAMED.match(after) is not None


def is_meant(before: str, after: str) -> bool:
    """Whether what a row matched is meant of somebody, from the words of its sentence around it."""
    before, after = before[-_ABOUT:], after[:_ABOUT]
    if _DENIED.search(before) and not _NOT_DENIED.search(before):
        return False
    if _SUPPOSED.search(before) and not _REAL_IF.search(before):
        return False
    if _ABOUT_THE_FIRM.search(before):
        return False
    if _OTHERS.search(before) and not _LIKE_ME.search(after):
        return False
    return not (_AT_WORK.search(before) or _NAMED_BEFORE.search(before) or _NAMED_AFTER.search(after))
