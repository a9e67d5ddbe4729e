"""What of the person's words can be said back to them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from os1.listening.phrases import last_named, main_clause, topic, turn_about
from os1.listening.reading import read
from os1.listening.requests import is_question, straight
from os1.memory.wording import stems
from os1.types import Heard, Mention

WHOLE = 13  # words up to which a sentence of two halves is said back whole
_SHORT_FORMS = {
    "w": "with", "w/": "with", "bc": "because", "b/c": "because", "cuz": "because", "rn": "right now",
    "tmrw": "tomorrow", "tmr": "tomorrow", "ppl": "people", "abt": "about", "rly": "really", "v": "very",
    "msg": "message", "thx": "thanks", "pls": "please", "smth": "something",
}  # fmt: skip
_SHORT_FORM = re.compile(r"(?<![\w'’/])(?:w/|b/c|w|bc|cuz|rn|tmrw|tmr|ppl|abt|rly|v|msg|thx|pls"
                         r"|smth)(?![\w'’/])")
_ASIDE = re.compile(
    r"[,.]?\s+(?:thank (?:god|goodness|heavens?|fuck|you lord)|god knows|bless (?:him|her|them)|btw|"
    r"by the way|as usual|of all things|i swear|fr|tbf|tbh|atm|innit|apparently|i (?:think|guess|suppose|reckon)|"
    r"you know|to be (?:fair|honest)|honestly|lol|haha|though|tho|actually|anyway|mind you|bless)\W*$", re.IGNORECASE)  # fmt: skip
_OPENING = re.compile(
    r"^(?:(?:so|also|and|but|well|anyway|plus|oh) (?!much|many|far|long|little|few|good|bad|that\b|tired"
    r"|what|is\b)"
    r"|(?:(?:hi|hello|hey)[,.]? )?(?:i'?m|i am|my name(?:'?s| is)|i'?m called|call me) [A-Z]\w+(?:,| and"
    r"|, and) (?=i\b))",
    re.IGNORECASE)  # fmt: skip
_CUT = re.compile(
    r",? (?:since|after|before|when|while|on|at|in|for|with|from|during|around|over) ", re.IGNORECASE
)
_IS = re.compile(
    r"\b((?:[Mm]y |[Tt]he |[Hh]er |[Hh]is )?(?!(?:it|that|what|who|there|here|where|how|let|he"
    r"|she)'s)[A-Za-z]+)'s (?=(?:not |so |very |really |still |just |always |now |only |"
    r"all )*(?:(?!wedding|building|meeting|feeling|painting|evening|morning|ring|thing|hearing|cooking"
    r"|writing|drawing|"
    r"reading|string|spring|clothing|king|wing|singing|handwriting)\w{2,}ing|asleep|here|home|back|away|ill"
    r"|sick|fine|ok|okay|in|at|on|three|two|"
    r"six|\d+|a|an|the|dead|pregnant|late|better|worse|cross|angry|upset|awake|due|off|out|up|next"
    r"|my)\b)", re.IGNORECASE)  # fmt: skip
_HAS = re.compile(r"\b((?:[Mm]y |[Tt]he )?(?!(?:it|that|what|who|there|here|he|she"
                  r"|let)'s)[A-Za-z]+)'s (?=(?:just |finally |already )?(?:got|been|gone|left|lost"
                  r"|had)\b)", re.IGNORECASE)  # fmt: skip
_MONTH = re.compile(r"\b(in|last|next|since|by|until|till|this|early|late|mid) (january|february|march|april|may|june|july|august|"
                    r"september|october|november|december)\b")  # fmt: skip
_HANGS = re.compile(r"\W*(?:maybe|perhaps|because|cos|or|which|unless)\b", re.IGNORECASE)
_HOLDS = re.compile(r"\b(?:if|unless|until|whether|because|would|wouldn't|could|might|than)\b", re.IGNORECASE)
_NO_LEAD = re.compile(r"^(?:(?:like|just|even|and|also|with|literally|basically|only),? )+", re.IGNORECASE)
_NO_FRAGMENT = re.compile(
    r"\b(?:i|i'm|i've|me|my|mine|myself|we|us|our|you|your|ur|u|samantha|fuck\w*|shit\w*|no|yes|not|just|"
    r"like|because|and|but|or|to|with|of|the|a|an|is|was|did|do|am|are|were|have|has|had)$|^(?:perhaps"
    r"|maybe|just|"
    r"no|not|well|so|if|of course|again|still|here|there|now|later|soon|tonight|today|whatever|same|always"
    r"|never|sometimes|"
    r"thank\w*|hello|hi|hey|bye)\b|\b(?:i|i'm|i've|me|we|us|our|you|u|ur)\b", re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pickup:
    """What of the person's words can be said back, already turned about; "" where nothing safe.

    `fragment` is a word or three that make no clause ("Purple"), as they came; `mirror` what was named last.
    """

    clause: str = ""
    topic: str = ""
    person: str = ""
    fragment: str = ""
    mirror: str = ""


def pick_up(text: str, heard: Heard, pets: Collection[str], not_topics: Collection[str]) -> Pickup:
    """The part of the person's words worth saying back."""
    told = [s.text.replace("?", "") for s in heard.sentences
            if not is_question(s.text) and not _HANGS.match(s.text)]  # fmt: skip
    clauses = [said_back for sentence in told[-5:] if (said_back := say_back(sentence))]
    # The clause with most in it; of two alike, the one said last.
    clause = max(enumerate(clauses), key=lambda c: (len(stems(c[1])), c[0]), default=(0, ""))[1]
    about = topic(text[:1500]) or ""
    if about.lower() in not_topics or (len(about.split()) == 1 and about.lower() in pets):
        about = ""
    about = re.sub(r"(?<=[A-Z])(\w+) [a-z]+s$", r"\1", about)  # "your daughter Helen rings" is she
    if about and (_by_the_way(text, about) or len(told) != 1 or len(text.split()) > 12):
        about = ""
    named = [
        m for m in heard.mentions
        if m.kind == "person" and not m.carried and m.name.lower() not in pets
        and _is_subject(m, heard)
    ]  # fmt: skip
    person = (named[-1].name or f"your {named[-1].relation}") if named else ""
    called = [m.name for m in heard.mentions if m.name and m.kind in ("person", "pet")]
    return Pickup(
        clause=_with_capitals(clause, called),
        topic=_with_capitals(about, called),
        person=person,
        fragment="" if clause else _fragment(text),
        mirror=_with_capitals(_mirror(told, not_topics), called),
    )


def _mirror(told: list[str], not_named: Collection[str]) -> str:
    found = last_named(". ".join(told[-2:])) or ""
    return "" if found.lower() in not_named or len(found) < 3 else found


def _with_capitals(words: str, names: Collection[str]) -> str:
    """Names typed small are written as names."""
    words = _MONTH.sub(lambda m: f"{m[1]} {m[2].capitalize()}", words)
    for name in names:
        words = re.sub(rf"(?<![\w'’-]){re.escape(name.lower())}(?![\w-])", name, words)
    return words


def _by_the_way(text: str, about: str) -> bool:
    """Whether a topic is only where or when it happened: "on the telephone", "at the shop"."""
    words = re.sub(r"^your\b", "my", about)
    return bool(re.search(rf"\b(?:in|at|on|by|near|from|into|onto|through|over|under"
                          rf"|around) {re.escape(words)}",
                          text, re.IGNORECASE))  # fmt: skip


def _fragment(text: str) -> str:
    """One to three words that make no clause and can be held up as they are."""
    bare = _NO_LEAD.sub("", text.strip().rstrip(".!…").strip())
    if not 1 <= len(bare.split()) <= 3 or not re.fullmatch(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*", bare):
        return ""
    return "" if _NO_FRAGMENT.search(bare) else bare


def _is_subject(who: Mention, heard: Heard) -> bool:
    """Whether somebody opens the sentence: then it is them the talk is about."""
    opening = heard.sentences[who.sentence].text.lower()[:40]
    called = who.name.lower() if who.name else who.relation
    return bool(re.match(rf"\W*(?:(?:and|but|so|then|well|my|\w+ly) ){{0,2}}(?:\w+ )?{re.escape(called)}\b",
                         opening))  # fmt: skip


def say_back(sentence: str) -> str | None:
    """The part of a sentence worth saying back, turned about; None where none is safe.

    The whole of a short sentence of two halves, else its best clause, else its beginning.
    """
    plain = _ASIDE.sub("", straight(" ".join(sentence.split())))
    plain = _HAS.sub(r"\1 has ", _IS.sub(r"\1 is ", plain))
    plain = _SHORT_FORM.sub(lambda m: _SHORT_FORMS[m.group()], plain)
    bare = _OPENING.sub("", plain)
    for words in dict.fromkeys((bare, plain)):
        if said := _best_of(words):
            return said
    return None


def _best_of(sentence: str) -> str | None:
    clause = main_clause(sentence)
    if clause is not None:
        whole = turn_about(sentence)
        if whole and len(clause.split()) < len(whole.split()) <= WHOLE:
            return whole
        return turn_about(clause)
    if _HOLDS.search(sentence):
        return _before_than(sentence)
    for cut in reversed(list(_CUT.finditer(sentence))):
        beginning = sentence[: cut.start()]
        if len(beginning.split()) < 4:
            break
        kept = main_clause(beginning)
        if kept and len(kept.split()) >= 5 and read(kept)[-1].kind != "VERB" and (said := turn_about(kept)):
            return said
    return None


def _before_than(sentence: str) -> str | None:
    """A sentence with "than" in it may still lose what follows "since" or "when"."""
    held = _HOLDS.findall(sentence)
    cut = re.search(r" (?:since|when|after|before) ", sentence)
    if {word.lower() for word in held} != {"than"} or cut is None:
        return None
    beginning = sentence[: cut.start()]
    for words in (beginning, re.split(r"\s(?:and|but)\s", beginning)[-1]):
        kept = main_clause(words)
        if kept and (said := turn_about(kept)):
            return said
    return None
