"""The words in which people tell of illness without naming it (FG21/1, driver "health").

A part of the body that fails, a ward, a nurse at the door, a stick, a benefit for the disabled: what a
customer writes who does not think of himself as vulnerable. The names of illnesses are in `health_words`.
"""

from __future__ import annotations

from mailbot.complaints.need.cue_rows import CANNOT, RELATIVE, rows

_KIN = rf"(?:{RELATIVE}|lad|lass|missus|bairn|little one|eldest|youngest)"
_PART = (
    r"(?:heart|ticker|chest|lungs?|kidneys?|liver|back|spine|knees?|hips?|legs?|arms?|hands?|fingers|feet|"
    r"eyes?|eyesight|vision|sight|ears?|hearing|nerves?|memory|bladder|bowels?|joints?|bones|throat|voice|"
    r"speech|balance|mobility|blood pressure|health|wrist|ankle|pelvis|shoulder|skull|neck|collarbone)"
)
_PARTS = _PART.removeprefix("(?:").removesuffix(")").split("|")
_MY_PART = "|".join(f"{whose} {part}" for whose in ("my", "his", "her", "me") for part in _PARTS)
_BAD = (
    "bad",
    "dodgy",
    "weak",
    "poorly",
    "gammy",
    "dicky",
    "failing",
    "failed",
    "broken",
    "new",
    "artificial",
)
_BAD_PART = "|".join(f"{how} {part}" for how in _BAD for part in _PARTS)
_NOT = ("haven't", "havent", "hasn't", "hasnt", "hadn't", "not", "never", "ain't")
_RIGHT = ("right", "well", "myself", "himself", "herself", "too good", "very well", "so good", "the same")
_NOT_BEEN = "|".join(f"{nay} been {state}" for nay in _NOT for state in _RIGHT)

AILMENTS = (
    *rows(
        "health",
        "P1",
        rf"<{_MY_PART}> (?:is|are|was|has|have|had|isn'?t|aren'?t|don'?t|doesn'?t|won'?t|keeps?|got|went|"
        r"gave) "
        r"(?:been |all |just |really |very |completely |so |too |now |both |getting |not |on )*(?:bad|shot|"
        r"poor|gone|going|knackered|fail\w*|weak\w*|good|great|right|what (?:it|they) (?:was|were|used)|"
        r"work\w*|strong|terrible|awful|dodgy|in (?:bits|pieces|tatters)|(?:its|their) last|worn|playing up|"
        r"giv\w+ (?:out|way|me)|packed (?:up|in)|damaged|worse\w*|deteriorat\w*|to pieces|frayed|stopp\w+|"
        r"broken|fractured|out)",
        rf"<{_BAD_PART}>",
        rf"<{_NOT_BEEN}>",
        rf"<broke|broken|fractured|shattered|smashed|injured|lost|lost the use of|lost the sight in> "
        rf"(?:my|me|his|her|a|both|an) (?:left |right |own )?(?!voice|balance|back\b|nerve\b){_PART}",
        r"<heart|kidney|liver|lungs?|chest|bowel|bladder|stomach|spinal|prostate|breast|brain|thyroid|"
        r"pancrea\w+> (?:pains?|machine|valve|op|operation|surgery|infection|cancer|bypass|scan|trouble|"
        r"bother|disease|failure|specialist|transplant|biopsy|bleed|injury|complaint|condition|attack)",
        r"<bleed on (?:the|his|her|my) brain|back (?:trouble|pains?|surgery|operation)|hip op|knee op|"
        r"stents?|tia|mini[- ]stroke|biopsy|rheumati\w+|arthri\w+|vertigo|migraines?|gout|shingles|hernia|"
        r"cirrhosis|hepatitis|pancreatitis|embolism|dvt|cellulitis|ulcerated|incontinen\w+|double vision|"
        r"brittle bones|scoliosis|cfs|aphasia|slurred|stammer|stutter|tube[- ]fed|feeding tube|catheter|"
        r"tracheostomy|prosthe\w+|aneurysm>",
        r"<kidney machine|on oxygen|home oxygen|oxygen at home|oxygen cylinders?|on the ward|from the ward|"
        r"stroke (?:unit|ward|clinic)|renal (?:unit|ward|clinic)|cardiac|coronary|psychiatric (?:unit|ward)|"
        r"burns unit|cancer (?:unit|ward|clinic)|chemo (?:unit|ward)|secure unit|memory clinic|pain clinic|"
        r"eye clinic|heart clinic|drug clinic|chest clinic|fracture clinic|kidney clinic|diabetic clinic|in "
        r"a&e|to a&e|casualty|hdu|nicu|scbu|special care baby|in the priory|cpn|community nurse|district "
        r"nurses?|marie curie|dialys\w+|cardiolog\w+|neurolog\w+|rheumatolog\w+|urolog\w+|haematolog\w+|"
        r"nephrolog\w+|orthopaedic\w*>",
        r"<waiting (?:on|for) (?:a|my|his|her) (?:new )?(?:kidney|heart|liver|hip|knee|operation|scan|"
        r"transplant|hospital|bed on)|under the (?:hospital|crisis|mental|heart|pain|memory|stroke|"
        r"consultant|specialist|doctor|psychiatr\w+)|crisis (?:lot|people|line|house|nurses?)>",
        r"<my|the|his|her> (?:doctors?|gp|consultant|specialist|surgeon|nurse|psychiatrist) (?:has |have |"
        r"is |just |now )*(?:says?|said|told me|reckons?|put (?:me|him|her)|signed (?:me|him|her)|"
        r"prescribed|diagnos\w+|started (?:me|him|her)|upped|changed my|referred|warned)",
        r"<signed (?:me|him|her) off>(?: (?:with|work|sick))?",
        r"(?:on|tak\w+|my|his|her|the|new|strong|these|me) @1<meds|medication|painkillers|morphine|insulin|"
        r"warfarin|blood thinners|steroids|sleeping (?:tablets|pills)|heart (?:tablets|pills)|nerve "
        r"(?:tablets|pills)|tablets for (?:my|his|her|me|depress\w+|anxi\w+|blood)>",
        r"<black dog>(?= (?:again|is (?:back|on|at|with)|back|came back|has (?:come|got|been)|days|visit\w*|"
        r"on my|follow\w*|gets|got|took))|(?:fighting|battling|call it|struggle with|bouts? of|have) (?:the|"
        r"my) <black dog>",
        r"<the panics|panicky|panicking every|panic every time|palpitations|the shakes|flashbacks|night "
        r"terrors|physically shaking|can'?t stop (?:shaking|crying)|left me shaking|bad with (?:my |me |his "
        r"|her )?nerves|nerves got the better|with my nerves|with me nerves|with his nerves|with her nerves|"
        r"bad nerves>",
        r"(?:afraid|scared|frightened|terrified|anxious|ill|unwell) <to go out|to leave|to answer|to open|"
        r"to face>",
        r"(?:can'?t|carn'?t|cannot|couldn'?t|not|\w+n't|havent|hasnt|never|dont|rarely|hardly|barely|unable "
        r"to|not able to) (?:even |really |always |been able to |able to )*<leave (?:the house|his room|her "
        r"room|my room|the flat)|left (?:the house|(?:his|her|my|the) (?:bed)?room|(?:his|her|my|the) "
        r"(?:flat|bed))|go out(?= (?:any ?more|alone|on my own|at all|much|now)|[.,;!?]|$)|open the "
        r"(?:front )?door|open (?:the|my|any) post|get dressed|face (?:people|anyone|the post|the day|"
        r"opening)|get (?:up|down) the stairs|manage the stairs|climb stairs|do stairs|walk (?:far|unaided|"
        r"without)|get about|get out (?:much|of (?:bed|my chair|the chair)|and about)|see (?:the small|"
        r"small|very|so|properly|to read|print|well)|make out what (?:people|they|you)|hear (?:what|so|the "
        r"phone|you on)|speak since|know (?:what day|who (?:i am|we are|he is|she is)|where (?:he|she) is)>",
        r"(?:i'?m|i am|me|was|she'?s|he'?s|she is|he is|been|all|left|went|gone|go|goes|going|fell|in a) "
        r"<in pieces|in bits(?! over (?:there|here))|to pieces|apart at the seams|an emotional wreck|a "
        r"wreck|a physical wreck|a total wreck|a mental wreck|a complete wreck>",
        r"(?:i|he|she|i'?ve|i just|he just|has|have|i'm) <shut down|shutting down|fell apart|falling apart|"
        r"fallen apart|closed? down>(?= (?:completely|and|when|inside|since|after|under)\b|[.,;!?]|$)",
        r"<hair> (?:is |has been |started |keeps )?(?:falling|coming|fell|fallen) out|(?:lying|lie|laid|lay|"
        r"up|wide) <awake>(?= (?:every|most|all|at|worrying|with worry|because|for hours|over|"
        r"night)\b)|<awake (?:at|all|every|most) (?:night|nights)>|lost (?:\w+ ){0,3}<stone>(?: in "
        r"weight)?",
        rf"(?:{_KIN}|he|she|mam|who) (?:has |now |just |always |often |\w+ )?<keeps forgetting|forgets "
        r"(?:to eat|who|where|what|that|she|he|everything|things)|wanders off|wanders at|keeps wandering|"
        r"gets muddled|gets mixed up>",
        r"<hear things that|hears things|hearing things that|sees things|seeing things that|haven't slept|"
        r"havent slept|not slept|hasn't slept|metal (?:pins|plate|rods?)|held with pins|pins in (?:my|his|"
        r"her)|good days and bad days|good and bad days|on the spectrum|rare (?:condition|disease|syndrome|"
        r"disorder)|genetic (?:condition|disorder)|heart defect|non-?verbal|life[- ]?long (?:condition|"
        r"illness)>",
        r"<found (?:a (?:lump|shadow|mass|growth)|something on (?:my|his|her|the) (?:lung|scan|x-?ray|brain|"
        r"liver))|it has spread|it's spread|has spread to|the big c|stage (?:four|three|4|3)|in remission|"
        r"nothing more (?:they|that) can (?:do|be done)|nothing more can be done|months at (?:best|most)|"
        r"weeks at (?:best|most)|days at (?:best|most)|not long left|not got long left|hasn'?t (?:got "
        r")?long(?: left| to go)?|end of life|riddled with|borrowed time>",
        r"<had (?:a|another) (?:bad |nasty |serious |couple of )?falls?|a bad fall|a nasty fall|he fell "
        r"(?:and (?:broke|hurt|hit|fractured|smashed)|down|over|off|in the|at home|on the)|she fell (?:and "
        r"(?:broke|hurt|hit|fractured|smashed)|down|over|off|in the|at home|on the)|mum fell (?:and "
        r"(?:broke|hurt|hit|fractured|smashed)|down|over|off|in the|at home|on the)|dad fell (?:and "
        r"(?:broke|hurt|hit|fractured|smashed)|down|over|off|in the|at home|on the)|nan fell (?:and "
        r"(?:broke|hurt|hit|fractured|smashed)|down|over|off|in the|at home|on the)|gran fell (?:and "
        r"(?:broke|hurt|hit|fractured|smashed)|down|over|off|in the|at home|on the)|mam fell (?:and "
        r"(?:broke|hurt|hit|fractured|smashed)|down|over|off|in the|at home|on the)|wife fell (?:and "
        r"(?:broke|hurt|hit|fractured|smashed)|down|over|off|in the|at home|on the)|husband fell (?:and "
        r"(?:broke|hurt|hit|fractured|smashed)|down|over|off|in the|at home|on the)|i fell (?:and (?:broke|"
        r"hurt|hit|fractured|smashed)|down|over|off|in the|at home|on the)|came off (?:his|my|her) (?:bike|"
        r"motorbike|horse|moped)|knocked (?:down|off my|off his)|was run over|got run over|been run over|"
        r"hit by a (?:car|bus|van|lorry)|car crash>",
        r"(?:have|has|having|had|gets?|got|takes?|of) <fits|a fit|blackouts|black outs|dizzy spells|funny "
        r"turns?|a funny turn|a bad turn>",
        r"<white stick|white cane|long cane|hearing dog|walking stick|two sticks|with a (?:stick|frame)|"
        r"stair ?lift|hospital bed|a hoist|motability|falls alarm|pendant alarm|careline|my aids in|her "
        r"aids in|his aids in|both aids in>",
        r"<pip|personal independence payment|dla|disability living allowance|disability benefits?|esa|"
        r"employment and support allowance|lcwra|limited capability>(?= |[.,;!?)']|$)",
        r"<suffer\w*> (?:with|from) (?:my|me|his|her|bad|chronic|terrible|high|low|severe) (?!loss|treat|"
        r"experience)\w+",
        r"<hearing|eyesight|sight|kidneys|lungs|liver|memory|bladder|bowels|joints|knees|hips|"
        r"nerves>(?:'s)? (?:is |are |has |have |isn'?t |aren'?t |was |were |all |both |just |really |now |"
        r"been |very |completely )*(?:going|gone|bad|poor|failing|failed|packed (?:up|in)|shot|weak|"
        r"terrible|worse|crippled|knackered|not good|not great|not what)(?! (?:date|against|on))",
        rf"(?:{CANNOT}|no longer|help to|struggl\w+ to|unable to|not able to|has to be|have to be|needs?) "
        r"(?:to |even |properly )*<dress|wash|bathe|shower|feed|cook|lifted|washed|dressed|fed|turned> "
        r"?(?:myself|himself|herself|by|for (?:myself|himself|herself)|(?=[.,;!?]|$))",
        rf"(?:{CANNOT}|no longer|hardly|struggl\w+ to|too weak to) <hold a (?:pen|cup|phone|knife)|grip|"
        r"stand up|stand for|bend down|lift (?:my|a|anything)|sit for|get out of (?:my|the) chair|get up "
        r"(?:without|on my)|turn over|button|swallow|speak since|breathe properly|be in crowds|be around "
        r"people|be left alone|be left on|talk to strangers|be on (?:my|his|her) own>",
        r"<rushed in(?:to)? (?:with|for|by|hospital|last|on)|kept (?:me|him|her) in (?:overnight|for|"
        r"hospital)|taken in (?:by ambulance|for tests|overnight)|admitted (?:to|on|for|last|with|as)|"
        r"infirmary|in and out of (?:hospital|the)|appendi\w+|gall ?bladder|on a drip|tubes in and|waiting "
        r"list for (?:my|an?|the) (?!refund|card)\w+|tests for|having tests|doing tests|scan results|"
        r"waiting to hear (?:if|whether) it(?:'s| is) (?:cancer|malignant|back|spread)|had my \w+ (?:out|"
        r"removed)>",
        r"<diazepam|valium|prozac|amitriptyline|pregabalin|gabapentin|tramadol|codeine|lithium tablets|"
        r"olanzapine|quetiapine|risperidone|clozapine|propranolol|venlafaxine|duloxetine|methotrexate|"
        r"metformin|beta blockers?|temazepam|zopiclone|oramorph|epipen|nebuliser|chemo tablets|statins>",
        r"(?:won'?t|doesn'?t|never|hardly|rarely|barely|not|refuses to|hasn'?t) (?:ever )?<come out of "
        r"(?:his|her|my|the) (?:bed)?room|comes out of (?:his|her|the) (?:bed)?room>|(?:need\w*|have to "
        r"have|must have|take) <someone with me|somebody with me|someone with (?:him|her)>|<scared|afraid|"
        r"frightened|terrified|fear|can'?t (?:cope|deal) with|cope with> @1(?:crowds|strangers|noise|people)",
        r"(?:i|my hands|hands|he|she) <shake|shakes|tremble|trembles>(?! (?:hands|on|your|the|off))|<had a "
        r"(?:bit of a |bad |funny )?turn|took a "
        r"(?:bad |funny )?turn|one of my turns|i collapsed|he collapsed|"
        r"she collapsed|blacked out|fainted|i passed out>",
        r"(?:use|uses|using|with|on|need|needs|get about (?:with|on)) (?:a |two |my |his |her )<frame|stick|"
        r"sticks|walker|rollator|scooter|zimmer>(?= (?:to|and|now|because|so|when|at|in)\b|[.,;!?]|$)",
        r"<carers? (?:who )?comes?|carers? (?:in )?(?:twice|four times|three times|every|each)|home help|"
        r"meals on wheels|day centre>",
        unless=r"new heart[- ]shaped|shakes? (?:my|your|his) (?:head|hand)|(?:nurse|carer|work\w*|shifts?|"
        r"porter|nights) (?:\w+ ){0,4}(?:on|in|at) (?:the|an?|our) (?:\w+ )?(?:unit|ward|clinic|"
        r"infirmary)|(?:fit|smart) (?:watch|tv)|(?:am|is|as|was|i'm|being) (?:an? |the )?(?:retired |"
        r"\w+ )?(?:district|community|psychiatric|cardiac|stroke)? ?(?:nurse|cardiologist|"
        r"neurologist|cpn)|(?:clinic|unit|hospital|ward) (?:charge|payment|bill|parking|car park|"
        r"shop|lottery)\w*|(?:balance|account|figures?|app|it|this|that|things|service|statement|"
        r"which|they|you|system|site|website|line)(?:'ve)? (?:\w+ )?(?:has|have|had)? ?(?:not|never|"
        r"hasn'?t|haven'?t) been (?:right|the same|well)|been well (?!and|for|since|at|enough)\w+ed|"
        r"(?:my|a|new|bad|broken|poor) (?:credit |account |cash |statement |current )?balance|(?:my|"
        r"your|new) (?:back (?:account|up)|hand(?:set| luggage)|arms? length)|(?:your|the) heart|new "
        r"(?:back|hand|legs?|eyes|ears|arm|voice|vision|balance|neck|joint)|(?:system|customer|staff|"
        r"man) (?:has |having |had )*a fit|(?:back|voice|hand|leg|joint) (?:account|is forced|of "
        r"the)|bleeding heart|heart (?:bleeds|isn'?t in)|lost (?:my|his|her) (?:hearing date|sight "
        r"of)|(?:nearly|almost|practically|about to|giv\w+ me|gave me|close to)(?: \w+){0,2} (?:a |"
        r"having |have |had )*(?:heart|fit|seizure|coronary)|health insurance|casualty of (?:your|"
        r"the)|pip (?:code|install\w*|boys)|your health|financial health|health (?:of|check|club)",
    ),
)
