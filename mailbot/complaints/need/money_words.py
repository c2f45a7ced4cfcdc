"""The words of money that does not reach (FG21/1, driver "resilience").

Start list of DOMAIN section 2; a firm adds its own in the configuration. A moratorium is P1, because letters
that ask for payment must stop (SI 2020/1311); the rest is P2.
"""

from __future__ import annotations

from mailbot.complaints.need.cue_rows import CANNOT, RELATIVE, rows

_NEED = (
    r"(?:food|eat|feed|gas|electric\w*|heating|heat|rent|nappies|shopping|the (?:gas|electric\w*|rent|"
    r"meter|bills|basics|mortgage|bus|children|kids)|bills|basics|essentials|anything|milk|bread|living|"
    r"live|my (?:rent|bills|mortgage|kids|children|medication|prescription\w*)|our (?:rent|bills|mortgage))"
)

_SUM = (
    r"(?:£ ?\d[\d.,]*|\d+(?:\.\d+)? ?(?:quid|pounds?|pence|p)|"
    r"a (?:fiver|tenner|pound|few (?:quid|pounds|pence))|\w+ quid)"
)

MONEY = (
    *rows(
        "resilience",
        "P1",
        r"<breathing space|breathing-space|breathingspace>(?: (?:started|scheme|moratorium|order|period))?",
        r"(?:debt |statutory |mental health |60[- ]day |sixty[- ]day )?<moratorium>",
        r"<debt respite>(?: scheme)?",
        unless=r"(?:give|need|some|bit of|little|want|room|wanted|allow\w*|grant) (?:me |us |for )?(?:some "
        r"|a bit of |a little |a |enough )?breathing[- ]space(?! (?:scheme|started|moratorium|order|period|"
        r"from (?:step|the)|through|under|via))|breathing space between",
    ),
    *rows(
        "resilience",
        "P2",
        r"<food ?banks?|food parcels?|food vouchers?|foodbank\w*|soup kitchen|warm bank|hardship fund|"
        r"crisis loan|crisis grant|household support fund|discretionary housing>",
        rf"{CANNOT} (?:even |really |possibly |simply |just |no longer |barely |hardly |now )?<afford>",
        r"<afford> (?:food|to (?:eat|live|feed|heat))|(?:not|\w+n't|hardly|barely|no longer|only|can barely|"
        r"can hardly) (?:barely |just )?<afford> (?:food|to|the|my|it|this|these|your|rent|heating|bills|"
        r"that)",
        r"<unaffordable|not affordable|beyond my means|can't keep up with|cant keep up with|cannot keep up "
        r"with|struggling to keep up|unable to keep up|fallen behind|falling behind|fell behind|behind "
        r"with|behind on>(?= (?:with|on|my|the|our|rent|payments?|bills)|[.,;!?]|$)",
        r"(?:nothing|no money|not enough|little|no cash|barely enough|hardly enough|pennies|run out of "
        r"money|no income|zero income) (?:money |left )*<to (?:eat|live on|feed|live|survive|buy food|pay "
        r"(?:the|my|our) (?:rent|gas|electric\w*|bills|mortgage)|put (?:food|money|in)|heat|get to work)|"
        rf"for {_NEED}|to buy {_NEED}>",
        r"<no money|no income|not a penny|skint|penniless|destitute|poverty|in hardship|breadline|cost of "
        r"living|overdrawn every month|living on credit|hand to mouth|living on my overdraft>(?=[.,;!?]|$| "
        r"(?:and|until|till|at all|because|left|line|crisis|coming|since|so|now|to my name|whatsoever|for "
        r"(?:food|rent|a|two|three|my)|myself|but)\b)",
        r"<skip(?:ping|ped|s)?|missing|missed|going without|go without|went without> (?:my |our "
        r")?(?:meals?|food|eating|lunch|dinner|medication|heating)",
        r"<not eating|not eaten|going hungry|go hungry|went hungry|haven't eaten|havent eaten|not eat|"
        r"hungry|feed my|feed our|feed the kids|feed the children|put food on|food on the table|heating or "
        r"eating|heat or eat|eat or heat|choose between heating|choosing between|food shopping|buy food|"
        r"buy nappies|buy formula|feed ourselves|feed myself>(?= (?:kids|children|family|baby|son|daughter|"
        r"the table|for|and|because|or|this|so|myself|until|today|heating|at all|heat|eat|him|her|us|"
        r"dog)\b|[.,;!?]|$)",
        rf"{CANNOT} <heat|eat|feed|pay the rent|pay my rent|pay my bills|pay for food|pay the bills|buy "
        rf"food|buy my|put the heating|turn the heating|top up the|make ends meet|pay my mortgage|pay rent|"
        rf"pay for heating>",
        r"(?:heating|gas|electric\w*|power|meter) (?:is |has been |was |are )?<turned |switched |cut "
        r">off(?= (?:because|to save|since|as|by|so|all)\b)",
        r"<no heating|no electric|no electricity|no gas|no hot water|freezing|in the cold and dark|cut off "
        r"my electric|disconnected>(?= (?:and|because|since|or|for|with|in (?:the|my)|at home|as)\b|"
        r"[.,;!?]|$)",
        r"<pay-?day (?:loans?|lenders?)|payday|pay day loans?|pay day lenders?|loan sharks?|doorstep "
        r"(?:loan|lend)\w*|doorstep lenders?|high[- ]cost credit|illegal money lend\w*|provident>(?= |"
        r"[.,;!?]|$)",
        r"<evict(?:ed|ion|ing|s)?|homeless(?:ness)?|repossess(?:ed|ion|ing)?|sofa[- ]surf\w*|temporary "
        r"accommodation|emergency accommodation|living in (?:my|the|a) car|sleeping in (?:my|the) car|"
        r"sleeping rough|sleep rough|on the streets?|section 21|notice to quit|possession order|hostel|"
        r"losing my home|lose my home|lose our home|losing our home|lose my house|lose our house|losing my "
        r"house|lose the house|lost my home|nowhere to live|roof over>",
        r"<bailiffs?|enforcement agents?|enforcement officers?|sheriff officers?|high court enforcement|"
        r"ccjs?|county court judge?ments?|charging order|attachment of earnings|warrant of control>",
        r"(?:in|rent|into|my|mortgage|the|council tax|gas|electric\w*|energy|priority|with|of|have|other) "
        r"<arrears>",
        r"<bankrupt(?:cy|ed)?|iva|dro|debt relief order|individual voluntary arrangement|protected trust "
        r"deed|trust deed|sequestrat\w+|insolven(?:t|cy)|debt arrangement scheme|minimal asset process|"
        r"insolvency practitioner|official receiver>(?= |[.,;!?)']|$)",
        r"<debt advis[eo]rs?|debt adviser|debt advisor|debt charit\w+|debt management plan|debt management|"
        r"debt advice|debt help|debt counsell\w*|step ?change|stepchange|citizens'? ?advice|citizen's "
        r"advice|national debtline|payplan|christians against poverty|business debtline|money advice|debt "
        r"free|cab advis\w+|money helper|moneyhelper|advice ?uk|turn2us>",
        r"(?:spiral\w*|drowning|deep|deeply|heavily|serious|huge|lots of|buried|sinking|mountain of|"
        r"trapped|get out of|further|head over heels|crippl\w+|worried sick|up to my (?:eyes|ears|neck)) "
        r"@3(?:in |into |of |by |with |with my )?<debts?>",
        r"<debts> (?:are |is )?(?:spiral\w*|mounting|piling|out of control|i can'?t|overwhelm\w*|of over|"
        r"with (?:several|other|many))",
        r"<universal credit|on benefits|income support|jobseeker'?s|job seeker'?s|jsa|esa|pip|personal "
        r"independence|disability living|dla|housing benefit|employment and support|pension credit|"
        r"benefits? (?:have|has|were|was|are) (?:been )?(?:stopped|sanctioned|cut|paid|my only)|benefit "
        r"cap|carers element|sanctioned|benefits only|only income|sole income|my only income|state "
        r"benefits|lcwra>(?= |[.,;!?)']|$)",
        r"<in|severe|serious|real|extreme|genuine|considerable|some|of|with|having|terrible|dire|"
        r"significant|into|my|our|me> (?:financial|money|financially) (?:difficult\w+|hardship|trouble|"
        r"troubles|problems?|crisis|straits|worries|struggles?|distress|mess|ruin)",
        r"<financial|financially> (?:difficult\w+|hardship|struggling|vulnerable|strapped|desperate|"
        r"stretched|crippled|crippling|ruined|in trouble|distress|worries|stress|strain|crisis|unstable|"
        r"precarious|tight|ruin)",
        r"<struggling|struggle|struggled|struggles|strugling> (?:financially|with (?:money|debts?|my "
        r"(?:bills|debts?|finances|payments|rent)|the (?:bills|repayments|cost|payments)|bills|payments|"
        r"finances|repayments)|to (?:pay|make (?:ends|the|my|payments)|eat|live|feed|meet|survive|get by|"
        r"keep (?:up|my|a roof|afloat|our|on top)|afford|heat|buy|put|manage|keep)|for money|at the moment|"
        r"big time|a lot)",
        r"<make ends meet|making ends meet|keep my head above|keeping my head above|head above water|"
        r"robbing peter|rob peter|keep the wolf|on my uppers|on our uppers|keep afloat|stay afloat|money "
        r"is tight|money's tight|money is very tight|living from|surviving on|scrape by|scraping by|"
        r"getting by on|live on £|living on £|on a low income|low income|minimum wage|fixed income>",
        r"<minimum> (?:payments?|amount|repayments?) (?:only|each month|every month|for years|and|is all)|"
        r"(?:only|just) (?:pay\w*|making|make|afford|manage\w*) (?:the )?<minimum>",
        r"(?:only|just|with|got|have) @2(?:£ ?\d+|\d+ pounds?|a fiver|a tenner|pennies) @3<left until|left "
        r"till|left for|left to|to last|to live on|until payday|till payday|to get through|left to live|"
        r"left for the (?:week|month)|for the rest of the month>",
        r"(?:i'm|im|i am|am|are|is|we're|flat|stony|stone|completely|totally|absolutely) <broke>(?=[.,;!?]|"
        r"$| (?:and|until|because|since|so|after|at)\b)",
        r"<one meal|a meal a day|barely surviving|hardly surviving|only just surviving|barely living|"
        r"barely getting by|borrow from family|borrow from my|borrowing from|borrow off my|borrowed from "
        r"family|borrow to eat|borrow for food>",
        r"<token payments?|£1 a month|pound a month|payment holiday|persistent debt|no disposable|no spare "
        r"money|pawned|pawnbroker\w*|sell my belongings|selling my belongings|sell my furniture|sold my "
        r"wedding|sell my wedding|prepayment meter|pre-payment meter|emergency credit>",
        unless=r"you (?:\w+ )?(?:say|said|claim\w*|allege\w*|state\w*|think|insist\w*|tell me|told me|"
        r"wrote)(?: \w+){0,6} (?:in )?arrears|evict\w* (?:\w+ ){0,2}from the (?:chat|call|queue|app)|"
        r"(?:am|is|was|as|being) (?:an? )?(?:\w+ )?bailiff|(?:leaflet|link|page|paragraph|section|"
        r"signpost\w*|number)s? (?:\w+ ){0,3}debt advice|(?:you|your company|your firm|they|the bank|"
        r"flux|conexus) (?:can|can'?t|cannot|could) (?:well |easily |surely |certainly )?afford|"
        r"afford (?:these|this|any more|another|the|such|more) (?:delays?|wait\w*|disruption|"
        r"downtime|mistakes?|time)|afford (?:to (?:lose (?:your|my|our|a) (?:loyal )?(?:custom\w*|"
        r"business)|ignore|be complacent|wait)|not to)|can afford to (?:pay you|treat)|insolvency "
        r"(?:act|service)|morally bankrupt\w*|intellectually bankrupt|(?:mortgage|account|payment)s? "
        r"in arrears (?:basis)|paid in arrears|interest in arrears|your (?:own )?(?:insolvency|"
        r"bankruptcy)|(?:if|when|should) you (?:go|went) bankrupt|(?:going|go|went|gone) broke "
        r"(?:the|my)|broke (?:the|my|a|down|off|into|up|his|her|your)|(?:app|website|machine|phone|"
        r"screen|link|system|promise|laptop|it) (?:\w+ )?broke|little (?:to|left) (?:say|add|do)|"
        r"nothing to (?:do|say|add|hide)|freezing (?:my|the|our|his|her) (?:account|card|assets|"
        r"funds|interest)|account freezing|freezing order|(?:call|line|phone|chat) (?:\w+ "
        r")?disconnected|not eat into|hungry for|borrowers?|you (?:are )?hungry|choosing between "
        r"(?:two|the|your)|pip (?:code|install)|benefits only (?:you|the)|iva claim line|"
        r"(?:struggl\w+) to (?:keep (?:my )?(?:temper|calm)|understand|see|find|log|get (?:through|"
        r"hold|an)|believe|speak|contact|use)|(?:low|minimum) wage (?:staff|call centre)|poverty of "
        r"(?:service|imagination)|missed payments?|homeless (?:charity|shelter donation)|(?:not|"
        r"never been|isn'?t) (?:even )?(?:in|into) (?:any )?arrears|money advice service leaflet|"
        r"disconnected (?:me|us|the call|my call)|sanctioned (?:countr|list|entit|person)\w*|"
        r"provident (?:fund|mutual)|no credit|(?:what|how) (?:are|is|does|do) (?:an? )?(?:iva|dro|"
        r"ccj|moratorium)|struggling (?:app|service|call centre)",
    ),
    *rows(
        "resilience",
        "P2",
        r"<gas|electric\w*|leccy|lecky|heating|power|lights>(?:'s)? (?:has |is |was |'s |been |now |about "
        r"to |going to |will |be |are |turned |switched |cut |go |goes |gone |going |went |stays? |ran |not "
        r"|hasn'?t |never )*(?:off|out|not been on|been on(?= all| since| for| once)|on (?:the "
        r")?emergency)(?! (?:of|the (?:charge|market)))",
        r"<emergency (?:electric|gas|credit)|on emergency|on the emergency|the heating (?:off|on)|"
        r"heating off|key meter|prepay meter|feed the meter|top up the (?:meter|gas|electric|key|leccy)|"
        r"meter ran out|meter run out>",
        rf"(?:{_SUM}|put|top\w*|feed\w*|nothing|pennies) @4(?:on|in|for|up) (?:the |my |our )?(?:gas |"
        r"electric |electricity |leccy )?<meter>",
        rf"<choos\w+|chose|choice|decide|pick> @1(?:between|whether) @3{_NEED} @4(?:and|or)",
        rf"<either> @2{_NEED} or @2{_NEED}",
        r"<in our coats?|in my coat|in their coats|coats on (?:in|to)|to "
        r"keep warm|sat in the dark|sitting in the dark|living in the dark|see (?:my|our) (?:own )?breath|"
        r"freezing cold at home>",
        rf"{CANNOT} <keep the lights on|put food on|top up|get (?:any )?(?:food|shopping|nappies|milk)|buy "
        r"(?:any "
        r")?(?:milk|bread|shoes|school|medicine|clothes)>",
        r"(?:had|have|having|eat\w*|ate|liv\w+ (?:on|off)|surviv\w+ on|get\w* by on|fed (?:them |us |the "
        r"\w+ )?on|nothing but|just) @3<toast|cereal|cornflakes|weetabix|beans|noodles|pot noodles?|pasta|"
        r"rice|porridge|biscuits|crisps|leftovers>(?= (?:for|again|every|all|until|till|this|three|most|and "
        r"nothing)\b|[.,;!?]|$)",
        r"<go|goes|going|gone|went|did> without (?:so|myself|food|eating|meals?|dinners?|tea|lunch|"
        r"breakfast|heating|my (?:tablets|medication|inhaler)|shoes|to (?:feed|pay|make sure))(?= |[.,;!?]|"
        r"$)",
        r"<skip(?:ping|ped|s)?|missing|missed|miss> (?:my |our |a )?(?:meals?|dinner|tea|lunch|breakfast)",
        r"<hot meals?|free school meals|breakfast club|community (?:fridge|pantry|larder)|trussell|baby "
        r"bank|yellow stickers?|uniform grant|salvation army>(?! (?:shop|donation))",
        r"<parcel|parcels|bag|box|food|help|meal|meals|handouts?> (?:of food )?(?:from|at|off) (?:the|a|our|"
        r"my) (?:church|mosque|temple|gurdwara|school)",
        r"(?:no money for|can'?t (?:get|buy|replace)|couldn'?t (?:get|buy|replace)|need\w*|without|holes? "
        r"in) @4<school shoes|school uniforms?|winter coats?|new shoes>|<school shoes|school uniforms?|"
        r"dinner money|lunch money> @2(?:have to wait|has to wait|can'?t|couldn'?t|on tick)",
        r"(?:can'?t|couldn'?t|cannot|unable to|no money|declined|refused|needs?|out of|nothing|not enough) "
        r"@5<nappies|formula|baby milk|sanitary|tampons|milk for|bread and milk|pint of milk|loaf of bread>",
        r"<nothing in the (?:cupboards?|fridge|freezer|house|purse)|no food in|empty (?:cupboards?|fridge)|"
        r"bare cupboards?>|<cupboards?|fridge|freezer|larder> (?:is|are|was|were|'s) @2(?:empty|bare)",
        r"<count(?:ing)? (?:the|my|our|every|up) (?:pennies|penny|coppers)|watch(?:ing)? every penny|"
        r"haven't two pennies|not two pennies|haven't (?:got )?(?:two|a) penn(?:y|ies)|penny to my name|"
        r"scrap(?:e|ing) together|down to (?:my|our) last|my last (?:£ ?[\d.]+|fiver|tenner|pound|few "
        r"(?:pounds|quid|pence)|penny|bit of money)|our last (?:£ ?[\d.]+|fiver|tenner|pound|few (?:pounds|"
        r"quid|pence)|penny|bit of money)|last of my (?:money|savings)|nothing left to (?:sell|live|give)|"
        r"more month than money>",
        rf"(?:have|got|'ve|had|with|only|just|leaves? (?:me|us)|left with|down to|on|about) @2{_SUM} "
        r"@3<till|until|to last|a week|a month|left(?=[.,;!?]|$| (?:till|until|for|to|after|over|and))|to "
        r"live|to feed|for the rest|to get (?:me|us)|to do (?:me|us)>",
        rf"(?:{_SUM}|nothing|little|enough|all|money|got|have|less|more) @6<to live on|live on each|live on "
        r"a>",
        r"<statutory sick pay|on sick pay|on the sick pay|ssp|half pay|no wages|first payment of universal|"
        r"five week wait|on the dole|signing on|on uc>(?= |[.,;!?]|$)",
        r"<my wages?|our wages?|my pension|our money|my money|my income|my benefits?|my dole|the money> "
        r"(?:\w+ )?(?:do(?:es)?n'?t|do not|does not|won'?t|no longer|barely|hardly|only just|isn'?t) "
        r"@2(?:cover|stretch|go far|last|enough|meet|pay|go round)",
        r"(?:card|loan|credit|borrow\w*|one) @3<to pay (?:off )?another|to pay this|to pay the others|to "
        r"pay the other one|to pay for food>",
        r"(?:borrow\w*|scroung\w*|cadg\w*|loan|lend|sub|tap\w*|money|pounds|quid|tenner|fiver) @3<off|from> "
        rf"(?:my (?:@1{RELATIVE}|neighbours?|mates?)|friends|family|a friend|a mate|the neighbours?)",
        rf"{RELATIVE} @2<lent me|lends me|lend me|lending me|loaned me|bought (?:us|me|our) (?:food|"
        r"shopping)|paid (?:my|our) (?:rent|bills|gas|electric)|paying (?:my|our) (?:rent|bills)|is "
        r"feeding|feeds us>",
        r"<up to my (?:eyes|ears|neck|eyeballs)> (?:in (?:it|debt|bills|loans)|with)|(?:i'm|we're|i am|we "
        r"are) <going under|sinking|drowning in (?:bills|loans|it)>(?= |[.,;!?]|$)",
        r"<owe money (?:all|every|to)|owe (?:everyone|everybody|all sorts)|cards are (?:all )?(?:full|"
        r"maxed)|maxed out|on tick|robbing one|juggling (?:bills|cards|debts)|in debt (?:to|with) "
        r"(?:everyone|six|seven|five|four|three|several|lots|all)>",
        r"<enforcement (?:people|m[ae]n|company|letter|firm)|came to take (?:the|my|our) (?:telly|tv|car|"
        r"sofa|furniture|things|goods|stuff)|come to take (?:the|my|our) (?:telly|tv|car|sofa|furniture|"
        r"things|goods|stuff)|coming to take (?:the|my|our) (?:telly|tv|car|sofa|furniture|things|goods|"
        r"stuff)|take (?:the|my|our) (?:telly|furniture)|clamped my|controlled goods|walking possession|"
        r"liability order|red (?:letters?|bills?|reminder)|disconnection notice>",
        r"(?:council|gas|electric\w*|water|energy|landlord\w*|rent|hmrc|tax) @8<final demand|court summons>",
        r"(?:landlord|council|they|agent|bank) @4<wants? (?:us|me) out|kick\w+ (?:us|me) out|throw\w* (?:us|"
        r"me) out|chuck\w+ (?:us|me) out|putting (?:us|me) out|given (?:us|me) notice|serv(?:ed|ing) (?:us |"
        r"me )?(?:with )?notice>",
        r"<out on the streets?|end up on the streets?|lose (?:my|the|our) (?:flat|tenancy|house|roof)|"
        r"losing (?:my|the|our) (?:flat|tenancy|house|roof)|lost (?:my|the|our) (?:flat|tenancy)|months? "
        r"behind with|weeks? behind with|no fixed abode|council put us|housing benefit>",
        r"(?:my|the|our) <rent> (?:has |was |is |will |did |money |payment )*(?:bounced|unpaid|late|overdue|"
        r"going to bounce|short|not (?:been )?paid|gone unpaid|due (?:and|tomorrow))",
        r"(?:sleep\w*|slept|kip\w*|stay\w*|doss\w*|liv\w+|stopping|been) (?:on|at) @3<settee|sofa|couch|"
        r"floor|air ?bed>",
        r"(?:living|live|lives|stuck|placed|housed|put us|put me) @2(?:in|into) @3<one room|bed and board|"
        r"bnb|b and b|bed and breakfast|tent|caravan|van|hotel|travelodge|shed|hostel|refuge>",
        r"(?:through|via|with|seen|from|at|to|contacted|by|my) (?:the )?<cab>(?= (?:is|are|has|have|who|and|"
        r"last|on|about)|[.,;!?]|$)|<debt plan|dmp|on a (?:debt|payment) plan|payment plan with (?:the|my)|"
        r"money advis[eo]rs?|debt help ?line>",
        r"(?:tak\w+|took|deduct\w*|stopp\w+|comes?|docked) @3<out of my (?:wages|benefits?|pension|"
        r"universal|uc|pay)|from my (?:wages|benefits?|universal|pension)|off my (?:wages|benefits?)>(?! "
        r"account)",
        r"<sold|sell|selling> (?:off )?(?:my|our|the|his|her) @3(?:to (?:pay|eat|feed|live|buy|cover|make|"
        r"get by)|for (?:food|rent))",
        rf"{CANNOT} <make (?:the|my|these|those) (?:re)?payments?|manage (?:the|my|these|those) "
        r"(?:re)?payments?|meet (?:the|my|these|those) (?:re)?payments?|keep up (?:the|my|these|those) "
        r"(?:re)?payments?>(?= (?:no more|any ?more|each|every|this month|until|now|and|because|at the)|"
        r"[.,;!?]|$)",
        r"<money|things> ?(?:'s|is|are|has been|have been|was) @2(?:tight|scarce|very short)(?! security)",
        r"<strapped for cash|hard up|short of (?:money|cash)|bit short this|boracic|brassic|potless|not a "
        r"bean|haven't a bean|cleaned out by|wiped out by the|living below>",
        r"how @3<eat|feed|survive|to feed|pay the rent|pay my rent|get through the (?:week|month)|last "
        r"(?:the|till|until)|manage (?:till|until)>(?! into)",
        r"(?:can'?t|couldn'?t|cannot|no|not|had to|have to|without|enough|afford) @6<bus fares?|the bus|bus "
        r"money|petrol money|petrol in|petrol to|walk to work|walked to work|train fare>(?= |[.,;!?]|$)",
        r"(?:in|into|on|rely\w*|live|living|depend\w*|maxed|stuck|constantly|always) @2<the overdraft|my "
        r"overdraft|our overdraft|an overdraft|overdrawn> @1(?:from the|to eat|every month|all month|all "
        r"the time|for food|to live|to pay|to get|constantly|permanently|as soon|by the)",
        rf"{_SUM} (?:left )?<in my (?:purse|pocket)|to my name|in the house|in the tin>|(?:got|have|i've|"
        r"we've|with|had|there's|is) <nothing (?:till|until|to last|coming in|for the week)|nothing in(?: "
        r"the)? (?:till|cupboard|fridge|house)|nothing in(?=[.,;!?]|$)>",
        rf"(?:{CANNOT}|\w+n't|never|not|only|just|daren'?t|dare not) (?:to )?(?:put |have |had |turn |use |"
        r"run |get |afford |switch )*(?:the |a |my )?<boiler on|fire on|heater on|heat (?:one|the house|"
        r"the flat|my|our|the room)|heating (?:for|an hour|one hour|when|in one)>",
        r"(?:landlord|council|water|gas|energy|electric\w*|housing association|catalogue|hmrc|school) "
        r"@5<court|eviction|possession>(?! fees?)",
        r"<never caught up|not caught up|on furlough|play(?:ing)? catch[- ]?up|"
        r"borrow(?:ing)? (?:every|each|all the time|just|"
        r"money to|to (?:eat|live|pay|get))|borrowed to>",
        r"(?:had to|have to|having to|only way) @4<credit card|overdraft|klarna|clearpay|loan|catalogue> "
        r"@2(?:for|on|to (?:pay for|buy|get)) (?:the |my |our )?(?:groceries|food|shopping|rent|gas|"
        r"electric|bills|milk|essentials)",
        r"<direct debits|bills|standing orders> (?:have |has |all |been |also |then |now |are |keep "
        r")*(?:bounced|bouncing|bounce|going unpaid|unpaid|piling up|mounting)|<car|van|furniture|telly|"
        r"sofa> (?:was |has been |got |is being |being )(?:taken (?:by|away|off)|repossessed|clamped)",
        r"(?:six|five|four|three|seven|eight|nine|ten|several|many|other|my|lots of) <creditors|lenders|"
        r"payday>|<repayment plan|payment arrangement|arrangement>(?: with (?:my|all|six|five|four|"
        r"three|several|other|our))",
        r"<benefits? (?:claim|payment|money|decision|assessment|tribunal|stopped|cut)|first benefit|waiting "
        r"(?:for|on) (?:my )?benefits?|mandatory reconsideration|packed lunch\w*|school dinners?|swimming "
        r"lessons>",
        rf"{CANNOT} <buy> (?:my|our|the|any|her|him|them|anything) @4(?:presents?|shoes|coat|uniform|dinner|"
        r"lunch|food|shopping|milk|birthday|christmas)",
        unless=r"(?:parking|taxi|smart) meter|meter reading|(?:gas|electric\w*|power) (?:of|bill went|"
        r"payment went|went out (?:of|twice|from))|bill (?:\w+ )?went out|you(?:'ve| have| are|'re)? "
        r"(?:not )?(?:going|gone|go|going) (?:out|off)|your (?:own )?(?:lights|power)|emergency "
        r"(?:credit card|card|contact|number)|(?:power|lights) (?:of|to)|gave (?:me|us) £|you (?:owe|"
        r"gave|sent|offered|refunded|paid|charged|said|told)~(?:left|till|until|a week|a month)|"
        r"(?:fee|charge|price|cost|interest|rate|subscription|paid|charg\w+|save|saving|transfer\w*|"
        r"limit)\w* (?:\w+ ){0,3}£ ?[\d.,]+ @3(?:a week|a month|until|till)|up to my (?:eyes|neck|"
        r"ears) in (?:work|emails|paper\w*)|sinking fund|hotel (?:for|on) (?:holiday|business|my)|"
        r"eat into|feed ?back|how (?:you|they)|things are tight",
    ),
)
