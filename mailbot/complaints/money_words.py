"""The words of money that does not reach (FG21/1, driver "resilience").

Start list of DOMAIN section 2; a firm adds its own in the configuration. A moratorium is P1, because letters
that ask for payment must stop (SI 2020/1311); the rest is P2.
"""

from __future__ import annotations

from mailbot.complaints.cue_rows import CANNOT, rows

_NEED = (
    r"(?:food|eat|feed|gas|electric\w*|heating|heat|rent|nappies|shopping|the (?:gas|electric\w*|rent|"
    r"meter|bills|basics|mortgage|bus|children|kids)|bills|basics|essentials|anything|milk|bread|living|"
    r"live|my (?:rent|bills|mortgage|kids|children|medication|prescription\w*)|our (?:rent|bills|mortgage))"
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
        r"<afford> (?:food|to (?:eat|live|feed|heat))|(?:not|n'?t|hardly|barely|no longer|only|can barely|"
        r"can hardly) (?:barely |just )?<afford> (?:food|to|the|my|it|this|these|your|rent|heating|bills|"
        r"that)",
        r"<unaffordable|not affordable|beyond my means|can't keep up with|cant keep up with|cannot keep up "
        r"with|struggling to keep up|unable to keep up|fallen behind|falling behind|fell behind|behind "
        r"with|behind on>(?= (?:with|on|my|the|our|rent|payments?|bills)|[.,;!?]|$)",
        rf"<nothing|no money|not enough|little|no cash|barely enough|hardly enough|pennies|run out of "
        rf"money|no income|zero income> (?:money |left )*(?:to (?:eat|live on|feed|live|survive|buy food|"
        rf"pay (?:the|my|our) (?:rent|gas|electric\w*|bills|mortgage)|put (?:food|money|in)|heat|get to "
        rf"work)|for {_NEED}|to buy {_NEED})",
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
        r"(?:heating|gas|electric\w*|power|meter) (?:is |has been |was |are )?(?:turned |switched |cut "
        r")<off>(?= (?:because|to save|since|as|by|so|all)\b)",
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
        r"(?:in|severe|serious|real|extreme|genuine|considerable|some|of|with|having|terrible|dire|"
        r"significant|into|my|our|me) <financial|money|financially> (?:difficult\w+|hardship|trouble|"
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
        unless=r"(?:you|your company|your firm|they|the bank|flux|conexus) (?:can|can'?t|cannot|could) "
        r"(?:well |easily |surely |certainly )?afford|afford (?:these|this|any more|another|the|such|more) "
        r"(?:delays?|wait\w*|disruption|downtime|mistakes?|time)|afford (?:to (?:lose (?:your|my|our|a) "
        r"(?:loyal )?(?:custom\w*|business)|ignore|be complacent|wait)|not to)|can afford to (?:pay you|"
        r"treat)|insolvency (?:act|service)|morally bankrupt\w*|intellectually bankrupt|(?:mortgage|"
        r"account|payment)s? in arrears (?:basis)|paid in arrears|interest in arrears|your (?:own "
        r")?(?:insolvency|bankruptcy)|(?:if|when|should) you (?:go|went) bankrupt|(?:going|go|went|gone) "
        r"broke (?:the|my)|broke (?:the|my|a|down|off|into|up|his|her|your)|(?:app|website|machine|phone|"
        r"screen|link|system|promise|laptop|it) (?:\w+ )?broke|little (?:to|left) (?:say|add|do)|nothing "
        r"to (?:do|say|add|hide)|freezing (?:my|the|our|his|her) (?:account|card|assets|funds|interest)|"
        r"account freezing|freezing order|(?:call|line|phone|chat) (?:\w+ )?disconnected|not eat into|"
        r"hungry for|borrowers?|you (?:are )?hungry|choosing between (?:two|the|your)|pip (?:code|install)|"
        r"benefits only (?:you|the)|iva claim line|(?:struggl\w+) to (?:keep (?:my )?(?:temper|calm)|"
        r"understand|see|find|log|get (?:through|hold|an)|believe|speak|contact|use)|(?:low|minimum) wage "
        r"(?:staff|call centre)|poverty of (?:service|imagination)|missed payments?|homeless (?:charity|"
        r"shelter donation)|(?:not|never been|isn'?t) (?:even )?(?:in|into) (?:any )?arrears|money advice "
        r"service leaflet|disconnected (?:me|us|the call|my call)|sanctioned (?:countr|list|entit|"
        r"person)\w*|provident (?:fund|mutual)|no credit|(?:what|how) (?:are|is|does|do) (?:an? )?(?:iva|"
        r"dro|ccj|moratorium)|struggling (?:app|service|call centre)",
    ),
)
