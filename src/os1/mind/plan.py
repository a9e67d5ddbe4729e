"""The plan: what she means to do with a reply, and why. No words are found here.

The order is that of a good listener: safety first, then what was asked of her, then what the
person did (greeted, thanked, left), then what they told: stay with it, at most one question, and
advice only when it was asked for, which here means thinking along. Same moment, same move.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from os1.listening.spoken_dates import say_when
from os1.mind.moment import Moment
from os1.mind.mood import feeling_group, is_bad, valence
from os1.types import Memory, Move

_NOTHING: Mapping[str, str] = {}
HEAVY = 0.55  # intensity from which low feeling gets company rather than curiosity

_IN_WORDS = {"sad": "something sad", "afraid": "some worry", "angry": "some anger",
             "ashamed": "some unease", "tired": "tiredness", "lonely": "some loneliness",
             "glad": "gladness", "proud": "pride", "loving": "affection", "hopeful": "hope",
             "surprised": "surprise", "amused": "a smile", "flat": "nothing strong"}  # fmt: skip

_SOCIAL: tuple[tuple[str, str, str], ...] = (
    ("insult", "anger_at_her", "you were cross with me, and I'd rather take it than argue"),
    ("correction", "correct", "you told me I had it wrong, and you're the one who knows"),
    ("complaint", "correct", "you told me I was no use just then"),
    ("goodnight", "goodnight", "you said goodnight, and I don't hold on to people"),
    ("farewell", "goodbye", "you were leaving, and I don't hold on to people"),
    ("remember", "noted", "you asked me to keep it in mind"),
    ("leave", "leave_it", "you wanted it left alone"),
    ("wont", "wont", "you told me what not to do"),
    ("praise", "praise_her", "you said something kind to me"),
    ("thanks", "thanks", "you thanked me"),
    ("apology", "apology", "you said sorry, and there was nothing to forgive"),
    ("greeting", "hello", "you said hello"),
    ("boredom", "bored", "you said you were bored"),
    ("joke", "laugh", "you said it was a joke, so I don't take it as true"),
    ("laugh", "laugh", "you were laughing"),
    ("disagreement", "agree", "you said very little, so I left you room"),
    ("agreement", "agree", "you said very little, so I left you room"),
    ("backchannel", "agree", "you said very little, so I left you room"),
)
_FIRST = ("remember", "leave", "wont", "insult", "correction", "joke", "goodnight", "farewell", "praise", "complaint")
"""What is answered before anything told beside it."""
_WORDLESS = {
    "silence": ("silence", "there were no words to go on"),
    "emoji": ("emoji", "you sent only a picture"),
    "gibberish": ("gibberish", "I couldn't make words of it and didn't want to guess"),
}
_HER = {
    "her.real": ("real", "you asked what I am, and I don't pretend to be human"),
    "her.love": ("love_her", "you asked what I feel for you, and I owe you the truth"),
    "her.who": ("who", "you asked who I am"),
    "her.how": ("how_are_you", "you asked after me"),
    "her.can": ("can_do", "you asked what I can do"),
    "her.listening": ("listening", "you wanted to know that I'm here"),
    "her.opinion": ("opinion", "you asked what I think"),
    "her.advice": ("advice", "you asked what to do, so I think along instead of deciding for you"),
    "her.joke": ("joke", "you asked me for a joke"),
    "her.story": ("story", "you asked me for a story"),
    "forget.which": ("forget_which", "I wasn't sure whether you wanted it dropped or wiped"),
    "forget.everything": (
        "forget_everything",
        "wiping all of it can't be undone, so I asked first",
    ),
    "hush": ("hush", "you asked me to be quiet"),
}


def decide(moment: Moment) -> Move:
    """The move for a moment."""
    for consider in (_safety, _commands, _memory, _about_her, _wordless, _answered, _social, _told):
        move = consider(moment)
        if move is not None:
            return move
    return _move(moment, "agree", "there wasn't much to go on, so I left you room")


def _move(moment: Moment, kind: str, *why: str, asks: bool = False,
          memories: tuple[str, ...] = (), slots: Mapping[str, str] = _NOTHING) -> Move:  # fmt: skip
    """A move with what every move may draw on: the person's own words and how they feel."""
    held = {"feel": feeling_group(moment), "valence": valence(moment)}
    if bad := is_bad(moment.text):
        held["bad"] = bad
    for name in ("clause", "topic", "person"):
        if value := getattr(moment.pickup, name):
            held[name] = value
    if moment.person_name:
        held["name"] = moment.person_name
    return Move(kind, why, memories, {**held, **{k: v for k, v in slots.items() if v}}, asks)


def _safety(moment: Moment) -> Move | None:
    risk = moment.heard.risk
    if risk.level == "none":
        return None
    part = f"{risk.kind}_{'now' if risk.level == 'imminent' else 'told'}"
    return _move(moment, "keep_safe", "what you said sounded as if somebody could come to harm, "
                 "and that comes before everything else", slots={"part": part}, asks=True)  # fmt: skip


def _commands(moment: Moment) -> Move | None:
    """What was done because it was asked for."""
    if not moment.done:
        return None
    kind = moment.done["kind"]
    rest = {k: v for k, v in moment.done.items() if k not in ("kind", "why")}
    return _move(moment, kind, moment.done["why"], slots=rest)


def _memory(moment: Moment) -> Move | None:
    """Answers out of memory, in the person's own words, or that there is none."""
    intent = moment.heard.requests[0].intent if moment.heard.requests else ""
    if intent == "why":
        told = " And ".join(_capital_first(reason) for reason in moment.reasons)
        return _move(
            moment, "why" if told else "why_nothing", "you asked me why", slots={"reasons": told}
        )
    had = moment.recollection
    if had is None:
        return None
    if not had.found:
        if intent == "question" and not had.personal:
            return _move(moment, "unknown", "that's something I don't know, and I don't make "
                         "answers up")  # fmt: skip
        if intent == "receipt":
            return _move(moment, "receipt_none", "you asked where I have that from, and there was "
                         "nothing of yours behind it")  # fmt: skip
        return _move(moment, "not_told", "you asked for something you haven't told me",
                     slots={"about": had.about})  # fmt: skip
    kind = {"recall.day": "recall_day", "recall.when": "recall_when", "receipt": "recall_when",
            "recall.about": "recall"}.get(intent, "recall_one")  # fmt: skip
    quotes = _quotes(had.found, moment.now)
    quotes |= _quotes(had.changed, moment.now, "changed")
    more = (
        {"more": f"{_number(had.more)} more"} if had.more > 0 and intent == "recall.about" else {}
    )
    ids = tuple(m.id for m in (*had.changed, *had.found))
    total = len(had.found) + had.more
    why = f"you asked me about {had.about or 'it'}, and what I gave you is in your own words"
    return _move(moment, kind, why, memories=ids,
                 slots={"about": had.about, "count": _number(total) if total > 1 else "",
                        "day": had.day, **more, **quotes})  # fmt: skip


def _quotes(memories: tuple[Memory, ...], now: datetime, prefix: str = "") -> dict[str, str]:
    held = {}
    for n, memory in enumerate(memories):
        held[f"{prefix}quote{n}"] = quoted(memory.quote)
        held[f"{prefix}when{n}"] = say_when(memory.said_at, now)
        if memory.taken_back:
            held[f"{prefix}back{n}"] = "yes"
    return held


def quoted(words: str) -> str:
    """The person's own words in quotation marks, with an end mark inside."""
    bare = words.strip()
    return f"“{bare}”" if bare[-1:] in ".!?…" else f"“{bare}.”"


def _about_her(moment: Moment) -> Move | None:
    if moment.skill_answer:
        return _move(
            moment, "skill", "you asked, and I could look", slots={"answer": moment.skill_answer}
        )
    for request in moment.heard.requests[:1]:
        if request.intent == "cannot":
            return _move(moment, "cannot", "you asked for something I can't do yet, and I'd rather say so",
                         slots={"thing": request.slots["thing"]})  # fmt: skip
        if request.intent in _HER:
            kind, why = _HER[request.intent]
            return _move(moment, kind, why, slots=request.slots)
    return None


def _wordless(moment: Moment) -> Move | None:
    for act, (kind, why) in _WORDLESS.items():
        if moment.has(act):
            return _move(moment, kind, why)
    return None


def _answered(moment: Moment) -> Move | None:
    """Something told in the same breath as a greeting or thanks is what is answered."""
    if moment.has("apology") and len(moment.text.split()) <= 9:
        return None
    if moment.has(*_FIRST) or not moment.has("statement"):
        return None
    return _told(moment)


def _social(moment: Moment) -> Move | None:
    for act, kind, why in _SOCIAL:
        if moment.has(act):
            asks = kind in ("hello", "agree", "bored") and _may_ask(moment)
            if kind == "hello" and moment.follow_up:
                return _follow_up(moment, "hello", why)
            return _move(moment, kind, why, asks=asks)
    return None


def _follow_up(moment: Moment, kind: str, why: str) -> Move:
    follow = moment.follow_up
    assert follow is not None
    return _move(moment, kind, why, f"you had told me about {follow.topic}, and its day has come",
                 asks=True, memories=(follow.memory.id,),
                 slots={"follow_topic": follow.topic, "follow_when": follow.when})  # fmt: skip


def _told(moment: Moment) -> Move | None:
    """They told something: stay with it."""
    if not moment.has("statement", "ramble"):
        return None
    felt = _IN_WORDS[feeling_group(moment)]
    if moment.has("retraction"):
        return _move(moment, "took_back", "you took something back, so I hold to what you say now")
    if any(s.predicate == "is called" and s.subject == "me" for s in moment.heard.statements):
        return _move(moment, "met", "you told me your name")
    if moment.follow_up and valence(moment) != "low":
        return _follow_up(
            moment, "reflect", "you were telling me something, and I stayed with it first"
        )
    if len(moment.text) > 2000:
        return _move(moment, "long", "you told me a great deal at once, and I've kept all of it")
    if moment.has("ramble"):
        return _move(
            moment, "ramble", "you had a lot to get out, so I stayed with the middle of it"
        )
    if moment.again:
        return _move(moment, "repeat", "you've come back to this, so it matters to you")
    if moment.echo is not None and moment.echo.quote:
        held = _quotes((moment.echo,), moment.now)
        return _move(moment, "connect", "what you said made me think of something you'd told me before",
                     memories=(moment.echo.id,), slots=held)  # fmt: skip
    heavy = valence(moment) == "low" and moment.feeling.intensity >= HEAVY
    if heavy and not _lately(moment, "be_with", 2):
        return _move(
            moment, "be_with", f"I heard {felt} in it, and company seemed better than questions"
        )
    if (
        valence(moment) == "high"
        and not _lately(moment, "celebrate", 1)
    ):
        return _move(moment, "celebrate", "you had good news, and good news deserves the details",
                     asks=_may_ask(moment))  # fmt: skip
    if _may_ask(moment) and not heavy:
        return _move(moment, "reflect", f"I heard {felt} in it, said back what I'd heard, "
                     "and was curious about one thing", asks=True)  # fmt: skip
    return _move(
        moment, "reflect", f"I heard {felt} in it, and wanted you to know it had reached me"
    )


def _may_ask(moment: Moment) -> bool:
    """A question at most every third reply: people like being heard more than being asked."""
    return not any(asked for _, asked in moment.moves[-2:])


def _lately(moment: Moment, kind: str, within: int) -> bool:
    return any(done == kind for done, _ in moment.moves[-within:])


_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
            "eleven", "twelve")  # fmt: skip


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def _capital_first(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:].rstrip(".") + "."
