"""What only an answer may say, and a letter before it must not: a decision, an admission, the six months.

Faults: none.
"""

from __future__ import annotations

from mailbot.complaints.prohibition import ANSWERS, DECIDING, IF, STARTING, Prohibition, words

PREMATURE = (
    Prohibition(
        "decision",
        "DISP 1.4.1R",
        "decides, or seems to; only an answer that a person writes does",
        words(
            rf"{IF}\b(?:we|i)(?:'ve| have| are| do| will| must)?(?: not| now| also| therefore)?"
            r" (?:uphold|upheld|reject(?:ed|ing)?|dismiss(?:ed)?|declin(?:e|ed))\b"
            # What was asked for before is what the complaint is about.
            r"(?! (?:your|the|that|a) (?:\w+ )?"
            r"(?:application|claim|request|card|payment|transaction|refund)\b)"
            r"|\b(?:decided|decision is|minded|going|likely) (?:not )?to (?:uphold|reject|dismiss|decline)\b"
            r"|\bcomplaint (?:is|was|has been|will be|is not|has not been) (?:not )?(?:partly )?"
            r"(?:upheld|rejected|dismissed|unfounded|justified)\b"
            r"|\b(?:won't|will not) be (?:upholding|rejecting)\b|\bwe find (?:in your favour|no fault)\b"
            r"|\byour complaint (?:fails|succeeds|is unsuccessful)\b"
            r"|\bwe (?:did nothing|have done nothing|were not) (?:wrong|at fault)\b"
            r"|\bwe (?:are|were) not (?:responsible|liable)\b"
            r"|\brydym yn (?:gwrthod|cadarnhau) (?:eich|y|rhan o'ch) (?:cwyn|gŵyn)\b"
        ),
        allowed_in=DECIDING,
    ),
    Prohibition(
        "admission",
        "DISP 1.4.1R",
        "admits something before anybody has looked into it",
        words(
            rf"{IF}\bwe (?:admit|accept (?:liability|responsibility|that we)|made a mistake"
            r"|got (?:it|this|that|something|things) wrong"
            r"|were (?:wrong|in the wrong|at fault)"
            r"|are (?:liable|at fault|to blame))\b"
            r"|(?<!whether\sit\swas\s)(?<!if\sit\swas\s)\bour (?:mistake|fault|error)\b"
            r"|\byou (?:were|are) right\b"
        ),
        allowed_in=DECIDING,
    ),
    Prohibition(
        "six-months",
        "DISP 2.8.3G",
        "belongs to a final response: the six months have not begun",
        words(
            r"(?<!last\s)(?<!past\s)\b(?:six|6)(?: \((?:6|six)\))?[\s\u2010-\u2015-]*(?:calendar )?"
            r"(?:months?|mths?)\b(?! ago\b| of (?:\w+ )?(?:statements?|payslips|bills|records)\b)"
            r"|\b(?:within )?(?:26|twenty-six) weeks\b|\b(?:within )?1(?:79|8[0-6]) days\b"
            r"|\byou (?:must|have to) (?:go|refer|take|complain|ask)\b[^.]{0,40}\bombudsman\b[^.]{0,20}"
            r"\b(?:by|before|within)\b"
            r"|\bhalf(?: |-)a(?: |-)year\b|\b(?:chwe|6) mis\b"
            r"|\bdate of this (?:letter|e-?mail)\b"
        ),
        allowed_in=STARTING,
    ),
    Prohibition(
        "waiver",
        "DISP 1 Annex 3R",
        "speaks of waiving the Ombudsman's time limits, as an answer does",
        words(
            r"\b(?:our|without) (?:permission|consent)"
            r" to (?:consider|look)\b"
            r"|\bwaiv(?:e|ing)\b[^.]{0,40}\b(?:time )?limits?\b|\bannex 3r?\b"
        ),
        allowed_in=ANSWERS,
    ),
    Prohibition(
        "final-response",
        "DISP 2.8.3G",
        "reads like a final response, which starts the six months",
        words(
            r"\bthis (?:letter |e-?mail |message )?(?:is|constitutes|represents|serves as|forms|amounts to)"
            r" (?:now )?(?:our|a|the) final (?:response|decision|answer|word|reply|position)\b"
            r"|\bwe have (?:now )?closed (?:your|the|this) complaint\b"
            r"|\b(?:regard|treat|consider|take|see|accept) (?:this|it)(?: letter| e-?mail)? (?:as|to be)"
            r" (?:our|a|the) final (?:response|decision|answer|word|reply|position)\b"
            r"|\bour final (?:response|decision) is"
            r"(?! (?:not|due|likely|expected|still|nearly|almost|being|ready|going|delayed|late)\b)\b"
            r"|\bfinal response letter\b"
            r"|\bwe have (?:now )?(?:concluded|completed) our (?:investigation|review)\b"
            r"|\b(?:dyma ein hymateb|llythyr ymateb) terfynol\b"
            r"|\bein hymateb terfynol yw (?:hwn|hon|hi)\b|\b(?:hwn|hon) yw ein hymateb terfynol\b"
            r"|\b(?:enclos\w+|attach\w+|here is) (?:is )?(?:our|a) final response\b"
            r"|(?<!you\s)(?<!you\snow\s)\bconsider (?:(?:your|this|the) complaint|the matter) (?:now )?"
            r"(?:closed|resolved)\b"
        ),
        allowed_in=STARTING,
    ),
    Prohibition(
        "ombudsman-now",
        "DISP 2.8.1R",
        "sends the complainant to the Ombudsman before he may go",
        words(
            r"\byou (?:can|may|have the right to|are entitled to) now (?:refer|go|take|complain|ask|contact)"
            r"|\byou have the right to refer your complaint\b"
            r"|\byou (?:can|may) (?:refer|take|go|complain)\b[^.]{0,40}\bombudsman(?: service)? now\b"
            r"|\b(?:go to|ask|contact|complain to) the [^.]{0,20}\bombudsman\b[^.]{0,40}"
            r"\b(?:right now|straight away|immediately|at once|today)\b"
            r"|\bgallwch\b[^.]{0,60}\bombwdsmon\b[^.]{0,30}\b(?:nawr|ar unwaith)\b"
        ),
        allowed_in=ANSWERS,
    ),
)
