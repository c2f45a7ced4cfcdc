"""Whether a sign is denied: by a word before it, or as one of a list of things that are not so.

A denial of danger alone is shown to a person all the same ("I am not suicidal, but"). Only who denies one
need after another, without reservation, and writes of no other, asks to be treated as well, and is believed.
"""

from __future__ import annotations

import re

_NO = (
    r"(?:\b(?:not|never|no|nor|without|neither|nobody|none|hardly|far from|isnt|wasnt|arent|dont|havent|"
    r"hasnt|"
    r"didnt|doesnt|no longer|thankfully not)|n't)"
)
_FILLER = (
    r"(?:a|an|any|in|at|been|being|the|have|has|had|got|suffering|from|really|actually|currently|even|having|"
    r"yet|ever|under|that|i'?m|i am|am|is|are|we|we're|i|was|were|because|due|to|about|of|my|our|on|one|"
    r"your|someone|"
    r"somebody|with|asking|saying|said|claiming|needed|need|used|wanted|required|claimed|missed|registered|"
    r"severely|very|form|kind|sort|mental|physical|health|medical|serious|major|financial|financially|money|"
    r"such|consider|myself|considered|think|victim|family|house|household|here|home|wrong|amiss|this|feel|"
    r"feeling|particularly|remotely|way|wife|husband)"
)
_DENIED = re.compile(rf"{_NO}\s+(?:{_FILLER},?\s+){{0,6}}$|\bnothing (?:is )?(?:wrong|amiss) with (?:my )?$")
_PLAN = (
    r"(?:going|about|want|wanting|wish|wishing|plan|plans|planning|intend|intending|intention|thinking|"
    r"thought|thoughts|thinks|try|trying|tried|attempted|contemplat\w+|considering|committed|risk|danger|"
    r"ring|call|ringing|calling|speak|likely|tempted|who|idea|desire|feelings)"
)
_DENIED_LIFE = re.compile(rf"{_NO}\s+(?:(?:{_FILLER}|{_PLAN}),?\s+){{0,7}}$")
_NOT_DENIED = re.compile(
    r"\bnot (?:only|just|merely|simply|because|to mention|sure|true|care|even care|bother|mention|saying|"
    r"certain)\b|\bnot? (?:say|claim|pretend|promise)\w* |n't (?:say|claim|promise|pretend|know if|think "
    r"i'?m "
    r"not)\b|\b(?:despite|why|whether|even though) \S+ not $"
)
_CLAUSE = r"\b(?:but|because|so|since|as|which|although|though|and i|and my|and we|i have|i've|i get|only)\b"
_LISTED = re.compile(
    rf"{_NO} (?:(?!{_CLAUSE})[^.;:!?]){{0,70}}(?:,|\bor|\bnor|\band)(?: (?:or|nor))? (?:{_FILLER} ){{0,3}}$"
)
_LISTED_AFTER = re.compile(
    r"^[^.!?]{0,60}(?:\bor|\bnor|\band no|\band nobody|\band never|\band i'?m not|\bno \w+)\b"
)
_NEITHER_AFTER = re.compile(
    r"^[^.!?]{0,70}[.!?;] ?(?:i (?:have|am|had) none of|none of (?:these|those|that|this)|no to all)"
)
_OR_BEFORE = re.compile(r"\b(?:or|nor) (?:\S+ ){0,3}$")
_ASKED = re.compile(
    r"\bask\w* (?:me |us )?(?:if|whether) (?:(?:i|we|anyone|my \w+)(?:'m| am| was| were| have| had| has| is)?"
    r" )(?:[\w',]+ ){0,8}$"
)
_RESERVATION = re.compile(
    r"^[^.!?]{0,100}\b(?:but|yet|though|although|however|except|still|honest(?:ly)?|sure)\b|"
    r"^[^.!?]{0,80}[.!?]+ (?:but|yet|though|although|however|except|still|i lied|that was)\b"
)
_OTHER_NEED = re.compile(
    rf"{_NO} (?:(?!\bbut\b)[^.!?;]){{0,50}}?\b(?:ill|depress\w*|died|dead|debts?|vulnerable|bereave\w*|"
    r"disab\w*|mad|crisis|hardship|struggl\w*|signpost\w*|lost my job|anxi\w*|divorc\w*|illness|dying|"
    r"dementia|gambl\w*|arrears|those|these|sick|poor|broke|unwell|addict\w*|bankrupt|need (?:help|a leaflet|"
    r"counselling|support|sympathy|debt))\b"
)
_ABOUT = 80  # characters before or after that may deny
_NEAR = 240  # characters before and after in which other needs are denied


def is_denied(before: str, after: str) -> bool:
    """Whether words of need are denied, from the rest of their sentence."""
    before, after = before[-_ABOUT:], after[:_ABOUT]
    if _NOT_DENIED.search(before):
        return False
    if _DENIED.search(before) or (_NEITHER_AFTER.search(after) and _ASKED.search(before)):
        return True
    listed = _LISTED.search(before)
    return listed is not None and (
        _OR_BEFORE.search(before) is not None or _LISTED_AFTER.search(after) is not None
    )


def is_danger_denied(text: str, start: int, end: int) -> bool:
    """Whether danger to life is denied as one of several needs, and nothing is held back."""
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    if _NOT_DENIED.search(before[-_ABOUT:]) or _RESERVATION.search(after):
        return False
    near = re.split(r"[.!?\u2029] ", before)[-1]
    if _NEITHER_AFTER.search(after) and _ASKED.search(near):
        return True
    if not (_DENIED_LIFE.search(near) or is_denied(near, after)):
        return False
    return _OTHER_NEED.search(before) is not None or _OTHER_NEED.search(after) is not None
