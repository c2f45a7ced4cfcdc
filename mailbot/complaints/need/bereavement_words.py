"""The words of a death and of what it leaves to do (FG21/1, driver "life events").

Start list of DOMAIN section 2; a firm adds its own in the configuration. All are P1: no letter may
go to the dead.
"""

from __future__ import annotations

from mailbot.complaints.need.cue_rows import RELATIVE, rows

_WHOSE = r"(?:my|our|his|her|their|the|your)"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*"
_KIN = rf"(?:{RELATIVE}|lad|lass|missus|bairn|mate)"

BEREAVEMENT = (
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
        rf"{_WHOSE} (?:\w+ )?<{RELATIVE}>(?:'s)? (?:death|passing|funeral|estate|executor\w*|will)",
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
        unless=r"widow'?s mite|(?:offer|opportunity|chance|moment|deadline|time|deal|date|weeks?|months?|"
        r"summer|year) (?:\w+ ){0,2}passed away|(?:firm|department|practice|team|we) (?:\w+ "
        r")?(?:handles?|does|specialis\w+|deals?) (?:in |with )?probate|(?:phone|battery|app|laptop|"
        r"computer|car|boiler|line|website|router|screen|chat|signal|link|tablet|connection|"
        r"conversation|internet|machine|card|engine|modem|van|call)\w* (?:\w+ ){0,3}(?:d(?:ied|ies|"
        r"ying|ead)|passed away)|died? (?:laughing|down|out|a death|on me|of (?:boredom|"
        r"embarrassment|shame|laughter))|dying (?:to (?!see his|see her|save)|for|of (?:boredom|"
        r"embarrassment)|battery|app|art)|your funeral|good grief|grief (?:from|off|with) (?:you|"
        r"your|the)|giv\w+ (?:me |us )?(?:\w+ )?grief|dead (?:end|line|loss|right|sure|wrong)|bereft|"
        r"funeral (?:plan|plans|cover|insurance|policy|director's job)|estate agents?|real estate|"
        r"housing estate|council estate|industrial estate|estate car|lost (?:my|our|the|his|her) "
        r"(?:\w+ )?\w+'s|passed (?:on|over) (?:to|from|my|the|your|between|in (?:error|full))|passed "
        r"(?:the|my|your|a|all|around|about|from|between|to|credit|security|id|away (?:my|the) "
        r"(?:details|data))|chat died|executor (?:task|thread|service)|the death of (?:cash|customer "
        r"service|common sense|the high street)|lost (?:my|our) (?:friends?|partners?) @1(?:money|"
        r"trust|respect|business)|(?:nearly|almost|could have|could've) died|executors? (?:fees|code)",
    ),
    *rows(
        "life events",
        "P1",
        rf"{_KIN} (?:just |sadly |has |had |recently |suddenly |then |'s )*<passed>(?=[.,;!?]|$| (?:in|last|"
        r"at|from|after|before|suddenly|peacefully|with|and|so|when|while|aged|just|two|three|four|this|a "
        r"(?:week|month|year|few|couple)|on (?:christmas|boxing|new year|easter|good|the \d|the morning|"
        r"the night|\w+day|\d)))(?! in \w+ing)(?! with (?:flying|a merit|honours))",
        rf"(?:{_KIN}|he|she|they) (?:has |had |have |just |sadly |'s |was |were |been |is |got |then |"
        r"finally |never )*<slipped away|slipped from us|no longer with us|not with us any ?more|no longer "
        r"here|gone from us|taken from us|taken too soon|didn'?t make it|did not make it|didn'?t pull "
        r"through|didn'?t come (?:home|through)|woke up again|killed|found dead|murdered|drowned|gone to "
        r"(?:heaven|god|be with|join)|in heaven|died>(?! (?:off|the (?:card|contract|deal)))",
        rf"{_KIN} (?:has |had |have |'s |is )*<took (?:his|her|their) own|taken (?:his|her|their) own>",
        rf"(?:since|after|when|before|now) (?:we |i )?(?:my |our |the )?(?:{_KIN}) <went|goes|left us|"
        r"passed|was taken|has gone|is gone>(?=[.,;!?]|$| (?:i|we|and|it|last|on my|the|there|his|her|"
        rf"things|everything|nothing|in (?:{_MONTH}))\b)",
        rf"(?:{_KIN}|he|she)(?:'s| is| has)? (?:been )?<gone|been gone> (?:nearly |almost |over |about |now "
        r"|these )*(?:a|six|five|four|three|two|seven|eight|nine|ten|\d+|many|some) (?:months?|years?|"
        r"weeks?)",
        rf"<buried|burying|bury|cremated|cremating> (?:my |our |his |her |their |the )?(?:\w+ )?{_KIN}",
        rf"{_KIN}'?s (?:\w+ )?<estate|funeral|death|passing|probate|ashes|grave|headstone|burial>",
        r"<inquest|coroner\w*|post[- ]mortem|his ashes|her ashes|the ashes|their ashes|headstone|gravestone|"
        r"burial|obituary|last respects|final respects|reading of the will|laid to rest>(?! ground rent)",
        r"<certificate> (?:\w+ )?from the registrar|<registrar> (?:of|gave|issued|office|has)|<registered "
        r"(?:the|his|her|my|mum's|dad's) death>",
        r"<on my own|alone> (?:now )?(?:after (?:over |nearly |almost |more than )?\S+ years|since (?:i "
        rf"lost|he died|she died|he went|she went|(?:my |the )?{_KIN} (?:went|died|passed)))",
        r"(?:lost|losing) (?:both |one of )?(?:my|our|his|her|their|the) @2<bab(?:y|ies)|little (?:girl|"
        r"boy|one)|lad|lass|twins?|bairn|unborn>(?! (?:account|fund|money|bond))",
        r"<baby (?:we lost|who died|was born (?:asleep|sleeping))|born (?:asleep|sleeping)|ectopic|no "
        r"heartbeat>",
        r"<said goodbye to|say goodbye to> (?:my |our )?(?:mum|dad|mam|nan|gran\w*|mother|father|brother|"
        r"sister|husband|wife|son|daughter|uncle|aunt\w*)|<lost|losing> (?:mum|dad|mam|mom|mummy|daddy|nan|"
        r"nana|nanna|gran|granny|grandad|grandma|grandpa|mother|father|both parents)(?!'s)|(?:who|he|she|"
        r"they) (?:has |have |'s |had )<been dead>",
        rf"(?:since|after|when|before) (?:he|she|they|{_KIN}) (?:had |sadly |just )?<passed|died>(?=[.,;!?]|"
        r"$| (?:i|we|and|in|last|on|away|she|he))(?! (?:on|in) (?:the|my|your) \w+ (?:test|exam|message))",
        rf"(?:{_KIN}|he|she) <never (?:came round|came home|woke|regained|recovered)|did not come home>|"
        r"<the late> (?:mr|mrs|miss|ms|dr|\w+ \w+,? who)|<next "
        r"of kin (?:of|to|for)>",
        unless=r"passed (?:the|my|your|a|all|to|away the|his (?:test|exam)|her (?:test|exam))|(?:chat|line|"
        r"call|app|phone|battery|screen|link) @2(?:died|killed)|killed (?:off|the|me|it|my)|"
        r"you(?:'re| are)? killed|killed with|real estate|estate (?:agent|car)|industrial estate|"
        r"burial of|buried (?:in|under|deep)|housing estate|(?:friend|partner|brother|son|daughter|"
        r"husband|wife|he|she) @2gone (?:on|to|into|back|off|out|away|home)|passed (?:on|over) (?:to|"
        r"from)|(?:colleague|adviser|advisor|employee|manager)~no longer with us|died (?:laughing|of "
        r"(?:boredom|embarrassment))|(?:nearly|almost) died",
    ),
)
