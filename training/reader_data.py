"""What the reader learns parsing from: UD English EWT, as written and as people type and talk."""

from __future__ import annotations

import gzip
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tags import FORMS

FILLERS = ("um", "uh", "er", "erm", "hmm", "oh", "ah", "well", "so", "like", "lol", "haha", "yeah", "ok")
_QUOTES = str.maketrans("’ʼ`´‘", "'''''")
# Verbs and nouns whose forms EWT shows too seldom; each line is the lemma and its other forms.
IRREGULAR = """
arise arose arisen|bear bore borne|begin began begun|bend bent|bite bit bitten|bleed bled|blow blew blown
breed bred|bring brought|burn burnt|cling clung|creep crept|deal dealt|dig dug|draw drew drawn|dream dreamt
drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|flee fled
fly flew flown|forget forgot forgotten|forgive forgave forgiven|freeze froze frozen|grow grew grown|hang hung
hide hid hidden|hold held|kneel knelt|knit knitted|know knew known|lay laid|lead led|lean leant|leap leapt
learn learnt|lend lent|light lit|lose lost|mean meant|mow mown|overcome overcame|pay paid|ride rode ridden
ring rang rung|rise rose risen|saw sawn|seek sought|sell sold|sew sewn|shake shook shaken|shine shone
shoot shot|show shown|shrink shrank shrunk|sing sang sung|sink sank sunk|sleep slept|slide slid|sling slung
smell smelt|speak spoke spoken|spell spelt|spill spilt|spin spun|spit spat|spoil spoilt|steal stole stolen
stick stuck|sting stung|stink stank stunk|strike struck|swear swore sworn|sweep swept|swell swollen
swim swam swum|swing swung|take took taken|teach taught|tear tore torn|throw threw thrown|wake woke woken
wear wore worn|weave wove woven|weep wept|win won|wind wound|withdraw withdrew withdrawn|write wrote written
"""
PLURAL = (
    "man men|woman women|child children|foot feet|tooth teeth|goose geese|mouse mice|wife wives|knife knives"
)
PLURAL += (
    "|life lives|leaf leaves|half halves|wolf wolves|shelf shelves|loaf loaves|scarf scarves|person people"
)


@dataclass(frozen=True, slots=True)
class Item:
    """A word of a treebank sentence; `head` is an index into it, its own for the root."""

    form: str
    lemma: str
    tag: str
    head: int
    relation: str
    space: bool


@dataclass(frozen=True, slots=True)
class Example:
    """One to three sentences as one text; the lists have an entry a token.

    `heads` are indices into the tokens, its own for a root; `groups` number the sentences.
    """

    text: str
    spans: list[tuple[int, int]]
    groups: list[int]
    heads: list[int]
    relations: list[str]
    tags: list[str]


def documents(path: Path) -> list[list[list[Item]]]:
    """The sentences of each document of a gzipped CoNLL-U file."""
    found: list[list[list[Item]]] = [[]]
    rows: list[Item] = []
    last, spaced = 0, True  # the last word of "don't" and its kind, and whether a blank follows it
    for line in gzip.decompress(path.read_bytes()).decode("utf-8").split("\n"):
        cells = line.split("\t")
        if line.startswith("# newdoc"):
            found.append([])
        elif not line.strip() and rows:
            found[-1].append(rows)
            rows, last = [], 0
        elif len(cells) > 9 and "-" in cells[0]:
            last, spaced = int(cells[0].partition("-")[2]), "SpaceAfter=No" not in cells[9]
        elif len(cells) > 9 and cells[0].isdigit():
            at = int(cells[0])
            space = "SpaceAfter=No" not in cells[9] if at > last else at == last and spaced
            tag = f"{cells[3]}-{cells[4]}" if cells[3] in FORMS else cells[3]
            head = int(cells[6]) - 1 if cells[6] != "0" else at - 1
            rows.append(Item(cells[1], cells[2], tag, head, cells[7], space))
    return [document for document in found if document]


def without(rows: Sequence[Item], gone: set[int]) -> list[Item]:
    """The sentence without some words; whatever hung on them hangs where they hung."""
    heads = [row.head for row in rows]
    place = {at: n for n, at in enumerate(at for at in range(len(rows)) if at not in gone)}
    found = []
    for at, row in enumerate(rows):
        if at in gone:
            if row.space and found:
                found[-1] = replace(found[-1], space=True)
            continue
        head = row.head
        while head in gone:
            head = heads[head] if heads[head] != head else at
        found.append(replace(row, head=place[head]))
    return found


def typed(rows: list[Item], chance: random.Random) -> list[Item]:
    """A sentence as people type or say it: marks and apostrophes left out, slips, no "I"."""
    if chance.random() < 0.3:
        return rows
    marks = {n for n, row in enumerate(rows) if row.relation == "punct"}
    leaf = marks - {row.head for row in rows}
    gone: set[int] = set()
    if len(rows) - 1 in leaf and chance.random() < 0.6:
        gone.add(len(rows) - 1)
    if chance.random() < 0.5:
        gone |= leaf if chance.random() < 0.5 else {n for n in leaf if rows[n].form in ",;"}
    first = rows[0]
    alone = first.form.lower() in ("i", "it", "we") and all(row.head for row in rows[1:])
    if alone and first.relation == "nsubj" and chance.random() < 0.3:
        gone.add(0)
    if 0 < len(gone) < len(rows):
        rows = without(rows, gone)
    if chance.random() < 0.5:
        rows = [replace(row, form=row.form.translate(_QUOTES).replace("'", "") or row.form) for row in rows]
    if chance.random() < 0.35:
        rows = [replace(row, form=slip(row.form, chance)) for row in rows]
    return filled(rows, chance) if chance.random() < 0.2 else rows


def slip(word: str, chance: random.Random) -> str:
    """A word as a hurried finger leaves it, one time in fifteen."""
    if len(word) < 4 or not word.isalpha() or chance.random() > 1 / 15:
        return word
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(3)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at + 1 :] if kind == 1 else word[:at] + word[at] + word[at:]


def filled(rows: list[Item], chance: random.Random) -> list[Item]:
    """The sentence with a spoken filler in it."""
    at = 0 if chance.random() < 0.5 else chance.randrange(len(rows))
    if at and not rows[at - 1].space:
        return rows
    root = next(n for n, row in enumerate(rows) if row.head == n)
    word = chance.choice(FILLERS)
    filler = Item(word, word, "INTJ", root + (root >= at), "discourse", True)
    moved = [replace(row, head=row.head + (row.head >= at)) for row in rows]
    return [*moved[:at], filler, *moved[at:]]


def joined(sentences: Sequence[list[Item]], run_on: bool) -> Example:
    """Sentences as one text; run on, the later ones hang on the first root as parataxis."""
    text, spans, groups, heads = "", [], [], []
    relations, tags = [], []
    root = -1
    for number, rows in enumerate(sentences):
        base = len(spans)
        for n, row in enumerate(rows):
            spans.append((len(text), len(text) + len(row.form)))
            text += row.form + (" " if row.space or n + 1 == len(rows) else "")
            groups.append(0 if run_on else number)
            later = row.head == n and run_on and number > 0
            heads.append(root if later else base + row.head)
            relations.append("parataxis" if later else row.relation)
            tags.append(row.tag)
        if number == 0:
            root = next(n for n, row in enumerate(rows) if row.head == n)
    return Example(text, spans, groups, heads, relations, tags)


def examples(data: list[list[list[Item]]], chance: random.Random) -> Iterator[Example]:
    """Every sentence once, alone or with the next one or two, each typed anew."""
    for document in data:
        at = 0
        while at < len(document):
            many = chance.choice((1, 1, 1, 2, 3))
            part = [typed(rows, chance) for rows in document[at : at + many]]
            at += many
            bare = many > 1 and all(row.relation != "punct" for row in (rows[-1] for rows in part[:-1]))
            yield joined(part, bare and chance.random() < 0.5)


def plain(rows: list[Item]) -> list[Item]:
    """The sentence in small letters without its marks, for measuring."""
    gone = {n for n, row in enumerate(rows) if row.relation == "punct"} - {row.head for row in rows}
    kept = without(rows, gone) if len(gone) < len(rows) else rows
    return [replace(row, form=row.form.lower()) for row in kept]


# --- lemmas ----------------------------------------------------------------------------------


def _class(tag: str) -> str:
    kind = tag.partition("-")[0]
    return {"VERB": "v", "AUX": "v", "NOUN": "n", "PROPN": ""}.get(kind, "")


def edit(form: str, lemma: str) -> str:
    """What makes the lemma out of the form: letters to cut off the end, then those to add."""
    same = 0
    while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
        same += 1
    return f"{len(form) - same}{lemma[same:]}"


def lemmas(data: list[list[list[Item]]]) -> list[str]:
    """Lines "class ending edit" and "class =form lemma": rules by ending, longest first, and
    the forms that these get wrong."""
    pairs: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in (row for document in data for rows in document for row in rows):
        form, lemma = row.form.translate(_QUOTES).lower(), row.lemma.lower()
        if (
            _class(row.tag)
            and (form.isalpha() or row.tag.startswith("AUX"))
            and lemma.replace("'", "").isalpha()
        ):
            pairs[_class(row.tag), form][lemma] += 1
    words = {key: counts.most_common(1)[0][0] for key, counts in pairs.items()}
    for kind, text in (("v", IRREGULAR), ("n", PLURAL)):
        for line in text.strip().replace("\n", "|").split("|"):
            lemma, *forms = line.split()
            words.update({(kind, form): lemma for form in forms if (kind, form) not in words})
    rules = _rules(words)
    lines = [f"{kind} {ending} {change}" for (kind, ending), change in sorted(rules.items())]
    for (kind, form), lemma in sorted(words.items()):
        if ruled(rules, kind, form) != lemma:
            lines.append(f"{kind} ={form} {lemma}")
        short = form.replace("'", "")
        if short != form and short and (kind, short) not in words:
            lines.append(f"{kind} ={short} {lemma}")
    return lines


def _rules(words: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for (kind, form), lemma in words.items():
        for size in range(1, 5):
            if len(form) > size + 1:
                votes[kind, form[-size:]][edit(form, lemma)] += 1
    found: dict[tuple[str, str], str] = {}
    for (kind, ending), counts in sorted(votes.items(), key=lambda item: len(item[0][1])):
        ((change, times),) = counts.most_common(1)
        shorter = next(
            (found[kind, ending[-n:]] for n in range(3, 0, -1) if (kind, ending[-n:]) in found), "0"
        )
        if times >= 4 and times / counts.total() > 0.6 and change != shorter:
            found[kind, ending] = change
    return found


def ruled(rules: dict[tuple[str, str], str], kind: str, form: str) -> str:
    """The lemma that the endings alone give."""
    for size in range(4, 0, -1):
        change = rules.get((kind, form[-size:]))
        if change is not None and len(form) > size:
            return form[: len(form) - int(change[0])] + change[1:]
    return form
