"""Who and what is named: people, pets and places, by name, by relation, or by a pronoun."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from os1.listening.names import HERS, HIS, NOT_NAMES, PETS, RELATIONS, TITLES
from os1.listening.requests import straight
from os1.types import Mention, Sentence

_RELATION = "|".join(sorted(RELATIONS, key=len, reverse=True))
_PET = "|".join(sorted(PETS))
_NAME = r"[A-Z][\w]+(?:[-'’][A-Z]\w+)?"
_OF_MINE = re.compile(
    r"\bmy (?:(?:little|big|older|younger|elder|best|old|oldest|youngest|late|new|twin|ex|step|half|dear|"
    r"poor|dearest|good|close|only|other|lovely)[ -])*"
    rf"(?P<relation>{_RELATION}|{_PET})\b(?!'s (?:\w+ )?(?:{_RELATION})\b)"
    rf"(?:,? (?:is |was |'s )?(?:called |named )?(?P<name>{_NAME}))?",
    re.IGNORECASE,
)
_IS_MINE = re.compile(
    rf"\b(?P<name>{_NAME})(?:, | is | was |'s |, who is |, who's )(?:my|a) "
    r"(?:(?:little|big|older|younger|elder|best|old|oldest|late|new|close|good) )*"
    rf"(?P<relation>{_RELATION}|{_PET})\b"
)
_PARENT = re.compile(
    r"(?<![\w'-])(?P<relation>Dad|Daddy|Mum|Mom|Mam|Mummy|Mama|Papa|Gran|Granny|Grandma|Nan|Nana|Grandad|"
    r"Granddad|Grandpa)\b|(?:^|(?:,|\band|\bwith|\b(?:rang|called|visited|miss|saw|told|to|about)) )"
    r"(?P<plain>dad|mum|mom|mam|gran|granny|grandma|nan|grandad|granddad|grandpa)\b"
)
_THEIRS = re.compile(r"\b(?:my|a|the|his|her|their|your|our|'s)\s+$", re.IGNORECASE)
_IS_THAT = re.compile(
    rf"\b(?:he|she|they)(?:'s| is|'re| are|s| was) my (?:\w+ )?(?P<relation>{_RELATION})\b", re.IGNORECASE
)
_I_HAVE = re.compile(r"\b(?:i|we)(?:'ve|'d| have| had| just| also| now| only)*\s*$|\band\s*$|^\s*(?:got)?\s*$")
_CALLED = re.compile(
    rf"\b(?:have|has|had|got|with|get|getting) (?:a|an|one|two|this|our|my) (?:[\w-]+ ){{0,3}}"
    rf"(?P<relation>{_RELATION}|{_PET})s?,? (?:is |who is |who's )?(?:called |named )(?P<name>{_NAME})",
    re.IGNORECASE,
)
_ADDED = rf"(?:(?:little|big|old|baby|our) )?{_NAME}"
_MANY = "two|three|four|five|six|seven|both|several|lovely|little|big|old|young|grown|grown-up|best|good|dear|older|younger|\\d"
_LISTED = re.compile(
    rf"\b(?:(?i:i|we)(?i:'ve| have|'ve got| have got|'ve| got)(?: got)?|(?i:my|our)) (?:(?i:my|our) )?(?:(?i:{_MANY}) ){{0,2}}"
    rf"(?P<relation>(?i:{_RELATION}|{_PET}))(?:s|es|ren)(?:,|:| -| –| —)? (?:are |called |named |are called )?"
    rf"(?P<names>{_ADDED}(?:, (?:and )?{_ADDED})*,? (?:and|&) {_ADDED})\b(?! (?:and|&) I\b)"
)
"""Several at once: "we have three kids: Anna, Ben and little Cleo"."""
_MYSELF = re.compile(
    r"\b(?:i'm|i am|im|call me|my name is|my name's|it's|this is) $", re.IGNORECASE
)
_TITLED = re.compile(rf"\b(?P<title>{'|'.join(TITLES)})\.? (?P<name>{_NAME})", re.IGNORECASE)
_CAPITAL = re.compile(rf"(?<![\w'’]){_NAME}")
_LOWER = re.compile(r"(?<![\w'’-])[a-z][a-z]+(?![\w-])")
_PLACE_BEFORE = re.compile(r"\b(?:in|to|from|near|at|into|via|outside|around|through|leaving|"
                           r"visit(?:ing|ed)?)\s+(?:the )?$")  # fmt: skip
_PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself", "he's", "he'd", "he'll", "hes"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself", "she's", "she'd", "she'll", "shes"), "she"),
    **dict.fromkeys(("they", "them", "their", "they're", "they've", "theyre"), "they"),
}
_ALSO_WORDS = frozenset(
    "guy rob mark will bill jan dan joy dawn grace hope faith may june april rose iris hazel ivy penny "
    "robin jean jack lee pat sue ray art drew max dean grant frank nick lance kim eve sandy ruby pearl "
    "jade amber summer autumn poppy daisy violet holly olive lily misty bob jimmy rich otto basil jordan "
    "chase ross glen dale miles norman carol harry kitty angel chuck gene ken bella clement ali alec mia "
    "ana ina sam rita ted ben una ida ada elise tina gina jo cora nan maud".split()
)


def named(
    sentences: Sequence[Sentence],
    known: Mapping[str, str],
    last: Mention | None = None,
) -> tuple[Mention, ...]:
    """Everybody mentioned, in order, each at most once a sentence.

    `known` maps lower-cased names of people already met to the name as it is kept; `last` is whom
    the talk was about before, so that "she" can be followed.
    """
    found: list[Mention] = []
    person = last
    for number, sentence in enumerate(sentences):
        here = _in_sentence(straight(sentence.text), number, known)
        told = _IS_THAT.search(straight(sentence.text))
        if told and person and person.name:  # "he's my boss" tells who he is, and names nobody new
            here = [m for m in here if m.name or m.relation != told["relation"].lower()]
        people = [m for m in here if m.kind in ("person", "pet")]
        carried = _carried(straight(sentence.text), number, people, person)
        if carried:
            here.append(carried)
        found.extend(here)
        person = people[-1] if people else person
    return tuple(found)


def _in_sentence(text: str, number: int, known: Mapping[str, str]) -> list[Mention]:
    found: dict[str, Mention] = {}
    for match in _TITLED.finditer(text):
        name = f"{match['title'].capitalize()} {match['name']}"
        related = re.search(
            r"\b(?:my|his|her|our|their|the|a|big|little)\s$", text[: match.start()].lower()
        )
        if not related and match["name"][0].isupper() and match["name"].lower() not in NOT_NAMES:
            _note(found, Mention(known.get(name.lower(), name), "person", number))
    titled = {word for mention in found.values() for word in mention.name.split()}
    for rule in (_OF_MINE, _IS_MINE, _CALLED):
        for match in rule.finditer(text):
            name = match["name"] or ""
            if not name[:1].isupper():
                name = known.get(name.lower(), name.capitalize() if _given(name) else "")
            if name.lower() in NOT_NAMES:
                name = ""
            relation = match["relation"].lower()
            kind = "pet" if relation in PETS else "person"
            lead = text[: match.start()].lower()
            if rule is _CALLED and not _I_HAVE.search(lead):
                relation = ""  # somebody else's daughter
            if text[match.start("relation") - 3 : match.start("relation")].lower() in ("ex-", "ex "):
                relation = "ex"
            _note(found, Mention(name, kind, number, relation=relation))  # type: ignore[arg-type]
    _listed(found, text, number, known)
    for match in _PARENT.finditer(text):
        if not _THEIRS.search(text[: match.start()]):
            relation = (match["relation"] or match["plain"]).lower()
            _note(found, Mention("", "person", number, relation=relation))
    for match in _CAPITAL.finditer(text):
        word = match.group()
        if (
            word in titled
            or _MYSELF.search(text[: match.start()])
            or not _is_name(text, match, known)
        ):
            continue
        place = bool(_PLACE_BEFORE.search(text[: match.start()].lower()))
        met = word.lower() in known or _gender_of_name(word) is not None
        kind = (
            "place"
            if place and not met
            else "person"
            if _acts_like_one(text, match) or met
            else "other"
        )
        _note(found, Mention(known.get(word.lower(), word), kind, number))  # type: ignore[arg-type]
    for match in _LOWER.finditer(text):
        word = match.group()
        if word in known and word not in _ALSO_WORDS:
            _note(found, Mention(known[word], "person", number))
        elif (word in HERS or word in HIS) and word not in _ALSO_WORDS:
            _note(found, Mention(word.capitalize(), "person", number))
    for whole, name in known.items():  # names of more than one word, however they are written
        if " " in whole and re.search(rf"\b{re.escape(whole)}\b", text.lower()):
            _note(found, Mention(name, "person", number))
    return list(found.values())


def _listed(found: dict[str, Mention], text: str, number: int, known: Mapping[str, str]) -> None:
    """Keep several who were told together with what they are."""
    for match in _LISTED.finditer(text):
        relation = match["relation"].lower()
        kind = "pet" if relation in PETS else "person"
        for name in re.findall(_NAME, match["names"]):
            if name.lower() not in NOT_NAMES:
                _note(found, Mention(known.get(name.lower(), name), kind, number, relation=relation))  # type: ignore[arg-type]


def _given(word: str) -> bool:
    """Whether a word typed small is a given name and no everyday word."""
    return (word in HERS or word in HIS) and word not in _ALSO_WORDS


def _note(found: dict[str, Mention], mention: Mention) -> None:
    """Keep one mention a name or relation; a relation learned later is added to the name."""
    key = mention.name.lower() or f"my {mention.relation}"
    old = found.get(key)
    if old is None or (mention.relation and not old.relation):
        found[key] = mention


def _is_name(text: str, match: re.Match[str], known: Mapping[str, str]) -> bool:
    word = match.group()
    plain = word.lower()
    if plain in known:
        return True
    if (
        plain in NOT_NAMES
        or plain in RELATIONS
        or plain in PETS
        or plain in TITLES
        or len(word) < 2
    ):
        return False
    if word.isupper() and len(word) > 1 and not text.isupper() and len(word) < 5:
        return False  # an abbreviation
    if text.isupper() or (text.istitle() and len(text.split()) > 3):
        return plain in HERS or plain in HIS
    if _starts_sentence(text, match.start()):
        return plain in HERS or plain in HIS or _acts_like_one(text, match)
    return True


def _starts_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip(" \"'(*-")
    return not before or before[-1] in ".!?:…\n"


def _acts_like_one(text: str, match: re.Match[str]) -> bool:
    """Whether what follows or precedes a capitalised word is what people's names keep."""
    after = text[match.end() : match.end() + 24].lower()
    before = text[: match.start()].lower()
    return bool(
        re.match(
            r"(?:'s\b|\s+(?:is|was|has|had|said|says|called|told|asked|came|went|left|wants|wanted|got|"
            r"texted|rang|phoned|thinks|thought|and i\b|never|always|just|died|moved|lives|works|"
            r"keeps|kept|doesn't|didn't|won't|isn't|wasn't|will|would|can|can't|makes|made|loves|"
            r"hates|needs|likes|looks|laughed|cried|gave|took)\b)",
            after,
        )
        or re.search(r"\b(?:with|saw|met|told|called|asked|love|miss|missed|met up with|and|about|"
                     r"for|ring|rang|texted|visit|see|seeing|hate|forgive)\s+$", before)
    )  # fmt: skip


def _gender_of_name(name: str) -> str | None:
    first = name.split()[-1 if name.split(maxsplit=1)[0].lower() in TITLES else 0].lower()
    title = name.split(maxsplit=1)[0].lower()
    if title in ("mrs", "ms", "miss", "aunt", "auntie", "sister"):
        return "she"
    if title in ("mr", "uncle", "sir", "father"):
        return "he"
    return "she" if first in HERS else "he" if first in HIS else None


def gender(mention: Mention) -> str | None:
    """ "she", "he", or None where nothing tells."""
    told = RELATIONS.get(mention.relation.rpartition(" ")[2])
    if told in ("she", "he"):
        return told
    return _gender_of_name(mention.name) if mention.name else None


def _carried(
    text: str, number: int, people: Sequence[Mention], person: Mention | None
) -> Mention | None:
    """The person a pronoun stands for, where nobody else in the sentence could be meant."""
    if people or person is None:
        return None
    words = re.findall(r"[\w']+", text.lower())
    said = next((_PRONOUNS[word] for word in words if word in _PRONOUNS), None)
    kind = gender(person)
    if said is None or kind not in (None, said):
        return None
    told = _IS_THAT.search(text)
    relation = told["relation"].lower() if told and not person.relation else person.relation
    return Mention(person.name, person.kind, number, relation=relation, carried=True)
