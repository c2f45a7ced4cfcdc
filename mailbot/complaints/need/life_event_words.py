"""The words of what happens in a life: a job or a marriage lost, a child born, youth and age (FG21/1).

Start list of DOMAIN section 2; a firm adds its own in the configuration. What happens by death or crime is
P1, the rest P2.
"""

from __future__ import annotations

from mailbot.complaints.need.bereavement_words import BEREAVEMENT
from mailbot.complaints.need.cue_rows import RELATIVE, rows
from mailbot.complaints.need.fraud_words import CRIME

_WHOSE = r"(?:my|our|his|her|their|the|your)"
_AGES = "|".join(str(age) for age in (16, 17, 18, 19, *range(65, 106)))
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*"
_KIN = rf"(?:{RELATIVE}|lad|lass|missus|bairn|mate)"

LOSS = (*BEREAVEMENT, *CRIME)

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
        r"(?:hours|income|wages|pay|salary) (?:\w+ )?(?:have|has|had|were|was|been) (?:been )?<cut|reduced|"
        r"halved|dropped|stopped>",
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
        r"redundan\w+ (?:system|server|code|letter|question|step|cover|insurance|form)|make\w* "
        r"(?:your|the) (?:branch|cash|app|staff) @2redundant|(?:you|they|someone|somebody|bosses|"
        r"director)\w* @5in (?:prison|jail|custody)|you @3(?:jail|prison)|serving a (?:purpose|"
        r"customer|notice)|serving @1(?:notice|customers)|(?:custody of (?:my|the|our) (?:money|"
        r"funds|assets|data))|asylum (?:is|runs|in charge)|lunatics|(?:our|two|companies|accounts?|"
        r"cards?|statements?|payments?|items?|banks?|firms?) (?:have |are |were |been |now |be "
        r")*separated|business relationship|relationship (?:manager|with (?:you|your))|(?:your|"
        r"business|bank\w*|customer) relationship|due date (?:of|for|is|was|on|has|passed|by)|"
        r"(?:payment|bill|statement|the|instalment) due date|(?:let|please|just) (?:me|us|it) go|let "
        r"go of|don'?t let go|i was let go (?:from|of) the call|fired off|fired up|got fired up|"
        r"pregnant pause|divorced? (?:from reality|yourself|yourselves|itself)|(?:firm|department|"
        r"practice|team) (?:of \w+ )?(?:handles?|handling|does|specialis\w+|deal\w*) (?:in |with "
        r")?divorce|carer (?:by|in a|at a|for an agency|for the council)|looking after (?:my|your) "
        r"(?:wellbeing|well-being|custom)|from (?:your|the) (?:records|queue)|care for (?:my|our) "
        r"(?:custom|business|complaint|opinion|data|money)|veteran (?:customer|user)|flooded (?:with|"
        r"by)|house fire (?:alarm|insurance)|cut (?:my|our) pay(?:ment|ee)|reduced my (?:credit|"
        r"limit)|(?:pay|salary|wages|income) (?:was|were|has|have|had) (?:been )?stopped (?:by|from) "
        r"(?:you|reach)",
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
        rf"<lady|gentleman|man|woman|person|widow|widower|pensioner|mother|father> of (?:{_AGES})(?=[.,;!?]|"
        r" (?:and|with|who|like|living)|$)",
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
    *rows(
        "life events",
        "P2",
        r"(?:me and|my|we|we've|parents|husband|wife|partner|they|couple|her dad|his mum) @4<split|"
        r"splitting|separating|divorcing|broke up|broken up>(?: up)?(?=[.,;!?]|$| (?:in|last|and|from|since|"
        r"so|now|after|acrimoniously|this)\b)",
        rf"{_KIN} (?:has |had |just |recently |then |'s )*<walked out|cleared off|left me|left us|ran off|"
        r"run off|moved out|upped and left|went off with|threw (?:me|us) out|kicked (?:me|us) out|chucked "
        r"(?:me|us) out>",
        r"(?:left|leave|leaving|out of|lost|lose|losing|sell|sold|selling|moved out of|flee|fled) @2<family "
        r"home|marital home|matrimonial home>|<through the courts|family court|child arrangements|decree|"
        r"custody of (?:my|the|our) (?:kids|children|son|daughter|boys|girls)|child maintenance|wife's "
        r"solicitor|husband's solicitor>",
        r"<laid|paid> (?:us|me|him|her|them|everyone|half|most) @2off|(?:they|work|boss|company|firm|"
        r"employer|place|factory|they've|have|has|had) (?:have |has |had |just |all )*<let (?:me|him|her|us|"
        r"them) go>|<finished (?:me|us|him|her) (?:up|at)|finished at work|finished up at|got (?:my|his|"
        r"her) cards|got (?:the push|the boot|the chop|the sack)|given the (?:push|boot|chop|sack)|my p45|"
        r"lost his job|paid (?:us|me|him|her) off>",
        r"<where i|i|we|he|she|my husband|my wife> (?:used to )?work(?:ed|s)? (?:has |have |at |for "
        r")*(?:shut|closed|closing|folded|went)(?: down)?|<closed|shut> (?:down )?the (?:plant|factory|mill|"
        r"pit|works|depot|yard)|(?:factory|plant|mill|pit|depot|yard|warehouse|pub|shop|works|site) (?:has |"
        r"is |was |i worked \w+ )*<shut|closed|closing|shutting>(?: down)?(?= (?:and|so|in|last|down|on "
        r"us)\b|[.,;!?]|$)",
        r"(?:cut|reduced|dropped|lost|took away|halved|fewer|no|lose|losing|slashed) (?:all |most of "
        r")?(?:my |his |her |our )<shifts|overtime>|<shifts|overtime> (?:\w+ )?(?:have |has |had |been |"
        r"were |was |got )+(?:cut|reduced|halved|dropped|stopped)",
        r"<gave up|give up|giving up|given up|pack(?:ed|ing)? in|quit|stop(?:ped)? going to|had to leave|"
        r"having to leave|stopped> (?:my |his |her |the )?(?:work|working|job)(?= |[.,;!?]|$)",
        r"(?:work|job|temp|temporary|agency|teaching|fixed[- ]term|his|her|maternity) @1<contract> (?:has |"
        r"was |is |had |just )?(?:ended|finished|ran out|run out|not renewed|not been renewed|wasn'?t "
        r"renewed|came to an end|ends)|<contract> (?:has |just )?(?:ended|finished|ran out)~(?:nothing "
        r"about|no work|out of work|no job|nothing since|no wage)",
        r"<no work about|nothing about work|work is slow|no work coming|work's dried|jobs? (?:has gone|have "
        r"gone|went|ended|finished)|job's gone|between contracts|not working at the moment|finished work "
        r"(?:early|because|due|through|with my)|stopped work(?:ing)? (?:because|due|with|when)>",
        r"(?:my|our|his|her|family) @2(?:business|shop|company|salon|cafe|restaurant|garage|trade|pub) "
        r"(?:\w+ )?<went|gone|going|goes|failed|folded|collapsed> ?(?:bust|under|to the wall|into "
        r"(?:liquidation|administration))?(?= |[.,;!?]|$)|(?:had|have|having|forced) to <shut|close|give up|"
        r"sell> (?:up )?(?:the|my|our|down) (?:shop|business|salon|cafe|restaurant|pub|garage|farm|stall)|"
        r"<ceased trading|stopped trading|shut up shop>",
        r"<cares? for (?:my|our|his|her|me)|carer to|carer for (?:my|our|his|her)|round the clock (?:care)?|"
        r"24[- ]?(?:hour|7) care|look\w* after (?:him|her|them) (?:full|all|day|on my own|myself|24|since)|"
        r"look after (?:our|two|three) disabled|kinship|foster(?:ing)? (?:two|three|my)|special guardian\w*>",
        r"(?:taken|took|take|taking|got|have|has|raising|bringing up|looking after) @1(?:in )?@1(?:my|our|"
        r"his|her) @2<kids|children|grandchildren|grandkids|nephews?|nieces?|grandsons?|granddaughters?> "
        r"(?:living|to live|full|since|because|on my own|alone|now)|<taken in my|took in my|taken on my "
        r"(?:sister|brother|daughter|son|grand)\w*|bringing up (?:three|two|four|five|my|the) @2(?:on my "
        r"own|alone|by myself)|raising (?:three|two|four|five|my|the) @2(?:on my own|alone|by myself)|on my "
        r"own with (?:the|my|two|three|four) (?:kids|children|boys|girls|bairns|little ones)>",
        r"(?:i'm|i am|im|am|she's|she is|wife is|partner is|girlfriend is|daughter is|being|who is|nearly|"
        r"about) (?:about |nearly |over |only )*\S+ <months gone|weeks gone|months along|weeks along>",
        r"(?:we're|we are|i'm|i am|im|she's|she is|wife is|partner is|girlfriend is|daughter is|wife's|"
        r"partner's|also) "
        rf"<expecting>(?=[.!]|$| (?:in (?:{_MONTH}|the)|our|my|another|twins|triplets|any day|at "
        r"(?:christmas|easter)|soon|number|a (?:baby|child|little)|next month and)\b)(?! (?:my|our|another|"
        r"a) (?:refund|reply|money|card|call|letter|payment|answer))",
        r"(?:just|have|has|we|i|she|wife|partner|daughter) <had (?:our|her|my|a|their|his) (?:second|third|"
        r"fourth|fifth|first|baby|little (?:girl|boy|one)|son|twins|c-section|caesarean)|had twins>(?! "
        r"(?:reply|call|letter|payment|refund|card|time|year|bank|account|job|month|week))",
        r"<bab(?:y|ies)|twins|bairn> (?:\w+ )?(?:came|come|arrived|born|is due|due|is (?:only )?\w+ "
        r"(?:weeks|months|days)|is on the way|on the way|being born)|<baby (?:girl|boy) (?:arrived|was born|"
        r"came|born|in)|midwife|health visitor|breast-?feeding|caesarean|c-section|antenatal|on mat leave|"
        r"little one on the way>",
        rf"(?:{_KIN}|he|she|i|i'm|who|dad's|he's|son's|husband's) (?:is |was |been |has |got |am |now |"
        r"still |gone |went |being )*<inside|banged up|doing time|locked up|behind bars|on remand|on tag|"
        r"sent down|in the nick|serving (?:\w+ )?(?:months|years)|doing \w+ (?:months|years)|in "
        r"hmp>(?=[.,;!?]|$| (?:until|for|till|since|and|at the moment|so|now|again|in|with|again|because|"
        r"waiting)\b)(?! for (?:the|a|my) (?:card|call))",
        r"<come out of prison|came out of prison|came out of jail|on probation|tagged and|released on|"
        r"released last|prisoner number>(?! period)",
        r"(?:waiting|heard|decision|letter|papers|appeal|application|money|help|hear|stuck) @1(?:for|on|"
        r"from|with|to|by) the <home office>|<my visa|his visa|her visa|our visas?|spouse visa|student visa|"
        r"work visa> (?:has |is |was |been )*(?:run out|ran out|runs out|refused|being|ends|ending|pending|"
        r"application|rejected)|<settled status|right to remain|indefinite leave|biometric (?:card|permit|"
        r"residence)|brp card|got (?:our|my|his|her) papers|refugee camp|deport\w+|claimed asylum|"
        r"immigration (?:case|solicitor|appeal|status|tribunal)>",
        r"(?:came|come|fled|escaped|ran|flee|arrived|over|here) (?:here )?(?:from|the war in) <syria|"
        r"ukraine|afghanistan|eritrea|sudan|iran|iraq|hong kong|yemen|gaza|somalia|ethiopia|venezuela|the "
        r"war>",
        r"(?:we|i|they|mum|nan|there was|we've|i've) (?:had|have had|just had) @2<fire|a flood|a gas leak|a "
        r"burst pipe>|<burn(?:t|ed) (?:down|out)|gutted by fire|went up in flames|flooded out|river came in|"
        r"water came (?:in|up|through)|ceiling (?:came|fell) (?:down|in)|living upstairs|uninhabitable|"
        r"house (?:was |is |got |has been |been )*(?:flooded|condemned|under water)>",
        r"<grew up in (?:care|foster|a children's)|grown up in (?:care|foster)|brought up in (?:care|foster|"
        r"a children's)|come out of care|came out of care|coming out of care|was in care|been in care|in "
        r"care (?:as|until|from|since|till)|foster (?:carers?|kid|child|family|placement)|care[- "
        r"]experienced|leaving care|children's home>(?! (?:charity|donation))",
        r"(?:came out of|come out of|coming out of|left|out of|leaving|discharged from|invalided out of|"
        r"since) (?:the )?<army|navy|raf|forces|marines|armed forces|military|regiment>",
        r"(?:i'm|i am|im|am|she's|she is|he's|he is|just|only|poor|as|being) (?:only |just |such |now )?an? "
        r"(?:\w+ )?<old (?:woman|man|lady|chap|fella|girl|boy|dear|codger|person|soldier|age)>|<getting on "
        r"(?:a bit|in years)|not as young as|very old(?:,| and| now)|in my old age|in his old age|in her "
        r"old age|great[- ]grand\w+>(?! (?:account|card))",
        rf"(?:{_AGES}) <next|this|last> (?:birthday|month|year|week|june|july|{_MONTH})|<nearly|nearing|"
        rf"pushing|turned|turning|coming up> (?:for )?(?:{_AGES})(?! ?(?:%|days|weeks|months|pounds|quid|"
        r"minutes|calls|hours|times|emails|letters|per|p\b))(?=[.,;!?]|$| (?:and|with|so|years|now|next|in|"
        r"who|but|i))",
        rf"(?:{_KIN}|he|she|he's|she's|they|i|dad's|mum's|nan's|to) (?:\w+ )?(?:\w+ )?<into|in> (?:a|the) "
        r"home(?=[.,;!?]|$| (?:in|on|last|now|and|since|because|near|this|so|where)\b)(?! (?:in|and) (?:my|"
        r"our|the) (?:own|name))",
        r"back <in with (?:my|his|her) (?:parents|mum|dad|mam|family|folks|son|daughter)|with my (?:parents|"
        r"mum|dad|mam) (?:again|since|because|now)|at my (?:mum|parents|dad)'?s?>",
        r"<signed (?:on|up) with (?:the |\w+ )?(?:agenc\w+|job ?centre)|looking for work|job hunting|can'?t "
        r"find work|not found work|applying for jobs|job ?centre>",
        r"<lost> (?:my|our|his|her) (?:shop|stall|farm|restaurant|cafe|salon|round|driving licence)(?! "
        r"(?:receipt|card))",
        rf"{_KIN} <has left|have left|had left|upped and|has gone off>(?=[.,;!?]|$| (?:and|in|last|me|us|"
        r"home|with|after|since|for an|for some|so))(?! in the (?:morning|post))",
        r"<is|been|was|he's|she's> (?:doing (?:\w+ )?(?:\w+ )?(?:months|years)|sentenced to)(?=[.,;!?]|$| )|"
        r"<got \w+ (?:months|years) (?:inside|in (?:prison|jail))>",
        r"(?:my|his|her) (?:firm|employer|company|work|boss|place of work) (?:has |have |just |had )*<gone "
        r"into (?:administration|liquidation)|went into (?:administration|liquidation)|folded|gone under|"
        r"gone bust|stopped paying>|<temporary (?:housing|flat|house)|emergency housing|rehoused|been "
        r"rehoused>",
        unless=r"home (?:insurance|improvement|loan)|no longer|(?:bill|payment|cost|account|it|"
        r"money|statement) @1(?:was |is |has been )?split|split (?:the|it|my|this|payment)|paid me "
        r"off in|(?:your|you|the) (?:branch|shop|office|store|app|system|site|website) (?:has |is |"
        r"was )*(?:shut|closed|closing)|account (?:has |was |is )*(?:closed|shut)|(?:your|the) "
        r"(?:business|company|shop|pub) (?:\w+ )?(?:goes|failed|gone|went|going)|run (?:a|the)~home|"
        r"work (?:in|at) (?:a|the)~home|bought~home|in (?:a|the) home (?:office|page)|let (?:me|us|"
        r"it|him|her) go (?:through|to|on|back|in)|stopped working (?:after|when i (?:log|open|tap)|"
        r"on|since the update)|(?:app|card|phone|website|it|machine|login|link) @2stopped working|no "
        r"probation|army of|(?:an? )?old (?:man|woman|lady|boy|girl) (?:at|in|behind|on the phone)|"
        r"by profession|expecting (?:a (?:reply|refund|call|response|letter|payment)|my (?:refund|"
        r"money|card))|locked up (?:my|our|the)",
    ),
)
