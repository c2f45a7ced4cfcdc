"""The words of what happens in a life: a death, a crime, a job or a marriage lost, youth and age (FG21/1).

Start list of DOMAIN section 2; a firm adds its own in the configuration. A death, an executor and a crime are
P1, the rest P2.
"""

from __future__ import annotations

from mailbot.complaints.cue_rows import RELATIVE, rows

_WHOSE = r"(?:my|our|his|her|their|the|your)"
_AGES = "|".join(str(age) for age in (16, 17, 18, 19, *range(65, 106)))
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*"

LOSS = (
    *rows(
        "life events",
        "P1",
        r"<passed away|passing away|pass away|passed-away|past away|passed over>",
        r"<passed on> (?:last|in|on|suddenly|peacefully|at|two|three|a (?:week|month|year|few)|this|"
        r"recently)",
        rf"<passed>(?= (?:last (?:week|month|year|{_MONTH})|in (?:{_MONTH}|20|hospital|his sleep|her "
        rf"sleep)|peacefully|suddenly|on (?:the )?\d))",
        rf"{RELATIVE} @3(?:just |recently |sadly |suddenly |has |had |have )*<died>",
        r"(?:has|had|have|who|he|she|suddenly|recently|sadly|they|customer|client|since|mr|mrs|both|also|"
        r"since he|since she) (?:\w+ )?<died>",
        rf"<died> (?:on|in|last|suddenly|of|from|aged|this|peacefully|at (?:home|the|age)|two|three|four|"
        rf"five|six|seven|eight|nine|ten|\d+|unexpectedly|after|and left|leaving|during|before|without|"
        rf"intestate|a (?:week|month|year|few|couple)|\w+ (?:weeks|months|years|days) ago|{_MONTH})",
        rf"(?:{RELATIVE}|he|she|is|are) (?:was |is |are )?<dying>",
        r"<deceased|bereave\w*|berieve\w*|death certificate|probate|letters of administration|confirmation "
        r"of estate|grant of representation|intestacy>",
        rf"<{'|'.join(f'{who} late' for who in ('my', 'our', 'his', 'her', 'the', 'their', 'your'))}> "
        rf"(?:\w+ )?{RELATIVE}",
        r"<mr|mrs|miss|ms> (?:\w+ )?\w+ (?:\(deceased\)|deceased|has died|died|is dead|passed)",
        rf"<death of|loss of|lost|losing|buried|burying|bury|cremated> {_WHOSE} @2{RELATIVE}",
        rf"{_WHOSE} (?:\w+ )?{RELATIVE}(?:'s)? <death|passing|funeral|estate|executor\w*|will>",
        r"<after his death|after her death|since his death|since her death|before his death|before her "
        r"death|upon his death|his death in|her death in|a death in the family|death in my family|time of "
        r"death|date of death|registered the death|register the death|notified of the death|notify you of "
        r"the death|report the death>",
        r"<execut(?:or|ors|rix|rices)>",
        r"<estate of|administrator of the estate|personal representative|administering the estate|his "
        r"estate|her estate|the estate>(?! agents?| car)",
        r"<widow|widower|widowed|widows|recently widowed>",
        rf"{RELATIVE} (?:is|are|has been|'s) (?:now )?<dead>",
        r"(?:he|she|they) (?:is|are|has been|was|'s|'re|were) (?:now )?<dead|deceased>(?=[.,;!?]|$| and| "
        r"since| so| now)",
        r"<dead (?:husband|wife|mother|father|mum|dad|man|woman|person|brother|sister|son|daughter|"
        r"relative|parent|nan|uncle|aunt)\w*>",
        r"<funeral|grieving|grief|mourning|cremation|crematorium|chapel of rest|undertakers?|wake for my>",
        r"<miscarr\w+|stillb(?:orn|irth)|lost (?:the|our|my|a) baby|losing (?:the|our|my|a) baby|cot death|"
        r"neonatal loss>",
        r"<tell us once|death notification service>",
        unless=r"(?:phone|battery|app|laptop|computer|car|boiler|line|website|router|screen|chat|signal|"
        r"link|tablet|connection|conversation|internet|machine|card|engine|modem|van|call)\w* (?:\w+ "
        r"){0,3}(?:d(?:ied|ies|ying|ead)|passed away)|died? (?:laughing|down|out|a death|on me|of "
        r"(?:boredom|embarrassment|shame|laughter))|dying (?:to (?!see his|see her|save)|for|of (?:boredom|"
        r"embarrassment)|battery|app|art)|your funeral|good grief|grief (?:from|off|with) (?:you|your|the)|"
        r"giv\w+ (?:me |us )?(?:\w+ )?grief|dead (?:end|line|loss|right|sure|wrong)|bereft|funeral (?:plan|"
        r"plans|cover|insurance|policy|director's job)|estate agents?|real estate|housing estate|council "
        r"estate|industrial estate|estate car|lost (?:my|our|the|his|her) (?:\w+ )?\w+'s|passed (?:on|"
        r"over) (?:to|from|my|the|your|between|in (?:error|full))|passed (?:the|my|your|a|all|around|about|"
        r"from|between|to|credit|security|id|away (?:my|the) (?:details|data))|chat died|executor (?:task|"
        r"thread|service)|the death of (?:cash|customer service|common sense|the high street)|lost (?:my|"
        r"our) (?:friends?|partners?) @1(?:money|trust|respect|business)|(?:nearly|almost|could have|"
        r"could've) died|executors? (?:fees|code)",
    ),
    *rows(
        "life events",
        "P1",
        r"<victims? of> (?:a |an |the |this |these |some |online |serious |such )*(?:\w+ )?(?:scams?|fraud|"
        r"crime|theft|fraudsters?|scammers?|phishing|con|sophisticated|robbery|mugging|burglary|domestic|"
        r"abuse|identity|hack\w*|money mule|romance)",
        r"(?:been|was|were|got|am|being|i'm|have|fell|fallen|victim) (?:a |completely |badly |also |"
        r"recently |just |all )*<defrauded|scammed|conned|hacked|swindled|mugged|burgled|robbed|groomed|"
        r"tricked into|duped|cloned|phished|catfished|for a scam|for this scam|to a scam|to a scammer|"
        r"victim to|prey to>",
        r"<scammed|defrauded|scammers?|fraudsters?|conmen|con man|con artist|con men|swindlers?|hackers?>",
        r"(?:a|the|that|this was a|it was a|an? \w+|of|by|to|was|another) <scam|scams>",
        r"<romance|crypto|cryptocurrency|bitcoin|investment|purchase|impersonation|authorised push payment|"
        r"app|push payment|whatsapp|text|phishing|courier|invoice|safe account|job|rental|ticket|online|"
        r"sophisticated|hi mum|telephone|phone|dating|recovery|bank transfer|marketplace|pension> "
        r"(?:scam\w*|fraud\w*|phishing scam)",
        r"<accounts?|phone|email|e-mail|card|sim|identity|computer|laptop|details|savings> (?:\w+ "
        r"){0,3}(?:been |was |were |got |is )?(?:hacked|cloned|taken over|compromised|hijacked|swapped|"
        r"stolen|emptied|drained|cleaned out)",
        r"<identity> (?:theft|fraud|stolen|was stolen)|(?:stole|stolen|stealing|using|used) my <identity>",
        r"<impersonat\w+|pretending to be|pretended to be|claiming to be|claimed to be|posing as|posed as|"
        r"purporting to be>(?= @3(?:from )?(?:you|your|my|the|a|an|bank|police|hmrc|flux|amazon|bt|me|him|"
        r"her)\b)",
        r"<someone|somebody|a stranger|fraudster|thief|thieves|criminals?|they|person|people> @3(?:has |"
        r"have |had )?(?:been )?(?:used|using|stole|stolen|cloned|emptied|took|taken|taking|opened|"
        r"accessed|hacked|got into|transferred|withdrew|withdrawn|spent|applied|drained) @2(?:my|our|in my|"
        r"out in my) @2(?:cards?|accounts?|money|savings|details|name|identity|phone|wallet|purse|bank|"
        r"credit|loan)(?! (?:wrong|over))",
        r"(?:i|we) (?:did not|didn'?t|never|have not|haven'?t|do not|don'?t) <make|made|authori[sz]ed?|"
        r"recogni[sz]ed?|approved?|set up|carry out|request|consent to|do|know> @1(?:this|these|the|that|"
        r"those|any|either|of these|all these|it|them|some)(?: of (?:these|those|the))? @2(?:payments?|"
        r"transactions?|transfers?|withdrawals?|purchases?|spending|loan|application)",
        r"<unauthori[sz]ed|fraudulent|fraudulently|suspicious|unrecogni[sz]ed> (?:\w+ ){0,2}(?:payments?|"
        r"transactions?|transfers?|withdrawals?|activity|use|access|purchases?|accounts?|loans?|"
        r"applications?|credit|debits?|opened|taken|obtained|in my name)",
        r"(?:payments?|transactions?|transfers?|withdrawals?|debt|loan|account|it|this|that) (?:\w+ "
        r")?(?:was|were|wasn'?t|weren'?t|is|isn'?t|are|was not|were not|is not) <not me|fraud|fraudulent|a "
        r"fraud|made by me|not made by me|not mine>(?=[.,;!?]|$| and| but| so)",
        r"<loan taken out in my name|account opened in my name|in my name without|taken out in my name|"
        r"opened in my name|fraud in my name|credit in my name>",
        r"<action fraud|report fraud|cifas|crime reference|crime number|money mule|sim swap|simswap|remote "
        r"access|anydesk|teamviewer|spoofed|spoofing|phishing>",
        r"(?:i|we|mum|dad|mother|father|husband|wife|grandad|nan|gran|he|she|customer|client|been|was|am|"
        r"is) @3<victim of>",
        r"(?:the|my|this|a|is|was|reported|report|reporting|of|by|about|to) <fraud>(?= (?:on my|against|to "
        r"(?:the )?police|claim|case|and (?:lost|you)|from my|i reported|which|that|was|took|happened|"
        r"occurred|has|had)\b)",
        unless=r"victim (?:of|to) (?:your|a mistake|my own|this company|circumstances?|an error|bad|poor|"
        r"yet|the system)|(?:bunch|load|pack|shower|lot) of~(?:scam|con |con-|fraud|swindl|crook)\w*(?: "
        r"m[ae]n)?|you(?:r|'re| are| lot| people| guys| must be| call yourselves)?(?: \w+){0,3} (?:a |of |"
        r"like )?(?:scam\w*|fraudsters?|con ?m[ae]n|con artists?|swindlers?|fraudulent\w*)(?! (?:team|"
        r"department|dept|claim|unit|line|section|policy))|bunch of|load of|pack of|shower of|nothing but "
        r"(?:scam|con|fraud)\w*|(?:scammed|defrauded|conned|robbed|swindled|tricked|duped|mugged|hacked) "
        r"(?:off )?by (?:you|your|this (?:company|firm|bank|app)|flux|them)|you(?:'ve| have|'re| are)? "
        r"(?:\w+ )?(?:scam\w+|defraud\w+|conned|rob\w+|swindl\w+)|(?:your \w+|company|app|firm|bank|whole "
        r"thing|business|price|charge|fee|offer) (?:is|are|was) (?:\w+ ){0,3}scam|(?:this|it|that)(?:'s| "
        r"is) (?:\w+ ){0,3}(?:scam|con|daylight)|scam (?:company|outfit|app|firm|artists?|operation|of a)|"
        r"(?:like|what|such|total|complete|utter|feels like|as) (?:a )?(?:\w+ )?scam|(?:not|isn'?t|wasn'?t|"
        r"aware|avoid|warn\w*|against|report|prevent\w*|protect\w*|beware|think|thought|worr\w+|is this) "
        r"@3(?:a |of )?(?:scam|phishing|fraud)(?! (?:claim|team|on my|and))|anti-?fraud|scam (?:warning|"
        r"alert|awareness|advice|message i)|suspicious activity (?:check|flag)|you (?:took|have taken|"
        r"debited|charged|made|applied|collected|processed)~(?:authori[sz]e\w*|unauthori[sz]ed|consent\w*|"
        r"request\w*)|(?:payments?|loan|account|charges?) you (?:made|took|set up)|authori[sz]e (?:you|"
        r"your)|life hack",
    ),
)

CHANGE = (
    *rows(
        "life events",
        "P2",
        r"<redundan(?:t|cy|cies)|laid off|out of work|unemployed|unemployment|jobless|between jobs|"
        r"zero[- ]hours?|lost my business|business (?:collapsed|failed|went under)|retired on|just retired|"
        r"forced to retire|medically retired|early retirement|medical retirement>",
        r"<lost|losing|lose> (?:my|his|her|our|their|the|both our) @1(?:jobs?|employment|livelihood|"
        r"business|income|work)(?! (?:application|form|details|number|from|through|with you))",
        r"(?:been|got|was|were|being|am|just) <sacked|dismissed|made redundant|let go|furloughed|fired>",
        r"<reduced|cut|cutting|dropped|halved> (?:my |his |her |our |to my )?(?:hours|wages|income|pay|"
        r"salary)(?! (?:day|ment))",
        r"<hours|income|wages|pay|salary> (?:\w+ )?(?:have|has|had|were|was|been) (?:been )?(?:cut|reduced|"
        r"halved|dropped|stopped)",
        r"<divorc(?:e|ed|ing|ee)|decree nisi|decree absolute|going through a separation|custody battle>",
        r"(?:<separated|separating|separation> from (?:my|his|her)|(?:we|have|recently|are|just|i'm|am|now|"
        r"since|i) @1<separated|separating|split up>(?=[.,;!?]|$| (?:in|last|and|from|two|so|now|after|"
        r"since)\b))",
        r"<relationship|marriage> (?:\w+ )?(?:broke|broken|breakdown|break-?up|ended|has ended|is over|has "
        r"broken|collapsed|fell)",
        r"(?:my|our|the) <break-?up|split with my|split from my>",
        r"<husband|wife|partner> (?:has |had |just |recently )?(?:left (?:me|us|the)|walked out|moved out|"
        r"kicked me out|threw me out)",
        r"(?:my|our|his|her|their|the children's) (?:\w+ )?<social worker|probation officer|support "
        r"worker>",
        r"<no work|no job|out of a job|without a job|work has dried up|unable to work|can't work|cant work|"
        r"cannot work|not able to work|haven't worked|havent worked>(?= (?:and|since|because|so|at|due|for|"
        r"any|with|now|until)|[.,;!?]|$)",
        r"<had a baby|had our baby|had my baby|have a new baby|i'm expecting in|i am expecting in|"
        r"expecting a child|expecting twins|baby was born|baby is due|baby due>",
        r"<split up|we've split|we have split|broke up with my|broken up with my>(?= (?:with|and|in|last|"
        r"so|from|since|after)|[.,;!?]|$)",
        r"<single parent|single mum|single mother|single dad|single father|lone parent>",
        r"(?:a|full[- ]time|sole|unpaid|her|his|main|registered|young|as|parent|primary|family|only|my "
        r"mum'?s|my dad'?s|kinship|foster) <carers?>(?! (?:bag))",
        r"<carer'?s allowance|carers allowance|care for my|caring for my|care for our|caring for our|care "
        r"for (?:a|an|both|two) (?:disabled|elderly|sick|autistic)|look after my|looking after my|caring "
        r"responsibilit\w+|look after (?:him|her) full|care for him|care for her|caring for him|caring for "
        r"her>(?! (?:money|account|data|pennies|finances))",
        r"<pregnan(?:t|cy)|maternity|paternity leave|new-?born|newborn|new baby|just had a baby|having a "
        r"baby|expecting a baby|expecting our|expecting my|giving birth|gave birth|premature baby|neonatal|"
        r"due date>(?= |[.,;!?]|$)",
        r"(?:<weeks|months> pregnant|<ivf>)",
        r"(?:in|from|to|out of|left|into|went to|sent to|of) <prison|custody|jail|remand|young offenders?|"
        r"hmp>",
        r"<prison sentence|released from prison|serving a|on probation|ex-offender|inmate|on licence|hmp "
        r"\w+>(?= |[.,;!?]|$)",
        r"<asylum|refugee|refugees|leave to remain|home office|no recourse to public|ukraine scheme|homes "
        r"for ukraine|fled ukraine|fled syria|visa refused|immigration status|windrush>",
        r"<house fire|flooded|flood damage|fire at (?:my|our)|house burned|house burnt|lost everything|"
        r"lost our home|lost my home|lost my house>",
        r"<care leaver|left care|leaving care|in foster care|foster care|social services|child protection|"
        r"veteran|left the army|left the forces|medically discharged>",
        unless=r"(?:you|they)(?:'ve| have|'ll| will)? (?:just )?(?:lost|lose|losing) (?:my|our) business|"
        r"redundan\w+ (?:system|server|code|letter|question|step|cover|insurance|form)|make\w* (?:your|"
        r"the) (?:branch|cash|app|staff) @2redundant|(?:you|they|someone|somebody|bosses|director)\w* @5in "
        r"(?:prison|jail|custody)|you @3(?:jail|prison)|serving a (?:purpose|customer|notice)|serving "
        r"@1(?:notice|customers)|(?:custody of (?:my|the|our) (?:money|funds|assets|data))|asylum (?:is|"
        r"runs|in charge)|lunatics|(?:our|two|companies|accounts?|cards?|statements?|payments?|items?|"
        r"banks?|firms?) (?:have |are |were |been |now |be )*separated|business relationship|relationship "
        r"(?:manager|with (?:you|your))|(?:your|business|bank\w*|customer) relationship|due date (?:of|for|"
        r"is|was|on|has|passed|by)|(?:payment|bill|statement|the|instalment) due date|(?:let|please|just) "
        r"(?:me|us|it) go|let go of|don'?t let go|i was let go (?:from|of) the call|fired off|fired up|got "
        r"fired up|pregnant pause|divorced from reality|from (?:your|the) (?:records|queue)|care for (?:my|"
        r"our) (?:custom|business|complaint|opinion|data|money)|veteran (?:customer|user)|flooded (?:with|"
        r"by)|house fire (?:alarm|insurance)|cut (?:my|our) pay(?:ment|ee)|reduced my (?:credit|limit)|"
        r"(?:pay|salary|wages|income) (?:was|were|has|have|had) (?:been )?stopped (?:by|from) (?:you|"
        r"reach)",
    ),
    *rows(
        "life events",
        "P2",
        rf"(?:i am|i'm|im|aged|age|he is|she is|he's|she's|who is|who's|is|is now|turned|turning|am nearly|"
        rf"is nearly|are|are both|both|am a|being|am|at) (?:only |now |nearly |almost |a |over |just |both "
        rf"|age |approaching )*<{_AGES}>(?: ?(?:years? old|years? of age|yrs? old|year[- ]old|yo|"
        rf"yrs))?(?=[,;)!?]|\.(?!\d)|$| (?:and|years? (?:old|of)|yrs|with|so|but|i|now|next|this month|in "
        rf"(?:{_MONTH}|a few)|soon|who|on my own|live|living|cannot|can'?t|have|has|nearly|years young|not|"
        rf"or|already|because|my|he|she|when|too)(?!\w))",
        rf"(?:lady|gentleman|man|woman|person|widow|widower|pensioner|mother|father) of "
        rf"<{_AGES}>(?=[.,;!?]| (?:and|with|who|like|living)|$)",
        r"in (?:my|his|her|their|our) (?:late |early |mid )?<seventies|eighties|nineties|70s|80s|90s>",
        r"(?:i am|i'm|im|is|aged|am|now|nearly|almost|turned|only) <sixteen|seventeen|eighteen|nineteen|"
        r"seventy|eighty|ninety>(?:[- ]\w+)?(?=[.,;!?]|$| (?:years|and|with|next|now|so|in|who))",
        rf"<{_AGES}>[- ]year[- ]old",
        rf"{RELATIVE},? (?:who is |who's |aged |age |is |\()<{_AGES}>(?![\d%.:]|[\d,]*\d| (?:calls|times|"
        rf"days|letters|pounds|quid|months|weeks|minutes|hours))",
        r"<elderly|old age|old-age pension\w*|pensioners?|oap|octogenarian|nonagenarian|advanced age|"
        r"advancing years|great age|state pension|pension age>",
        r"<care home|nursing home|residential home|residential care|sheltered (?:housing|accommodation)|"
        r"assisted living|extra care>",
        r"(?:i am|i'm|im|is|only|are|still) (?:only |just |still |under |not yet )*<still at school|at "
        r"school|a minor|under 18|under age|underage|a student|a teenager|a child|in sixth form|at "
        r"college>",
        unless=r"(?:we|i) (?:run|own|manage|work (?:at|in|for)|operate) (?:a|the)|home (?:insurance|owner)|"
        r"your elderly (?:system|website|app|software)|pensioner (?:bonds?|rates?)",
    ),
)
