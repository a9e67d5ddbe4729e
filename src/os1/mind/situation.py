"""Which of the situations she knows is the one being told, and what that makes of a move.

The duties and the policy choose what she does; where the words come near a situation that somebody
has thought about, its own replies are what she says, and where that situation is plainly another
thing than the move took it for (a reproach, a question nobody can answer), it is the one believed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from os1.listening.names import HERS, HIS, RELATIONS
from os1.listening.requests import straight
from os1.mind.moment import Moment
from os1.mind.mood import missed, valence
from os1.types import Move, Situated

NEAR = {"tell": (0.38, 0.5), "complain": (0.37, 0.2), "ask_self": (0.4, 0.4), "ask_advice": (0.4, 0.35), "ask_her": (0.45, 0.5),
        "ask_view": (0.45, 0.5), "clarify": (0.45, 0.35), "correct": (0.46, 0.35), "react": (0.43, 0.4), "social": (0.43, 0.4),
        "play": (0.45, 0.45), "request": (0.45, 0.45)}  # fmt: skip
"""How near a situation has to be for its words to be hers, and how much of all that is near has to be of
its kind; read off what six people had said to her."""
FURTHER, CLEAR = 0.05, 0.52
"""`FURTHER` is wanted where the move is of another kind and has to give way; from `CLEAR` on it doesn't
matter what else is near."""
TELLING = frozenset({"reflect", "respond", "agree", "fragment", "name", "affirm", "wonder_aloud", "own", "tease", "challenge",
                     "be_with", "outward", "celebrate", "condole", "send_off", "repeat", "ramble", "long", "laugh", "bored"})  # fmt: skip
SHORT, FEW, WHOLE = 5, 3, 11
"""Words of a reply that only names what was named; of what wants a short answer; of what may be said back whole."""
OF_KIND: Mapping[str, frozenset[str]] = {
    "tell": TELLING,
    "ask_self": frozenset({"wonder", "regret", "selfdoubt", "opinion", "advice", "unknown", "not_told", "recall_near"}),
    "ask_advice": frozenset({"advice", "opinion", "wonder", "regret", "unknown", "not_told", "recall_near"}),
    "ask_her": frozenset({"of_her", "taste", "how_are_you", "unknown", "listening", "can_do", "cannot", "remark"}),
    "ask_view": frozenset({"opinion", "unknown"}),
    "complain": frozenset({"complaint", "anger_at_her", "correct", "tested", "listening", "remark", "doubt"}),
    "clarify": frozenset({"unknown", "not_told", "recall_near", "clarify", "gibberish"}),
    "correct": frozenset({"correct", "complaint", "took_back"}),
    "react": frozenset({"agree", "laugh", "pause", "quiet", "remark", "thanks", "praise_her", "apology", "fragment"}),
    "social": frozenset({"hello", "goodbye", "goodnight", "thanks", "apology", "silence", "quiet", "pause", "praise_her", "agree", "luck",
                         "listening", "bored"}),
    "play": frozenset({"laugh", "knock", "riddle", "tested", "tease", "remark", "joke", "unknown", "agree"}),
    "request": frozenset({"nice", "luck", "may", "story", "joke", "cannot", "hush", "wont", "guess"}),
}  # fmt: skip
"""The moves that are of a situation's own kind."""
BECOMES = {"tell": "respond", "ask_self": "wonder", "ask_advice": "advice", "ask_view": "opinion", "ask_her": "of_her",
           "complain": "complaint", "clarify": "clarify", "correct": "correct", "react": "agree", "social": "agree",
           "play": "laugh", "request": "nice"}  # fmt: skip
STANDS = frozenset({"keep_safe", "check", "why", "recall", "recall_one", "recall_day", "recall_when", "skill", "not_kept", "noted",
                    "ask_which", "took_back", "knock", "knock_who", "emoji", "real", "love_her"})  # fmt: skip
"""Moves that no situation changes: what was asked of her is done, and what may be grave comes first."""
_OTHERS = frozenset({"ask_self", "ask_advice", "complain", "clarify", "correct"})
ONLY_TO = {"condole": frozenset({"tell"}), "stance": _OTHERS - {"clarify"}, "recall_near": _OTHERS, "not_told": _OTHERS,
           "laugh": frozenset({"play", "react", "social", "tell"}), "wont": frozenset[str](), "leave_it": _OTHERS}  # fmt: skip
"""Moves that give way to these kinds alone."""
QUIET, BESIDE = frozenset({"complain", "correct", "clarify"}), frozenset({"met", "connect"})
"""Kinds that want no question; moves with words of their own, which a situation told in the same breath only adds to."""
VEILED, GRAVE = -1.0, frozenset({"heavy", "sad", "hard"})
"""From these log odds of danger on, only what was written for such moments may be said."""
KNOWN = "I took it for a kind of thing I know, and answered that"
_SHE, _HE, _MIRROR = re.compile(r"\b(?:she|her|hers|she's|she'd)\b"), re.compile(r"\b(?:he|him|his|he's|he'd)\b"), re.compile(r"^Ah, |\. Yes\.$")
_CALLED = {"she": ("she", "her", "her"), "he": ("he", "him", "his")}


def fit(moment: Moment, move: Move) -> Move:
    """The move with the situation whose words it takes, or changed into what the situation asks for."""
    found = _of(moment, move)
    if found is None:
        return replace(move, kind="reflect", asks=True) if _asks_instead(moment, move) else move
    own = move.kind in OF_KIND.get(found.kind, ()) or move.kind in BESIDE
    asks = found.kind not in QUIET and move.kind not in BESIDE and _may_ask(moment, found)
    others = [s.key for s in moment.heard.situated[1:3] if s.kind == found.kind and s.near >= NEAR[s.kind][0]]
    slots = {**move.slots, "at": found.key, "beside": " ".join(others), **_called(moment)}
    if own:
        return replace(move, slots=slots, asks=asks, why=(*move.why[:-1], KNOWN) if move.kind in TELLING else move.why)
    return Move(BECOMES[found.kind], (KNOWN,), (), slots, asks)


def sayable(moment: Moment) -> bool:
    """Whether the person's words may be said back: one thing told in few words, of which nothing is left
    out, and not where she was just told off for it. Said back oftener it is heard as a parrot."""
    told = [s for s in moment.heard.sentences if len(s.text.split()) > 1]
    if len(told) != 1 or _scolded(moment):
        return False
    words, said = told[0].text.split(), moment.pickup.clause.split()
    own = said[:1] in (["you"], ["you've"], ["you're"], ["your"])
    return own and len(words) <= WHOLE and len(said) >= len(words) - 1 and "reflect" not in {kind for kind, _ in moment.moves[-3:]}


def mirrors(moment: Moment) -> bool:
    """Whether the last thing named may be said back: now and then, as listeners do, and not
    where she was just told off for saying words back."""
    lately = any(len(u.text.split()) <= SHORT and bool(_MIRROR.search(u.text)) for u in moment.said if u.speaker == "samantha")
    return not lately and not _scolded(moment)


def _scolded(moment: Moment) -> bool:
    """Whether she was told off in this stretch."""
    return bool({"complaint", "anger_at_her"} & {kind for kind, _ in moment.moves[-20:]})


def _of(moment: Moment, move: Move) -> Situated | None:
    """The nearest situation, where it is near enough to speak."""
    if move.kind in STANDS or moment.done or moment.skill_answer or not moment.heard.situated:
        return None
    found = moment.heard.situated[0]
    veiled = moment.heard.meaning.danger > VEILED and found.tone not in GRAVE
    if found.kind not in OF_KIND or veiled or (found.tone in ("glad", "funny") and missed(moment)):
        return None
    if found.kind not in (("tell",) if move.kind in BESIDE else ONLY_TO.get(move.kind, OF_KIND)):
        return None
    near, share = NEAR[found.kind]
    near = CLEAR if move.kind == "stance" else near + FURTHER * (move.kind not in OF_KIND[found.kind] | TELLING)
    return found if found.near >= (near if found.share >= share else max(near, CLEAR)) else None


def _may_ask(moment: Moment, found: Situated) -> bool:
    """A question belongs to what is told, not to each of it, and seldom where it is heavy."""
    if found.kind not in ("tell", "ask_self", "ask_advice") or not _welcome(moment):
        return False
    dark = found.tone in ("heavy", "sad") or (found.tone == "hard" and valence(moment) == "low")
    return not dark or (bool(moment.moves) and moment.moves[-1][0] in TELLING)  # first it is taken in


def _welcome(moment: Moment) -> bool:
    """Whether a question may come at all: to more than a word or two, seldom, and not where none is wanted."""
    left = {"refuse", "leave"} & {*moment.heard.meaning.acts, *moment.heard.acts}
    unwanted = left or {"wont", "hush", "leave_it"} & {kind for kind, _ in moment.moves[-8:]}
    return not unwanted and len(moment.text.split()) > FEW and not any(asked for _, asked in moment.moves[-7:])


def _asks_instead(moment: Moment, move: Move) -> bool:
    """Whether a plain question is better than a listener's word: where nothing is known of what was told,
    nothing named can be said back, and it isn't sad."""
    idle = move.kind in ("reflect", "respond") and not {"mirror", "clause", "follow_topic"} & move.slots.keys()
    return idle and _welcome(moment) and valence(moment) in ("flat", "high")


def _called(moment: Moment) -> dict[str, str]:
    """What a piece may call the one person who is spoken of."""
    who = [m for m in moment.heard.mentions if m.kind == "person"]
    once = {m.name or m.relation: m for m in who if not m.carried}
    held = {}
    said = {word for word, way in (("she", _SHE), ("he", _HE)) if way.search(straight(moment.text).lower())}
    if len(once) == 1:
        (one,) = once.values()
        held["person"] = one.name or f"your {one.relation}"
        known = RELATIONS.get(one.relation) or ("she" if one.name.lower() in HERS else "he" if one.name.lower() in HIS else "")
        said = said or ({known} if known in _CALLED else set())
    if len(said) == 1:
        held |= dict(zip(("they", "them", "their"), _CALLED[said.pop()], strict=True))
    return held
