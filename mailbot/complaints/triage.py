"""Whether somebody is dissatisfied (FCA Glossary, "complaint": any expression of dissatisfaction).

Only a general help mailbox asks; and only what is clearly a question or a request, with nothing in it that
could be dissatisfaction, is not a complaint. The word "complaint" is not needed for one.
"""

from __future__ import annotations

import re

from mailbot.complaints.findings import Extract
from mailbot.complaints.zones import CAP, fold
from mailbot.mail.machines.complaint_words import complains_abroad, names_a_complaint_abroad
from mailbot.mail.message import ParsedMessage, Zone

_LONGEST_ENQUIRY = 1500  # characters: who writes more has a story to tell
_HARMLESS_TOPICS = frozenset(("withdrawal",))
# Who needs large print may ask a question like everybody else; who is in debt or bereaved is heard out.
_HARMLESS_DRIVERS = frozenset(("health", "capability"))


def _words(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)".replace(" ?", r"\s{0,4}").replace(" ", r"\s{1,4}"))


_ASKS = _words(
    r"(?:could|can|would|will|may|might|please|pls) (?:you|i|we|someone|somebody|anyone)|"
    r"please (?:\w+ )?(?:tell|let|advise|confirm|send|update|change|note|amend|explain|provide|could|can|"
    r"cancel|order|arrange|add|move|register|book)|how (?:long|much|many|often|soon|far)|"
    r"(?:how|what|when|where|which|who|is|are|do|does|will|am) (?:\w+ ){0,3}(?:i|we|you|my|there|it|the|"
    r"your)|(?:i|we) (?:would|'d) like (?:to (?:know|ask|change|update|set up|arrange|make|order)|a)|"
    r"wonder(?:ing)? (?:if|whether)|(?:enquir|inquir)\w+|change of (?:address|name|details)|"
    r"new (?:address|number|mobile)|i have moved|quick question"
)
# What a person reads as displeasure, and whatever could be a negation of what the firm ought to have done.
_DISPLEASED = _words(
    r"complain\w*|dissatisf\w*|unhappy|not happy|disappoint\w*|disgust\w*|disgrace\w*|appall?\w*|angry|"
    r"anger\w*|annoy\w*|furious|frustrat\w*|upset\w*|outrag\w*|shock\w*|ridiculous|"
    r"unaccept\w*|unfair\w*|unreasonabl\w*|unprofessional|rude\w*|terribl\w*|awful\w*|dreadful|"
    r"horrendous|shambles|joke|pathetic|useless|incompeten\w*|poor|worst|worse|bad|badly|wrong\w*|"
    r"mistakes?|mistaken\w*|errors?|incorrect\w*|"
    r"fail\w*|refus\w*|reject\w*|declin\w*|ignor\w*|delay\w*|late|overdue|still|again|yet|already|"
    r"chas(?:e|ed|ing)|waiting|waited|weeks|missing|lost|stolen|stole|fraud\w*|scam\w*|"
    r"mis-?s[oe]l[dl]\w*|mislead\w*|misled|lied|lies|lying|"
    r"harass\w*|threat\w*|intimidat\w*|bully\w*|discriminat\w*|distress\w*|stress\w*|worr(?:y|ied|ying)|"
    r"concern\w*|problem\w*|issues?|trouble\w*|difficult\w*|struggl\w*|"
    r"overcharg\w*|charged twice|double charged|refund\w*|compensat\w*|redress|reimburs\w*|apolog\w*|"
    r"sorry|ombudsman|fos|fca|regulator\w*|ico|mp|solicitor\w*|lawyer\w*|court|legal|sue|newspapers?|"
    r"media|trustpilot|twitter|"
    r"dispute\w*|owe|owed|debt|bailiff\w*|fees?|penalt\w*|blocked|frozen|locked|closed|cancelled|"
    r"stopped|held|denied|hung up|cut off|passed around|fobbed|promised|supposed|should have|why|"
    r"fault\w*|broken|broke|crash\w*|stuck|not working|doesn'?t work|won'?t work|disaster|nightmare|"
    r"mess|sort (?:it|this) out|put (?:it|this) right|enough|fed up|sick of|had it with|demand\w*|"
    r"insist\w*|urgent\w*|immediately|leave me alone|stop\w*|never|nobody|no one|no-one|nothing|"
    r"help|pay me|going on|going to hear|human being|real person|supervisor|someone senior|courtesy|"
    r"the way (?:you|your|i|we|this|that|it)|behav\w+|attitude|treat\w*|take this further|how you|is this "
    r"how|"
    r"(?:any ?one|any ?body|some ?one) (?:actually |really |even )?there|hello\?|any news|normal (?:for|"
    r"that|to)|"
    r"what do (?:i|we) have to do|do (?:i|we) have to wait|have (?:i|we) to wait|(?:ever|actually) going "
    r"to|"
    r"(?:are|were) you (?:ever |actually )?(?:going|planning) to|(?:you|they) intend|"
    r"can (?:i|we) expect|(?:takes?|took|taken) (?:over )?an? (?:month|year|fortnight|week|age)|when will "
    r"(?:you|somebody|someone|anybody|anyone)|will you (?:ever|finally)|"
    r"(?:money|payment|pounds|it|£ ?\d[\d,.]*) back|gone from|disappeared|instead of|more than (?:it|you|i|"
    r"we|the)|"
    r"who (?:decided|authorised|authorized|allowed|told|agreed)|i did (?:ask|say|tell|request|send)|"
    r"(?:i|we)(?:'ve| have|'d| had)? (?:asked|requested|wrote|written|emailed|e-mailed|contacted|reported|"
    r"raised)|"
    r"you(?:'ve| have| had)? (?:just |now )?(?:took|taken|charged|added|changed|removed|deducted|increased|"
    r"raised|"
    r"decided|debited|reduced|put)|leave (?:me|us|my|him|her) alone|"
    r"(?:already|been|after|over|nearly|almost|now|it'?s|that'?s|for the last) (?:\d+|\w+) (?:days|months|"
    r"hours)|"
    r"\d+ days[.!]|(?:takes?|taken|taking|wait) (?:\w+ )?(?:\d+|\w+) (?:days|months|hours|years)|"
    r"third time|second time|twice|numerous|repeated\w*|several times|many times|\d+ times|each time|"
    r"every time"
)
_NEGATED = _words(
    r"not|no|without|cannot|can'?t|\w+n't|dont|didnt|wont|havent|hasnt|isnt|wasnt|doesnt|couldnt|wouldnt"
)
_HARMLESS = _words(
    r"no (?:need|rush|hurry|problem|problems|worries|urgency|doubt|trouble|trouble at all|longer live|"
    r"longer at|change)|not (?:sure|urgent|certain)|if not|or not|why not|whether or not|(?:don'?t|"
    r"do not) (?:know|mind|need|worry|think i need)|"
    r"haven'?t (?:decided|moved)|not yet decided|without (?:charge|a charge|any charge|fee)|"
    r"(?:does|do|will|can|could|is|are|may|should|am|would) (?:[\w']+ ){0,4}still|"
    r"(?:i|we|he|she)(?:'ve| have|'s| has)? (?:just |also |somehow )?(?:lost|mislaid|misplaced) (?:my|our|"
    r"the|his|"
    r"her) (?:\w+ )?(?:card|password|pin|phone|letter|form|login|details|paperwork)|"
    r"(?:for|with|of) (?:all )?(?:your|the|any|her|his|some)(?: \w+)? help|any help|help (?:me )?(?:to |"
    r"with )?"
    r"(?:set|setting|change|changing|find|choose|fill|open|opening|order|please with the form)|"
    r"(?:instead|paper statement instead) of (?:an? )?(?:e-?mail|post|letter|paper|cheque|phone)|"
    r"(?:help|very|so|most|really|been) (?:helpful|kind)|better late than|no news|when will (?:you be "
    r")?(?:open|close)|"
    r"(?:customer|account|card|phone|tel|ref|reference|mobile|order|case|policy) no\.?|"
    r"enough (?:that|if|to|for|notice)|any (?:problems?|issues?|fees?|charges?)|sorry (?:to (?:bother|"
    r"trouble)|for (?:the )?(?:bother|"
    r"trouble|long|another))|"
    r"(?:is|are|will) there (?:\w+ )?(?:a |an |any )?(?:fees?|charges?)|what (?:is|are) (?:the |"
    r"your )?fees?|no complaints?|not a complaint|if (?:i|my card|it) (?:lose|lost|is lost|was lost)|"
    r"(?:once|twice) a (?:week|month|year)|two weeks|next few weeks|in \w+ weeks|for \w+ weeks"
)
_SEVERE = _words(
    r"(?:i|we) (?:want|wish|would like|need|intend|am going|have) to (?:make |raise |lodge |register |"
    r"file )?(?:a |an |this |my )?(?:formal |official )?complain\w*|(?:my|a|this|formal|our) complaint|"
    r"complaint (?:about|against)|"
    r"(?:i am|i'm|im|we are|very|so|really|not) (?:\w+ ){0,2}(?:unhappy|happy|disgusted|angry|upset|"
    r"disappointed|dissatisfied|furious|appalled|frustrated)|unacceptable|disgraceful|ombudsman|"
    r"harass\w*|ridiculous|"
    r"(?:refund|give|want|get) (?:\w+ ){0,3}(?:my|our) money(?: back)?|still (?:not|haven'?t|waiting|"
    r"no)|(?:you|your \w+) (?:\w+ ){0,2}(?:charged|took|taken|refused|ignored|failed|sent|keep|promised|"
    r"told)"
)


def is_displeased(text: str) -> bool:
    """Whether anything in a text could be an expression of dissatisfaction: in doubt it is."""
    plain = _HARMLESS.sub(" ", fold(text[:CAP]).lower())
    return (
        _DISPLEASED.search(plain) is not None
        or _NEGATED.search(plain) is not None
        or names_a_complaint_abroad(text[:CAP])
    )


def is_plainly_complaining(text: str) -> bool:
    """Whether a text says in so many words that somebody complains; for text that may be a machine's."""
    return _SEVERE.search(fold(text[:CAP]).lower()) is not None or complains_abroad(text[:CAP])


def is_enquiry(parsed: ParsedMessage, extract: Extract) -> bool:
    """Whether a message is clearly a question or a request, and nothing in it is dissatisfaction."""
    text = f"{extract.subject}\n{extract.text}"
    has_more = any(p.zone in (Zone.FORWARDED, Zone.QUOTED) and p.text.strip() for p in parsed.passages)
    return (
        bool(extract.text)
        and len(extract.text) <= _LONGEST_ENQUIRY
        and not has_more
        and not any(not attachment.inline for attachment in parsed.attachments)
        and all(cue.driver in _HARMLESS_DRIVERS for cue in extract.cues)
        and not extract.unsafe_contact
        and not set(extract.topics) - _HARMLESS_TOPICS
        and not _shouts(extract.text)
        and ("?" in text or _ASKS.search(fold(text[:CAP]).lower()) is not None)
        and not is_displeased(text)
    )


def _shouts(text: str) -> bool:
    """Capitals throughout, or rows of marks, are a tone of voice."""
    letters = [character for character in text if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    return re.search(r"[!?]{2}", text) is not None or (len(letters) > 40 and capitals > 0.6 * len(letters))
