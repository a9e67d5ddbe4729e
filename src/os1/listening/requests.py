"""What is asked of her: intents and their slots, read from the words by rules.

Rules, because these few commands must never be guessed: forgetting and going off the record are
acts of the person's will. Everything else that is asked falls through to "question".
"""

from __future__ import annotations

import re

from os1.listening.request_rules import ASKING, RULES, THING
from os1.types import Persona, Request

LONGEST_COMMAND = 400
LONGEST = 2_000  # a request is short; a long text is read for them only at its beginning

_COMPILED = tuple((intent, re.compile(rule, re.DOTALL)) for intent, rule in RULES)
_THINGS = tuple((thing, re.compile(r"\b(?:" + rule + ")")) for thing, rule in THING.items())

_QUESTION_START = re.compile(
    r"^\W*(?:(?:and|but|so|well|ok(?:ay)?|oh|um|hey|samantha|wait|sorry|then|also|n|now|right|quick|love|please|come on)\W+)*"
    r"(?:(?:(?:since|from|until|till|for how|on|at|in|to|with|by) )?(?:what|wat|wot|wats|wots|wen|wens|whats|whens|wheres|whos|where|when|who|whose|whom|which|why|how)(?:'?s|'?re|'?d)?\b(?! (?:a|an) (?:day|week|"
    r"night|mess|relief|shame|joke|year)\b)|"
    r"(?:is|are|am|was|were|do|does|did|have|has|had|can|could|will|would|should|shall|may|might|"
    r"isn'?t|aren'?t|don'?t|doesn'?t|didn'?t|won'?t|can'?t|wasn'?t|weren'?t) "
    r"(?:i|you|u|he|she|it|we|they|my|the|that|this|there|your|his|her|our|their) |"
    r"(?:does|did|is|has|was|will|can|are|were) [^\W\d_]+ [^\W\d_]+|"
    r"(?:list|name|tell me|give me|remind me of|remind me) (?:me )?(?:my|the|every|everyone|everybody|all|each|what|who|where|when|which|how)\b|"
    r"how long since )"
)
_NOT_ASKED = re.compile(
    r"^\W*(?:what(?:ever)? (?:i|he|she|they|we) |when(?:ever)? (?:i|he|she|they|we|"
    r"my|the|it) |how (?:i|he|she|they) |don'?t (?:tell|ask|worry|you dare|be|"
    r"start|say|even|get)\b|have a |do (?:it|not) |why (?:not|bother)\W*$)"
)


def read(text: str) -> tuple[Request, ...]:
    """The requests in an utterance, surest first; () where nothing is asked of her."""
    shown = straight(text[:LONGEST]).strip()
    plain = shown.lower()
    if not plain:
        return ()
    if len(plain) != len(shown):  # a few letters grow when lowered; then the case is given up
        shown = plain
    found = _commands(shown)
    if found:
        return found
    for thing, rule in _THINGS:
        match = rule.search(plain)
        if match and ASKING.search(plain) and len(plain) < 160 and not _told(plain):
            return (Request("cannot", {"thing": thing}),)
    question = asked(plain)
    return (Request("question", {"question": question}),) if question else ()


_HAILS = (r"hey|hi|hello|hallo|ok|okay|so|well|right|good|morning|afternoon|evening|night|goodnight|bye|goodbye|see|you|later|"
          r"tomorrow|for|now|thanks|thank|cheers|sorry|please|oh|yes|no|welcome|back|much|very")  # fmt: skip
_ASKS_OF = r"what|where|when|who|how|why|can you|could you|do you|are you|please|forget|remember|tell me|be|stop|hush|let'?s|never|don'?t"


def as_addressed(text: str, her: str) -> str:
    """The words with the name she was given read as "Samantha", which the rules know, where it calls her."""
    name = re.escape(her)
    if not her or her == Persona().name or her.lower() not in text.lower():
        return text
    calls = (rf"^((?:\W*(?:{_HAILS})\b)+\W*){name}\b(?!')", rf"^(\W*){name}(?=\W*$|[,.!?:]|\s+(?:{_ASKS_OF})\b)",
             rf"(,\s*){name}(?=\W*$|,)")  # fmt: skip
    for call in calls:
        text = re.sub(call, rf"\g<1>{Persona().name}", text, flags=re.IGNORECASE)
    return text


def straight(text: str) -> str:
    """Curly quotes and unusual spaces as their plain forms; the length stays the same."""
    return text.translate(_STRAIGHT)


_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "\u00a0": " ",
                           "\u202f": " "})  # fmt: skip


_RHETORIC = re.compile(r"^\W*who am i\W*$")


def asked(plain: str) -> str | None:
    """The question in a lower-case utterance: a sentence with a mark, or one shaped like one."""
    if re.search(r"\b(?:never ?mind|nothing|doesn'?t matter|forget it|forget i asked)\W*$", plain):
        return None
    sentences = re.split(r"(?<=[.!?])\s+|\n+", plain)
    for sentence in reversed(sentences):
        bare = sentence.strip()
        if _RHETORIC.match(bare) and bare != plain.strip():
            continue  # "I've polished shoes. who am i": nobody is asked
        if is_question(bare) and len(bare.split()) > 1:
            return bare
        if _QUESTION_START.match(bare) and not _NOT_ASKED.match(bare) and len(bare.split()) <= 14:
            return bare
    return None


def is_question(sentence: str) -> bool:
    """Whether a sentence with a question mark asks: "i think i passed??" only wonders aloud."""
    bare = sentence.strip().lower()
    return bare.endswith("?") and not (_WONDERS.match(bare) and not _TAG.search(bare))


_WONDERS = re.compile(r"^\W*(?:and |but |so |well |ok(?:ay)? )*i(?:'m| am)? (?:\w+ly |just |kinda )*"
                      r"(?:think|guess|hope|suppose|reckon|feel|mean|passed|failed|smashed|did it"
                      r"|pretty sure)\b")  # fmt: skip
_TAG = re.compile(r"\b(?:right|do you|don't you|you think|isn't it|did i|didn't i|do i|don't i|is it|what"
                  r"|who|when|where|why)\W*\?")


def _commands(shown: str) -> tuple[Request, ...]:
    last = re.split(r"(?<=[.!?])\s+", shown)[-1]
    for words in dict.fromkeys((shown, last)):
        if len(words) > LONGEST_COMMAND:
            continue
        for intent, rule in _COMPILED:
            match = rule.search(words.lower())
            if match:
                return (Request(intent, _slots(intent, match, words)),)
    return ()


def _slots(intent: str, match: re.Match[str], words: str) -> dict[str, str]:
    """The named groups of a match, in the letters they were written in."""
    slots = {
        name: words[match.start(name) : match.end(name)].strip(" .,!?'\"")
        for name, value in match.groupdict().items()
        if value
    }
    if intent == "recall.about" and "when" in slots:
        slots["about"] = f"{slots['about']} {slots.pop('when')}"
    if slots.get("about", "").lower() in {"me", "myself", "my life", "i"}:
        slots["about"] = "me"
    return slots


def _told(plain: str) -> bool:
    """Whether the words tell of something rather than ask for it."""
    return bool(re.match(r"^\W*(?:i|he|she|they|we|my|the|it)\b(?!.*\?)", plain))
