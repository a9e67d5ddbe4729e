"""Whose it is: which person the subject of a clause means, and how people are tied to each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from os1.listening.entities import gender
from os1.listening.names import HERS, HIS, NOT_NAMES, PETS, RELATIONS, SHORT_NAMES
from os1.types import Mention, Statement

_ME = frozenset("i we me us".split())
_WITH_ME = re.compile(r"(?:(?:me|i|myself) (?:and|&|n) (?P<a>.+)|(?P<b>.+) (?:and|&|n) (?:i|me|myself))$", re.IGNORECASE)
_SHE = frozenset("she her".split())
_HE = frozenset("he him".split())
_THEY = frozenset("they them".split())
_PRONOUN = frozenset("he him she her they them it this that there who you one".split())
_OWNED = re.compile(
    r"^(?P<owner>(?i:my|our|his|her|their)|[A-Za-z][\w-]+(?: [\w-]+)?'?s) (?:\w+ ){0,2}?(?P<relation>[\w-]+)(?P<name>(?: [A-Z][\w'-]+)*)$"
)
_REL = "|".join(sorted({*RELATIONS, *PETS}, key=len, reverse=True))
_TIE = re.compile(
    rf"\b(?P<owner>[Hh]is|[Hh]er|[Tt]heir|(?:[Mm]y|[Oo]ur) [\w-]+'s|[A-Z][\w-]+'s) (?:\w+ )??"
    rf"(?P<relation>(?i:{_REL}))(?:'s (?:called|name is)|,| is|'s| called| named)? "
    r"(?P<name>[A-Z][\w'-]+)\b"
)
_IS_TIE = re.compile(
    rf"\b(?P<name>[A-Z][\w'-]+)(?:'s| is|,) (?P<owner>[Hh]is|[Hh]er|[Tt]heir|[A-Z][\w-]+'s) (?:\w+ )??(?P<relation>(?i:{_REL}))\b"
)


class People:
    """Whom a stretch of talk has named so far, so that "she" and "my sister" can be followed."""

    def __init__(self, mentions: Sequence[Mention], met: Sequence[Mention], known: frozenset[str]) -> None:
        self._mentions = mentions
        self._known = known
        self._met: list[Mention] = list(met)
        self.beside: str | None = None
        """Whoever is joined with the speaker in the last subject: "Ruth and I"."""

    def met(self, subject: str, number: int) -> None:
        """Somebody was spoken of in sentence `number`: the next "she" may mean them."""
        for each in self._mentions:
            named = each.kind == "other" and each.name.lower() in HERS | HIS | SHORT_NAMES
            if each.sentence <= number and (each.kind in ("person", "pet") or named) and not each.carried:
                self._again(replace(each, kind="person") if named else each)
        spoken = self._own(subject, number)
        if spoken:
            self._again(spoken)

    def _again(self, each: Mention) -> None:
        called = _called(each)
        self._met = [m for m in self._met if _called(m) != called] + [each]

    def subject(self, words: str, main: str, number: int) -> str | None:
        """ "me", a name or a relation ("my sister", "Ruth's boyfriend"); None where nobody is meant."""
        plain = words.lower().strip()
        self.beside = None
        joined = _WITH_ME.match(words.strip())
        if joined:
            self.beside = self.subject(joined["a"] or joined["b"], "", number)
            return "me"
        if plain in _ME:
            return "me"
        if not plain:
            third = re.match(r"(?:works|lives|plays|likes|loves|hates|has|does|goes|moved|is)\b", main)
            return (self._carried("they", number) if third and third[0].endswith("s") else None) or "me"
        if plain in _SHE | _HE | _THEY:
            return self._carried("she" if plain in _SHE else "he" if plain in _HE else "they", number)
        if is_pronoun(plain):
            return None
        spoken = self._own(words, number)
        return _called(spoken) if spoken else None

    def now_of(self, name: str, relation: str, number: int) -> None:
        """Somebody just came up by what they are to another: the next "he" may be them."""
        self._again(Mention(name, "person", number, relation=relation))

    def another(self, name: str) -> str | None:
        """Whoever came up last and isn't called this."""
        here = [m for m in self._mentions if m.kind == "person" and m.name.lower() != name.lower()]
        met = [m for m in self._met if m.name.lower() != name.lower()]
        return _called((met or here)[-1]) if met or here else None

    def other_than_me(self, number: int) -> str | None:
        """Whoever else a sentence names, else whom the talk was about."""
        here = [m for m in self._mentions if m.kind in ("person", "other") and m.sentence >= number]
        return _called(here[0]) if here else self._carried("they", number)

    def _own(self, words: str, number: int) -> Mention | None:
        """The mention a phrase stands for."""
        plain = words.strip()
        owned = _OWNED.match(plain)
        if owned:
            return self._of(owned, number)
        if plain.lower() in RELATIONS and plain.lower() not in ("friend", "baby", "kid", "child"):
            return self._related(plain.lower())
        for each in self._mentions:
            if each.name and each.name.lower() == plain.lower() and each.kind in ("person", "pet", "other"):
                return each if each.kind != "other" else replace(each, kind="person")
        name = plain.removesuffix("'s")
        low = name.lower()
        if low in self._known or low in HERS or low in HIS:
            return Mention(name[:1].upper() + name[1:], "person", number)
        if (
            re.fullmatch(r"[A-Z][\w'-]+(?: [A-Z][\w'-]+)?", name)
            and low not in NOT_NAMES
            and not low.startswith("the ")
        ):
            return Mention(name, "person", number)
        return None

    def _of(self, owned: re.Match[str], number: int) -> Mention | None:
        relation, name = owned["relation"].lower(), owned["name"].strip()
        if relation not in RELATIONS and relation not in PETS:
            return None
        kind = "pet" if relation in PETS else "person"
        owner = owned["owner"].lower()
        if owner in ("my", "our"):
            own = self._related(relation)
            return Mention(name, kind, number, relation=relation) if name else own  # type: ignore[arg-type]
        if owner in ("his", "her", "their"):
            who = self._carried({"his": "he", "her": "she"}.get(owner, "they"), number)
        else:
            who = self.subject(re.sub(r"'?s$", "", owned["owner"]), "", number)
        if who is None or who == "me":
            return None
        return Mention(name, kind, number, relation=f"{who.removeprefix('my ')}'s {relation}")  # type: ignore[arg-type]

    def _related(self, relation: str) -> Mention:
        for each in self._mentions:
            if each.relation == relation:
                return each
        return Mention("", "pet" if relation in PETS else "person", 0, relation=relation)

    def _carried(self, pronoun: str, number: int) -> str | None:
        for each in self._mentions:
            if each.carried and each.sentence == number:
                return _called(each)
        for each in reversed(self._met):
            if each.kind in ("person", "pet") and (
                pronoun == "they" or gender(each) in (None, "they", pronoun)
            ):
                return _called(each)
        return None


def _called(each: Mention) -> str:
    if each.name:
        return each.name
    return each.relation if each.relation[:1].isupper() else f"my {each.relation}"


def is_pronoun(words: str) -> bool:
    """Whether the words are a pronoun that names nothing by itself."""
    return words.lower() in _PRONOUN


_NEW_TIE = re.compile(
    r"\b(?P<owner>[Hh]e|[Ss]he|[A-Z][\w-]+|[Mm]y (?!ha(?:s|ve)\b)[\w-]+(?: (?!ha(?:s|ve)\b|got\b|met\b)[\w-]+){0,2})"
    r"(?:'s| has|'ve| have)? (?:got|has|met|found|have) (?:a|an|himself a|herself a) "
    r"(?:new |little |older |younger |baby |lovely |serious )*(?P<relation>boyfriend|girlfriend|partner|fella|husband|wife|fiancée?|son|daughter|boy|girl|baby"
    r"|lodger|flatmate"
    r"|boss|dog|cat|puppy|kitten|brother|sister)\b(?:,? (?:called|named) (?P<name>[A-Za-z][\w'-]+))?"
)
_CALLED_PET = re.compile(
    rf"\b(?:we|I|i|We)\b.*?\b(?:an?|our|my) (?:\w+ ){{0,2}}?(?P<pet>{'|'.join(sorted(PETS))}) (?:called|named) (?P<name>[A-Za-z][\w'-]+)"
    rf"|(?<=\band )(?:an?) (?:\w+ )?(?P<pet2>{'|'.join(sorted(PETS))}) (?:called|named) (?P<name2>[A-Za-z][\w'-]+)"
)
_SAME_TIE = {"boy": "son", "girl": "daughter", "fella": "boyfriend"}


def ties(text: str, mentions: Sequence[Mention], number: int, people: People) -> list[Statement]:
    """Who is whose: "Ruth is my sister", "her boyfriend Karim"."""
    found = [
        Statement("person", m.name, "is my", m.relation, f"{m.name} is your {m.relation}", number)
        for m in mentions
        if m.sentence == number and m.name and m.relation and (not m.carried or _IS_MY.search(text))
    ]
    for rule in (_TIE, _IS_TIE):
        for match in rule.finditer(text):
            owner = match["owner"].lower()
            who = people.subject(
                {"his": "he", "her": "she", "their": "they"}.get(owner, match["owner"].removesuffix("'s")),
                "",
                number,
            )
            if who and who not in ("me", match["name"]) and match["name"].lower() not in NOT_NAMES:
                value = f"{who.removeprefix('my ')}'s {match['relation'].lower()}"
                shown = f"{re.sub('^my ', 'your ', who)}'s {match['relation'].lower()}"
                found.append(
                    Statement(
                        "person", match["name"], "relation", value, f"{match['name']} is {shown}", number
                    )
                )
    for match in _CALLED_PET.finditer(text):
        name, pet = match["name"] or match["name2"], (match["pet"] or match["pet2"]).lower()
        name = name[:1].upper() + name[1:]
        if not any(each.subject == name for each in found):
            found.append(Statement("person", name, "is my", pet, f"{name} is your {pet}", number))
    for match in _NEW_TIE.finditer(text):
        who = people.subject(match["owner"], "", number)
        if who and who != "me":
            relation = _SAME_TIE.get(match["relation"].lower(), match["relation"].lower())
            value = f"{who}'s {relation}"
            name = (match["name"] or "").capitalize()
            shown = re.sub(r"^my\b", "your", value)
            told = f"{name} is {shown}" if name else f"{re.sub('^my ', 'your ', who)} has a {relation}"
            found.append(Statement("person", name or value, "relation", value, told, number))
            people.now_of(name, value, number)
    return found


_IS_MY = re.compile(r"\b(?:he|she|they)(?:'s| is|s|'re| are| was) my\b", re.IGNORECASE)
