"""What she must and mustn't do in reply to a line, each duty a plain function that may complain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from tests.flows import wordings as w
from tests.flows.wordings import bare, found, holds, own, sentences, stems, straight

from os1.types import Move

SHORT = 12
FEW = 25
LEAST_REPEATED = 4
"""How many words a sentence has that mustn't come twice."""
CRISIS_MOVE = "keep_safe"
ASKS_PLAINLY = "check"
TELLING_MOVES = {"reflect", "fragment"}
"""Her moves where somebody simply told something."""
MARK = re.compile(r"[.!?…][”\"’')\]]*$")


@dataclass(frozen=True, slots=True)
class Moment:
    """Where in the talk a reply stands: the line it answers, what is due, what was said before."""

    text: str
    due: frozenset[str] = frozenset()
    before: tuple[str, ...] = ()
    replies: tuple[str, ...] = ()


Duty = Callable[[str, Move, Moment], str | None]
"""Looks at her reply, her move and the moment of the talk; a complaint, or None where all is well."""


def nods(reply: str, line: str) -> bool:
    """Whether a reply hands the line's own words back, or none at all, and ends in a nod."""
    said = sentences(straight(reply))
    fresh = [s for s in said if not w.NOISE.fullmatch(s) and (w.LAUGHTER.search(s) or stems(s) - stems(line))]
    return bool(said) and not fresh and w.NOISE.fullmatch(said[-1]) is not None


def names(words: Iterable[str], reply: str, _move: Move, _moment: Moment) -> str | None:
    return None if any(holds(reply, word) for word in words) else "names none of them"


def leaves_out(words: Iterable[str], reply: str, _move: Move, _moment: Moment) -> str | None:
    text = bare(reply)
    said = [x for x in words if re.search(rf"(?<![\w']){re.escape(bare(x))}(?:'?s|es)?(?![\w'])", text)]
    return f"says “{said[0]}”" if said else None


def short(reply: str, _move: Move, _moment: Moment) -> str | None:
    count = len(own(reply).split())
    return f"{count} words" if count > SHORT else None


def wordy_ok(_reply: str, _move: Move, _moment: Moment) -> str | None:
    return None


def asks(reply: str, _move: Move, _moment: Moment) -> str | None:
    return None if straight(reply).rstrip("”\"')").endswith("?") else "asks nothing"


def no_question(reply: str, _move: Move, _moment: Moment) -> str | None:
    return "asks" if "?" in own(reply) else None


def no_advice(reply: str, _move: Move, moment: Moment) -> str | None:
    text = own(reply)
    errand, modal = w.ERRAND.search(text), w.MODAL.search(text)
    if errand and "outward" not in moment.due and not holds(moment.text, errand["verb"]):
        return f"says “{errand.group(0).strip()}”"
    if modal and not holds(moment.text, modal["modal"]):
        return f"says “{modal.group(0).strip()}”"
    return found(w.ADVICE, text)


def no_cheer(reply: str, _move: Move, moment: Moment) -> str | None:
    text = own(reply)
    if "!" in text:
        return "exclaims"
    cheer = [x.group(0) for x in w.CHEER.finditer(text) if bare(x.group(0)) not in bare(moment.text)]
    if cheer:
        return f"says “{cheer[0]}”"
    return None if "plays" in moment.due or w.LAUGHTER.search(moment.text) else found(w.LAUGHTER, text)


def celebrates(reply: str, _move: Move, moment: Moment) -> str | None:
    text = own(reply)
    if damper := found(w.DAMPER, text):
        return f"dampens: {damper}"
    if all(bare(x.group(0)) and holds(moment.text, x.group(0)) for x in w.GLAD.finditer(text)):
        return "isn't glad"
    if "names" in moment.due or len(stems(moment.text)) < 2:
        return None
    told = stems(" ".join([moment.text, *moment.before]))
    return None if told & stems(reply) else "names no detail"


def condoles(reply: str, _move: Move, _moment: Moment) -> str | None:
    text = own(reply)
    if cheer := found(w.CHEER, text):
        return cheer
    if not w.SORROW.search(text):
        return "isn't sorry"
    count = len(text.split())
    return f"{count} words" if count > FEW else None


def lets_go(reply: str, _move: Move, _moment: Moment) -> str | None:
    text = own(reply)
    if "?" in text:
        return "asks"
    return found(w.PULL, text) or found(w.KEEPING, text)


def says_software(reply: str, _move: Move, _moment: Moment) -> str | None:
    return None if w.SOFTWARE.search(own(reply)) else "doesn't say what she is"


def no_claim(reply: str, _move: Move, _moment: Moment) -> str | None:
    return found(w.HUMAN, own(reply)) or found(w.CLAIM, own(reply))


def safe(reply: str, move: Move, _moment: Moment) -> str | None:
    return None if move.kind in (CRISIS_MOVE, ASKS_PLAINLY) or w.HELP.search(own(reply)) else "hears no danger"


def not_safe(reply: str, move: Move, _moment: Moment) -> str | None:
    return "takes it for danger" if move.kind == CRISIS_MOVE else found(w.CRISIS, own(reply))


def unknown(reply: str, _move: Move, _moment: Moment) -> str | None:
    return None if w.UNKNOWING.search(own(reply)) else "doesn't say that she doesn't know"


def not_told(reply: str, _move: Move, _moment: Moment) -> str | None:
    return None if w.UNTOLD.search(own(reply)) else "doesn't say that it wasn't told"


def owns_up(reply: str, _move: Move, _moment: Moment) -> str | None:
    text = own(reply)
    if defence := found(w.DEFENCE, text):
        return f"defends: {defence}"
    return None if w.BLAME.search(text) else "takes no blame"


def plays(reply: str, move: Move, moment: Moment) -> str | None:
    text = own(reply)
    heavy = not_safe(reply, move, moment) or no_advice(reply, move, moment) or found(w.SOLEMN, text)
    if heavy:
        return f"solemn: {heavy}"
    if not {"unknown", "not_told"} & moment.due and w.PLEA.search(text):
        return "takes a joke for a question of what she was told"
    if nods(reply, moment.text):
        return "lets it fall with a nod"
    count = len(text.split())
    return f"{count} words" if count > FEW else None


def answers(reply: str, move: Move, moment: Moment) -> str | None:
    text = own(reply)
    told = [s for s in sentences(text) if not s.endswith("?") and not w.NOISE.fullmatch(s)]
    remembers = bool({"names", "quotes", "not_told"} & moment.due)
    if move.kind in TELLING_MOVES and not w.YES_OR_NO.search(text):
        return "takes a question for a telling"
    if not told and not (remembers and w.SPOKEN.search(reply)):
        return "answers with a question" if "?" in text else "answers with a nod"
    if remembers or "unknown" in moment.due:
        return None
    if w.SPOKEN.search(reply) and all(w.RECEIPT.search(s) for s in told):
        return "answers with what was said before"
    if w.PLEA.search(text) and not w.PLEA_ASKED.search(moment.text):
        return "answers that it wasn't told"
    return None


def quotes(reply: str, _move: Move, moment: Moment) -> str | None:
    said = [f" {bare(line)} " for line in moment.before]
    for match in w.SPOKEN.finditer(reply):
        for part in re.split(r"…|\.\.\.", "".join(group or "" for group in match.groups())):
            if bare(part) and any(f" {bare(part)} " in line for line in said):
                return None
    return "quotes nothing that was said"


def outward(reply: str, _move: Move, moment: Moment) -> str | None:
    if w.PLEA.search(own(reply)):
        return "says that she wasn't told"
    if w.PERSON.search(own(reply)):
        return None
    told = set(bare(" ".join([moment.text, *moment.before])).split())
    called = [bare(word) for word in re.findall(r"\b[A-Z]\w+", own(reply))]
    called = [word for word in called if word not in w.COMMON and {word, word.removesuffix("'s")} & told]
    return None if called else "turns to nobody"


def empty(reply: str, _move: Move, _moment: Moment) -> str | None:
    return None if re.search(r"\w", reply) else "says nothing"


def repeats(reply: str, _move: Move, moment: Moment) -> str | None:
    earlier = {bare(s) for before in moment.replies for s in sentences(own(before))}
    again = [s for s in sentences(own(reply)) if len(s.split()) >= LEAST_REPEATED and bare(s) in earlier]
    return f"says “{again[0]}” again" if again else None


def asks_twice(reply: str, _move: Move, _moment: Moment) -> str | None:
    count = own(reply).count("?")
    return f"{count} questions" if count > 1 else None


def urges(reply: str, _move: Move, _moment: Moment) -> str | None:
    return found(w.PULL, own(reply))


def human(reply: str, _move: Move, _moment: Moment) -> str | None:
    return found(w.HUMAN, own(reply))


def braces(reply: str, _move: Move, _moment: Moment) -> str | None:
    return "holds a brace" if re.search(r"[{}]", reply) else None


def capital(reply: str, _move: Move, _moment: Moment) -> str | None:
    first = reply.strip()[:1]
    return None if first.isupper() or first.isdigit() or first in {*"“\"‘'"} else f"starts with “{first}”"


def marked(reply: str, _move: Move, _moment: Moment) -> str | None:
    return None if MARK.search(reply.strip()) else "ends without a mark"


ASKED_FOR: dict[str, Duty] = {
    duty.__name__: duty
    for duty in (
        short, wordy_ok, asks, no_question, no_advice, no_cheer, celebrates, condoles, lets_go, says_software,
        no_claim, safe, not_safe, unknown, not_told, owns_up, plays, answers, quotes, outward,
    )
}  # fmt: skip
"""The duties a line may ask for by name."""

ALWAYS: dict[str, Duty] = {
    duty.__name__: duty for duty in (empty, repeats, asks_twice, urges, human, braces, capital, marked)
}
"""The duties of every reply."""


def duty(word: str) -> Duty:
    """The duty that a word after "!" stands for; KeyError where there is none."""
    name, colon, rest = word.partition(":")
    if colon and rest:
        return partial({"names": names, "no": leaves_out}[name], tuple(rest.split("|")))
    return ASKED_FOR[name]
