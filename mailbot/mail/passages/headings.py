"""The single lines with which mail programs begin another message, and the subjects that announce one.

Only what programs write, in the languages of the customers of a UK firm. Each test is linear in the length
of a line, and a line longer than any program writes is none.
"""

from __future__ import annotations

import re

from mailbot.mail.passages.beginnings import beginnings

MAX_HEADING = 200  # characters

# The outermost prefix says what the author did: "Re: Fwd:" answers, "Fwd: Re:" forwards.
_FORWARD_SUBJECT = re.compile(
    r"\s*(?:fwd?|wg|tr|rv|rif|enc|i|vb|vs|doorst|pd|přeposláno|ynl|továbbítás|fs|转发|轉寄|пересл|i̇lt|ilt)"
    r"\s*(?:\[\d{1,3}\])?\s*[:：]",
    re.IGNORECASE,
)
_REPLY_SUBJECT = re.compile(
    r"\s*(?:re|aw|sv|antw|ynt|odp|atb|ref|rép|r|res|回复|回覆|答复|返信|отв|отг|na|vá|ap|απ|στ|yan|ymateb)"
    r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*[:：]",
    re.IGNORECASE,
)


def is_forward_subject(subject: str) -> bool:
    return _FORWARD_SUBJECT.match(subject[:MAX_HEADING]) is not None


def is_reply_subject(subject: str) -> bool:
    return _REPLY_SUBJECT.match(subject[:MAX_HEADING]) is not None


_FORWARD_WORDS = re.compile(
    r"(?:begin|start of|inline)? ?forwarded (?:message|e-?mail)(?: (?:follows|from .{0,80}))?"
    r"|forwarded by .{1,120}|inline attachment follows"
    r"|weitergeleitete (?:nachricht|e-?mail)|(?:anfang|beginn) der weitergeleiteten (?:nachricht|e-?mail)"
    r"|(?:message|courriel|e-?mail) (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])"
    r"|d[ée]but du (?:message|courriel) (?:r[ée]exp[ée]di[ée]|transf[ée]r[ée])"
    r"|(?:inicio del )?mensaje reenviado|(?:inizio )?messaggio inoltrato"
    r"|(?:begin )?doorgestuurd(?: bericht|e mail)|doorgestuurd|begin doorgestuurd bericht"
    r"|(?:in[ií]cio da )?mensagem (?:re)?encaminhada|mensagem reencaminhada"
    r"|(?:pocz[aą]tek )?przekazan[aey] (?:dalej )?wiadomo[śs][ćc]i?|wiadomo[śs][ćc] przekazana(?: dalej)?"
    r"|(?:start p[åa] )?videresendt (?:besked|meddelelse|melding)|videresend(?:t|te) (?:melding|e-post)"
    r"|(?:p[åa]b[öo]rja(?:t|de) )?vidarebefordrat (?:meddelande|brev)|v[äa]litetty viesti"
    r"|edelleen l[äa]hetetty viesti|p[řr]eposlan[áa] zpr[áa]va|zpr[áa]va p[řr]eposlan[áa]"
    r"|переадресованное сообщение|пересылаемое сообщение|пересланное сообщение"
    r"|начало переадресованного сообщения"
    r"|переслане повідомлення|переслане|iletilen (?:mesaj|ileti)|i̇letilen (?:mesaj|ileti)"
    r"|転送(?:された)?メッセージ|转发的邮件|转发邮件信息|轉寄郵件|轉寄訊息|以下为转发的邮件"
    r"|neges (?:a anfonwyd ymlaen|wedi'i hanfon ymlaen|ymlaen)|teachtaireacht (?:curtha )?ar aghaidh"
    r"|mesaj redirec[țţt]ionat|mesaj transmis|tov[áa]bb[íi]tott (?:[üu]zenet|lev[ée]l)|προωθημένο μήνυμα",
    re.IGNORECASE,
)
_ORIGINAL_WORDS = re.compile(
    r"(?:the )?original (?:message|appointment|e-?mail|messages)|original|reply separator|reply message"
    r"|reply to message|previous message"
    r"|urspr[üu]ngliche (?:nachricht|e-?mail|mail)|originalnachricht|original-?nachricht"
    r"|message d['’ ]?origine|(?:message|courriel) (?:initial|original)|mensaje original"
    r"|messaggio originale|oorspronkelijk bericht|origineel bericht|mensagem original"
    r"|urspr(?:ungligt|\.) meddelande|ursprungligt meddelande|originalmeddelande"
    r"|(?:oprindelig|original) (?:meddelelse|besked|mail|e-?mail)|opprinnelig (?:melding|e-post)"
    r"|alkuper[äa]inen viesti|p[ůu]vodn[íi] (?:zpr[áa]va|e-?mail)|neges wreiddiol|y neges wreiddiol"
    r"|wiadomo[śs][ćc] oryginalna|oryginalna wiadomo[śs][ćc]|исходное сообщение|оригинальное сообщение"
    r"|первоначальное сообщение|оригінальне повідомлення|вихідне повідомлення|orijinal (?:mesaj|ileti)"
    r"|özgün i?̇?leti|元のメッセージ|original message 元のメッセージ|原始邮件|原始郵件|原始訊息|邮件原件"
    r"|bunteachtaireacht|teachtaireacht bhunaidh|mesaj(?:ul)? (?:original|ini[țţt]ial)"
    r"|eredeti (?:[üu]zenet|lev[ée]l)"
    r"|αρχικό μήνυμα|πρωτότυπο μήνυμα",
    re.IGNORECASE,
)
# A colon stands for the rule in Apple Mail, which writes the words alone on a line.
_BEGINS = ("begin", "start", "anfang", "d", "inici", "iniz", "pocz", "in", "on", "påbörjat", "начало")
_DRAWN = ("--", "__", "==", "**", "~~", "——", "––")
_RULE = re.compile(r"[-_=*~#+.—–―─━═\s]{3,200}")
_HEADING_RULE = re.compile(r"[_=―─━═]{3,200}")
_GROUPWISE = re.compile(r">>>\s.{1,160}\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}.{0,24}>>>")
_REPLY_ABOVE = re.compile(
    r"[-#=*\s]{0,20}(?:please )?(?:type|write|enter|add)? ?(?:your )?(?:reply|response"
    r"|answer)s? above this line"
    r"(?: to (?:reply|respond))?[-#=*\s.]{0,20}",
    re.IGNORECASE,
)
# How a heading begins that has neither a rule nor a colon: the words of a message replied to, and the line
# above a reply.
BEGINNINGS = beginnings(
    "add alk ans bun cou ent ere men mes neg oor opp opr ori orj ory ple pre puv rep res tea the typ urs wia"
    " wri y you"
)


def is_forward_heading(line: str) -> bool:
    """ "---------- Forwarded message ---------", "Begin forwarded message:"."""
    stripped = line.strip()
    if not stripped or len(stripped) > MAX_HEADING:
        return False
    words = _between_rules(stripped)
    # The bare words may be the author's; a program draws a rule, or ends with a colon.
    if not stripped.startswith(_DRAWN) and not words.endswith((":", "：")):
        return False
    return _FORWARD_WORDS.fullmatch(words.rstrip(":： ")) is not None


def is_original_heading(line: str) -> bool:
    """ "-----Original Message-----", ">>> Jane Doe <…> 03/03/2026 10:02 >>>"."""
    stripped = line.strip()
    if not stripped or len(stripped) > MAX_HEADING:
        return False
    if stripped.startswith(">>> "):
        return _GROUPWISE.fullmatch(stripped) is not None
    if stripped.startswith(_DRAWN):
        return _ORIGINAL_WORDS.fullmatch(_between_rules(stripped).rstrip(":： ")) is not None
    return False


def has_original_words(line: str) -> bool:
    """The words without their rule: BlackBerry writes them so, above a header block."""
    stripped = line.strip()
    return len(stripped) < 60 and _ORIGINAL_WORDS.fullmatch(stripped.rstrip(":： ")) is not None


def is_reply_above(line: str) -> bool:
    """The line helpdesks draw: what stands below is theirs."""
    return (
        len(line) <= MAX_HEADING
        and "above" in line.lower()
        and _REPLY_ABOVE.fullmatch(line.strip()) is not None
    )


def is_rule(line: str) -> bool:
    """A row of hyphens, underscores, asterisks."""
    stripped = line.strip()
    return 2 < len(stripped) <= MAX_HEADING and _RULE.fullmatch(stripped) is not None


def is_heading_rule(line: str) -> bool:
    """The rule a program draws above a header block; a row of hyphens may be the author's own."""
    return _HEADING_RULE.fullmatch(line.strip()[: MAX_HEADING + 1]) is not None


def _between_rules(line: str) -> str:
    return line.strip().strip("-_=*~—– \t")
