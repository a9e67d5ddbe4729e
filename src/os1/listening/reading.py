"""Words with their parts of speech, and the base noun phrases they make up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from os1.listening.segments import tokens
from os1.listening.tags import tag_forms

_STRAIGHT = str.maketrans("’ʼ`´‘", "'''''")
DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday tonight "
    "tmrw mon tue tues wed thu thurs fri".split()
)
_NOUNS = ("NOUN", "PROPN")


@dataclass(frozen=True, slots=True)
class Word:
    """A token with its straightened small-letter form and its tag; offsets into the sentence."""

    text: str
    low: str
    tag: str
    start: int
    end: int

    @property
    def kind(self) -> str:
        """The universal part of speech alone."""
        return self.tag.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A base noun phrase, `words[first:last]`; `head` is the index of its main noun."""

    first: int
    last: int
    head: int
    pronoun: bool = False


def read(sentence: str) -> list[Word]:
    """The tagged words of one sentence; hyphenated words are one ("mother-in-law")."""
    return list(_read(sentence))


@lru_cache(maxsize=32)  # topic, clause and turning about ask for the same sentence in one turn
def _read(sentence: str) -> tuple[Word, ...]:
    found: list[Word] = []
    row = tokens(sentence)
    for token, form in zip(row, tag_forms(row), strict=True):
        low = token.text.translate(_STRAIGHT).lower()
        word = Word(token.text, low, form, token.start, token.end)
        if _hyphenated(found, word):
            found[-2:] = [_joined(found[-2], found[-1], word)]
        else:
            found.append(word)
    return tuple(_mended(found))


def clear() -> None:
    """Let go of the sentences read lately."""
    _read.cache_clear()


_FINITE = ("VERB-VBD", "VERB-VBP", "VERB-VBZ", "AUX")
_FELT = frozenset("hurts aches sucks".split())
# "I made my mother cry": a verb after its subject, not a kind of cry.
_CAUSES = frozenset("make makes made making let lets letting watch watched hear heard help".split())
_CAUSED = frozenset("cry laugh smile sleep work talk run wait walk worry fall change dance".split())
_MADE = ("ed", "en", "ing")


def _mended(row: list[Word]) -> list[Word]:
    """Mends what the tagger got wrong where the words around it show it.

    "About her friends" has an owner. A clause without any verb gets the one that was taken for a
    noun: "my back hurts", "my flatmate ate my leftovers", "my phone's broken".
    """
    for at in range(1, len(row) - 1):
        owner = row[at].tag == "PRON-PRP" and row[at].low == "her"
        if owner and row[at - 1].kind == "ADP" and row[at + 1].kind in ("NOUN", "ADJ"):
            row[at] = replace(row[at], tag="PRON-PRP$")
    end = next((at for at, word in enumerate(row) if at and word.kind == "CCONJ"), len(row))
    if any(word.tag.startswith(_FINITE) for word in row[:end]):
        return row
    for at in range(1, end):
        word, before = row[at], row[at - 1]
        after = row[at + 1] if at + 1 < end else None
        if word.low == "'s" and after and after.low.endswith(_MADE) and at + 2 in (end, len(row)):
            row[at : at + 2] = [replace(word, tag="AUX-VBZ"), replace(after, tag="ADJ")]
            break
        if before.kind in ("NOUN", "ADJ") and _acts(word, after) and at > 1:
            row[at - 1] = replace(before, tag="NOUN-NN")
            row[at] = replace(word, tag="VERB-VBZ" if word.tag == "NOUN-NNS" else "VERB-VBD")
            break
    return row


def _acts(word: Word, after: Word | None) -> bool:
    """Whether a word tagged as a noun must be the verb, going by what follows."""
    determined = after is not None and (after.kind == "DET" or after.tag == "PRON-PRP$")
    if word.tag == "NOUN-NNS":
        free = after is not None and after.kind in ("ADV", "PRON", "PART")
        return determined or free or word.low in _FELT
    return word.tag == "NOUN-NN" and determined


def _hyphenated(before: Sequence[Word], word: Word) -> bool:
    return (
        len(before) > 1
        and before[-1].text == "-"
        and before[-2].end == before[-1].start
        and before[-1].end == word.start
        and before[-2].text[-1].isalnum()
        and word.text[0].isalnum()
    )


def _joined(left: Word, mark: Word, right: Word) -> Word:
    form = right.tag
    if right.low == "law" or (left.kind == "NOUN" and right.kind == "ADP"):
        form = "NOUN-NN"
    elif form.startswith("VERB-VBN") or form.startswith("VERB-VBG") or form.startswith("VERB-VBD"):
        form = "ADJ"
    low = f"{left.low}-{right.low}"
    return replace(left, text=left.text + mark.text + right.text, low=low, tag=form, end=right.end)


def chunks(words: Sequence[Word]) -> list[Chunk]:
    """Base noun phrases in order, each ending in its noun; pronouns stand alone."""
    found = []
    at = 0
    while at < len(words):
        chunk = _pronoun(words, at) or _phrase(words, at)
        if chunk is not None:
            found.append(chunk)
            at = chunk.last
        else:
            at += 1
    return found


def _pronoun(words: Sequence[Word], at: int) -> Chunk | None:
    word = words[at]
    if word.kind == "PRON" and word.tag != "PRON-PRP$" and not word.tag.startswith("PRON-W"):
        return Chunk(at, at + 1, at, pronoun=True)
    return None


def _phrase(words: Sequence[Word], first: int) -> Chunk | None:
    """The noun phrase that starts at `first`, cut back to its last noun; None if it has none."""
    at = first
    noun = -1
    while at < len(words) and _goes_on(words, first, at, noun):
        if words[at].kind in _NOUNS and words[at].low not in ("'s", "'"):
            noun = at
        at += 1
    if noun < first:
        return None
    return Chunk(first, noun + 1, noun)


def _goes_on(words: Sequence[Word], first: int, at: int, noun: int) -> bool:
    word, kind = words[at], words[at].kind
    if word.low in ("'s", "'"):
        return noun == at - 1 and kind == "PART"
    owned = at > first and words[at - 1].low in ("'s", "'")
    if noun >= 0 and not owned:
        # After its noun a phrase goes on only with another noun ("the garden gate"), and never
        # with the day something happened ("my mother yesterday").
        caused = first > 0 and words[first - 1].low in _CAUSES and word.low in _CAUSED
        return kind in _NOUNS and word.low not in DAYS and not caused and _adjoins(words, at)
    if kind in _NOUNS or kind in ("ADJ", "NUM"):
        return True
    if word.tag == "PRON-PRP$" or kind == "DET":
        return at == first or words[at - 1].low in ("all", "both", "half", "such", "quite", "what")
    following = words[at + 1].kind if at + 1 < len(words) else ""
    if kind == "ADV":
        return at > first and following == "ADJ"
    shaped = word.tag in ("VERB-VBN", "VERB-VBG")
    return shaped and at > first and following in (*_NOUNS, "ADJ")


def _adjoins(words: Sequence[Word], at: int) -> bool:
    """Whether nothing but a blank parts the word from the one before."""
    return words[at].start - words[at - 1].end <= 1
