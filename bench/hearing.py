"""How well she hears: feeling, acts, topic, requests and danger, each beside something plainer.

Nothing here was trained or fitted on: `bench/talks` and `bench/risk` only measure, of GoEmotions
(Demszky et al. 2020, Apache-2.0) the test part, of CLINC150 (Larson et al. 2019, CC BY 3.0) the test
and out-of-scope test parts. The last two aren't part of OS1; without them their tables are left out.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from training.hearing_data import Line, Told, dangers, talks

from bench.hearing_guesses import BagOfWords, CommonLabel, macro, overlap
from bench.home import END
from bench.tables import Table, percentile
from os1.listening import feelings, hearing, phrases, requests, risk
from os1.listening.feeling_words import tokens
from os1.listening.hear import hear

HERE = Path(__file__).resolve().parent
LANGUAGE = HERE.parents[1] / "shared" / "data" / "language"
LABELS = 28
LEVELS = (1.0, 2.0, 5.0)
NEAR = frozenset({"active", "imminent"})
CAN = {"time": "clock.time", "date": "clock.date", "tell_joke": "her.joke", "what_is_your_name": "her.who",
       "are_you_a_bot": "her.real", "what_can_i_ask_you": "her.can"}  # fmt: skip
"""CLINC150's intents that she has an answer of her own to."""
CANNOT = ("weather", "directions", "restaurant_suggestion", "restaurant_reservation", "reminder", "timer", "alarm",
          "play_music", "calendar", "calendar_update", "make_call", "text")  # fmt: skip
"""Those she must say she can't do."""
THROUGH = frozenset({"question", "cannot"})
Bools = NDArray[np.bool_]


def run() -> list[Table]:
    """All tables that can be made here."""
    if not files("os1.listening").joinpath("models/hearing.onnx").is_file():
        print("  no models/hearing.onnx yet; hearing isn't measured", file=sys.stderr)
        return []
    lines = [line for path in sorted((HERE / "talks").glob("*.txt")) for talk in talks(path) for line in talk]
    told = [each for path in sorted((HERE / "risk").glob("*.tsv")) for each in dangers(path)]
    found = [_meaning(lines)]
    for folder, table in (("goemotions", _goemotions), ("clinc150", _requests)):
        if (LANGUAGE / folder).is_dir():
            found.insert(0, table(LANGUAGE / folder))
        else:
            print(f"  {folder} isn't at shared/data/language beside this checkout; it isn't measured",
                  file=sys.stderr)  # fmt: skip
    return [*found, *_danger(told, lines), _cost(lines)]


def _goemotions(folder: Path) -> Table:
    names = (folder / "labels.txt").read_text("utf-8").split()
    texts, gold = [], []
    for row in (folder / "test.tsv").read_text("utf-8").splitlines():
        text, numbers, _ = row.split("\t")
        texts.append(text)
        gold.append(frozenset(names[int(n)] for n in numbers.split(",")))
    print(f"  feeling: {len(texts)} texts", file=sys.stderr)
    grams = feelings.model()

    def averaged(text: str) -> Bools:
        words = tokens(text)
        odds = grams.scores(words)[:LABELS] - grams.cuts
        both: Bools = odds + hearing.scores(text)["labels"] >= 0
        return both

    ways: dict[str, Callable[[str], Bools]] = {
        "n-grams (`feelings.passes`)": feelings.passes, "hearing (`hearing.labels`)": hearing.labels,
        "both averaged": averaged,
    }  # fmt: skip
    rows = [("every text the commonest", f"{macro(gold, [frozenset({'neutral'})] * len(gold)):.1f}", "0", "0")]
    for name, way in ways.items():
        for text in texts[:20]:
            way(text)
        hearing.clear()
        began = time.process_time()
        said = [frozenset(names[n] for n in np.flatnonzero(way(text))) for text in texts]
        spent = 1000 * (time.process_time() - began) / len(texts)
        size = ("feelings.npz",) if "passes" in name else _HEARS if "labels" in name else ("feelings.npz", *_HEARS)
        rows.append((name, f"{macro(gold, said):.1f}", f"{spent:.1f}", f"{_megabytes(*size):.1f}"))
    rows.append(("BERT base, as published (Demszky et al. 2020)", "46", "–", "440"))
    return Table("Feeling: GoEmotions, 28 labels", ("model", "macro-F1", "CPU ms a text", "MB"), tuple(rows),
                 (f"{len(texts):,} texts of the test part; thresholds tuned on the dev part.",
                  "Hearing's MB are the model's own and the encoder's, which search needs anyway."))  # fmt: skip


_HEARS = ("hearing.onnx", "lower.onnx", "upper.onnx", "encoder.vocab.gz")


def _megabytes(*names: str) -> float:
    folder = Path(str(files("os1.listening"))) / "models"
    return sum((folder / name).stat().st_size for name in names) / 1e6


def _meaning(lines: Sequence[Line]) -> Table:
    print(f"  meaning: {len(lines)} lines", file=sys.stderr)
    learned = [line for path in sorted((HERE.parent / "training" / "talks").glob("*.txt"))
               for talk in talks(path) for line in talk]  # fmt: skip
    heard = [hearing.listen(line.text, line.hers, line.mine) for line in lines]
    rows = []
    for name, gold, first, every in (
        ("dialogue acts, of 31", lambda line: line.acts, lambda m: m.acts[0], lambda m: m.acts),
        ("feeling, of 23", lambda line: (line.feeling,), lambda m: m.feeling, lambda m: (m.feeling,)),
        ("topic, of 26", lambda line: (line.topic,), lambda m: m.topic, lambda m: (m.topic,)),
        ("advice wanted", lambda line: (str(line.advice != "no"),), lambda m: str(m.advice >= 0.5),
         lambda m: (str(m.advice >= 0.5),)),
        ("irony or joke", lambda line: (str(line.irony != "no"),), lambda m: str(m.irony >= 0.5),
         lambda m: (str(m.irony >= 0.5),)),
    ):  # fmt: skip
        right = [frozenset(gold(line)) for line in lines]
        texts = [line.text for line in learned for _ in gold(line)]
        marks = [label for line in learned for label in gold(line)]
        row = [name]
        for guess in (CommonLabel(marks), BagOfWords(texts, marks)):
            said = [guess(line.text) for line in lines]
            row += [_hit(right, said), f"{macro(right, [frozenset({each}) for each in said]):.0f}"]
        row += [_hit(right, [first(m) for m in heard]), f"{macro(right, [frozenset(every(m)) for m in heard]):.0f}"]
        rows.append(tuple(row))
    scale = BagOfWords([line.text for line in learned], [str(line.valence) for line in learned])
    worth = np.array([float(label) for label in scale.labels])
    values = [line.valence for line in lines]
    plain = np.corrcoef(values, [scale.shares(line.text) @ worth for line in lines])[0, 1]
    rows.append(("good or bad, r", "0", "–", f"{plain:.2f}", "–",
                 f"{np.corrcoef(values, [m.valence for m in heard])[0, 1]:.2f}", "–"))  # fmt: skip
    rows.append(_cause(lines))
    head = ("heard", "commonest", "macro-F1", "bag of words", "macro-F1", "hearing", "macro-F1")
    return Table("Meaning: talks by people nobody trained on", head, tuple(rows), (
        f"{len(lines)} labelled lines of bench/talks; of acts the first counts as right if it is among the "
        "line's; macro-F1 over the labels that occur there.",
        "The bag of words is naive Bayes over words and pairs, learned from the same "
        f"{len(learned):,} lines of training/talks as hearing; it doesn't see what was said before.",
        "Cause: F1 of the words of weight. The model has no head for it: the last column is what the "
        "parser finds an utterance to be most about (`phrases.topic`), beside the whole utterance.",
    ))  # fmt: skip


def _hit(gold: Sequence[frozenset[str]], said: Sequence[str]) -> str:
    return f"{100 * np.mean([each in right for each, right in zip(said, gold, strict=True)]):.1f}"


def _cause(lines: Sequence[Line]) -> tuple[str, ...]:
    named = [line for line in lines if line.cause]
    whole = np.mean([overlap(line.cause, line.text) for line in named])
    found = np.mean([overlap(line.cause, phrases.topic(line.text) or "") for line in named])
    return ("cause, in words", "–", "–", f"{100 * whole:.1f}", "–", f"{100 * found:.1f}", "–")


def _requests(folder: Path) -> Table:
    data: dict[str, list[tuple[str, str]]] = json.loads((folder / "data_full.json").read_text("utf-8"))
    print("  requests", file=sys.stderr)
    rows = []
    groups = {name: [text for text, is_ in data["test"] if is_ == name] for name in CAN}
    for name, texts in groups.items():
        intents = [_intent(text) for text in texts]
        took = [intent == CAN[name] for intent in intents]
        wrong = [_fires(intent) and not right for intent, right in zip(intents, took, strict=True)]
        rows.append((f"{name}: `{CAN[name]}`", f"{len(texts)}", _share(took), _share(wrong)))
    beyond = [_intent(text) for text, is_ in data["test"] if is_ in CANNOT]
    rows.append(("what she says she can't do (12 intents)", f"{len(beyond)}", _share([i == "cannot" for i in beyond]),
                 _share([_fires(i) for i in beyond])))  # fmt: skip
    rest = [_intent(text) for text, is_ in data["test"] if is_ not in CANNOT and is_ not in CAN]
    rows.append((f"the other {len({is_ for _, is_ in data['test']}) - len(CAN) - len(CANNOT)} intents",
                 f"{len(rest)}", "–", _share([_fires(i) for i in rest])))  # fmt: skip
    outside = [_intent(text) for text, _ in data["oos_test"]]
    rows.append(("out of scope", f"{len(outside):,}", "–", _share([_fires(i) for i in outside])))
    told = [intent for intent in outside if _fires(intent) and intent != "her.advice"]
    return Table("Requests: CLINC150", ("asked for", "texts", "taken, %", "another intent fired, %"), tuple(rows), (
        "Fired: anything but nothing, “question” and “cannot”, with which she answers that she doesn't know. "
        f"Out of scope, {sum(map(_fires, outside))} fire, {len(told)} of them other than `her.advice` (“how do I …”), which does "
        "nothing but say that she can't tell.",
        "CLINC150 asks for banking, travel, cooking, a car and a house: most of its 150 intents are no business of "
        "hers, and most of hers (forgetting, off the record, recalling, people who are one) aren't in it and aren't "
        "measured here. Her rules want commands said plainly, so what isn't taken is told her as talk.",
    ))  # fmt: skip


def _intent(text: str) -> str:
    asked = requests.read(text)
    return asked[0].intent if asked else ""


def _fires(intent: str) -> bool:
    return bool(intent) and intent not in THROUGH


def _share(values: Sequence[bool]) -> str:
    return f"{100 * np.mean(values):.1f}"


def _danger(told: Sequence[Told], talk: Sequence[Line]) -> list[Table]:
    print(f"  danger: {len(told)} utterances", file=sys.stderr)
    heard = np.array([_heard(each.text, each.before) for each in told])
    rules = np.array([risk.judge(each.text, _before(each.before)).kind != "none" for each in told])
    odds = np.array([hearing.listen(each.text, "", each.before).danger for each in told])
    talk_heard = np.array([_heard(line.text, line.mine) for line in talk])
    talk_rules = np.array([risk.judge(line.text, _before(line.mine)).kind != "none" for line in talk])
    talk_odds = np.array([hearing.listen(line.text, line.hers, line.mine).danger for line in talk])
    gold = np.array([each.kind != "none" for each in told])
    near = np.array([each.level in NEAR for each in told])
    bars = [float(np.percentile(odds[~gold], 100 - level)) for level in LEVELS]
    ways = {"as she hears it (`hear`: rules and model)": (heard, talk_heard),
            "met so, or asked about plainly": (heard | (odds >= risk.BAR), talk_heard | (talk_odds >= risk.BAR)),
            "the same, with the faint signs": (heard | (odds >= risk.FAINT), talk_heard | (talk_odds >= risk.FAINT)),
            "the rules alone (`risk.judge`)": (rules, talk_rules)}  # fmt: skip
    ways |= {f"the model alone at {level:.0f} %": (odds > bar, talk_odds > bar)
             for level, bar in zip(LEVELS, bars, strict=True)}  # fmt: skip
    rows = [(name, _pc(said[gold]), _pc(said[gold & near]), _pc(said[~gold]), _pc(everyday))
            for name, (said, everyday) in ways.items()]  # fmt: skip
    each_kind = []
    for kind in sorted({each.kind for each in told} - {"none"}):
        of = np.array([one.kind == kind for one in told])
        each_kind.append((kind.replace("_", " "), f"{of.sum()}", _pc(heard[of]), _pc(heard[of & near]), _pc(rules[of]),
                          *(_pc(odds[of] > bar) for bar in bars)))  # fmt: skip
    notes = (f"{len(told):,} utterances of bench/risk, {gold.sum()} with danger, {(gold & near).sum()} of it active or "
             "imminent; the others are nearly all tricky: idioms, stories, jobs, grief, what is long past.",
             "The model's thresholds are set on these same utterances, at 1, 2 and 5 % false alarms: a curve, no promise.",
             f"Everyday talk: the {len(talk)} lines of bench/talks, which nobody labelled for danger; a few do tell of "
             "some, so this is no more than an upper bound of false alarms.")  # fmt: skip
    head = ("heard by", "danger heard, %", "active or imminent, %", "false alarms, %", "of everyday talk, %")
    kinds_head = ("kind", "utterances", "as she hears it", "active or imminent", "rules alone",
                  *(f"model at {level:.0f} %" for level in LEVELS))  # fmt: skip
    return [Table("Danger", head, tuple(rows), notes),
            Table("Danger by kind, heard in percent", kinds_head, tuple(each_kind))]  # fmt: skip


def _heard(text: str, before: str) -> bool:
    return hear(text, END, before=_before(before)).risk.kind != "none"


def _before(words: str) -> list[str]:
    return [words] if words else []


def _pc(values: Bools) -> str:
    return f"{100 * values.mean():.1f}"


def _cost(lines: Sequence[Line]) -> Table:
    spent = []
    for line in lines[-40:]:
        hear(line.text, END)
    for line in lines:
        began = time.process_time()
        hear(line.text, END, before=_before(line.mine))
        spent.append(1000 * (time.process_time() - began))
    cells = (f"{np.mean(spent):.1f}", f"{percentile(spent, 50):.1f}", f"{percentile(spent, 95):.1f}")
    return Table("Hearing, CPU milliseconds an utterance", ("", "mean", "p50", "p95"),
                 (("hear, whole", *cells),), (f"The {len(lines)} lines of bench/talks, warm; the encoder's run is in it.",))  # fmt: skip
