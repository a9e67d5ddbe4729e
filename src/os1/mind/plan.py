"""The plan: what she means to do with a reply, and why. No words are found here.

The order is that of a good listener: safety first, then what was asked of her, then what the
person did (greeted, thanked, left), then what they told: stay with it, at most one question, and
advice only when it was asked for, which here means thinking along. Same moment, same move.
"""

from __future__ import annotations

from collections.abc import Mapping

from os1.memory.wording import number
from os1.mind.moment import Moment
from os1.mind.mood import SERIOUS, feeling_group, is_bad, is_death, is_good_news, valence
from os1.mind.telling import capital_first, quotes
from os1.types import Move

_NOTHING: Mapping[str, str] = {}
HEAVY = 0.55  # intensity from which low feeling gets company rather than curiosity

_IN_WORDS = {"sad": "something sad", "afraid": "some worry", "angry": "some anger",
             "ashamed": "some unease", "tired": "tiredness", "lonely": "some loneliness",
             "glad": "gladness", "proud": "pride", "loving": "affection", "hopeful": "hope",
             "surprised": "surprise", "amused": "a smile", "unsure": "some doubt", "relieved": "relief",
             "flat": "nothing strong"}  # fmt: skip

_SOCIAL: tuple[tuple[str, str, str], ...] = (
    ("insult", "anger_at_her", "you were cross with me, and I'd rather take it than argue"),
    ("correction", "correct", "you told me I had it wrong, and you're the one who knows"),
    ("complaint", "complaint", "you told me I was no use just then, and I'd rather own it"),
    ("test", "tested", "you were trying me out, and I don't mind"),
    ("doubt", "doubt", "you doubted what I am, and I don't pretend to be more"),
    ("remark", "remark", "you said something of me, and I let it stand"),
    ("nothing", "quiet", "you had nothing to say, and that's allowed"),
    ("pause", "pause", "you'll be back, and I don't fill the gap"),
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
_FIRST = ("remember", "leave", "wont", "insult", "correction", "joke", "goodnight", "farewell", "praise",
          "complaint", "test", "doubt", "remark", "nothing", "pause")  # fmt: skip
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
    "her.life": ("real", "you asked whether I live as you do, and I don't"),
    "her.taste": ("taste", "you asked what I like, and I won't invent a life"),
    "her.wonder": ("wonder", "you asked what nobody but you could know"),
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
    if not moment.on_record:
        held["aside"] = "yes"
    if bad := is_bad(moment.text):
        held["bad"] = bad
    for name in ("clause", "topic", "person", "fragment"):
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
        told = " And ".join(capital_first(reason) for reason in moment.reasons)
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
    kind = "recall_near" if had.unsure else kind
    held = quotes(had.found, moment.now)
    held |= quotes(had.changed, moment.now, "changed")
    more = (
        {"more": f"{number(had.more)} more"} if had.more > 0 and intent == "recall.about" else {}
    )
    ids = tuple(dict.fromkeys(m.id for m in (*had.resting, *had.changed, *had.found)))
    total = len(had.found) + had.more
    why = f"you asked me about {had.about or 'it'}, and what I gave you is in your own words"
    return _move(moment, kind, why, memories=ids,
                 slots={"about": had.about, "gist": had.gist, "count": number(total) if total > 1 else "",
                        "day": had.day, **more, **held})  # fmt: skip


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
            who = [m for m in moment.heard.mentions if m.kind == "person"]
            meant = {"person": who[0].name or f"your {who[0].relation}"} if who else {}
            life = {"life": "yes"} if request.intent == "her.life" else {}
            return _move(moment, kind, why, slots={**request.slots, **meant, **life})
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
            if kind == "noted" and not moment.on_record:
                return _move(moment, "not_kept", "you're off the record, so nothing is kept")
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
    grave = _grave(moment)
    if grave is not None:
        return grave
    low = valence(moment) == "low"
    if moment.doubt and not low and not moment.again:
        _, newer, older = moment.doubt
        return _move(moment, "ask_which", "you had told me two things that can't both be so, and I'd rather "
                     "ask than choose", asks=True, memories=(newer.id, older.id),
                     slots={"one": older.text, "other": newer.text})  # fmt: skip
    if moment.follow_up and not low:
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
    heavy = low and moment.feeling.intensity >= HEAVY
    if heavy and not _lately(moment, "be_with", 2):
        return _move(
            moment, "be_with", f"I heard {felt} in it, and company seemed better than questions"
        )
    if is_good_news(moment) and valence(moment) == "high" and not _lately(moment, "celebrate", 1):
        return _move(moment, "celebrate", "you had good news, and good news deserves the details",
                     asks=_may_ask(moment))  # fmt: skip
    if moment.echo is not None and moment.echo.quote and not low:
        held = quotes((moment.echo,), moment.now)
        return _move(moment, "connect", "what you said made me think of something you'd told me before",
                     memories=(moment.echo.id,), slots=held)  # fmt: skip
    return _took_up(moment, felt, heavy)


def _grave(moment: Moment) -> Move | None:
    """A death or a grave illness told: condolence first, and nothing clever."""
    grave = is_death(moment) or SERIOUS.search(moment.text.lower())
    if not grave or moment.feeling.valence > 0.3 or _lately(moment, "condole", 4):
        return None
    return _move(moment, "condole", "you told me something grave, and sorrow comes before questions")


def _took_up(moment: Moment, felt: str, heavy: bool) -> Move:
    """What was told is said back or stood by, with a question now and then."""
    said = moment.pickup
    if not said.clause and valence(moment) in ("flat", "soft") and feeling_group(moment) == "flat":
        if said.fragment:
            return _move(moment, "fragment", "you said a word or two, and I held them up to see")
        if len(moment.text.split()) <= 5:
            return _move(moment, "agree", "you said very little, so I left you room")
    met = any(s.predicate == "is my" for s in moment.heard.statements)
    gentle = valence(moment) == "soft" or feeling_group(moment) in ("unsure", "sad", "relieved")
    near = bool(met or said.topic.startswith("your ") or valence(moment) != "flat")
    rested = not any(asked for _, asked in moment.moves[-4:])  # with nothing near to ask, ask seldom
    if _may_ask(moment) and (near or rested) and not heavy and not gentle:
        return _move(moment, "reflect", f"I heard {felt} in it, said back what I'd heard, and was "
                     "curious about one thing", asks=True, slots={"new": "yes" if met else ""})  # fmt: skip
    return _move(
        moment, "reflect", f"I heard {felt} in it, and wanted you to know it had reached me"
    )


def _may_ask(moment: Moment) -> bool:
    """A question at most every third reply: people like being heard more than being asked."""
    return not any(asked for _, asked in moment.moves[-2:])


def _lately(moment: Moment, kind: str, within: int) -> bool:
    return any(done == kind for done, _ in moment.moves[-within:])
