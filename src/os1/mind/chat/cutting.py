"""Cutting a model's stream into what can be spoken: sentences, the first of them perhaps in two goes.

What isn't speech is taken out on the way: thinking aloud, marks of lists and headings, stage directions,
small pictures, the label "Samantha:", and whatever follows where a model begins to speak for the person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

EARLY, LEAST = 48, 22
"""Characters of the first sentence from which a part of it may go out, and how long that part is at least."""
ENOUGH = 1_600  # characters of a reply; nobody talks longer at a stretch
TOO_LONG = 500  # characters of one sentence
LOOP = 4  # the same few words so often, one after the other, are a loop

_END = re.compile(r"[.!?…]+[\"”’)\]*_]*(?=\s)|\n+")
_SHORTENED = re.compile(r"(?:\b(?:mr|mrs|ms|dr|st|no|vs|etc|e\.g|i\.e|a\.m|p\.m|prof|[a-z])|^\W*\d{1,3})\.$", re.IGNORECASE)
_MARK = re.compile(r"(?<=\w)(?:[,;:]| [–—-])(?= )")
_THINKING = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|$)", re.DOTALL)
_OVER = re.compile(
    r"<\|[^>]*\|?>?|</?s>|\[/?INST\]|<(?:end|start)_of_turn>|(?:^|\n+)\s*(?:user|human|they say|you|person)\s*:|\n+\s*assistant\s*:|\(for you alone",
    re.IGNORECASE,
)
_HALF_TAG = re.compile(r"<[^<>\n]{0,14}$")
_STAGE = re.compile(r"(?<![*\w])\*[a-z]+s\b[^*\n]{0,60}\*(?!\*)|(?<!\w)[\[(](?:smil|laugh|chuckl|paus|sigh|soft|gentl|warm|nod|giggl)[^)\]\n]*[)\]]")
_MARKUP = re.compile(r"^\s*(?:#{1,6} |[-*•] |\d{1,2}[.)] |> )|\*\*?|__|`+", re.MULTILINE)
_PICTURES = re.compile("[\U0001f000-\U0001faff\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d]")
_RUN = re.compile(rf"(.{{2,60}}?)\1{{{LOOP - 1},}}$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Clause:
    """Something that can be spoken. `begins` and `ends` say whether a sentence begins or ends with it;
    `sentence` is all of the sentence so far."""

    text: str
    sentence: str
    begins: bool = True
    ends: bool = True


class Cutter:
    """Takes a reply as it comes and gives it out clause by clause."""

    def __init__(self, her: str = "") -> None:
        self._label = re.compile(rf"^\s*(?:\W*\b(?:{re.escape(her)}|samantha|assistant|her)\b\W*:)\s*", re.IGNORECASE)
        self._raw = self._text = ""  # as it came; without what isn't for anybody's ears
        self._done = 0
        self._early = 0  # how much of the sentence that stands at `_done` has gone out
        self._first = True
        self.over = False

    @property
    def looping(self) -> bool:
        """Whether it says the same few words over and over."""
        return bool(_RUN.search(self._text[-400:]))

    @property
    def endless(self) -> bool:
        """Whether a sentence goes on longer than anybody could say it."""
        return len(self._text) - self._done > TOO_LONG

    def push(self, text: str) -> list[Clause]:
        """What can be spoken now that `text` has come too."""
        self._raw += text
        return self._cut(last=False)

    def rest(self) -> list[Clause]:
        """What is left when nothing more comes."""
        return self._cut(last=True)

    def _cut(self, *, last: bool) -> list[Clause]:
        text = _THINKING.sub(" ", self._raw)
        stop = _OVER.search(text)
        if stop:
            self.over, text = True, text[: stop.start()]
        elif len(text) > ENOUGH:  # what hasn't ended by then stays unsaid
            self.over, text = True, text[: max((m.end() for m in _END.finditer(text, 0, ENOUGH)), default=0)]
        elif not last and (half := _HALF_TAG.search(text)):
            text = text[: half.start()]
        last = last or self.over
        text = self._label.sub("", text.lstrip())
        self._text = text
        if not last and len(text) < LEAST:
            return []  # it may still turn out to be the label of a speaker
        found = []
        while (end := self._ends(text, last)) is not None:
            found += self._clause(text[self._done : end], ends=True)
            self._done, self._early = end, 0
        if not last and self._first and (early := self._breath(text[self._done :])):
            found += self._clause(text[self._done : self._done + early], ends=False)
            self._early = early
        return found

    def _ends(self, text: str, last: bool) -> int | None:
        """Where the sentence that stands at `_done` ends, if it does."""
        for match in _END.finditer(text, self._done):
            if not text[self._done : match.end()].strip():
                continue
            if match[0][0] == "\n" or not _SHORTENED.search(text[self._done : match.end()]):
                return match.end()
        return len(text) if last and text[self._done :].strip() else None

    def _breath(self, sentence: str) -> int:
        """Where the first sentence may be drawn breath in, 0 for nowhere."""
        if self._early or len(sentence) < EARLY:
            return 0
        return next((m.start() for m in _MARK.finditer(sentence) if m.start() >= LEAST), 0)

    def _clause(self, sentence: str, *, ends: bool) -> list[Clause]:
        text, whole = speakable(sentence[self._early :]), speakable(sentence)
        if not text:
            return []
        begins = self._early == 0
        self._first = self._first and not ends
        return [Clause(text, whole, begins, ends)]


def speakable(text: str) -> str:
    """A stretch of a model's text as it can be said."""
    plain = _PICTURES.sub("", _MARKUP.sub("", _STAGE.sub("", text)))
    bare = " ".join(plain.split())
    if bare.count('"') % 2:
        bare = bare.replace('"', "")
    return bare if re.search(r"\w", bare) else ""
