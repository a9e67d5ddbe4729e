"""Whether some words are a whole statement: a subject, a finite verb, an end."""

from __future__ import annotations

from collections.abc import Sequence

from os1.listening.reading import DAYS, Chunk, Word, chunks

_HERS = frozenset(
    "you your yours yourself yourselves u ur ya y'all we us our ours ourselves let's lets "
    "samantha os1 'em".split()
)
_NOMINATIVE = frozenset(
    "i he she it they this that there everyone everybody everything someone somebody something "
    "nobody nothing these those one".split()
)
_ADVERBS = frozenset(
    "never really just also still always only even kinda sorta probably definitely actually "
    "honestly already sometimes often usually almost finally once now then both all literally "
    "totally not n't so barely hardly nearly ever suddenly recently simply truly absolutely "
    "completely genuinely constantly maybe ai".split()
)
FINITE = ("VERB-VBD", "VERB-VBP", "VERB-VBZ", "AUX-VBD", "AUX-VBP", "AUX-VBZ", "AUX-MD")
_SUBJECT_LINKS = frozenset("and of from about at in with for on behind".split())
_BE = frozenset("was 'm 's 're is am are were be".split())
_CLITICS = frozenset("'m 's 're 've 'll 'd".split())
_OPENERS = frozenset(
    "who why how where which whose whom what when if unless whether although while since after "
    "before until once as than because though except".split()
)
_FRAMES = frozenset("if when whenever since while after before once although though".split())
# "I know", "I think so": nothing is in them to say back.
_HOLLOW = frozenset(
    "know think guess mean see suppose agree understand hope wonder reckon believe imagine get "
    "remember forget say said told".split()
)
_HOLLOW_ENDS = frozenset(
    "so not it ok okay fine right true alright that good kidding joking serious sure same too "
    "bye done back here".split()
)
_TO_HER = (
    "a question", "to ask", "to tell", "to say", "to talk about", "take it back", "like to know",
    "want to know", "wanted to know", "wondering", "asking", "trust me", "believe me", "my bad",
    "my god", "oh my", "kill my", "kill him", "kill her", "kill them", "was dead", "were dead",
    "be dead", "to die", "end it all", "hurt myself", "kill myself", "like to hear",
    "i deserve",
    "as i said", "like i said", "swear to",
)  # fmt: skip
BELITTLING = frozenset(
    "worthless stupid idiot idiotic failure loser ugly fat pathetic useless nobody nothing burden "
    "disgusting terrible horrible awful weak dumb crazy insane broken unlovable hopeless lazy "
    "joke mess wreck selfish trash garbage rubbish monster fraud coward bad fool disappointment "
    "unlikeable boring freak waste problem".split()
)
_SEEMS = frozenset(
    "say says said saying tell tells told telling think thinks thought thinking feel feels felt "
    "like scared afraid worried worry believes believe called calls wonder wondering if".split()
)
_LEAVING = frozenset(
    "i should have to need got gotta got ta better must 'd 've go run leave sleep get going now "
    "soon off to bed am 'm ought probably really just work".split()
)
_LOOSE_ENDS = ("DET", "CCONJ", "SCONJ", "PRON-PRP$", "PUNCT", "SYM", "X", "PART")
_LINKS = frozenset("of at with for from by into and or but because than as if my the a an".split())


def states(row: Sequence[Word]) -> bool:
    """Whether the tagged words are one whole statement that could be said back."""
    lows = [word.low for word in row]
    if _HERS & set(lows) or any(word.kind in ("SYM", "X", "INTJ") for word in row):
        return False
    joined = " ".join(lows)
    if any(f" {words} " in f" {joined} " for words in _TO_HER) or not _ends(row):
        return False
    if not all(_placed(row, at) for at, low in enumerate(lows) if low == "i") or _quotes(row):
        return False
    if _demeans(lows) or _leaves(lows):
        return False
    return _supposes(row) if lows[0] in _FRAMES else _says(row)


def _demeans(lows: Sequence[str]) -> bool:
    """Whether the person runs themselves down: she never says "you're a failure"."""
    for at, low in enumerate(lows[:-1]):
        blamed = low == "my" and lows[at + 1] == "fault" and not {"not", "n't"} & set(lows[:at])
        if blamed and not _SEEMS & set(lows[:at]):
            return True
        if low in ("i", "myself") and not _SEEMS & set(lows[:at]):
            near = lows[at + 1 : at + 8]
            if near[0] in _BE and BELITTLING & set(near) and not {"not", "n't"} & set(near[:3]):
                return True
    return False


def _leaves(lows: Sequence[str]) -> bool:
    """Whether the person only says that they are off: "I should go now", "I've got to run"."""
    return lows[0] == "i" and len(lows) > 2 and set(lows[1:]) <= _LEAVING


def _supposes(row: Sequence[Word]) -> bool:
    """Whether an "if" or "when" clause stands in front and a whole statement follows it."""
    for at in range(3, len(row) - 1):
        comma = row[at].low == ","
        if _says(row[1:at], hollow=True) and _says(row[at + comma :], hollow=True):
            return True
    return False


def _says(row: Sequence[Word], *, hollow: bool = False) -> bool:
    """Whether there are a subject and a finite verb, and with `hollow` False more than that."""
    if not row or row[0].low in _OPENERS or row[0].kind in ("AUX", "PART", "CCONJ", "SCONJ"):
        return False
    first = _subject_at(row)
    verb = _after_subject(row, first)
    return verb is not None and _finite(row, verb) and (hollow or not _hollow(row, first, verb))


def _subject_at(row: Sequence[Word]) -> int:
    """Where the subject starts, past "today", "last week", "at work"."""
    at = 0
    spans = {chunk.first: chunk for chunk in chunks(row)}
    while at < len(row):
        word = row[at]
        if at in spans and _when(row, spans[at]) and not _verbal(row, spans[at].last):
            at = spans[at].last
        elif word.kind == "ADP" and at + 1 in spans and not spans[at + 1].pronoun:
            at = spans[at + 1].last
        elif (word.kind == "ADV" and word.low != "there") or (word.low == "," and at):
            at += 1
        else:
            break
    return at


def _when(row: Sequence[Word], chunk: Chunk) -> bool:
    """Whether a noun phrase says when something was."""
    first, head = row[chunk.first].low, row[chunk.head].low
    return head in DAYS or (
        first in ("last", "this", "every", "next", "all", "one", "most", "these")
        and head
        in (
            "night week month year morning evening afternoon weekend day time summer winter "
            "spring autumn days nights"
        ).split()
    )


def _verbal(row: Sequence[Word], at: int) -> bool:
    return at < len(row) and row[at].tag in FINITE


def _after_subject(row: Sequence[Word], first: int) -> int | None:
    """The place of the verb, past the subject and the adverbs after it."""
    spans = {chunk.first: chunk for chunk in chunks(row)}
    at = _past(row, spans, first)
    while at is not None and at + 1 < len(row) and row[at].low in _SUBJECT_LINKS:
        # "me and Tom", "the end of term", "everyone at work".
        joined = _past(row, spans, at + 1, joined=row[at].low)
        if joined is None:
            return None
        at = joined
    if at is None:
        return None
    while at < len(row) and (row[at].kind == "ADV" or row[at].low in _ADVERBS):
        at += 1
    return at if at < len(row) else None


def _past(row: Sequence[Word], spans: dict[int, Chunk], at: int, joined: str = "") -> int | None:
    """The place after the noun phrase or pronoun at `at`; None where none may stand there."""
    if at >= len(row):
        return None
    low = row[at].low
    if low == "me":
        paired = joined == "and" or [word.low for word in row[at + 1 : at + 2]] == ["and"]
        return at + 1 if paired else None
    if low == "i" or (low in _NOMINATIVE and row[at].kind in ("PRON", "DET")):
        return at + 1
    if low == "no" and at + 1 < len(row) and row[at + 1].low == "one":
        return at + 2
    chunk = spans.get(at)
    if chunk is None or (chunk.pronoun and not joined):
        return None
    return chunk.last


def _finite(row: Sequence[Word], at: int) -> bool:
    word = row[at]
    if word.low in _CLITICS:
        return word.kind in ("AUX", "VERB") and at + 1 < len(row)
    if word.tag == "VERB-VB":
        # Bare forms and present ones look alike after "I": "I just feel numb".
        before = [w.low for w in row[:at] if w.kind != "ADV" and w.low not in _ADVERBS]
        return before[-1:] in (["i"], ["they"])
    return word.tag in FINITE


def _ends(row: Sequence[Word]) -> bool:
    last = row[-1]
    if last.low in ("n't", "not"):
        return True
    if any(last.tag.startswith(tag) for tag in _LOOSE_ENDS) or last.low in _LINKS:
        return False
    if last.kind == "PRON" and last.low in ("i", "they", "he", "she", "my"):
        return False
    # "I was on my way to the old": an adjective with its article but without its noun.
    return not (last.kind == "ADJ" and row[-2].kind == "DET" and row[-2].low in ("a", "an"))


def _hollow(row: Sequence[Word], first: int, verb: int) -> bool:
    """Whether too little is said to be worth saying back."""
    subject = row[first].low
    rest = [w for w in row[verb:] if w.low not in _ADVERBS]
    if len(rest) > 1 and rest[0].kind == "AUX":
        rest = rest[1:]
    lows = [w.low for w in rest]
    if not rest or all(w.kind == "AUX" for w in rest):
        return True
    if subject in ("i", "it", "that", "this") and (
        (lows[0] in _HOLLOW and set(lows[1:]) <= _HOLLOW_ENDS) or set(lows) <= _HOLLOW_ENDS
    ):
        return True
    own = any(w.low in ("i", "me", "my", "mine", "myself") for w in row)
    if subject in ("this", "that", "these", "those") and verb == first + 1:
        return not own
    return subject in ("it", "there") and not own and len(row) < 4


def _placed(row: Sequence[Word], at: int) -> bool:
    """Whether this "i" is the subject of a verb that follows, and no question is asked with it."""
    after = at + 1
    while after < len(row) and (row[after].kind == "ADV" or row[after].low in _ADVERBS):
        after += 1
    joined = at > 1 and row[at - 1].low == "and"
    if after >= len(row) or row[after].low in ("is", "has", "does"):
        return False
    if row[after].low == "are" and not joined:
        return False
    if row[after].kind not in ("VERB", "AUX") or row[after].tag in ("VERB-VBG", "AUX-VBG"):
        return False
    before = row[at - 1] if at else None
    return before is None or before.kind != "AUX" or before.low in ("is", "was", "'s")


def _quotes(row: Sequence[Word]) -> bool:
    """Whether somebody's words are played out: "he was like no way", "she goes, what"."""
    for at, word in enumerate(row[1:-1], start=1):
        after = row[at + 1]
        if word.low == "like" and row[at - 1].low in _BE and not _likens(after):
            return True
        if word.low in ("said", "says", "say", "goes") and after.kind in ("PUNCT", "INTJ"):
            return True
    return False


def _likens(after: Word) -> bool:
    """Whether "like" before this word compares: "like a father", "like my father", "like hell"."""
    named = after.kind in ("NOUN", "PROPN") or after.tag == "PRON-PRP$"
    return named or after.low in ("a", "an", "the")
