"""The words beside a telephone number that say whose it is: tables for `phone_owners`."""

from __future__ import annotations

import re

from mailbot.complaints.contact.other_people import KIN, STRANGERS

_NOT_BY_THEM = "(?<!you[ ])(?<!they[ ])(?<!who[ ])(?<!should[ ])"
_NOT_THEY_ARE = (
    "(?<!he[ ]is[ ])(?<!he's[ ])(?<!they[ ]are[ ])(?<!they're[ ])(?<!he[ ]can[ ]be[ ])(?<!they[ ]can[ ]be[ ])"
)
MINE = re.compile(
    rf"""\b(?:
      (?:call|ring|phone|text|telephone|reach|contact|get|try|message|whatsapp)[ ](?:me|us|her|him|them)\b
    | {_NOT_BY_THEM}(?:call|ring|phone|text|telephone|reach|contact|get|try|message|whatsapp
        |message[ ]with)[ ](?:my\b|our(?=[ ](?:\w+[ ])?(?:{KIN})\b))(?![ ]ex\b)(?:[ ][\w-]+){{0,3}}
    | (?:call|ring|phone|text|contact|reach)[ ](?:(?:my|our)[ ][^.?!\n]{{1,40}}|her|him|them)[ ,]+
        (?:on[ ])?(?:his|her|their)[ ](?:\w+[ ])?(?:number|mobile|phone|landline)
    | (?<!via[ ])(?<!by[ ])(?:call|ring|phone|telephone|text)(?:[ ]back)?[ ](?:on|at)[ ]*\Z
    | (?:please|so|just|(?:can|could|would|will)[ ](?:someone|somebody|you)\b[^.?!\n]{{0,60}})[ ]
        (?:call|ring|phone|telephone|text|use)(?:[ ]back)?[ ]*\Z
    | (?:my|our)[ ](?!(?:emergency|second|other|next)[ ]contact)(?:(?!(?:{KIN})s?\b)\w+[ ]){{0,3}}
        (?:number|mobile|phone|landline|tel(?:ephone)?|cell|contact)\b
    | mine(?:'s|[ ]is|:)? | (?<!,[ ])me[ ]*[:=(-]?[ ]*\Z
    | (?:i|we)(?:'m|[ ]am|[ ]are|[ ]can[ ](?:also[ ]|only[ ])?be)[ ](?:[\w']+[ ]){{0,3}}(?:on|at)\b
    | when[ ](?:i|we)(?:'m|'re|[ ]am|[ ]are)\b[^.?!\n]{{1,60}}[ ](?:it|that|the[ ]number)(?:'s|[ ]is)\b
    | (?:i|we)(?:'ve|[ ]have)?[ ]had[ ](?:this|the[ ]same)[ ]number
    | {_NOT_THEY_ARE}(?:reachable|available|contactable)[ ](?:\w+[ ]){{0,2}}(?:on|at)\b
    | {_NOT_THEY_ARE}rung[ ]on\b
    | (?:new|correct|right|current)[ ](?:\w+[ ]){{0,2}}(?:number|mobile|phone|landline)\b
    | (?:it|this|number|mobile|phone)[ ]should[ ]be\b
    | (?:number|mobile|phone|landline|it|i|we)(?:'s|'ve|[ ]has|[ ]have|[ ]is)?[ ]
        (?:(?:now|since|just)[ ])?changed[ ](?:\w+[ ]){{0,3}}to\b
    | (?:you|they|he|she)[ ](?:rang|called|phoned|texted)[ ]me[ ]on\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
MINE_AFTER = re.compile(
    r"[ ,(-]{0,4}(?:(?:that|this|it|which)(?:'s|[ ]is)|is)[ ](?:me\b|mine\b|my[ ](?:own[ ]|only[ ])?"
    r"(?:number|mobile|phone|landline)\b)",
    re.IGNORECASE,
)
# A sentence that speaks of ringing gives the number for that.
OF_RINGING = re.compile(
    r"\b(?:call|ring|phone|text|telephone|contact(?:ed)?|reach(?:ed)?|speak|discuss|mobile|mob|tel|number|landline|home|questions?"
    r"|whatsapp|details|evenings?|daytime|weekdays?|after|before|between)\b",
    re.IGNORECASE,
)
_OTHERS = (
    "solicitor|bank|doctor|gp|surgery|lawyer|landlord|employer|accountant|broker|council|housing[ ]officer"
)
_OF_THE_FIRM = (
    "man|woman|lady|guy|bloke|lad|girl|chap|gentleman|collector|bailiff|officer|manager|advis[eo]r|engineer|driver"
    "|rep(?:resentative)?|caller|representatives"
)
# A number he does not want rung is not one to write down as his; an hour he does not want is no such word.
NOT_TO_BE_RUNG = re.compile(
    r"""(?<!why[ ])(?<!full[ ])\b
    (?:do[ ]not|don'?t|never|not[ ]to|stop|avoid|refrain[ ]from|no[ ]longer|can(?:no|')t)[ ]
    (?:\w+[ ]){0,2}?(?:call|ring|phone|telephone|text|contact|use|reach|try|message|answer)(?:ing)?\b
    (?:(?!\b(?:but|use|instead|unless|rather|before|after|between|until|except|only|then|night)\b)
      [^.?!,;:\n]){0,60}\Z""",
    re.IGNORECASE | re.VERBOSE,
)
OF_A_NAMED = re.compile(
    r"\b(?!(?:It|That|What|Here|There|He|She|Let)'s)[A-Z][a-z]{1,15}'s (?:\w+ )??"
    r"(?:(?:number|mobile|phone|landline)(?: is|:)?|(?:is )?(?:on|at)) ?\Z"
)
FORM_LABEL = re.compile(
    r"\W*your (?:[\w-]+ ){0,2}(?:tel(?:ephone)?|phone|mobile|landline|contact)(?: (?:number|no\.?))?"
    r"[ *]{0,3}(?:\(\w+\)[ *]{0,3})?[:=|]?\s*\Z",
    re.IGNORECASE,
)
NOT_MINE = re.compile(
    rf"""\b(?:
      your[ ](?:[\w'-]+[ ]){{0,4}}(?:number|line|office|phone|tel|desk|team|branch|agents?|people|staff
        |colleagues?|department|services?)\b
    | (?:i|we)(?:'ve|[ ]have)?(?:[ ](?:then|also|first|again|have|had|just|even))?[ ]
        (?:rang|rung|ring|called|phoned|telephoned|dialled|texted|tried|call|got[ ]through)\b
        (?![ ](?:me|my)\b)
    | (?:rang|called|phoned|contacted)[ ](?:my|our)[ ](?!mobile|phone|number|landline|home|house|cell)
    | (?:ringing|calling|phoning|telephoning|dialling)[ ](?:you|your|the|this)\b
    | (?:calls?|texts?|messages?|voicemails?|sms|phoned|rang|rung|called|ringing|calling|texted|texting
        |telephoned|contacted|phoning)\b[^.?!\n]{{0,40}}[ ](?:from|using|off)\b
    | numbers?[ ](?:that|which|who|it|they|you|he|she|the)[^.?!\n]{{0,30}}
        (?:rang|rung|called?|phoned|calling|ringing|texted|used?|uses|gave|given|quoted?)\b
    | (?:told|asked|advised|instructed|said)[^.?!\n]{{0,20}}[ ](?:call|ring|phone|contact)\b
        (?![ ](?:me|my)\b)
    | (?:gave|given|sent|giving)[ ](?:me|us)[ ](?:a|the|this|another)?[ ]?(?:[\w-]+[ ])?(?:phone[ ])?number
    | (?:old|previous|former|wrong)[ ](?:\w+[ ]){{0,2}}(?:number|mobile|phone|landline)\b
    | (?:get|got|getting|had|have|receiv\w+)[ ](?:\w+[ ]){{0,4}}(?:calls?|texts?|messages?)\b
    | caller[ ]id | missed[ ]calls? | (?:showed|came)[ ](?:up[ ])?as\b
    | (?:call|contact|ring)[ ](?:the|our)\b | (?:call|dial)[- ]?in\b | conference
    | freephone | helpline | switchboard | customer[ ]services? | call[ ]centre | head[ ]office
    | help[ ]?desk | ombudsman | the[ ]police | scammers? | fraudsters? | action[ ]fraud
    | citizens[ ]advice | stepchange
    | (?:my|our|her|his|the)[ ](?:{_OTHERS})(?:'s)?\b
    | bailiffs? | enforcement[ ](?:agents?|officers?) | (?:debt[ ])?collectors? | field[ ]agents?
    | your[ ](?:[\w-]+[ ])?(?:{_OF_THE_FIRM})\b
    | (?:left|handed|dropped|posted|gave|given|pushed|put)[ ](?:[\w']+[ ]){{0,3}}
        (?:a|his|her|the|their|this)[ ](?:[\w-]+[ ])?(?:card|note|slip|leaflet)\b
    | (?:card|note|slip|leaflet|letter|text|message|voicemail|website|e-?mail)[ ](?:(?:just|only|then)[ ])?
        (?:says?|said|has|had|gave|gives|states?|quotes?|quoted|shows?|showed|reads?)\b
    | (?:numbers?|mobile|phone)[ ](?:(?:\w+[ ])?(?:given|printed|shown|quoted|listed)[ ])?(?:on|in|at|from)[ ]
        (?:the|your|his|their|this|that)[ ](?:letters?|cards?|notes?|website|e-?mails?|envelope|text|bills?
        |statements?|back|front|top|bottom)\b
    | (?:spoke|spoken|speaking|talked|talking)[ ](?:to|with)[ ][^.?!,;\n]{{0,40}}\Z
    | (?:someone|somebody|man|woman|person|lady|bloke|guy)[ ](?:called|named)\b
    | (?:old|previous|former)[ ](?:one|no\.?|num)\b | not[ ](?:on[ ])?\Z
    | instead[ ]of[ ]\Z | rather[ ]than[ ]\Z
    | from[ ](?:the[ ]number[ ])?\Z | by[ ]\Z | (?:remove|delete|take|wipe)[ ](?:the[ ]number[ ])?\Z
    | (?:rung|called|phoned|texted|contacted|bothered|pestered|plagued)[ ](?:[\w']+[ ]){{0,3}}by\b
    | (?:gave|given|left|quoted|supplied)[ ]\Z | letter[ ](?:is|was)[ ]headed\b
    | (?:in|from|on|of)[ ](?:the|your|their|a)[ ](?:leaflets?|letters?|websites?|adverts?|booklets?
        |brochures?)\b
    | (?:somebody|someone|they|you|he|she|been)[ ](?:has[ ]|have[ ]|had[ ])?
        (?:changed|altered|switched|updated)\b[^.?!\n]{{0,40}}[ ]to[ ]\Z
    | (?:number|mobile|phone|landline|it)[ ](?:was|used[ ]to[ ]be)[ ]\Z
    )""",
    re.IGNORECASE | re.VERBOSE,
)
NOT_MINE_AFTER = re.compile(
    r"""[ ,]{0,2}(?:\([ ]?)?(?:
      (?:which[ ])?(?:is|was)[ ](?:the[ ]number[ ]|you\b|your\b|one[ ]of[ ]your)
    | (?:has|have|had|keeps?|kept)[ ](?:been[ ])?(?:calling|ringing|rung|rang|called|texting|phoning)\b
    | (?:rang|called|texted|phoned)[ ](?:me|us|my)\b | your\b | \[?pager
    | (?:\w+[ ])?\s{0,2}(?:(?:pass|host|access|participant)?[ ]?code|option|pin)\b
    | from[ ](?:my|your|the)[ ](?:file|account|records?|systems?)\b
    | on[ ](?:file|record|your[ ](?:systems?|records?))[^.?!\n]{0,20}
        (?:wrong|old|incorrect|out[ ]of[ ]date|no[ ]longer)\b
    )
    | \)?[ ,-]{0,3}(?:(?:and|but|which|that|as|so|because)[ ]){0,2}(?:
      (?:i|we)(?:'ve|[ ]have)?[ ](?:(?:then|also|just|even)[ ])?(?:rung|rang|called|tried|phoned|texted
        |dialled)\b
    | (?:(?:he|she|they|nobody|no[ ]one|it|that|this|which)[ ])?
        (?:(?:does|do|did|will|would|is|are|was)(?:n'?t|[ ]not)|never|won'?t|not)[ ]
        (?:pick|answer|reply|call|ring|respond|mine|my|me|his|hers|ours|theirs|right|correct|working|in[ ]use
          |\w+'s)\b
    | (?:(?:it|that|this)(?:'s|[ ]is|[ ]was)?|is|was)[ ](?:my|our)[ ](?:
        ex\b | (?:\w+[ ])?(?:old|previous|former|mum|mother|dad|neighbour)\b )
    | belongs?[ ]to\b
    | (?:(?:it|that|this|which)(?:'s|[ ]is|[ ]was)?|is|was)[ ](?:(?:an?[ ])?[\w-]+'s\b|his\b|hers?\b|theirs?\b
        |(?:not|never)[ ](?:me|mine|my|ours)\b|some(?:one|body)\b)
    | as[ ](?:his|her|their)\b
    | (?:(?:it|that|this)(?:'s|[ ]is)?[ ]|is[ ]|has[ ]been[ ])?
        (?:wrong|dead|disconnected|out[ ]of[ ]date|no[ ]longer)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# Beside a number on a line of its own, as in a signature, his own company's switchboard is his own.
NOT_MINE_LABEL = re.compile(
    rf"""\b(?:
      your[ ](?:[\w'-]+[ ]){{0,4}}(?:number|line|office|phone|tel|desk|team|branch)\b
    | (?:i|we)[ ](?:rang|called|phoned|tried)\b
    | (?:calls?|texts?|messages?|rang|called)[ ](?:\w+[ ]){{0,2}}from\b
    | (?:old|previous|former|wrong|missed|caller)\b | (?:call|dial)[- ]?in\b | conference | helpline
    | ombudsman | the[ ]police | scammers? | fraudsters? | action[ ]fraud | citizens[ ]advice | stepchange
    | (?:my|our|her|his|the)[ ](?:[\w-]+[ ])?(?:{KIN}|{_OTHERS})(?:'?s)?\b(?![ ](?:and|&)[ ](?:me|i)\b)
    | (?:\A|\n)[ \t*-]*(?:{KIN}|{_OTHERS}|{STRANGERS})(?:'?s)?(?:[ ][\w-]+){{0,2}}[ ]*[:=(-]
    | bailiffs? | enforcement[ ]agents? | debt[ ]collectors?
    )""",
    re.IGNORECASE | re.VERBOSE,
)
NOT_MINE_ASIDE = re.compile(rf"[ ]?[(][ ]?(?:my[ ])?(?:{KIN})(?:'?s)?\b", re.IGNORECASE)
