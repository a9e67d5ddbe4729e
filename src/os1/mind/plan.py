"""The plan: what she means to do with a reply, and why. No words are found here.

The order is that of a good listener: safety first, then what was asked of her, then what the
person did (greeted, thanked, left), then what they told: stay with it, at most one question, and
advice only when it was asked for, which here means thinking along. Same moment, same move.
"""

from __future__ import annotations

from collections.abc import Mapping

from os1.listening.risk import BAR, FAINT, WORRY
from os1.memory.wording import number
from os1.mind import character, policy, situation, stances
from os1.mind.answers import (  # fmt: skip
    FIRST,
    HER,
    IN_WORDS,
    NO_QUESTION,
    SOCIAL,
    TO_THEM,
    WHAT_IF,
    WORDLESS,
    of_her,
)
from os1.mind.moment import Moment
from os1.mind.mood import LEANS, SERIOUS, feeling_group, is_bad, is_death, is_joyful, lean, valence
from os1.mind.telling import capital_first, quotes
from os1.types import Move

_NOTHING: Mapping[str, str] = {}


def decide(moment: Moment) -> Move:
    """The move for a moment."""
    for consider in (_safety, _commands, _viewed, _memory, _about_her, _wordless, _answered, _social, _told):
        move = consider(moment)
        if move is not None:
            return situation.fit(moment, move)
    return situation.fit(moment, _move(moment, "agree", "there wasn't much to go on, so I left you room"))


def _move(moment: Moment, kind: str, *why: str, asks: bool = False,
          memories: tuple[str, ...] = (), slots: Mapping[str, str] = _NOTHING) -> Move:  # fmt: skip
    """A move with what every move may draw on: the person's own words and how they feel."""
    meant = moment.heard.meaning
    held = {"feel": feeling_group(moment), "valence": valence(moment), "strength": str(max(1, round(meant.strength))),
            "matter": meant.topic if meant.sure >= policy.ABOUT else "other", "close": policy.closeness(moment.turns),
            "act": _did(moment)}  # fmt: skip
    if moment.mood < policy.LOW_MOOD:  # what was heavy a moment ago still is
        held |= {"heavy": "yes", "valence": "soft" if held["valence"] == "flat" else held["valence"]}
        held |= {"tone": "quiet"} if moment.persona.tone != "formal" else {}
    elif moment.mood > policy.LIGHT_MOOD:
        held["light"] = "yes"
    if not moment.on_record:
        held["aside"] = "yes"
    if moment.host:
        held["host"] = moment.host
    if bad := is_bad(moment.text):
        held["bad"] = bad
    for name in ("person", "fragment", *(("clause", "topic") if situation.sayable(moment) else ()),
                 *(("mirror",) if situation.mirrors(moment) else ())):
        if value := getattr(moment.pickup, name):
            held[name] = value
    if moment.person_name:
        held["name"] = moment.person_name
    return Move(kind, why, memories, {**held, **{k: v for k, v in slots.items() if v}}, asks)


def _did(moment: Moment) -> str:
    """What the person did, where it is sure; in a low talk a joke isn't taken for one unless it surely is."""
    meant = moment.heard.meaning
    act = meant.acts[0] if meant.acts and meant.act >= policy.SURE else "inform"
    heavy = moment.mood < policy.LOW_MOOD and meant.irony < 0.8
    return "inform" if heavy and act in ("joke", "tease") else act


def _safety(moment: Moment) -> Move | None:
    risk = moment.heard.risk
    if risk.level == "none":
        return _check(moment)
    part = f"{risk.kind}_{'now' if risk.level == 'imminent' else 'told'}"
    return _move(moment, "keep_safe", "what you said sounded as if somebody could come to harm, "
                 "and that comes before everything else", slots={"part": part}, asks=True)  # fmt: skip


def _check(moment: Moment) -> Move | None:
    """Danger heard only faintly is asked about, once and plainly; nothing else is made of it."""
    meant = moment.heard.meaning
    between = moment.worry >= WORRY and moment.mood < policy.LIGHT_MOOD and not _lately(moment, "check", 20)
    faint = meant.danger >= BAR or (meant.danger >= FAINT and not _lately(moment, "check", 6))
    if not between and not (faint and (meant.danger >= BAR or valence(moment) in ("low", "soft"))):
        return None
    if _lately(moment, "keep_safe", 6) or moment.heard.requests or moment.has("leave", "goodnight", "farewell"):
        return None
    return _move(moment, "check", "I wasn't sure whether somebody could come to harm, and asking is better than guessing",
                 slots={"part": f"check.{meant.kind}"}, asks=True)  # fmt: skip


def _commands(moment: Moment) -> Move | None:
    """What was done because it was asked for."""
    if not moment.done:
        return None
    kind = moment.done["kind"]
    rest = {k: v for k, v in moment.done.items() if k not in ("kind", "why", "memories")}
    return _move(moment, kind, moment.done["why"], slots=rest, memories=tuple(moment.done.get("memories", "").split()))


def _viewed(moment: Moment) -> Move | None:
    """Her view, where it was asked for and memory has nothing surer."""
    had = moment.recollection
    if not moment.stance or (had is not None and had.found and not had.unsure and moment.stance not in (stances.PRIVACY, stances.TONGUE)):
        return None
    told = {"stance": moment.stance, "mind": moment.mind, "software": "yes" if moment.stance in stances.BODILY else ""}
    return _move(moment, "stance", "you asked how I see it, and that's how I see it", slots=told)


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
    if of_her(moment.text, moment.heard, sure=bool(had.found) and not had.unsure):
        return _move(moment, "of_her", "you asked that of me, and I'm software")
    if not had.found and _rhetorical(moment):
        return _told(moment, anyway=True)
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
        if request.intent in HER:
            kind, why = HER[request.intent]
            who = [m for m in moment.heard.mentions if m.kind == "person"]
            meant = {"person": who[0].name or f"your {who[0].relation}"} if who else {}
            life = {"life": "yes"} if request.intent == "her.life" else {}
            life |= {"valence": character.mood_word(moment.mood)} if request.intent == "her.mood" else {}
            return _move(moment, kind, why, slots={**request.slots, **meant, **life})
    return None


def _wordless(moment: Moment) -> Move | None:
    for act, (kind, why) in WORDLESS.items():
        if moment.has(act):
            return _move(moment, kind, why)
    return None


def _answered(moment: Moment) -> Move | None:
    """Something told in the same breath as a greeting or thanks is what is answered."""
    if moment.has("apology") and len(moment.text.split()) <= 9:
        return None
    if moment.has(*FIRST) or not moment.has("statement"):
        return None
    return _told(moment)


def _social(moment: Moment) -> Move | None:
    if moment.moves and moment.moves[-1][0] == "knock" and moment.pickup.fragment:
        return _move(moment, "knock_who", "you'd knocked, so I asked who it was")
    for act, kind, why in SOCIAL:
        if moment.has(act):
            asks = kind in ("hello", "agree", "bored") and policy.may_ask(moment)
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


def _rhetorical(moment: Moment) -> bool:
    """Whether a question wants no answer out of memory: it is put to nobody, or is a telling in its form."""
    meant = moment.heard.meaning
    return (meant.act >= policy.SURE and meant.acts[0] in NO_QUESTION) or bool(WHAT_IF.search(moment.text.lower()))


def _told(moment: Moment, *, anyway: bool = False) -> Move | None:
    """They told something: stay with it."""
    if not anyway and not moment.has("statement", "ramble"):
        return None
    felt = IN_WORDS[feeling_group(moment)]
    if moment.has("retraction"):
        return _move(moment, "took_back", "you took something back, so I hold to what you say now")
    if any(s.predicate == "is called" and s.subject == "me" for s in moment.heard.statements):
        return _move(moment, "met", "you told me your name")
    grave = _grave(moment)
    if grave is not None:
        return grave
    if TO_THEM.search(moment.text) and not _lately(moment, "send_off", 2):
        return _move(moment, "send_off", "you meant to turn to somebody of yours, and that's better than me")
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
    if is_joyful(moment) and not _lately(moment, "celebrate", 1):
        return _move(moment, "celebrate", "you had good news, and good news deserves the details",
                     asks=policy.may_ask(moment))  # fmt: skip
    if moment.echo is not None and moment.echo.quote and not low:
        held = quotes((moment.echo,), moment.now)
        return _move(moment, "connect", "what you said made me think of something you'd told me before",
                     memories=(moment.echo.id,), slots=held)  # fmt: skip
    return _took_up(moment, felt)


def _grave(moment: Moment) -> Move | None:
    """A death or a grave illness told: condolence first, and nothing clever."""
    meant = moment.heard.meaning
    mourned = meant.feeling == "grief" and meant.felt >= 0.75 and meant.strength >= 1.8 and moment.feeling.valence < 0
    grave = is_death(moment) or SERIOUS.search(moment.text.lower()) or mourned
    bright = lean(moment) >= LEANS and not is_death(moment)
    if not grave or bright or moment.feeling.valence > 0.3 or _lately(moment, "condole", 4):
        return None
    return _move(moment, "condole", "you told me something grave, and sorrow comes before questions")


def _took_up(moment: Moment, felt: str) -> Move:
    """What was told is said back, answered or stood by, as the policy weighs it."""
    said = moment.pickup
    plain = not said.clause and valence(moment) in ("flat", "soft") and feeling_group(moment) == "flat"
    if plain and said.fragment:
        return _move(moment, "fragment", "you said a word or two, and I held them up to see")
    met = any(s.predicate == "is my" for s in moment.heard.statements)
    choice = policy.choose(moment)
    kind = "reflect" if choice.kind == "ask" else "agree" if choice.kind == "nod" else choice.kind
    heard = (f"I heard {felt} in it",) if kind in ("reflect", "respond", "name", "be_with") else ()
    return _move(moment, kind, *heard, policy.reason(choice), asks=choice.kind in ("ask", "outward"),
                 slots={"new": "yes" if met else ""})  # fmt: skip


def _lately(moment: Moment, kind: str, within: int) -> bool:
    return any(done == kind for done, _ in moment.moves[-within:])
