"""The words of illness of body and mind, of capacity and of addiction (FG21/1, driver "health").

Start list of DOMAIN section 2; a firm adds its own in the configuration.
"""

from __future__ import annotations

from mailbot.complaints.need.ailment_words import AILMENTS
from mailbot.complaints.need.cue_rows import CANNOT, DO_NOT, I_AM, RELATIVE, rows

_WHOSE = r"(?:my|his|her|our|their)"

MIND = (
    *rows(
        "health",
        "P1",
        r"<dementia|dementure|demntia|alzheimer'?s?|alzeimer'?s?|alzhiemer'?s?|altzheimer'?s?|parkinson'?s|"
        r"huntington'?s|lewy body>",
        r"<lack|lacks|lacking|lost|loss of|losing|without> (?:the )?(?:mental )?capacity",
        rf"{DO_NOT} <have> (?:the |full |any )?(?:mental )?capacity",
        rf"{CANNOT} <make decisions|make his own|make her own|manage his|manage her|manage money|look "
        rf"after himself|look after herself|look after myself>",
        r"(?:she|he|mum|dad|mother|father|nan|gran|grandad) (?:gets|is|was|becomes|got|often|easily) "
        r"(?:\w+ )?<confused|muddled|forgetful>",
        r"<mental capacity|capacity assessment|best interests>(?= @6(?:he|she|mum|dad|father|mother|"
        r"issues?|assessment|to|lack|not|doubt|declin|his|her|my)\b)",
        r"<brain> (?:injury|injuries|damage|damaged|tumou?r|haemorrhage|bleed|aneurysm|surgery|fog)",
        r"<head injury|acquired brain|memory loss|memory problems|losing (?:my|his|her) memory|short term "
        r"memory|memory clinic|cognitive\w* (?:impair\w*|declin\w*|problems?)>",
        r"(?:my|his|her) <memory> (?:is|has|was) @3(?:going|gone|poor|bad|not|failing|terrible|shot|"
        r"dreadful)",
        r"<confused> (?:and (?:frail|elderly|upset|frightened|vulnerable)|old (?:man|lady|woman))",
        r"<depression|depresion|depressed|clinically depressed|severely depressed|depressive|"
        r"anti-?depressants?|post-?natal depression>",
        r"<anxiety|anxiaty|panic attacks?|panic attack>(?: attacks?| disorder)?",
        r"(?:<nervous|mental|complete|total|emotional> breakdown|(?:had|having|have|heading for|verge of|"
        r"close to|near|brink of|on the edge of|to|nearly had|into|after) (?:a |my |his |her "
        r")@1<breakdown>)",
        r"<sectioned>",
        r"<psychiatr\w+|psychosis|psychotic|ptsd|c-ptsd|cptsd|post[- ]traumatic|bi-?polar|schizo\w*|"
        r"anorexi\w+|bulimi\w+|eating disorder|agoraphobi\w*|personality disorder|ocd|obsessive compulsive|"
        r"delusion\w*|hearing voices|manic episode|mania>(?: stress(?: disorder)?| disorder)?",
        r"<crisis team|community mental health team|community mental health|mental health nurse|mental "
        r"health worker|psychiatric nurse|cmht|camhs|crisis care|mental health crisis|iapt|talking "
        r"therap\w+>",
        r"<mental|mentally|metal health> (?:health|ill|illness|unwell|heath|helth|vulnerable|state|"
        r"exhaustion|exhausted|unstable|fragile|strain|torture|anguish|wellbeing|well-being|distress)(?: "
        r"(?:problems?|issues?|condition|crisis|conditions|difficult\w+))?",
        r"<wellbeing|well-being>(?= (?:is|has|and|of my)\b)",
        r"<autis(?:m|tic)|adhd|asperger'?s?|neurodiver\w*|neurodivergent|tourette'?s?>",
        r"(?:affect\w*|damag\w+|impact\w*|detriment\w*|harm\w*|ruin\w*|destroy\w*|wreck\w*|destroying|toll) "
        rf"(?:to |on |for )?@1{_WHOSE} @2<health|sleep|sanity|wellbeing|nerves|state of mind>",
        rf"{_WHOSE} @2<health> (?:is|has|was|are|have|had|problems?|issues?|condition|conditions|"
        rf"deteriorat\w*|"
        r"got|worse|declin\w*|suffer\w*|fail\w*|scare|and)",
        r"(?:poor|bad|ill|failing|declining|serious|on) <health>(?: grounds| problems| reasons| issues)?",
        r"<health> (?:problems?|issues?|conditions?|difficult\w+|reasons|scare)",
        r"<ill health|ill-health|in poor health|poorly>",
        r"(?:mak\w+|made) (?:me|him|her|us|my @1\w+) (?:so |very |really |physically |feel |feel so |feel "
        r"physically |mentally |quite |extremely )?<ill|unwell|sick|poorly|anxious|depressed|paranoid|a "
        r"nervous>(?! of)",
        rf"{CANNOT} <cope>",
        r"(?:struggling|struggle|struggles|hardly|barely|not|hard|difficult|trouble|difficulty) (?:to "
        r")?<cope|coping>",
        r"<at breaking point|at my breaking point|to breaking point|in a dark place|in a very dark place|"
        r"in a bad place|in a really dark place|in a very bad place|dark place|at rock bottom|at my lowest|"
        r"hit rock bottom>",
        r"(?:feel\w*|felt|so|completely|utterly|totally|absolutely) <hopeless|suicidal|worthless|"
        r"desperate>",
        r"(?:i am|i'm|im|am) @1<desperate>(?! (?:for (?:a reply|an answer|a response|my card)|to (?:speak|"
        r"hear|know|get|sell|leave)))",
        r"<cry\w*|cried|crying|in tears|tears> (?:myself to sleep|every (?:day|night)|all (?:day|night|the "
        r"time)|on the phone|at work|myself|daily|most nights)",
        r"<in tears|reduced to tears|reduced me to tears|burst into tears|broke down in tears|broke down "
        r"crying>",
        rf"{CANNOT} <sleep|eat>(?= (?:at night|for|because|or|and|with worry|properly|since|any)|[.,;!?]|"
        rf"$)",
        r"(?:not|\w+n't|no|hardly|barely|haven'?t) (?:been )?<slept|sleeping|eating|sleep|eaten>(?= (?:for "
        r"(?:days|weeks|nights|a week|three)|properly|in (?:days|weeks|a week)|at night|because|or (?:eat|"
        r"sleep)|since)|[.,;!?]|$)",
        r"<sleepless nights|insomnia|nervous wreck|bag of nerves|worried sick|sick with worry|ill with "
        r"worry|frightened to open|scared to open|afraid to open|scared to answer|afraid to answer|too "
        r"scared to>",
        r"<signed off|off sick|off work|sick note|fit note|sick leave|on the sick|long-?term sick>(?: "
        r"(?:work|sick|with \w+|ill))?",
        r"<stress-related|severe stress|extreme stress|work-related stress|signed off with stress|"
        r"emotional distress|severe distress|extreme distress|severe anxiety|suffering from stress>",
        r"<counsell(?:or|ing)|therapist|psycholog(?:ist|ical)\w*|my gp|my doctor|his doctor|her doctor|"
        r"consultant|sertraline|citalopram|fluoxetine|mirtazapine|on medication|medicated|medication "
        r"for>(?= @6(?:says|said|told|wrote|for (?:my|his|her|depress|anxi|stress)|because|about (?:my|his|"
        r"her)|since|depress|anxi|after|advis\w+|signed|prescribed|diagnos\w+|ill|because of|thinks|put|"
        r"has|medication)\b)",
        unless=r"(?:carer|nurse|work\w*) (?:\w+ ){0,3}(?:in|at) an? dementia|(?:about|after|for|of) "
        r"(?:looking after )?my wellbeing|(?:car|van|vehicle|motorbike|lorry|bus|train|system|"
        r"communication) @3breakdown|breakdown (?:of (?!my)|cover|in (?:the|comm|your|service)|"
        r"recovery|truck|van|between|service)|sectioned off|(?:a|the|full|cost|charge|itemised|"
        r"detailed|further|complete|total) breakdown of|depressed (?:the )?(?:button|key|market|"
        r"price)|(?:house|share|property) prices|economic depression|the great depression|made (?:me "
        r")?(?:to )?(?:feel )?sick of|manic (?:monday|day)|mental health (?:awareness|day|week|"
        r"charity|worker|nurse|support worker)|for the sake of anxiety|in (?:good|full|perfect|"
        r"excellent) (?:mental )?health|health (?:insurance|insurer|care plan|cover|check|and safety|"
        r"club|app|of (?:the|your)|shop|food|centre)|your (?:doctor|gp|health)|separation anxiety|"
        r"off work (?:today|tomorrow|on (?:mon|tues|wednes|thurs|fri|sat|sun)|at|next|until|early|"
        r"this)|the best interests of (?:your|the (?:firm|bank|shareholders|company))|(?:medical|"
        r"financial|legal|your|management|it) consultant|signed off (?:by (?:your|the|a) (?:manager|"
        r"director|team|legal|board)|the (?:form|application|loan|mortgage))|desperate (?:measures|"
        r"attempt)|in tears laughing|tears (?:of (?:joy|laughter)|in)|mental (?:note|arithmetic|"
        r"maths|gymnastics|picture|image)|mind-?numbing|ocd about|my poorly (?:written|worded|phone)|"
        r"poorly (?:written|worded|designed|trained|handled|managed|executed|run|paid|informed|"
        r"served|treated|drafted|explained|communicated|implemented|presented|organised|advised)|eat "
        r"into",
    ),
)

BODY = (
    *rows(
        "health",
        "P1",
        r"<cancer|cancers|cancerous|leukaemia|leukemia|lymphoma|myeloma|melanoma|chemo|chemotherapy|"
        r"radiotherapy|tumou?rs?|mastectomy|oncolog\w+|macmillan|hospice|palliative|end of life care|"
        r"end-of-life>(?: care| nurses?)?",
        r"<terminal|terminally> @1(?:ill|illness|cancer|diagnosis|condition|disease|prognosis)",
        r"<terminal>(?=[.,;!?]|$| and (?:i|he|she|has|they))",
        r"<diagnosed with|diagnosed as|diagnosis of|been diagnosed|diagnosis>(?: with| of)?(?= (?:a |an |"
        r"the )?\w+)",
        r"(?:weeks|months|days|a year|long|a few months|not long|time) (?:left )?<to live|left to live>",
        r"(?:in|into|from|to|out of|leave|left|leaving|admitted to|at the|rushed to|discharged from|"
        r"visiting|the|at|a|this|local|her|his) (?:the |local )?<hospital>(?! (?:charges?|car|parking|"
        r"radio|appointment letter))",
        r"<hospitali[sz]ed|intensive care|critical care|high dependency|inpatient|in-patient|on a ward|"
        r"ambulance|icu|blue-lighted|life support|ventilator|induced coma|coma>",
        r"<transplant|amputat\w+|hip replacement|knee replacement|heart bypass|bypass (?:surgery|"
        r"operation)|operated on|major surgery|open heart|keyhole surgery>",
        r"(?:had|have|having|has|needs?|need|undergo\w*|underwent|await\w*|waiting for|recovering from|"
        r"after|before|for|heart|knee|hip|back|eye|brain|spinal|emergency|major|cancer|his|her|cataract|"
        r"bowel|open|for his|for her|due|post) (?:an? |my |his |her |the )?(?:\w+ )?<surgery|operation|"
        r"surgeries>",
        r"(?:had|having|suffered|suffering|suffers|after|since|following|from|recovering from|survived|"
        r"mini) (?:a|my|his|her|the|two|three|several|another|multiple) @2<strokes?>",
        r"<stroke|strokes>(?= (?:victim|patient|survivor|last|in (?:19|20|jan|feb|mar|apr|may|jun|jul|aug|"
        r"sep|oct|nov|dec)|left (?:him|her|me)|two|three|six|and (?:can|is|has|lost|cannot))\b)",
        rf"{CANNOT} <hear> (?:on the (?:phone|telephone)|well|very well|properly|people|anything|much|at "
        rf"all)",
        rf"(?:{RELATIVE}|he|she) <drinks|gambles>(?! (?:tea|coffee|water))",
        r"(?:born|baby|babies|twins) (?:\w+ ){0,3}<premature|prematurely|in special care>",
        r"<heart> (?:attacks?|failure|condition|surgery|bypass|disease|problems?|operation|trouble)",
        r"<angina|pacemaker|blood clots?|sepsis|pneumonia|meningitis|long covid|long-covid|motor neurone|"
        r"mnd|multiple sclerosis|cerebral palsy|muscular dystrophy|cystic fibrosis|spinal injur\w+|"
        r"paralys\w+|paraplegic|tetraplegic|quadriplegic|hiv|crohn'?s|ulcerative colitis|sickle cell|lupus|"
        r"spina bifida|arthriti[sc]|osteo\w+|sciatica|rheumatoid|fibromyalgia|fybromyalgia|chronic fatigue|"
        r"copd|emphysema|asthma|kidney (?:failure|disease|transplant)|liver (?:failure|disease|transplant)|"
        r"dialysis|epilep(?:sy|tic)|seizures?|diabet(?:es|ic)|down'?s syndrome|degenerative|"
        r"life[- ]limiting|life[- ]threatening|life[- ]changing|incurable|inoperable|neurological|"
        r"parkinsons|hypertension|high blood pressure|endometriosis|stoma|colostomy|oxygen tank|long term "
        r"condition>",
        rf"{I_AM} (?:now |also |both |registered |severely |physically |profoundly |very |totally |partly |"
        rf"a |"
        r"legally |currently |still )*<disabled>(?! (?:by|from|in|on|my|the|until|for|after|because|and "
        r"(?:can'?t|cannot) (?:use|log)))",
        r"<registered disabled|severely disabled|physically disabled|became disabled|being disabled|as a "
        r"disabled|profoundly disabled|i'm disabled|im disabled>(?! (?:by|my))",
        r"<disabled> (?:person|people like|son|daughter|husband|wife|brother|sister|mother|mum|dad|father|"
        r"child|children|badge|pensioner|veteran|man|woman|customer|partner|adult|and (?:housebound|"
        r"elderly|live|vulnerable|unable|in a))",
        r"<disabilit(?:y|ies)|blue badge|wheel-?chair|wheelchair user|mobility (?:scooter|problems?|"
        r"issues?)|walking frame|zimmer|crutches|housebound|house-bound|bed-?bound|bedridden|bed-ridden|"
        r"limited mobility|poor mobility|attendance allowance|long covid>",
        rf"{CANNOT} <walk|leave the house|leave my house|leave home|get out of bed|leave my bed>",
        r"(?:i am|i'm|im|is|he's|she's|who's|registered|partially|nearly|almost|legally|going|severely|"
        r"gone|went|totally|virtually|was|been|half|born|now|being|and) (?:registered )?<blind>(?! "
        r"(?:faith|panic|to|rage|alley|date|trust|spot))",
        r"<sight[- ]impair\w*|partially[- ]sighted|visual\w* impair\w*|visual impairment|macular|glaucoma|"
        r"cataracts?|poor eyesight|bad eyesight|failing eyesight|poor sight|guide dog|low vision|poor "
        r"vision|screen reader|tunnel vision|sight loss|loss of sight|rnib>",
        r"<lost|losing|lose> (?:most of |some of |all )?(?:my|his|her) (?:eye)?sight",
        r"(?:my|his|her|it is my|it's my) <eyes|eyesight|sight|hearing> (?:is|are|isn'?t|aren'?t|has|have) "
        r"@2(?:bad|poor|failing|going|gone|not|terrible|weak|very|deteriorat\w*|good|what|awful)",
        r"(?:it'?s|it is|because of|bad|poor|failing|with|due to) (?:my|her|his)? ?<eyes|eyesight|"
        r"hearing>(?=[.,;!?]|$| (?:and|so|but|i|that))",
        r"<deaf(?:ness)?|hard of hearing|hearing (?:loss|impair\w*|aids?)|lip-?read\w*|deafblind|tinnitus|"
        r"relay uk|text relay|typetalk|minicom>",
        r"<chronic|chronically> @1(?:illness|ill|pain|condition|fatigue|disease|kidney|obstructive|sick|"
        r"migraines?|back pain)",
        r"(?:serious|seriously|long[- ]term|very|critically|gravely|extremely|really|severely|so|too|quite|"
        r"been|fell|falling|fallen|is|was|dangerously|desperately|physically) <ill|illness|unwell|"
        r"sickness>(?! (?:advised|informed|health|equipped|prepared|cover|insurance|treated|feeling|"
        r"thought))",
        r"(?:have|has|got|with|having) <ms>(?=[.,;!?]|$| (?:and|which|since|so|but)\b)",
        r"<underlying> (?:health|medical|condition)",
        r"<medical> (?:condition|conditions|emergency|problems?|issues?|treatment|reasons|grounds|needs)",
        r"<carer comes|my carers|his carers|her carers|care package|care needs|special needs|sen child>",
        r"<vulnerable> (?:customers?|person|adult|consumer|woman|man|circumstances?|position|state|elderly|"
        r"old|mother|father|mum|dad|son|daughter|lady|situation|individual|pensioner|client|family|"
        r"household)",
        r"(?:i am|i'm|im|he is|she is|who is|is|are|me as|him as|her as|being|both|clinically|feel|was|and|"
        r"we are|extremely|very|me) (?:a |very |extremely |so |clinically |particularly |classed as |"
        r"considered )*<vulnerable>",
        r"<vulnerability|vulnerabilities>(?! (?:policy|training|team|in (?:your|the) (?:app|system|"
        r"website)|scan))",
        r"<frail|frailty|infirm>",
        unless=r"(?:nearly|almost|practically|about to)(?: \w+){0,2} (?:a |have |having |had )*stroke|"
        r"stroke of|heart attack when|heart attack (?:looking|seeing)|at heart|(?:nearly|almost|gave "
        r"me|give me|giving me)(?: \w+){0,2} (?:a|had a|have a) heart|(?:have a|take) heart|blind "
        r"(?:eye|spot|faith|panic|to)|deaf ears|ears? deaf|(?:phone|card|account|app|feature|"
        r"function|button|login|log-?in|wallet|payment|service|online banking|notifications?|tag|"
        r"device|cookies|java\w*|access) @4(?:disabled|blind|poorly)|card terminal|terminal "
        r"(?:[1-9]\b|building|number|was|declined|and (?:it|the|my))|payment terminal|(?:mode|scheme|"
        r"hours) of operation|in operation|operations? (?:team|manager|department|director|centre|"
        r"centres)|into operation|banking operation|your (?:\w+ )?operations?|(?:plastic|vet|vets|"
        r"tree|dental|gp|doctor'?s?|mp'?s?) surgery|surgery (?:car park|opening)|keyboard|system "
        r"vulnerabilit\w+|vulnerable to (?:attack|hack|fraud|scam)\w*|cancer research|stand up to "
        r"cancer|macmillan (?:coffee|publish)|(?:the )?cancer charity|diagnos\w+ (?:the|your|of the|"
        r"with) (?:problem|fault|issue|error|router|phone|app|boiler|car|system)|self-?diagnos\w*|"
        r"(?:ambulance|hospital) (?:chas|charity)\w*|ambulance-chas\w*|terminally (?:slow|dull|"
        r"stupid|boring)|(?:is|so|too|very|really|quite|extremely) sick of|sick (?:of|and tired)|"
        r"ill[- ](?:feeling|gotten|judged|thought|will)|arthritic (?:system|website|app)|seizure of|"
        r"asset seizure|paralys\w+ by (?:your|the)|not (?:very )?well (?:pleased|explained)|"
        r"vulnerable (?:website|app|password|system)|vulnerable customers? (?:team|policy|department|"
        r"unit)|well[- ]being|(?:marathon|raising money|sponsor\w*|charity|fundrais\w*|"
        r"donat\w*)~(?:cancer|hospice|macmillan|hospital|leukaemia)|(?:cancer|hospice|macmillan|"
        r"hospital)~(?:marathon|sponsor\w*|charity|fundrais\w*)",
    ),
    *rows(
        "health",
        "P1",
        r"<addict(?:ion|ions|ed)?|in recovery|rehab|relapsed|detox|substance (?:misuse|abuse)|drug "
        r"(?:problem|abuse|addict)|drugs problem|heroin|cocaine|methadone>",
        r"<gambl(?:er|ers|ing|ed|es)|i gamble|gambling addiction|betting addict\w*|gamstop|gamcare|"
        r"gamblers anonymous|casinos?|slot machines|self[- ]?exclu\w+>(?: (?:problem|addiction|addict))?",
        r"<alcoholi(?:c|sm)|drink problem|drinking problem|heavy drinker|drinking heavily|drinking too "
        r"much|alcohol (?:problem|dependen\w+|abuse|addict\w*)>",
        r"<betting> (?:problem|habit|debts|apps?|sites?|accounts?)",
        unless=r"(?:a|the|that|your|this) gamble (?:that|which|to|on|paid|did)|addict(?:ed|ion)? to "
        r"(?!gambl|bett|drug|alco|drink|heroin|coca|pain|online|slot|poker|shopp|spend|it\b|them|medic)\w+|"
        r"addict(?:ed|ion)? to (?:your|the app|chocolate|charging|charges|fees|coffee|my phone|money|the "
        r"(?:game|money))|(?:taking|take) a gamble|gambl\w+ (?:with|on) (?:my|our|your|people'?s|"
        r"customers'?|the (?:market|future))|non-?alcoholic|alcoholic (?:drinks?|beverages?)|the wine|"
        r"recovery (?:agent|team|process|department|costs?|fee|action|truck|of)|(?:debt|vehicle|in) "
        r"recovery (?:of|by|agents?|team|dept|department)|in recovery (?:mode|of|of the)|gambling "
        r"commission",
    ),
    *rows(
        "health",
        "P1",
        rf"{RELATIVE} (?:has|have|had|is|was) (?:been )?@2<fallen|taken ill|very ill|so ill|poorly|in icu|"
        r"in a coma|dying|in care|unwell>",
        r"<accident>(?= (?:at work|that left|which left|last|in which|and (?:i|he|she|have|has|can)|on the|"
        r"two)\b)",
        r"(?:serious|bad|car|road|traffic|nasty|motorbike|work|industrial) (?:\w+ )?<accident>(?= (?:at|"
        r"that|which|last|in|and|on|two|three|so|six)\b|[.,;!?]|$)",
        unless=r"(?:by|an) accident (?:i|you|we|sent|paid)|accident (?:insurance|cover|claim|claims|"
        r"management|policy)|insurer|premium|no claims|third party|dying (?:to|for)",
    ),
    *rows(
        "health",
        "P1",
        r"(?:puts?|put|spent|spends?|spending|lost|loses?|losing|blew|blown|pour\w*|problem|addict\w*|"
        r"hooked|trouble|stop|debts?) @5(?:in|into|on|at|to|with) @2<bookies|betting|fruit machines|the "
        r"machines|slots|online (?:slots|bingo)|bingo|roulette|poker|the horses|the dogs|scratch ?cards|"
        r"football bets>",
        r"<off the drink|off the booze|off the wagon|on the drink|on the booze|on the bottle|hit the bottle|"
        r"back on the (?:drink|booze)|drinks? from (?:morning|the|first)|drink(?:s|ing)? (?:every day|to "
        r"(?:cope|sleep|forget|get through))|turned to (?:drink|drugs)|days (?:sober|clean)|weeks (?:sober|"
        r"clean)|months (?:sober|clean)|years (?:sober|clean)|clean and sober|got sober|aa meetings?|"
        r"go(?:es|ing)? to aa|alcoholics anonymous|narcotics anonymous|drug (?:worker|service|clinic|habit|"
        r"treatment)|drug and alcohol|subutex|buprenorphine|coke habit|weed habit|using again|dry(?:ing)? "
        r"out|on drugs|on heroin|on crack>",
        unless=r"(?:you|they|staff) (?:must be|are|were) on (?:drugs|crack|the drink)|(?:must be|what are "
        r"you) on|squeaky clean|the (?:drinks?|vending) machine",
    ),
    *AILMENTS,
)
