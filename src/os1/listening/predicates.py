"""What can be stated of somebody: the predicates, how many values each holds at once, and how a
statement of it is said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Room = Literal["one", "many", "each"]
"""How many values stand at once: one; many; or one with each other person ("terms")."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """`base` is the verb phrase in its plain form, {} standing for the value."""

    name: str
    room: Room
    base: str


_TABLE = """
is called | one | be called {}
nickname | many | go by {}
lives in | one | live in {}
is from | one | come from {}
works at | one | work at {}
works as | one | work as {}
studies at | one | study at {}
studies | one | study {}
speaks | many | speak {}
age | one | be {}
birthday | one | have a birthday on {}
is my | one | be your {}
relation | many | be {}
partner | one | be with {}
married to | one | be married to {}
terms | each | be {}
has child | many | have {}
has sibling | many | have {}
has pet | many | have {}
is a | one | be a {}
allergic to | many | be allergic to {}
diet | one | be {}
eats | many | eat {}
drinks | many | drink {}
smokes | one | smoke {}
has condition | many | have {}
takes | many | take {}
likes | many | like {}
dislikes | many | dislike {}
favourite | each | have a favourite: {}
plays | many | play {}
does | many | do {}
owns | many | own {}
drives | one | drive {}
supports | one | support {}
reading | one | be reading {}
learning | many | be learning {}
member of | many | belong to {}
believes | many | believe in {}
afraid of | many | be afraid of {}
wants | many | want {}
died | one | die {}
located | each | be {}
happened | many | {}
asked to remember | many | asked me to keep in mind: {}
"""
_ROWS = [[part.strip() for part in line.split("|")] for line in _TABLE.strip().splitlines()]
PREDICATES: dict[str, Predicate] = {name: Predicate(name, room, base) for name, room, base in _ROWS}  # type: ignore[arg-type]
SEVERAL = frozenset(
    ("likes", "dislikes", "eats", "drinks", "plays", "speaks", "takes", "owns", "allergic to", "has condition",
     "afraid of")
)
OPPOSITE = {"likes": "dislikes", "dislikes": "likes"}
_SWAP = {
    "my": "your",
    "i": "you",
    "me": "you",
    "mine": "yours",
    "myself": "yourself",
    "our": "your",
    "i'm": "you're",
}


def room(predicate: str) -> Room:
    """How many values a predicate holds; one that isn't known holds many."""
    known = PREDICATES.get(predicate)
    return known.room if known else "many"


def said(subject: str, predicate: str, value: str, *, denied: bool = False, over: bool = False) -> str:
    """A statement as she would say it to the person: "you live in Ghent", "Ruth isn't vegan"."""
    value = turned(value)
    known = PREDICATES.get(predicate)
    if known is None or predicate in ("happened", "feels"):
        return f"{_you(subject)}: {value}"
    if predicate == "terms":
        return _between(subject, value, denied=denied, over=over)
    if predicate == "located" and ":" in value:
        thing, _, place = value.partition(":")
        return f"your {thing} {'isn’t' if denied else 'was' if over else 'is'} {place.strip()}".replace("’", "'")
    if predicate == "birthday" or (predicate == "favourite" and ":" in value):
        return _attribute(subject, predicate, value, denied=denied, over=over)
    if predicate in _COUNTED and _SINGULAR.fullmatch(value) and not _DETERMINED.match(value):
        value = f"{'an' if value[0] in 'aeiou' else 'a'} {value}"
    return f"{_you(subject)} {_conjugated(_base(known, value), you=subject == 'me', denied=denied, over=over)}"


_COUNTED = ("works as", "is a", "drives", "has pet", "owns")
_SINGULAR = re.compile(r"[a-z][a-z' -]*[^s\W]")
_STATES = frozenset(
    ("retired", "unemployed", "out of work", "self-employed", "between jobs", "single", "divorced", "separated",
     "engaged", "widowed", "pregnant", "diabetic", "asthmatic", "epileptic", "autistic", "dyslexic", "deaf", "blind",
     "anaemic", "bipolar", "expecting", "married", "together", "a widow", "a widower", "on benefits")
)  # fmt: skip
_ENDED = frozenset(("died", "dead", "passed away", "passed", "passed on", "gone now", "no longer with us"))


def _base(known: Predicate, value: str) -> str:
    """The verb phrase of a statement, in its plain form."""
    low = value.lower()
    if known.name == "died" and low in _ENDED:
        return "die"
    if low in _STATES:
        return f"be {value}"
    if known.name in ("smokes", "drinks") and low.startswith(known.name[:-1]):
        return known.name[:-1]
    if known.name == "does" and (low.startswith("to ") or re.match(r"\w+ing\b", low)):
        return f"go {value}"
    if known.name == "does" and low.startswith("in "):
        return f"sing {value}"
    return known.base.format(value)


def _attribute(subject: str, predicate: str, value: str, *, denied: bool, over: bool) -> str:
    """What is somebody's: "your favourite song is Hejira"."""
    owner = "your" if subject == "me" else f"{turned(subject)}'s"
    what, _, named = value.partition(":") if predicate == "favourite" else ("", "", value)
    verb = "isn't" if denied else "was" if over else "is"
    return f"{owner} {f'favourite {what}' if what else 'birthday'} {verb} {named.strip()}"


_DETERMINED = re.compile(
    r"(?:an?|the|your|his|her|their|our|some|two|three|four)\b|\w+ing\b|(?:retired|unemployed|self-employed|out of|between|on) ?"
)


def _between(other: str, value: str, *, denied: bool, over: bool) -> str:
    """How the person and somebody else stand: "you and Ruth aren't speaking"."""
    both = f"you and {turned(other)}" if other != "me" else "you"
    plain = re.sub(r"^be ", "", value.lower())
    if re.match(r"(?:not )?(?:speak|talk|on|friends|mates|best)", plain):
        plain = re.sub(r"^speaks?\b", "speaking", re.sub(r"^talks?\b", "talking", plain))
        return f"{both} {'used to be' if over else 'aren’t' if denied else 'are'} {plain}".replace("’", "'")
    if re.match(r"(?:made|making|patched|cleared|buried)", plain):
        return f"{both} have {plain.replace('making', 'made')}"
    if re.match(r"(?:fell|fallen|falling|had)", plain):
        return f"{both} {plain.replace('fallen', 'fell').replace('falling', 'fell')}"
    return f"{both}: {value}"


def _conjugated(base: str, *, you: bool, denied: bool, over: bool) -> str:
    verb, _, rest = base.partition(" ")
    rest = f" {rest}" if rest else ""
    if base.startswith("asked "):
        return base
    if verb == "die":
        return "died"
    if over:
        return f"used to {verb}{rest}"
    if verb == "be":
        bare = ("aren't" if you else "isn't") if denied else ("are" if you else "is")
        return f"{bare}{rest}"
    if denied:
        return f"{'don’t' if you else 'doesn’t'} {verb}{rest}".replace("’", "'")
    return f"{verb if you else _third(verb)}{rest}"


def _third(verb: str) -> str:
    mark = verb[-1] if verb.endswith(":") else ""
    verb = verb.rstrip(":")
    if verb == "have":
        return "has" + mark
    if re.search(r"(?:[sxo]|ch|sh)$", verb):
        return verb + "es" + mark
    return (verb[:-1] + "ies" if re.search(r"[^aeiou]y$", verb) else verb + "s") + mark


def _you(subject: str) -> str:
    return "you" if subject == "me" else turned(subject)


def turned(words: str) -> str:
    """The person's "my" and "me" as she says them back."""
    return re.sub(
        r"\b(?:my|i|me|mine|myself|our|i'm)\b", lambda m: _SWAP[m[0].lower()], words, flags=re.IGNORECASE
    )
