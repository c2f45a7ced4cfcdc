"""The words of who was deceived, robbed or used by criminals (FG21/1, driver "life events").

Start list of DOMAIN section 2; a firm adds its own in the configuration. All are P1. That the firm itself is
called a swindler is no cue.
"""

from __future__ import annotations

from mailbot.complaints.need.cue_rows import RELATIVE, rows

CRIME = (
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
        r"(?:romance|crypto|cryptocurrency|bitcoin|investment|purchase|impersonation|authorised push "
        r"payment|app|push payment|whatsapp|text|phishing|courier|invoice|safe account|job|rental|ticket|"
        r"online|sophisticated|hi mum|telephone|phone|dating|recovery|bank transfer|marketplace|pension) "
        r"<scam\w*|fraud\w*|phishing scam>",
        r"(?:accounts?|phone|email|e-mail|card|sim|identity|computer|laptop|details|savings) (?:\w+ "
        r"){0,3}(?:been |was |were |got |is )?<hacked|cloned|taken over|compromised|hijacked|swapped|stolen|"
        r"emptied|drained|cleaned out>",
        r"<identity> (?:theft|fraud|stolen|was stolen)|(?:stole|stolen|stealing|using|used) my <identity>",
        r"<impersonat\w+|pretending to be|pretended to be|claiming to be|claimed to be|posing as|posed as|"
        r"purporting to be>(?= @3(?:from )?(?:you|your|my|the|a|an|bank|police|hmrc|flux|amazon|bt|me|him|"
        r"her)\b)",
        r"(?:someone|somebody|a stranger|fraudster|thief|thieves|criminals?|they|person|people) @3(?:has |"
        r"have |had )?(?:been )?<used|using|stole|stolen|cloned|emptied|took|taken|taking|opened|accessed|"
        r"hacked|got into|transferred|withdrew|withdrawn|spent|applied|drained> @2(?:my|our|in my|out in "
        r"my) @2(?:cards?|accounts?|money|savings|details|name|identity|phone|wallet|purse|bank|credit|"
        r"loan)(?! (?:wrong|over))",
        r"(?:i|we) <did not|didn'?t|never|have not|haven'?t|do not|don'?t> (?:make|made|authori[sz]ed?|"
        r"recogni[sz]ed?|approved?|set up|carry out|request|consent to|do|know) @1(?:this|these|the|that|"
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
    *rows(
        "life events",
        "P1",
        r"<met (?:a|someone|somebody|this|him|her|an)> @4(?:online|on (?:facebook|tinder|instagram|whatsapp|"
        r"the internet|the computer|a dating|a site|an app|hinge|bumble|telegram|linkedin|social))",
        r"(?:man|woman|lady|girl|person|he|she|they|site|website|shop|seller|firm|landlord|job|broker|flat|"
        r"boyfriend|girlfriend|company|profile|policeman|soldier|it|who) (?:\w+ ){0,5}<never existed|"
        r"didn'?t exist|doesn'?t exist|wasn'?t real|weren'?t real|was not real|isn'?t real|turned out to be "
        r"(?:fake|a fake|false|bogus|not)|not who (?:he|she|they) said|was all (?:fake|lies|a lie|a con)|"
        r"was a con|were con ?men|was (?:fake|bogus)|were (?:fake|bogus)|vanished with|blocked (?:me|him|"
        r"her) (?:after|once|and)>",
        r"(?:rang|called|phoned|ringing|calling|call|text|message|email|caller|man|woman|lady|someone|"
        r"somebody|person|lad|he|she|they|voice|number) @6<saying|said|claim\w+|pretend\w+|told (?:me|him|"
        r"her|us)|telling (?:me|him|her)|who said|making out> (?:that )?(?:it was|they were|he was|she was|"
        r"to be|they're|he's|she's|it's|was|i was|were) (?:from my bank\w*|from the bank|from your bank|"
        r"from her bank|from his bank|from a bank|from your fraud|from the fraud|from my fraud|from your "
        r"security|from the security|the bank|my bank|your bank|the police|from the police|a policeman|a "
        r"police officer|a detective|hmrc|from hmrc|the fraud|your fraud|amazon|from amazon|from bt|"
        r"microsoft|from microsoft|the tax|my (?:daughter|son|mum|dad|nephew|niece|grandson|granddaughter|"
        r"boss)|from flux|from my card)",
        r"<rang|called|phoned|texted|call|text> @5(?:from|saying|as) @2(?:the |your |my bank'?s? |a "
        r")?(?:fraud (?:team|department|squad|line)|security (?:team|department))~(?:transfer|move|code|"
        r"card|account|money|savings|screen)",
        r"<safe account|secure account|holding account|safe wallet|safer account>|(?:move|moved|moving|"
        r"transfer\w*|put) @4(?:savings|money|funds) @2<somewhere safe|to keep it safe|to protect it>",
        r"<courier|taxi driver|cab driver|motorbike> (?:\w+ ){0,3}(?:came|come|collect\w*|pick\w*|turned up|"
        r"took) @5(?:my|our|his|her|the|it|mum's|dad's) ?@1(?:cards?|cash|money|gold|savings|pin|envelope|"
        r"bag)",
        r"(?:let\w*|allow\w*|gave|giv\w+) (?:them|him|her|a man|someone|somebody|these people|the man|the "
        r"caller) @3<on to my|onto my|on my (?:computer|laptop|phone|tablet|ipad|pc)|into my (?:computer|"
        r"laptop|phone|tablet|ipad|pc|account)|access to my (?:computer|laptop|phone|tablet|ipad|pc|account|"
        r"bank)|control of my>|<took (?:over|control of) (?:my|his|her|mum's|dad's) (?:computer|laptop|"
        r"phone|screen)>",
        r"<talked (?:me|him|her|us|mum|dad|my \w+) into|tricked (?:me|him|her|us|my \w+)|conned (?:me|him|"
        r"her|us|my \w+)|fooled (?:me|him|her)|persuaded (?:me|him|her|mum|dad|my \w+) to (?:send|transfer|"
        r"move|give|pay|invest|download)|been had(?! (?:up|by you|by flux|to|from|a))|been done out of|been "
        r"fleeced|taken in by (?:a|it|him|her|them)|fell for (?:it|an? \w+|this|one)|got (?:me|him|her|mum|"
        r"dad) to (?:move|transfer|send|download|buy|read|click|install)|a con|these crooks|some crook|"
        r"strung (?:me|him|her) along>",
        r"(?:invest\w*|savings|money|put|paid|sent|deposit\w*|pension|lost) @8<trading|crypto|bitcoin|"
        r"investment|broker|forex> @1(?:site|platform|app|company|website|firm|scheme|account|"
        r"group)?~(?:vanish\w*|gone|disappear\w*|fake|lost|shut|blocked|withdraw|took)",
        r"(?:savings|money|pounds|pension|inheritance|thousand|thousands) (?:\w+ ){0,3}<to|for> (?:a|an|"
        r"this) (?:man|woman|girl|lady|person) (?:\w+ ){0,5}(?:online|internet|never met|facebook|dating|"
        r"abroad|army|oil rig)|<never met (?:him|her)|oil rig|sent (?:him|her|them) @2(?:money|thousands?|"
        r"hundreds|£)|sending (?:him|her|them) (?:money|thousands)>",
        r"(?:someone|somebody|they|he|she|lad|lads|man|thie\w+|who|burglar\w*|crooks?|have|has) (?:has |"
        r"have |had |then )?<cleaned out|emptied|drained|wiped out|cleared out> (?:my|our|his|her|the|mum|"
        r"dad)",
        rf"(?:ex|{RELATIVE}|he|she|flatmate|lodger|carer|someone|somebody|landlord|they) @8<using my "
        r"(?:details|name|identity|id|"
        r"card|passport)|with my (?:details|id|name)|behind my back|without me knowing|in my name>(?! wrong)",
        r"<gave|give|told|read> (?:them|him|her|the man|the woman|the caller|someone|somebody) (?:out "
        r")?(?:the|my|all|a|that) @2(?:code|pin|password|passcode|security number|card (?:number|details)|"
        r"bank details|details|otp)(?! (?:was|is|did|had|has|were))",
        r"(?:was|were|got|had|been|having) @2<snatched|pickpocketed|burgled|broken into|held up|"
        r"assaulted|beaten up|stabbed|attacked|spiked|jumped|mugged>(?! (?:by (?:you|your)|on|with "
        r"(?:adverts|emails|calls|texts)))|<snatched (?:my|his|her)|grabbed my|pickpocket\w*|burglar\w*|"
        r"break-?in|knife ?point|gun ?point|broke into (?:my|our|his|her|the) (?:house|home|flat|car|van|"
        r"garage|shop|account|phone|shed)>",
        r"(?:handbag|bag|purse|wallet|passport|bike|car|phone|van|tools|jewellery|savings) (?:was |were |"
        r"has been |have been |got |being |and \w+ (?:was|were) )<stolen|nicked|pinched|swiped>|<stole|"
        r"nicked|pinched> (?:my|his|her|our|mum's|dad's) (?:handbag|bag|purse|wallet|phone|car|van|bike|"
        r"tools|cards?|savings|money)",
        r"<made me (?:read|give|hand|transfer|send|type)|made to hand|forced (?:me|him|her|us) to (?:hand|"
        r"give|transfer|withdraw|send)|threatened (?:me |him |her )?(?:in the street|with a)|hand(?:ed)? "
        r"over (?:my|his|her|the) (?:phone|pin|card|bag|cash)|clicked (?:on )?(?:a|the|that|this) link>(?! "
        r"(?:in|from) your)",
        r"(?:investment|scheme|bond|fund|broker|caller|text|email|invoice|site|website|advert|ticket|flat|"
        r"landlord|job|shop|letter) (?:was|were|turned out (?:to be )?)(?: a| all| completely)* <fake|bogus|"
        r"sham|fraudulent|not real|made up>",
        r"(?:they|someone|somebody|he|she|and) <emptied|cleaned out|drained> (?:everything|the lot|it all|"
        r"the account|it)",
        unless=r"(?:you|your \w+|your sales \w+) (?:have |has |had |'ve |then )*(?:talked|tricked|conned|"
        r"fooled|persuaded|drained|emptied|cleaned)|burglar alarm|(?:home|contents|burglary|travel) "
        r"(?:insurance|cover)|(?:debt|agreement|account|credit|loan|policy|contract|rule|option|"
        r"button|page|link|form|reference|clause) (?:\w+ ){0,3}(?:doesn'?t|didn'?t|never) exist\w*|"
        r"pros and cons?|you(?:r \w+)? called|courier~deliver|crypto (?:fees?|charges?)|con(?:artist|"
        r" me with)",
    ),
)
