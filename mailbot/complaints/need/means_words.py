"""The words of means and attempts: medicine, heights, water, rope, and who was saved in time (P0).

Families of a verb and its object, because nobody who has a plan writes the word for it. Recall comes before
precision, as in `danger_words.py`.
"""

from __future__ import annotations

from mailbot.complaints.need.cue_rows import RELATIVE, rows

_MEDICINE = (
    r"tablets?|pills?|meds|medications?|medicines?|pain ?killers?|paracetamols?|cocodamol|co-codamol|"
    r"ibuprofen|"
    r"aspirins?|codeine|morphine|oramorph|insulin|anti-?depressants?|sleepers|diazepam|valium|tramadol|"
    r"amitriptyline|temazepam|zopiclone|propranolol|sertraline|capsules"
)
_DRINK = r"(?:vodka|gin|whisky|whiskey|rum|brandy|wine|cider|beer|spirits|drink|alcohol|booze)"
_MANY = (
    r"(?:all|every|whole|entire|the lot|handfuls?|a load|loads|too many|too much|enough|\d{2,3}|ten|twelve|"
    r"twenty|thirty|forty|fifty|sixty|a hundred|boxes|packets?|packs?|bottles?|strips?|box|pack)"
)
_PLACES = (
    r"bridge|viaduct|flyover|cliffs?|railway|train tracks|train line|level crossing|multi[- ]?storey|"
    r"quayside|"
    r"pier|weir|river|canal|reservoir|beachy head|roof|car park roof|top floor|sea wall"
)
_SAVED_FROM = (
    r"(?:river|water|canal|sea|lake|weir|reservoir|bridge|roof|ledge|edge|tracks?|line|platform|"
    r"multi[- ]?storey|railings?|parapet|cliffs?|balcony)"
)
_HERS = r"(?:my|his|her|their|me)"

MEANS = (
    *rows(
        "life-risk",
        "P0",
        rf"(?:put|putting|sav\w+|stor\w+|set|setting|keep\w*|kept|hid|hiding|build\w*) @4<{_MEDICINE}> @1"
        r"(?:by(?! (?:the|my|a|an|post|direct|mistake|his|her|our|your|courier|mail|phone)\b)|up|aside|back)",
        rf"(?:hoard\w*|stockpil\w*|stash\w*|squirrel\w*) @4<{_MEDICINE}>",
        rf"count(?:s|ed|ing)? (?:out |up )?(?:my|the|his|her|all my) @1<{_MEDICINE}>(?! (?:in|into|for|at))",
        rf"<{_MEDICINE}> @2(?:lined up|laid out|counted out|counted|in front of me|in my hand|on the "
        rf"bedside|beside me|beside the bed|next to me)",
        rf"(?:took|taken|take|taking|swallow\w*|neck\w*|down(?:ed|ing)|ate|eaten|crush\w+|inject\w*) @4"
        rf"{_MANY} @4<{_MEDICINE}>",
        rf"<swallow\w*|neck|necked|necking|downed|downing> (?:\w+ )?(?:the (?:lot|whole \w+|bottle|packet|"
        rf"box)|all (?:of )?(?:them|my|his|her|the)|every (?:one|last|{_MEDICINE}))",
        r"<took|taken|taking|take> (?:the (?:whole|entire) (?:packet|pack|bottle|strip|box)|the lot at once|"
        r"everything (?:in (?:it|the (?:house|cabinet|cupboard|bathroom|medicine))|i could find|we had in))"
        r"(?! of (?:letters|receipts|papers|paperwork|documents))",
        r"<empt(?:y|ied|ying)> the (?:medicine|bathroom|drugs?|medication|tablet) (?:cabinet|cupboard|drawer|"
        r"box|tin)",
        rf"<wash\w*> (?:\w+ ){{0,5}}down (?:with @4{_DRINK}|@5(?:{_MEDICINE}))",
        rf"<{_MEDICINE}> @2(?:with|and) @4{_DRINK}(?= (?:ready|here|in|on|and|to|by|waiting|after)\b|"
        rf"[.,;!?]|$)",
        rf"(?:how (?:many|much)|enough) (?:of )?@4<{_MEDICINE}> @3(?:it (?:would |will |'d )?takes?|"
        rf"i'?d need|i would need|you'?d need|would (?:do it|be enough|kill)|to (?:do|end|kill|die|finish|"
        rf"not wake|go)|would take)",
        rf"<{_MEDICINE}>~(?:know|worked out) (?:exactly )?(?:what|how many) (?:it|they|that|those|would|i)",
        rf"(?:lock\w*|hid|hidden|hides|taken|took|takes|remov\w+) @3<{_MEDICINE}> @1(?:away|off (?:me|him|"
        rf"her)|from (?:me|him|her)|locked)(?! (?:for|in) (?:you|transit|customs))",
        rf"(?:ambulance|hospital|paramedics?|a ?& ?e|rushed|ward|resus)~after @1(?:the|those|all|taking|her|"
        rf"his|my) @2<{_MEDICINE}>(?=[.,;!?]|$)",
        unless=r"(?:every|each|a|per|twice a|three times a) (?:day|morning|night|week)|daily|as prescribed|"
        r"prescribed by|(?:with|after) (?:food|meals|breakfast)|on prescription|on time|vets?|pharmacy "
        r"(?:said|had|did|was)|"
        r"parcel|order\w*|deliver\w*|the lot (?:number|was)|swallow\w* (?:my|your) (?:pride|words)|"
        r"swallow\w* (?:by|up)",
    ),
    *rows(
        "life-risk",
        "P0",
        rf"(?:drove|driven|drive|walked|walk|walking|went|gone|go|going|stood|stand|standing|sat|sit|"
        rf"sitting|been|"
        rf"ended up|found myself|climbed|was) @5<{_PLACES}>~(?:till|until|nearly|almost|thinking|thought|"
        rf"looking (?:down|over|at the (?:water|drop))|only came|couldn'?t do|could not do|do it|did it|"
        rf"alone|on my own|in the (?:night|dark)|last night|at night|all night|again|twice|crying|stopped "
        rf"me|police|jump\w*|came (?:home|back)|turned (?:back|round))",
        rf"know (?:where|which|what time) @3<{_PLACES}>~(?:quiet|fast|high|deep|nobody|time)",
        r"(?:stood|stand|standing|sat|went|got|was) @5<edge of the (?:platform|roof|cliff|bridge|pier|quay|"
        r"water|kerb|motorway)>",
        r"<platform>~(?:nearly|almost) (?:did it|jumped|stepped|went|let)",
        r"(?:nearly|almost|want\w* to|tempted to|thought (?:about|of)|thinking (?:about|of)|about to|"
        r"feel\w* like|ready to|going to|could just|will|i'll|i'm) <step(?:ped|ping)?|walk(?:ed|ing)?|jump"
        r"(?:ed|ing)?|driv(?:e|ing)> @1(?:out )?(?:in front of|under|off|into) (?:of )?(?!my (?:chair|seat|"
        r"skin))@2(?:train|traffic|lorry|bus|car|tube|bridge|roof|cliff|sea|river|canal|road|water|wall|"
        r"tree|\d)",
        r"<walk\w*|wad(?:e|ed|ing)> (?:straight |out )?into (?:the )?(?:sea|river|water|canal|lake|waves|"
        r"reservoir)",
        r"<pockets> (?:with|full of) (?:stones|rocks|bricks)",
        rf"<pulled|dragged|fished|hauled|talked|coaxed|got> (?:me|him|her|my @1\w+) (?:back |down |out )?"
        rf"(?:of|off|from|out of) (?:of )?(?:a |the )?@1{_SAVED_FROM}",
        rf"(?:my @2{RELATIVE}|he|she|our \w+|my lad) <jumped>(?=[.,;!?]|$| (?:in (?:jan|feb|mar|apr|may|"
        rf"jun|jul|aug|sep|oct|nov|dec|19|20)|last))",
        r"<throw|chuck|fling> me ?self (?:off|under|in)",
        unless=r"toll|branch|fishing|(?:liv\w+|house|flat|office|shop|works?|working) @3(?:near|by|next|"
        r"on|in|at)|walk\w* the dog|(?:ticket|tickets|fare|app|parking|parked|insur\w+|delivery|courier|"
        r"holiday|boat|barge|towpath|concert|restaurant|pub)\b|jump\w* (?:at|through|ship|for joy|out of my "
        r"skin|off (?:my|the) (?:chair|seat|sofa))|water (?:leak|pipe|bill|meter)|roof (?:leak|repair|tile)",
    ),
    *rows(
        "life-risk",
        "P0",
        r"(?:there(?:'s| is)|i(?:'ve| have)(?: got)?|got|have|kept|tied|found|hung|put|see|looking at) @3"
        r"<rope|ligature|noose>~(?:look\w*|shed|garage|loft|beam|attic|bann?ister|tree|ready|thinking|neck|"
        r"use it|knot|wardrobe)",
        r"(?:bought|got|buying|ordered) (?:a|some|the|myself a) <rope>(?=[.,;!?]|$| (?:yesterday|today|this "
        r"morning|last night|and i (?:know|keep|have)))",
        r"<garage>~(?:engine|motor|car) (?:running|on)(?! (?:in|within|again))",
        r"<found> (?:him|her|me|my @1\w+|our \w+) @1(?:in|on|at|up) (?:the |a |his |her )?(?:garage|loft|"
        r"shed|woods|bath|bathroom|attic|car|bedroom|kitchen floor|floor|stairs)(?=[.,;!?]|$| (?:just|"
        r"hanging|with (?:a |the |an empty |his |her )?(?:rope|belt|cord|hose\w*|bottle|tablets|pills|note|"
        r"bag|knife|engine|wrists?)|unconscious|not breathing|dead|cold|blue|barely))",
        r"<hose|hosepipe|hose pipe|pipe|tube> @2(?:on|over|from|to|into|round) (?:the |my |his |her )?"
        r"(?:car )?exhaust",
        r"<turned on the gas|turn on the gas|turned the gas on|turn the gas on|put the gas on>~(?:lay|lie|"
        r"sat|sit|wait|sleep|slept|shut the)",
        r"(?:put|with|had|stuck) (?:my|his|her) <head in the (?:gas )?oven>",
        r"(?:sit|sat|sitting|lie|lay|lying|stand|stood|bathroom|bath|kitchen) @4(?:with|holding) (?:a|the) "
        r"(?:kitchen )?<blade|razor|razor ?blade|knife|carving knife|stanley knife>(?= (?:in my|and (?:i|"
        r"couldn|think|cry)|to my|against|at (?:night|my))|[.,;!?]|$)",
        r"<knife|blade|razor|scissors|scalpel|glass> (?:to|at|against|into|across|on) (?:my|his|her|their) "
        r"(?:own )?(?:wrists?|arms?|throat|neck|skin|legs?|thighs?|stomach|chest|veins?)",
        r"<drank|drink|drunk|drinking|swallow\w*> (?:(?:some|a|the|half|bottle|of|his|her|cup|glass) "
        r")*(?:weed ?killer|bleach|anti-?freeze|poison|white spirit|drain cleaner|rat poison|"
        r"disinfectant|petrol|paraquat)",
        r"<shotgun|rifle|my gun|the gun|his gun>~(?:loaded|cartridges?|mouth|to my head|to his head|nobody "
        r"to|no one to|miss me|use it|do it|end)",
        r"<looked up|looking up|googled|googling|searched|searching|researched|read up|reading up> @3(?:how "
        r"(?:many|much|long|high|to)|ways|methods|painless|the quickest)~(?:die|dying|kill|it takes|end it|"
        r"end my|painless|drown|hang|bleed|overdose|tablets|pills|paracetamol|drop|jump|fall)",
        r"<cut me down|cut him down|cut her down>",
        rf"(?:he|she|i|my @2(?:{RELATIVE}|lad|lass)|our \w+) (?:was|had to be|were) <cut down>(?! (?:to|in|"
        rf"on|from))",
        r"<pump\w*> (?:out )?(?:my|his|her|their) stomach|(?:stomach|had it) <pumped>",
        r"(?:took|take|an|tried to|trying to|going to|gonna|wanted to|want to|to) <od|over dose>(?= (?:on|"
        r"again|last|in|because|when|after|tonight|and)|[.,;!?]|$)",
        r"(?:break|broke|broken|kick\w*|smash\w*|force\w*) (?:the |my |his |her )?(?:bathroom |front "
        r")?<door> (?:down|in|open) to (?:get to|get at|reach|find|save) (?:me|him|her)",
        r"<unconscious|unresponsive|not breathing|collapsed|slumped>~(?:empty (?:bottle|packet|box|strip|"
        r"blister)|(?:tablets|pills|a note|rope|packets)\b)",
        r"(?:blue|cold|lifeless|barely breathing|not breathing) when (?:i|we|they|he|she) <found> (?:me|him|"
        r"her)",
        unless=r"(?:car|van|work|broke\w*|mot|mechanic|repair\w*|fix\w*|clean\w*|declin\w*|bought|sold) @3"
        r"garage|garage @4(?:fix\w*|repair\w*|charg\w*|declin\w*|minutes|bill|mechanic)|glass (?:on|into) my "
        r"(?:screen|phone|legs? from)|my od (?:is|was|limit|fee|charge)|(?:into|in) (?:my|the) od|od "
        r"(?:fee|limit|charge)|parcel|asleep|the (?:tree|price|bill|hours|hedge|fence)\w* (?:was|were) cut",
    ),
    *rows(
        "life-risk",
        "P0",
        r"(?:the|a|my|our|by|from|with|nhs|local|to|his|her) <crisis line>",
        r"(?:police|officers?|paramedics?|they|council|somebody|had|done|did|asked for) @3<welfare check|"
        r"safe and well check|concern for welfare>",
        r"(?:rang|called|phoned|ring|call|calling|rung) @1<111>~(?:option 2|option two|trust my ?self|crisis|"
        r"mental)",
        r"(?:on|under|having|have (?:me|him|her) on) @3<minute obs\w*|minute checks|hour watch|one to one "
        r"obs\w*|constant watch|constant obs\w*>",
        r"(?:made|make|wrote|writ\w+|have|got|given|done|did|gave) @1(?:me|him|her|us|a|my)? ?(?:a |my )?"
        r"<safety plan>(?! (?:for (?:the|our)|cost|was (?:£|not)))",
        r"(?:taken|took|takes|hid|hidden|hides|removed|locked|lock|locks|put) @2<knives|razors|blades|belts|"
        r"sharps|sharp things|ropes?> (?:out of|away|from me|off me|from him|from her)",
        r"(?:not|[a-z]+n't|dont|didnt|cant|couldnt|never|longer|cannot) (?:to )?<trust> (?:my ?self|him "
        r"?self|her ?self|me "
        r"on my own|her on her own|him on his own)(?! (?:with (?:the|your|a|my) (?:app|money|card|"
        r"credit|phone|website|account)|with (?:money|credit|computers|technology|figures|numbers)))",
        r"<text shout|texting shout|texted shout|shout volunteer|text line volunteer>(?! (?:when|once|if))",
        r"(?:a ?& ?e|a and e|hospital|resus|ward|ambulance|icu|police)~<after what (?:i|he|she) (?:did|"
        r"tried|took|had done|said)>",
        r"<ended|wound> up in (?:hospital|a ?& ?e|resus|intensive care)~after (?:i|he|she) tried",
        rf"(?:my @2{RELATIVE}|he|she|i|our \w+) (?:had |has |was )?<went missing|gone missing|reported "
        rf"missing>~(?:police|note|river|bridge|woods|search\w*|left (?:his|her) phone|wallet)",
        unless=r"(?:your|work\w* (?:for|in|on|with)|i run|manage\w*|my job|employed) @3(?:crisis|home "
        r"treatment|welfare)|home treatment kit|your @2(?:welfare|safety plan)|fire safety plan|parcel|"
        r"(?:letter|refund|payment|card|statement|money)s? (?:had |has |was |have )?(?:went|gone|reported) "
        r"missing",
    ),
)
