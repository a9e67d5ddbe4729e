"""How an utterance feels, as the phrasebook sorts it: which feeling, and whether high or low."""

from __future__ import annotations

import re
from datetime import timedelta

from os1.listening import requests
from os1.listening.names import PETS, RELATIONS
from os1.mind.moment import Moment

LOW = ("sad", "tired", "lonely", "afraid", "angry", "ashamed", "grief", "hurt", "guilty", "jealous", "disgusted")
HIGH = ("glad", "proud", "loving", "hopeful", "amused", "relieved", "grateful", "calm")
FELT = 0.7  # share from which the feeling heard in context counts: then one in eight is of the wrong sign
LEANS = 0.6  # how far situations have to lean to be believed against the words
AFTER = timedelta(minutes=15)
HARD = -0.12  # how low a talk has to be for it to count as a hard stretch
SURE = 0.45  # confidence from which a feeling is taken up
_TIRED = re.compile(r"\b(?:tired|exhausted|knackered|shattered|worn out|(?:can'?t|couldn'?t) sleep|no sleep|"
                    r"(?:didn'?t|haven'?t|not|hardly|barely) (?:really )?(?:sleep|slept)|"
                    r"slept (?:\w+ )?(?:poorly|badly|terribly|awfully)|"
                    r"(?:been )?(?:up|awake) (?:all night|since (?:two|three|four|five|[2-5]))|"
                    r"drained|sleepless|burnt out|run down|running on empty|no energy)\b")  # fmt: skip
_LONELY = re.compile(r"\b(?:lonely|(?:all|feel|so|feeling) alone|nobody (?:to|came|called|there|rang)|"
                     r"no ?one (?:to|came|called|cares)|(?:all|so|always) (?:on my own|by myself)|"
                     r"empty (?:house|flat|chair|bed))\b")  # fmt: skip
_AFRAID = re.compile(r"\b(?:freak(?:ing|ed|s)? (?:me )?out|panick?(?:ing|ed|y)|panic attack|terrified"
                     r"|scared|frightened|"
                     r"(?:so|really|very|a bit|kinda|i'?m|im|getting) (?:nervous|anxious|worried|stressed)"
                     r"|dread(?:ing|ed|s)?|"
                     r"worried sick|can'?t (?:get my breath|breathe)|heart'?s (?:racing"
                     r"|pounding))\b")  # fmt: skip
_SAD = re.compile(r"\b(?:(?:burst|was|were|been|in) (?:into |in )?tears|cried|crying|sobb(?:ed|ing)"
                  r"|weep(?:ing)?|wept|"
                  r"(?:i|we) (?:\w+ )?miss (?:him|her|them)|would(?: have|'ve) been (?:our|his|her|my"
                  r"|their)|heartbroken|devastated|"
                  r"(?:his|her|their) (?:grave|ashes|coffin|headstone))\b")  # fmt: skip
_HAPPY_TEARS = re.compile(r"\b(?:laugh\w*|happy|joy|with relief|good tears|baby)\b")
_ASHAMED = re.compile(
    r"\b(?:i (?:just )?(?:feel|felt)|i'?m|i am|i was|feeling|feel) (?:(?:so|such|really|just|like|a|an"
    r"|being|the|"
    r"completely|totally|very) )*(?:stupid|dumb|idiot|ashamed|embarrassed|failure|useless|worthless"
    r"|pathetic|guilty|"
    r"disgusting|fool|foolish|fraud|humiliated|(?:terrible|bad|awful|worst|rubbish|useless|horrible"
    r"|shit) (?:mother|mum|mom|father|"
    r"dad|friend|son|daughter|person|wife|husband|parent|sister|brother))\b"
)
_UNSURE = re.compile(
    r"\b(?:i|we) (?:(?:really|honestly|just|still) )*(?:don'?t|dont|do not) know (?:what|why|how|if|whether"
    r"|where|who|anymore)\b|\bidk (?:what|why|"
    r"how|if)\b|\bi'?m (?:not (?:at all )?sure|torn|in two minds|confused|lost)\b|\bcan'?t (?:decide"
    r"|make up my mind)\b|"
    r"\b(?:i can'?t|don'?t) work out (?:what|why|how|if)\b|\bno idea (?:what|why|how|if)\b"
)
_FOND = re.compile(r"\b(?:i|we) (?:\w+ )?(?:love|adore|miss|cherish)|\b(?:fond of|darling|in love|my love"
                   r"|love of my|so dear|dearest)\b")
_RELIEF = re.compile(r"\bthank (?:god|goodness|heavens?|fuck)\b|\bphew\b|\bat (?:long )?last\b|\b(?:such"
                     r"|what) a relief\b|\bso relieved\b")
_MISSED = re.compile(r"\b(?:he|she|they|mum|mom|dad|gran\w*|nan|\w+)(?:'d| would| would'?ve) have (?:been"
                     r"|loved|hated|liked|laughed|wanted)\b|"
                     r"\bas (?:he|she)'d have said\b")  # fmt: skip
_LOSS_LATELY = re.compile(r"\b(?:died|passed away|funeral|grave|ashes|buried|cremat\w+|miscarr\w+|stroke"
                          r"|cancer|tumou?r|"
                          r"hospital|heart attack|would(?: have|'ve) been our|cried|crying"
                          r"|in tears)\b")  # fmt: skip
SERIOUS = re.compile(
    r"\b(?:stroke|cancer|tumou?r|heart attack|intensive care|icu|hospice|terminal|life support|coma"
    r"|overdosed?|"
    r"dementia|alzheimer'?s|leuka?emia|car (?:crash|accident)|miscarr\w+|stillborn)\b"
)
_NUISANCE = re.compile(
    r"\b(?:packed up|packed in|broken? down|broke|won'?t (?:start|settle|stop|sleep|eat)|leak(?:s|ing|ed)?"
    r"|burst|"
    r"locked (?:myself )?out|missed (?:the|my)|stuck|ruined|a (?:disaster|nightmare|mess)|late again"
    r"|on read|stood me up|"
    r"(?:said|was|been) (?:\w+ ){0,3}(?:sharp|cruel|unkind|rude|mean|nasty|horrible|cold)|snapped at|fed up"
    r"|sick of|"
    r"done (?:w|with)|hate (?:my|this|it|that)|awful|horrible|terrible|rubbish|(?:ate|took|used|stole"
    r"|borrowed) my)\b"
)
_BUT = re.compile(r"\b(?:but|although|though|except|and also|still)\b")
BAD_NEWS = re.compile(
    r"\b(?:fell|fall(?:en)?|hospital|ambulance|a ?& ?e|crash(?:ed)?|accident|hurt|injur\w+|broken?|ill|sick|"
    r"cancer|stroke|tumou?r|heart attack|surgery|operat\w+|fired|sacked|redundan\w+|laid off|"
    r"divorc\w+|split up|broke up|fail(?:ed)?|lost (?:my|the|our|his|her)|stolen|burgled|robbed|evicted|"
    r"died|dying|dead|put (?:him|her|it) down|murmur|rejected)\b"
)
BAD_DEEDS = re.compile(r"\b(?:cheated|lied to me|shouted at|screamed at|left (?:me|us|in|on|without)|dumped|"
                       r"fired|sacked|hit|pushed|blamed|ignored|never called|hung up)\b")  # fmt: skip
_GOOD_NEWS = re.compile(
    r"\b(?:got (?:the|a|that|my) (?:job|flat|place|part|promotion|offer|scholarship|results?|visa|house"
    r"|keys)|"
    r"(?:it|they(?:'ve)?|that one) sold\b|\bbenign|(?:is|'s) awake|(?:best|good|great|brilliant|lovely) news|got (?:a|our|us a) (?:slot|gig|place"
    r"|spot|date|table)|it went (?:fine|ok|okay)|(?:came|finished) (?:first|second|third)|(?:i|we) got it\b|(?:good|lovely|great|best) day(?: today)?\b|"
    r"passed|won(?!\')|engaged|got in|all clear|said yes|promoted|accepted|it worked|came home|she'?s home"
    r"|he'?s home|"
    r"through it|first (?:steps?|word|tooth)|had (?:the|her|their) baby|it'?s a (?:boy|girl)|we did it|"
    r"i did it|pregnant|finished (?:it|the|my)|smashed it|aced|nailed it|(?:exam|exams|test|interview|essay"
    r"|thesis|"
    r"viva|dissertation|coursework|it'?s all) (?:is |are |'s )?(?:done|over|finished|handed in)|"
    r"(?:went|gone|going|go) (?:off )?(?:\w+ )?(?:well|brilliantly|perfectly|smoothly|great)|(?:she"
    r"|he) (?:just )?smiled)\b"
)
_DIED = re.compile(
    r"\b(?:passed away|funeral|lost (?:him|her|my)|cremat|buried|miscarr|killed)\w*\b"
)
_WENT = (r"(?:(?:'s|has|have|had|just|also|then|suddenly|peacefully) )*(?:died|passed away|been killed|"
         r"was killed|is dead|(?:was|been|had to be|have to be) put (?:down|to sleep))\b")  # fmt: skip
_DEATH = re.compile(
    rf"\b(?:he|she|they|(?:my|our|his|her"
    rf"|their) (?:\w+ ){{0,2}}?(?:residents?|patients?|{'|'.join(sorted([*RELATIONS, *PETS]))})(?: \w+)?|mum|mom|"
    rf"dad|gran|granny|grandma|nan|grandad|grandpa) {_WENT}|\bkilled (?:him|her)self\b|\blost (?:my"
    rf"|our|the) (?:\w+ )?(?:mum|mom|"
    r"mother|dad|father|wife|husband|son|daughter|brother|sister|baby|friend|gran\w*|nan|grandad)\b"
)
_GROUP = {
    "sadness": "sad", "grief": "sad", "disappointment": "sad", "fear": "afraid",
    "nervousness": "afraid", "anger": "angry", "annoyance": "angry",
    "embarrassment": "ashamed", "remorse": "ashamed", "joy": "glad",
    "relief": "relieved", "gratitude": "relieved", "excitement": "glad", "pride": "proud",
    "love": "loving", "caring": "loving", "optimism": "hopeful", "surprise": "surprised",
    "amusement": "amused",
}  # fmt: skip


_SHOUTED = re.compile(r"!!|^[A-Z][A-Z' ]{5,}[.!]*$")
_CROSS = re.compile(r"\b(?:you|your|stop|hate|never|no|not|don'?t|can'?t|won'?t|fuck\w*|shit|hell|damn|leave|why|how|idiot\w*|stupid|done with"
                    r"|sick of|wtf|scared|help|late|again)\b|\?")  # fmt: skip
_UNREAL = re.compile(r"\b(?:if|without|alone|would|wouldn't|i'd|wish|hope|haven't|hasn't|didn't|never|nearly|almost|not|"
                     r"(?:he|she|they) (?:thought|thinks|says|hopes|hoped))\b")


def is_bad(text: str) -> str:
    """"news" where something bad has happened, "deed" where somebody did it, "" where neither."""
    plain = text.lower()
    return "deed" if BAD_DEEDS.search(plain) else "news" if BAD_NEWS.search(plain) else ""


_NAMED = (("ashamed", _ASHAMED, 1.1), ("sad", _SAD, 0.3), ("tired", _TIRED, 0.3), ("lonely", _LONELY, 0.3),
             ("afraid", _AFRAID, 0.3))  # fmt: skip
"""Feelings said in so many words, and the valence the whole must stay under for them to count."""


def feeling_group(moment: Moment) -> str:
    """The feeling as the phrasebook sorts it; "flat" where none is clear."""
    plain = requests.straight(moment.text).lower()
    felt = moment.feeling
    if (_DIED.search(plain) and lean(moment) < LEANS) or is_death(moment):
        return "sad"
    for group, words, under in _NAMED:
        if words.search(plain) and felt.valence < under and not _unfelt(group, plain):
            return group
    if _MISSED.search(plain):
        return "flat"  # "he'd have hated the fuss" is no anger
    group = _GROUP.get(felt.label, "flat")
    if group == "loving" and not _FOND.search(plain):
        group = "glad"
    if _RELIEF.search(plain) and felt.valence > 0.2 and group not in LOW:
        return "relieved"
    if _UNSURE.search(plain) and (group in ("flat", *LOW[3:]) or felt.valence > -0.5):
        return "unsure"
    if group in LOW and felt.valence > -0.3:
        return "flat"
    if group in ("glad", "proud", "loving", "hopeful", "amused", "relieved") and (
        felt.valence < 0.25 or _BUT.search(plain)
    ):
        return "flat"
    if felt.confidence >= SURE and felt.intensity >= 0.3 and group != "flat":
        return group
    return _in_context(moment)


def _in_context(moment: Moment) -> str:
    """The feeling as the words carry it without naming it; "flat" where it isn't clear, for a feeling
    put into somebody's mouth is worse than none."""
    meant = moment.heard.meaning
    if meant.felt < FELT or meant.feeling == "none" or meant.strength < 0.5:
        return "flat"
    both = meant.valence + moment.feeling.valence
    against = both if meant.feeling in LOW else -both if meant.feeling in HIGH else 0.0
    return meant.feeling if against < 0.05 else "flat"


def _unfelt(group: str, plain: str) -> bool:
    """Words of a feeling that is denied, or of tears that weren't sad."""
    if group == "sad":
        return bool(_HAPPY_TEARS.search(plain))
    return group != "tired" and bool(re.search(r"\b(?:not|never|isn't|wasn't|no longer) (?:\w+ )?"
                                               r"(?:lonely|scared|nervous|worried|ashamed"
        r"|stupid)\b", plain))  # fmt: skip


def valence(moment: Moment) -> str:
    """low, high, soft or flat; soft where it may be tender and plain words are safest. Where the situations
    it is near to plainly lean the other way, they are believed."""
    told = _by_words(moment)
    if lean(moment) >= LEANS:
        return {"low": "soft", "flat": "high"}.get(told, told) if not is_death(moment) else told
    return "low" if lean(moment) <= -LEANS and told != "soft" else told


def missed(moment: Moment) -> bool:
    """Whether somebody is missed in it: a birthday that would have been is none to be wished."""
    return is_death(moment) or bool(_MISSED.search(requests.straight(moment.text).lower()))


def lean(moment: Moment) -> float:
    """How far the situations it is near to lean from dark (-1) to bright (1)."""
    return moment.heard.situated[0].lean if moment.heard.situated else 0.0


def _by_words(moment: Moment) -> str:
    """The same by its words and the feelings heard alone."""
    group = feeling_group(moment)
    felt, plain = moment.feeling, requests.straight(moment.text).lower()
    mixed = bool(_BUT.search(plain)) and bool(re.search(r"\b(?:fine|good|nice|ok|okay|lovely|better|love"
        r"|lighter|relieved|funny)\b", plain))
    if _MISSED.search(plain) and group not in LOW:
        return "soft"
    if is_good_news(moment) and not is_bad(moment.text) and moment.mood >= HARD:
        return "high"
    if group in LOW or (felt.valence < -0.5 and not mixed and felt.label != "disgust"):
        return "low"
    bad = is_bad(moment.text) or _NUISANCE.search(plain)
    under = 0.7 if BAD_DEEDS.search(plain) else 0.3
    if bad and felt.valence < under and not is_good_news(moment) and not mixed and not moment.has("laugh") and group != "relieved":
        return "low"
    meant = moment.heard.meaning
    heard = group in HIGH and meant.feeling in HIGH and meant.valence >= 0.4
    if is_good_news(moment) or heard or _good(group, felt.valence, plain):
        return "high"
    tender = felt.label in ("love", "caring", "sadness", "grief", "disappointment", "remorse")
    return "soft" if mixed or tender or group == "unsure" or _after_loss(moment) else "flat"


def is_death(moment: Moment) -> bool:
    """Whether somebody's death is told: not a telephone's, and not one that only nearly came."""
    plain = requests.straight(moment.text).lower()
    if _UNREAL.search(plain) or re.search(r"\bdied (?:laughing|of (?:embarrassment|shame))\b", plain):
        return False
    names = [m.name.lower() for m in moment.heard.mentions if m.name and m.kind in ("person", "pet")]
    return bool(_DEATH.search(plain)) or any(re.search(rf"\b{re.escape(n)} {_WENT}", plain) for n in names)


def is_good_news(moment: Moment) -> bool:
    """Whether something good has happened, which is more than a good mood."""
    parts = re.split(r"(?<=[.!?])\s+", requests.straight(moment.text).lower())
    told = any(_GOOD_NEWS.search(part) and not _UNREAL.search(part) for part in parts)
    return told and moment.feeling.valence > -0.7


def is_joyful(moment: Moment) -> bool:
    """Whether what is told calls for being glad with them: good news, or a strong gladness heard in it."""
    meant = moment.heard.meaning
    if moment.mood < HARD:
        return False  # gladness out of a hard stretch is quieter than that
    glad = meant.feeling in ("glad", "proud", "relieved", "loving") and meant.felt >= FELT
    if _SHOUTED.search(moment.text) and not _CROSS.search(moment.text.lower()) and not is_bad(moment.text):
        return moment.feeling.valence > -0.3 and not is_death(moment)
    strong = glad and meant.strength >= 1.6 and meant.valence >= 0.5 and not is_bad(moment.text)
    return strong or (is_good_news(moment) and valence(moment) == "high")


def _good(group: str, felt: float, plain: str) -> bool:
    if _UNREAL.search(plain) or BAD_DEEDS.search(plain) or BAD_NEWS.search(plain):
        return False
    return (felt > 0.3 and group in ("glad", "proud", "loving", "relieved")) or (
        felt > 0.5 and not _BUT.search(plain) and group == "flat"
    )


def _after_loss(moment: Moment) -> bool:
    """Whether something grave was told a few minutes ago; what follows it is heard in its light."""
    near = [u.text.lower() for u in moment.said
            if u.speaker == "person" and moment.now - u.said_at < AFTER][-3:]  # fmt: skip
    return any(_LOSS_LATELY.search(text) for text in near)
