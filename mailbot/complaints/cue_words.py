"""The words of vulnerability other than danger: health, capacity, loss, fraud, money, reading (FG21/1).

Start list of DOMAIN section 2; a firm adds its own in the configuration.
"""

from __future__ import annotations

from mailbot.complaints.cue_rows import CANNOT, DO_NOT, FAMILY, rows

CUES = (
    *rows(
        "health",
        "P1",
        (
            r"(?:lost|losing) the will to live",
            r"to live (?:\w+ ){0,3}(?:on hold|waiting|hold|queue|music|in (?:a|the|your)|listening|"
            r"trying|reading|after|with)",
        ),
        rf"{CANNOT} take (?:it|this|much more|any ?more)(?: of this| any ?more| any longer)?",
        r"dementia|alzheimer'?s|parkinson'?s|huntington'?s",
        r"(?:lack|lacks|lacking|lost|loss of) (?:mental )?capacity",
        r"brain (?:injury|damage|tumou?r|haemorrhage)",
        r"(?:depression|clinically depressed|severely depressed|depressed|anti-?depressants?)",
        r"anxiety(?: attacks?)?|panic attacks?",
        (
            r"(?:nervous|mental|complete) breakdown|(?:had|having|have) a breakdown",
            r"breakdown (?:of (?!my)|cover|in (?:the|comm)|recovery)",
        ),
        (r"sectioned", r"sectioned off"),
        r"psychiatr\w+|psychosis|psychotic|ptsd|post[- ]traumatic stress|bi-?polar(?: disorder)?|"
        r"schizo\w+|anorexi\w+|bulimi\w+",
        r"crisis team|community mental health team",
        r"mental(?:ly)? (?:health|ill|illness|unwell)(?: (?:problems?|issues?|condition|crisis))?",
        r"autis(?:m|tic)|adhd|asperger'?s",
        r"(?:affect\w*|damag\w+|impact\w*|detriment\w*) (?:to |on )?(?:my|his|her|our) (?:\w+ )?health",
        r"mak(?:ing|es|e) (?:me|him|her) (?:so |very |really |physically )?(?:ill|unwell)",
        r"(?:can'?t|cannot|struggling to|unable to|not able to|hardly|barely) cope",
        r"signed off (?:work|sick|with)(?: \w+)?",
        r"cancer|leukaemia|leukemia|chemo(?:therapy)?|radiotherapy|hospice|palliative(?: care)?",
        r"terminal(?:ly)? (?:ill|illness|cancer|diagnosis|condition|disease)",
        (
            r"(?:in|into|from|to|out of|leave|left|admitted to|at the) (?:the )?hospital|"
            r"hospitali[sz]ed|intensive care",
            "",
        ),
        (
            r"(?:had|having|suffered|suffering|after|since|following|from|recovering from) (?:a|my|his|"
            r"her|the) (?:\w+ )?stroke",
            r"stroke of",
        ),
        (
            r"heart (?:attack|failure|condition|surgery|bypass)",
            r"(?:nearly|almost|gave me|give me|giving me)(?: \w+)? (?:a|had a|have a) (?:heart)",
        ),
        r"(?:i am|i'm|im|he is|she is|who is|he's|she's|we are|am|registered|severely|physically|"
        r"became) (?:registered )?disabled(?! (?:by|from|in|on|my|the|until|for|after|because|and))|"
        r"disabilit(?:y|ies)|"
        r"disabled (?:person|son|daughter|husband|wife|mother|father|child|badge|pensioner|veteran|man|"
        r"woman|customer)|blue badge",
        (
            r"(?:i am|i'm|im|is|registered|partially|nearly|almost|legally|going|severely|"
            r"gone) (?:registered )?blind|sight[- ]impaired|partially sighted|visually impaired|(?:lost|"
            r"losing) (?:my|his|her) (?:eye)?sight",
            r"blind eye",
        ),
        (r"deaf(?:ness)?|hard of hearing|hearing (?:loss|impaired|impairment|aids?)", r"deaf ears"),
        r"chronic (?:illness|pain|condition|fatigue|disease|kidney|obstructive)(?: \w+ (?:disease|"
        r"syndrome))?|fibromyalgia",
        r"wheelchair|multiple sclerosis|epilep(?:sy|tic)|diabet(?:es|ic)|dialysis|housebound|bed-?bound|"
        r"life[- ]limiting|copd|emphysema",
        r"(?:serious|seriously|long[- ]term|very|critically|gravely) (?:ill|illness|sick|sickness)",
        r"(?:having|had|recovering from|after|waiting for|awaiting|undergoing) (?:an? |my |his |"
        r"her )?(?:\w+ )?(?:operation|surgery|transplant)",
        (r"addict(?:ion|ed)?", r"addict(?:ed|ion)? to (?:your|the app|chocolate|charging)"),
        r"(?:problem |compulsive )?gambl(?:er|ing|ed)(?: (?:problem|addiction))?",
        r"alcoholi(?:c|sm)",
        r"(?:it'?s|it is|because of|bad|poor|failing) (?:my )?(?:eyes|eyesight|hearing)",
        r"vulnerable (?:customer|person|adult|consumer|woman|man|circumstances)|(?:i am|i'm|is|"
        r"are) (?:very |extremely |a )?vulnerable",
    ),
    *rows(
        "capability",
        "P1",
        r"(?:i )?(?:hold|have|holds|has|hold a|have a)? ?(?:a )?(?:lasting |"
        r"enduring )?power of attorney|(?<!\w)lpa|attorney for|court of protection",
        r"(?:court[- ]appointed|financial|property) deputy|deputyship",
        r"learning (?:disabilit\w+|difficult\w+)",
    ),
    *rows(
        "life events",
        "P1",
        r"passed away|passed on (?:last|in|on|suddenly|peacefully)",
        (
            rf"{FAMILY} (?:\w+ ){{0,3}}died|(?:has|had|have|who|he|she|suddenly|recently|sadly|"
            rf"they) died|died (?:on|in|last|suddenly|of|from|aged|this|peacefully|at home|two|three|"
            rf"a (?:week|month|year|few)|\w+ (?:weeks|months|years|days) ago)|dies|dying",
            r"(?:phone|battery|app|laptop|computer|car|boiler|line|website|router|screen|chat|"
            r"signal)\w* (?:\w+ ){0,2}(?:has |had |just |suddenly )?d(?:ied|ies|ying)|died? (?:laughing|"
            r"down|out|a death|on me|of (?:boredom|embarrassment|shame|laughter))|dying (?:to|for|"
            r"of (?:boredom|embarrassment)|battery|app)",
        ),
        r"deceased|bereave\w*|death certificate|probate|letters of administration",
        rf"(?:my|our|his|her|the|your) late (?:\w+ )?{FAMILY}",
        (
            rf"(?:death of|lost|losing|loss of|buried|burying) (?:my|our|his|her) (?:\w+ )?{FAMILY}",
            r"lost my (?:friend|partner)'s|lost my \w+'s",
        ),
        r"execut(?:or|rix|ors)(?: of(?: the estate of(?: my late \w+)?)?)?|estate of",
        r"widow(?:er|ed)?",
        (r"funeral", r"your funeral"),
        r"miscarriage|stillb(?:orn|irth)",
        r"(?:the |a )?victims? of (?:a |an )?(?:\w+ )?(?:scams?|fraud|crime|theft)|(?:been|was|were|got|"
        r"am|being) (?:defrauded|scammed|conned|hacked)",
        (
            r"scammed|defrauded|scammers?|fraudsters?",
            r"you(?:r|'re| are| lot| people)?(?: \w+){0,4} (?:scammers?|fraudsters?)|bunch of|"
            r"(?:scammed|defrauded|conned) by (?:you|your)|you(?:'ve| have)? (?:\w+ )?(?:scammed|"
            r"defrauded)",
        ),
        (
            r"(?:a|the|this|that|this was a|it was a|an? \w+) scam",
            r"(?:you(?:r|'re| are)|your \w+ is|company is|app is|this is|it'?s|is|are|like|what|such|"
            r"total|complete|utter) (?:\w+ ){0,2}(?:a )?(?:\w+ )?scam|scam (?:company|outfit|app|firm)",
        ),
        r"(?:romance|crypto|investment|purchase|impersonation|authorised push payment|app) (?:scam|fraud)",
        r"(?:account|phone|email|e-mail|card) (?:\w+ ){0,2}(?:been |was |got )?(?:hacked|cloned|"
        r"taken over)|identity (?:theft|fraud)|(?:stole|stolen) my identity|impersonat\w+",
        r"i (?:did not|didn'?t|never) (?:make|made|authori[sz]ed?) (?:this|these|the|that|those|any|"
        r"either) (?:\w+ )?(?:payments?|transactions?|transfers?|withdrawals?)",
        r"unauthori[sz]ed (?:\w+ )?(?:payments?|transactions?|transfers?|withdrawals?)",
    ),
    *rows(
        "life events",
        "P2",
        (r"redundan(?:t|cy)", r"redundant (?:system|server|code|letter|question|step)"),
        r"lost (?:my|his|her|our) jobs?|(?:laid off|out of work|unemployed|been sacked|got sacked|"
        r"was sacked|been dismissed|zero[- ]hours?)",
        r"divorc(?:e|ed|ing)",
        r"(?:separated|separating|separation) from (?:my|his|her)|(?:we|have|recently|are|"
        r"just) separated|(?:relationship|marriage) (?:broke|breakdown|ended|has ended)",
        r"(?:a|full[- ]time|sole|unpaid|her|his|main|registered) carer|carer'?s allowance|(?:i|"
        r"we) care for (?:my|our)",
        r"pregnan(?:t|cy)|maternity|new-?born|new baby",
        (
            r"in (?:prison|custody|jail)|from prison|prison sentence|asylum|refugee",
            r"(?:you|they) (?:\w+ ){0,3}in (?:prison|jail)",
        ),
        r"(?:i am|i'm|im|aged|he is|she is|he's|she's|who is|mum is|dad is|mother is|father is|nan is|"
        r"is now|turned|am nearly|is nearly|husband is|wife is|parents are|we are both|am a) (?:only |"
        r"now |nearly |almost |a )?(?:1[6-9]|6[5-9]|[7-9]\d|10[0-5])(?: ?(?:years? old|years? of age|"
        r"yrs? old|year[- ]old|yo))?(?! ?(?:[%p:]|\d|days?|weeks?|months?|min|hours?|pounds|pence|miles|"
        r"calls|texts|letters|e-?mails|times|quid|of|percent|am|pm|km|down|up|in (?:the )?queue|st|nd|"
        r"rd|th|years? (?!and|but|so)\w|pounds?))(?![.,]\d)",
        r"(?:[6-9]\d|1[6-9])[- ]year[- ]old",
        rf"{FAMILY},? (?:who is |aged |age |is )?\(?(?:7\d|8\d|9\d)(?![\d%.:]| (?:calls|times|days|"
        rf"letters))",
        r"(?:elderly|old age|pensioner|oap|octogenarian)",
        r"(?:care|nursing) home|care leaver",
    ),
    *rows(
        "resilience",
        "P1",
        (
            r"breathing space(?: (?:started|scheme|moratorium|order))?",
            r"(?:give|need|some|bit of|little) (?:me |us )?(?:some |a bit of |"
            r"a little )?breathing space(?! (?:scheme|started|moratorium))",
        ),
        r"(?:debt )?moratorium",
    ),
    *rows(
        "resilience",
        "P2",
        r"food ?banks?",
        rf"{CANNOT} (?:\w+ )?afford(?: (?:to )?\w+(?: \w+)?)?",
        r"(?:nothing|no money|not enough|little) (?:left )?(?:to (?:eat|live on|feed)|for (?:food|gas|"
        r"electric\w*|heating|rent|nappies|shopping|the (?:gas|electric|rent|meter)))",
        r"(?:skip(?:ping)? meals|not eating|going hungry|haven'?t eaten|go hungry|went hungry|"
        r"feed my (?:kids|children|family|baby))",
        r"pay-?day (?:loans?|lenders?)|loan sharks?",
        r"evict(?:ed|ion|ing)|homeless(?:ness)?|repossess(?:ed|ion)|sofa surfing|temporary accommodation",
        r"bailiffs?|enforcement agents?",
        r"(?:in|rent|into|my|mortgage|the|council tax) arrears",
        r"bankrupt(?:cy)?|(?<!\w)iva(?!\w)|(?<!\w)dro(?!\w)|debt relief order|"
        r"individual voluntary arrangement|protected trust deed|insolven(?:t|cy)",
        r"debt (?:advis[eo]r|charity|management (?:plan|company)|advice)|step ?change|citizens'? advice|"
        r"national debtline|payplan|christians against poverty",
        r"universal credit|on benefits|jobseeker'?s|personal independence payment|housing benefit|"
        r"employment and support allowance|pension credit",
        r"(?:in|severe|serious|real|extreme) (?:financial|money) (?:difficult\w+|hardship|trouble|"
        r"problems?)|financial(?:ly)? (?:difficult\w+|hardship|struggling|vulnerable)|"
        r"struggling (?:financially|to (?:pay|make ends meet|eat|live))|make ends meet",
        r"minimum (?:payment|amount) (?:only|each month|every month)",
    ),
    *rows(
        "capability",
        "P2",
        rf"(?:{CANNOT}|{DO_NOT}|unable to|never learn(?:ed|t) to|not able to|struggle to|"
        rf"hard to) read(?:(?: or| and) write| very well| well| english| properly| much)",
        r"(?:(?:i'?m|i am|he is|she is|severely|very|is) )?dyslexi[ac]|dyscalculi[ac]|illitera(?:te|cy)",
        r"english (?:is ?n[o']?t|is not|isnt) (?:my|our|his|her) (?:first|native|mother|"
        r"main) (?:language|tongue)|my english (?:is|is not|isn'?t) (?:not |very )?(?:\w+)|(?:don'?t|"
        r"do not|doesn'?t|does not|dont) speak (?:much |good |any |very good )?english|(?:speak|"
        r"speaks) (?:little|poor|bad) english|english (?:is )?(?:my|a) second language",
        rf"(?:{DO_NOT}|doesn'?t|does not|never|{CANNOT}) (?:use|do|have|own|understand|know how to use|"
        rf"get on with|work) (?:a |the |an )?(?:computers?|internet|smart-?phones?|technology|apps?|"
        rf"online banking|e-?mail)",
        r"not (?:very |too |any )?good (?:with|at) (?:computers?|technology|numbers|forms|letters|money|"
        r"reading|writing|english)",
        r"large print|braille|easy read|coloured paper|(?:bsl|sign language)(?: interpreter)?|(?:need|"
        r"want) an interpreter",
        r"(?:struggle|struggling|difficulty|trouble|hard time) (?:with )?(?:reading|writing|forms|"
        r"understanding|letters|numbers)",
    ),
)
