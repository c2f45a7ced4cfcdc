"""Whether the words of a cue are meant of a person who may come to harm.

Asked of everything but life at risk: a denial, a supposition, the firm's own staff, people in general, a
shop, a street, a charity, an insurance or somebody's work is no cue.
"""

from __future__ import annotations

import re

from mailbot.complaints.need.denial import is_denied

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
    r"\b(?:work|works|worked|working|job|employed|volunteer\w*|shifts?|nurse|carer|doctor|porter|consultant|"
    r"surgeon|receptionist|colleague|taxi|deliver\w*|parked|parking|opposite|near|next to|behind|teach|"
    r"teaches|taught|teacher|train|trains|trainer|advis[eo]r|counsell?or|therapist|physio\w*|matron|sister|"
    r"chaplain|warden) "
    r"(?:(?:as|at|in|for|with|of|to|on|the|a|an|my|local|full|part|time|full-time|part-time|nhs|private|city|"
    r"general|registered|senior|night|nights|trainee|qualified|professional|children's|people|who|are|have|"
    r"is|"
    r"was|children|adults|kids|young|older|elderly|patients|residents|clients|staff|charge) )*"
    r"(?:[\w'-]+ )?$|\b(?:we|i) (?:run|manage|own|operate|represent|volunteer at|make|sell|supply|hire|fit) "
    r"(?:a |an |the |our |out )?(?:[\w'-]+ )?$|\b(?:my|our|the) (?:company|firm|business|shop|practice|"
    r"charity) "
    r"(?:makes?|sells?|supplies|hires?|repairs|runs?|provides?|fits|cares for|looks after) (?:[\w'-]+ "
    r"){0,2}$|"
    r"\bwe are an? (?:[\w'-]+ )?$"
)
_TRADE_BEFORE = re.compile(
    r"\b(?:i am|i'?m|we are|we're|i was|as|he is|she is|my \w+ is|my \w+'s|firm of|company of|team of) "
    r"(?:an? |the )?(?:[\w'-]+ ){0,2}$"
)
_TRADE = re.compile(
    r"\b(?:counsell?ors?|advis[eo]rs?|directors?|practitioners?|trainers?|lawyers?|consultants?|specialists?|"
    r"therapists?|nurses?|researchers?|campaigners?|fundraisers?|photographers?|teachers?)$"
)
_TRADE_AFTER = re.compile(
    r"^ (?:and \w+ )?(?:counsell?ors?|advis[eo]rs?|directors?|practitioners?|trainers?|lawyers?|consultants?|"
    r"specialists?|therapists?|nurses?|researchers?|campaigners?|fundraisers?|teachers?|expert|by profession|"
    r"by trade)\b"
)
_THEIR_PAPER = (
    r"(?:letters?|website|e-?mails?|leaflets?|booklets?|forms?|message|policy|policies|chat ?bot|bot|"
    r"advert\w*|"
    r"footer|recording|menu|script|repl(?:y|ies)|page|brochure|charter|paragraph|texts?|questionnaire|terms|"
    r"agent|advis[eo]r|staff|people|call handler)"
)
_NOT_MINE = r"(?:(?!\b(?:i|my|we|our|he|she|his|her|but|because|while|when|who)\b)[^.!?;]){0,60}"
_ASKED_OF_ME = (
    r"(?:(?:if|whether) (?:(?:i|we) (?:am|was|were|are|have|had|suffer|need) (?:[\w'-]+,? ){0,5})?|"
    r"(?:looking "
    r"after|"
    r"about|caring for|for) my )?"
)
_FIRMS_WORDS = re.compile(
    rf"\byour (?:[\w'-]+ ){{0,3}}?{_THEIR_PAPER} (?:[\w'-]+ ){{0,3}}?(?:says?|said|asks?|asked|mentions?|"
    rf"lists?|"
    rf"goes on|go on|claims?|claimed|offers?|offered|promises?|talks?|began|begins?|start(?:s|ed)|is all|"
    rf"tells "
    rf"me to|told me to|tell me to|suggests?|suggested|advises me to)\b{_NOT_MINE}{_ASKED_OF_ME}$|"
    rf"\byou (?:can |could |may )?(?:say|said|claim|state|offer|offered|asked|ask|suggested|suggest) (?:me "
    rf"|us )?"
    rf"(?:that you|you|if you|to help|help|support|a\b|(?=whether|if)){_NOT_MINE}{_ASKED_OF_ME}$|"
    r"\b(?:leaflet|booklet|brochure|paragraph|link|webpage|page|section|recorded message|pamphlet|lecture|"
    rf"helpline) (?:\w+ )?(?:about|on|for|with) {_NOT_MINE}(?:looking after my |my )?$"
)
_SUPPOSED_OF_ME = re.compile(
    r"\b(?:form|box|tick|ticked|questionnaire|survey|menu) [^.!?;]{0,40}\b(?:whether|if) "
    r"(?:(?:i|we|any(?:one|body))(?: am|'m| are| was| is| have| had)? (?:[\w'-]+,? ){0,3})?$|"
    r"\byou (?:seem to |appear to |all |just )?(?:think|assume|suppose|imagine|imply|assumed|thought) "
    r"(?:that )?"
    r"(?:(?:i|we)(?:'m| am| are| was| must be| might be| have) (?:an? |some |in )?)?$"
)
_FINE_AFTER = re.compile(
    r"^ (?:is|are|was|has been|remains) (?:\w+ )?(?:fine|good|perfect\w*|excellent|ok|okay|great|none of "
    r"your|not "
    r"(?:your|the|in|at)|irrelevant|in rude)\b"
)
_FINE_BEFORE = re.compile(r"\b(?:good|perfect|excellent|full|sound|rude|great|robust) (?:physical and )?$")
_OVER = re.compile(
    r"^[^.!?]{0,50}\b(?:long before i|nothing to do with (?:it|this|you)|full recovery|fully recovered|the "
    r"all "
    r"clear|long over|well again|right as rain)\b"
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
    r"(?:'s|')? (?:(?:and|&|of|for|the) )*"
    r"(?!(?:Disease|Disorder|Syndrome|Sclerosis|Injury|Cancer|Stress|Health|Failure|I|My|He|She|We|The)\b)"
    r"[A-Z][a-z]"
)


_SENTENCE_WORD = re.compile(r" (?:I|IF|YOU|YOUR|MY|ME|WILL|IS|WAS|TO|FOR|BECAUSE|AGAIN|TAKE|TOOK) ")
_STATEMENT_LINE = re.compile(r"(?: [A-Z0-9&'*./-]+){0,5} {1,3}[£€$]? ?\d[\d,]*\.\d\d\b")


def is_name(phrase: str, after: str) -> bool:
    """Whether one capital word is the beginning of a name in capitals: a street, a book, a shop."""
    return phrase.istitle() and " " not in phrase and _NAMED.match(after) is not None


def is_on_a_statement(phrase: str, after: str) -> bool:
    """Whether it is part of a merchant's name as statements print it: a few capitals, then an amount."""
    found = _STATEMENT_LINE.match(after) if phrase.isupper() else None
    return found is not None and _SENTENCE_WORD.search(found[0]) is None


def is_meant(before: str, phrase: str, after: str) -> bool:
    """Whether what a row matched is meant of somebody, from the words of its sentence around it."""
    if is_denied(before, after) or _FIRMS_WORDS.search(before) or _SUPPOSED_OF_ME.search(before):
        return False
    before, after = before[-_ABOUT:], after[:_ABOUT]
    if _SUPPOSED.search(before) and not _REAL_IF.search(before):
        return False
    if _ABOUT_THE_FIRM.search(before) or _is_over_or_well(before, after):
        return False
    if _OTHERS.search(before) and not _LIKE_ME.search(after):
        return False
    return not (
        _is_a_trade(before, phrase, after) or _NAMED_BEFORE.search(before) or _NAMED_AFTER.search(after)
    )


def _is_over_or_well(before: str, after: str) -> bool:
    found = _FINE_AFTER.search(after) or _FINE_BEFORE.search(before) or _OVER.search(after)
    return found is not None


def _is_a_trade(before: str, phrase: str, after: str) -> bool:
    if _AT_WORK.search(before):
        return True
    named = _TRADE.search(phrase) or _TRADE_AFTER.search(after)
    return named is not None and _TRADE_BEFORE.search(before) is not None
