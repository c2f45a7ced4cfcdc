"""What a person's name looks like, and when two ways to write one are the same person's."""

from __future__ import annotations

import re

LONGEST = 60
_MOST_WORDS = 7
_TITLE = (
    r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|rev|revd|reverend|sir|dame|lord|lady|master|cllr|capt|"
    r"major|col|sgt|fr|sister|rabbi|imam)"
)
TITLE_WORD = re.compile(rf"{_TITLE}\.?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['\-][^\W\d_]+)*\.?|(?:[^\W\d_]\.){2,4}")
JOIN = frozenset(["and", "&", "+", "a"])
_PARTICLES_WORDS = """
de da di du del della der den van von la le bin bint al ap ab ferch y st st. o mac el ibn dos das ten ter e
"""
PARTICLES = frozenset(_PARTICLES_WORDS.split())
_NOT_A_NAME_WORDS = """
dear hello hi hiya morning afternoon evening sir madam sirs team please thank thanks regards the this
that these those i you he she it we they my your our me us is are was were am be been have has had do
does did not no yes so but or if then than too to of in on at by for from with about account customer
number ref reference complaint complaints street road avenue close lane drive court house flat unit
floor tel telephone phone mobile email mob address postcode sent iphone android outlook ltd limited plc
llp department manager director officer caseworker secretary treasurer handler will would can could
shall should never ever again soon asap urgent urgently disgusted unhappy angry upset disappointed what
when where why how who tomorrow today now ok okay received attached enclosed date subject re fw fwd
money back refund sorry help need want call ring reply answer waiting unacceptable response monday
tuesday wednesday thursday friday saturday sunday january february march april june july august
september october november december england wales scotland ireland london confidential private company
registered bank credit debt loan card app customer services service support pp advice centre center
association assistant
cottage terrace crescent gardens grove square mews signature signed hereby yes attachment attachments
colleague counsel consultant assistant specialist analyst engineer officer adviser advisor partner paralegal
solicitors solicitor services service group limited inc llc department dept legal team office customer via
them him her his hers its etc fyi btw nb ps first firstly second secondly lastly finally hopefully also
however additionally furthermore meanwhile again anyway everyone everybody someone nobody anyone all both
here there hmp scanned begin end page total amount paid date reference unsubscribe copyright
"""
NOT_A_NAME = frozenset(_NOT_A_NAME_WORDS.split())
_GIVEN_TOO = frozenset(["april", "june", "august", "will"])
_SURNAMES_TOO = frozenset(
    [
        "lane",
        "street",
        "close",
        "court",
        "england",
        "ireland",
        "card",
        "house",
        "march",
        "may",
        "love",
        "banks",
    ]
)
_COMPANY = re.compile(
    r"(?<!\w)(?:ltd|limited|llp|plc|inc|llc|cic|group|services|solutions|solicitors|associates|consulting|"
    r"council|trust|charity|advice|law|clinic|claims|management|plumbing|cafe|café|church|university|bank|"
    r"support|accounts|help ?desk|service ?desk|team|enquiries|reception|bookings|complaints|lettings|club|"
    r"office|admin|info|sales|department|customer care)\b",
    re.IGNORECASE,
)
ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_BESIDE = re.compile(
    r"""\s[|–—/]\s | \s-\s | ,(?=\s) | \t | \s+(?=[+(]?\d)
    | [ ](?=(?:dob|d\.o\.b|date[ ]of[ ]birth|born|tel|mob|mobile|phone|email|e-mail|account|acct|a/c|ref
        |on[ ]behalf[ ]of|for[ ]and[ ]on[ ]behalf|p\.?p\.?)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
# A prisoner's number, or one of ours, beside the name.
_NUMBER_BESIDE = re.compile(r"\s+(?:[A-Z]\d{4}[A-Z]{2}|[A-Z]{2,4}[ \-]?\d{4,12})$")
# Letters after a name, of honours, degrees and professions; a surname in capitals ("Jean DUPONT") is none.
_POST_NOMINALS_TEXT = """
jr sr jnr snr ii iii iv
esq esquire mbe obe cbe kbe dbe bem mvo qpm qfsm td vr vrd dl jp qc kc mp msp ms mla ba
bsc bed beng bcom bds bvsc ma msc med meng mba mphil mres msw mpa phd dphil edd md mbbs mbchb llb llm
lld pgce pgdip hnd hnc qts qtls npqh cqsw dipsw rgn rmn rn srn scm rhv rnld ceng ieng eurmg cphys cchem
cmath csci cenv cmgr fca aca fcca acca acma fcma cgma cima cpfa aat maat fmaat fia cta att tep cfa cemap
aciib acib fcib fcii acii dippfs dipfa apfs frics mrics assocrics ciob mciob fciob riba arb rtpi mrtpi
frtpi cipd mcipd fcipd acipd miet fiet mimeche fimeche mice fice mistructe frsa frsc mrsc frs frcs mrcs
frcp mrcp mrcgp frcgp mrcpsych frcpsych frca mrcvs frcvs mcsp mpharm mrpharms ffa mcim fcim mbcs fbcs
citp cilex fcilex mcilex mciwem mcmi fcmi
"""
POST_NOMINALS = frozenset(_POST_NOMINALS_TEXT.split())
_SUFFIXES = frozenset(["jr", "sr", "jnr", "snr", "ii", "iii", "iv", "esq", "esquire"])
# A given name and what its bearer is called: the first three letters tell most of the others.
_NICKNAMES_TEXT = """
bob robert|bobby robert|rob robert|bill william|billy william|will william|dick richard|rick richard
liz elizabeth|beth elizabeth|betty elizabeth|lizzie elizabeth|kate catherine|kate katherine|kathy katherine
cathy catherine|jim james|jimmy james|jack john|harry henry|tony anthony|peggy margaret|meg margaret
maggie margaret|sandy alexander|alex alexandra|mike michael|mick michael|ted edward|ned edward|eddie edward
sally sarah|polly mary|molly mary|nick nicholas|tom thomas|tommy thomas|andy andrew|drew andrew|jenny jennifer
becky rebecca|gus angus|hamish james|dave david|geoff jeffrey|joe joseph|pete peter|steve stephen|steve steven
sue susan|trish patricia|paddy patrick|pat patricia|ron ronald|vicky victoria|mo mohammed|mo muhammad
"""
_NICKNAMES = frozenset(
    tuple(pair.split()) for line in _NICKNAMES_TEXT.split("\n") for pair in line.split("|") if pair.strip()
)
_SHARED_LETTERS = 3


def looks_like_name(line: str, *, lenient: bool = False) -> bool:
    """Whether a line can be a person's name. `lenient`: small letters will do, because a closing
    stands above."""
    words = line.replace("’", "'").split()
    if not words or len(words) > _MOST_WORDS or len(line) > LONGEST:
        return False
    if words[0].casefold() == "the" and words[-1].casefold() == "family":
        words = words[1:-1]
    plain = [word for word in words if word.casefold() not in JOIN and not TITLE_WORD.fullmatch(word)]
    if not plain or len(plain) > 5 or not all(_WORD.fullmatch(word) for word in plain):
        return False
    titled = len(plain) < len(words) and TITLE_WORD.fullmatch(words[0]) is not None
    if any(_is_no_name(word, place, titled or lenient) for place, word in enumerate(plain)):
        return False
    if lenient:
        return sum(len(word.strip(".")) > 1 for word in plain) <= 4
    return all(word[:1].isupper() or word.casefold() in PARTICLES for word in plain) or len(plain) <= 2


def _is_no_name(word: str, place: int, surely: bool) -> bool:
    """Words of a sentence or an address are no names, but Mr Lane and June Carter have theirs."""
    plain = word.casefold().strip(".")
    if plain not in NOT_A_NAME:
        return False
    return not (plain in _GIVEN_TOO and place == 0) and not (plain in _SURNAMES_TOO and surely and place > 0)


def bare_name(line: str) -> str:
    """A line without what people put beside their names: "Margaret Oduya (Mrs)", "Jo Bell, Director"."""
    line = _BESIDE.split(ASIDE.sub(" ", line).strip(" -–—~"), maxsplit=1)[0]
    line = re.sub(r"^x{1,3}\s+|\s+x{1,3}$", "", line.strip(), flags=re.IGNORECASE)
    line = _NUMBER_BESIDE.sub("", line)
    return _without_post_nominals(re.sub(r"\s+", " ", line).strip(" ,.-*_~:;"))


def _without_post_nominals(line: str) -> str:
    """ "Jo Bell BSc MRICS" without the letters: two words of a name or a title and one must be left."""
    words = line.split()
    while len(words) > 2 and _is_post_nominal(words[-1], within=line):
        words.pop()
    return " ".join(words).strip(" ,")


def _is_post_nominal(word: str, *, within: str) -> bool:
    """MA is, Ma is a surname; in a line all of capitals two letters may be either and stay."""
    bare = re.sub(r"[.,]", "", word)
    if bare.casefold() not in POST_NOMINALS:
        return False
    capitals = sum(letter.isupper() for letter in bare)
    return bare.casefold() in _SUFFIXES or (capitals > 1 and not (within.isupper() and len(bare) < 3))


def is_company(name: str) -> bool:
    """Whether a display name is an organisation's rather than a person's."""
    return _COMPANY.search(name) is not None


def alike(one: str, other: str) -> bool:
    """Whether two ways to write a name can be the same person's: they share a word, and where that is the
    last one only, an initial too."""
    first, second = name_words(one), name_words(other)
    shared = {w for w in first & second if len(w) > 1}
    if not shared:
        return _is_short_for(one, other) or _is_short_for(other, one)
    mine, others = first - shared, second - shared
    if not mine or not others or len(shared) > 1:
        return True
    return bool({w[0] for w in mine} & {w[0] for w in others}) or any(
        _same_given(a, b) for a in mine for b in others
    )


def is_initials_of(short: str, name: str) -> bool:
    """ "JH", "J." or "jh" for Jane Hale."""
    letters = "".join(re.findall(r"[^\W\d_]", short)).casefold()
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", name.casefold()))
    return 0 < len(letters) <= _SHARED_LETTERS and (letters == initials or letters == initials[:1])


def fuller(one: str, other: str) -> str:
    """The fuller of two ways to write one name; the first when neither is."""
    if not other:
        return one

    def whole(name: str) -> tuple[int, int]:
        words = name_words(name)
        return sum(len(word) > 1 for word in words), len(words)

    return other if whole(other) > whole(one) else one


def name_words(name: str) -> frozenset[str]:
    """The words of a name without titles, to compare by."""
    words = re.findall(r"[^\W\d_]+(?:[-'][^\W\d_]+)*", name.replace("’", "'").casefold())
    return frozenset(w for w in words if w not in JOIN | {"family", "the"} and not TITLE_WORD.fullmatch(w))


def _is_short_for(short: str, name: str) -> bool:
    """ "Dave", signed by David Roe."""
    words = [word for word in re.findall(r"[^\W\d_]+", name.casefold()) if not TITLE_WORD.fullmatch(word)]
    given = short.strip().casefold()
    return given.isalpha() and bool(words) and (_same_given(given, words[0]) or words[0] == given[:1])


def _same_given(one: str, other: str) -> bool:
    if (one, other) in _NICKNAMES or (other, one) in _NICKNAMES:
        return True
    return min(len(one), len(other)) >= _SHARED_LETTERS and one[:_SHARED_LETTERS] == other[:_SHARED_LETTERS]
