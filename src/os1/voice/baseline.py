"""How somebody usually sounds: the last of their tones as numbers, and how far a new one lies from them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from os1.speech import Sounding, Tone
from os1.store import settings, tuning
from os1.store.database import Database

KEPT, ENOUGH = 80, 12  # tones kept; those that have to be known before anything is read from a new one
LAST, OPENING = 3, 3  # utterances a reading rests on; the first of a call, which say how loud its microphone is
VOICED = 0.6  # seconds of voice from which a tone counts
CLEAR = 2.0  # robust standard deviations from which it is read
NOTABLE, MOST = 1.0, 4.0  # from which one figure counts as evidence; at which it counts no more
FIGURES = ("pitch", "spread", "energy", "pace", "pauses")
_LEAST = np.array([0.7, 1.0, 1.5, 0.3, 0.05])
"""The least a figure varies in anybody: semitones, semitones, dB, words a second, share."""
_WAYS: dict[str, dict[str, float]] = {
    "quieter": {"energy": -1.0, "pitch": -0.6, "spread": -0.6, "pauses": 0.3},
    "livelier": {"spread": 1.0, "energy": 0.8, "pitch": 0.6, "pace": 0.4},
    "slower": {"pace": -1.0, "pauses": 0.8},
    "faster": {"pace": 1.0, "pauses": -0.6, "energy": 0.3},
    "flatter": {"spread": -1.0, "pitch": -0.5, "pace": -0.5},
    "higher": {"pitch": 1.0, "pace": 0.5, "energy": 0.5},
}
"""What each word for it weighs; the figure named first has to show it, and one more."""
_SAID = {
    "energy": ("{:.0f} dB softer", "{:.0f} dB louder"), "pitch": ("{:.1f} semitones lower", "{:.1f} semitones higher"),
    "spread": ("{:.1f} semitones flatter", "{:.1f} semitones more up and down"),
    "pace": ("{:.1f} words a second slower", "{:.1f} words a second faster"), "pauses": ("{:.0%} less in pauses", "{:.0%} more in pauses"),
}  # fmt: skip
_Floats = NDArray[np.float64]


@dataclass(slots=True)
class Baseline:
    """The person's last tones, oldest first: each a row of FIGURES, pitch in semitones and energy in dB from where
    its call began (not a number where that isn't known). `opening` are energy and noise of this call's first
    utterances, `since` how many there were."""

    rows: list[list[float]] = field(default_factory=list)
    opening: list[tuple[float, float]] = field(default_factory=list)
    since: int = 0

    def begin(self) -> None:
        """A new call, maybe with another microphone: how loud it makes them has to be heard anew."""
        self.opening, self.since = [], 0

    def update(self, tone: Tone) -> None:
        """Learn from one more utterance."""
        if tone.voiced < VOICED:
            return
        self.rows = [*self.rows, self._row(tone)][-KEPT:]
        if len(self.opening) < OPENING:
            self.opening = [*self.opening, (tone.energy, tone.floor)]
        self.since += 1

    def settle(self) -> None:
        """How they sounded lately is how they sound: it counts for as much as all before."""
        last = self.rows[-LAST:]
        self.rows = (self.rows + last * (len(self.rows) // max(1, len(last))))[-KEPT:]

    def reading(self, tone: Tone) -> Sounding | None:
        """How this utterance and the one or two before it in the call sound beside the others; None where that isn't
        clear. Each figure is its distance from the median in robust standard deviations (1.4826 MAD)."""
        if tone.voiced < VOICED or self.since < LAST - 2:
            return None
        back = min(LAST - 1, self.since)
        usual = np.array(self.rows[:-back] or [[np.nan] * len(FIGURES)])
        if len(usual) < ENOUGH:
            return None
        last = np.array([*self.rows[-back:], self._row(tone)])
        middle, spread = _middle(usual), np.maximum(1.4826 * _middle(np.abs(usual - _middle(usual))), _LEAST)
        away = np.clip((last - middle) / spread, -MOST, MOST)
        found = [(score, how) for how in _WAYS if (score := _score(how, away)) >= CLEAR]
        if not found:
            return None
        score, how = max(found)
        shows = np.flatnonzero(_toward(how, _middle(away)) >= NOTABLE)
        off = _middle(last) - middle
        told = [_SAID[FIGURES[n]][int(off[n] > 0)].format(abs(off[n])) for n in shows]
        return Sounding(how, " and ".join(filter(None, (", ".join(told[:-1]), told[-1]))), round(score / (score + 2), 2))

    def _row(self, tone: Tone) -> list[float]:
        """A tone as a row. What loudness has in common with the noise below it is the microphone's."""
        energy = np.nan
        if len(self.opening) >= OPENING:
            first, below = np.median(self.opening, axis=0)
            energy, noise = tone.energy - first, tone.floor - below
            energy -= np.sign(energy) * min(abs(energy), abs(noise)) if energy * noise > 0 else 0.0
        return [round(float(v), 2) for v in (12 * np.log2(tone.pitch / 55), tone.spread, energy, tone.pace, tone.pauses)]


def load(database: Database, person_id: str) -> Baseline:
    """What is known of how the person usually sounds."""
    rows, opening, since = json.loads(settings.get(database, person_id, "tones") or "[[],[],0]")
    return Baseline(rows, [(energy, floor) for energy, floor in opening], since)


def keep(database: Database, person_id: str, baseline: Baseline) -> None:
    settings.put(database, person_id, tones=json.dumps([baseline.rows, baseline.opening, baseline.since]))


def reading(database: Database, person_id: str, tone: Tone | None) -> Sounding | None:
    """How an utterance sounds beside the person's usual, where there is a tone and it may be read."""
    return load(database, person_id).reading(tone) if tone and tuning.reads_voice(database, person_id) else None


def learn(database: Database, person_id: str, tone: Tone | None, *, settled: bool = False) -> None:
    """Learn from what was just said; `settled` where the person says that they always sound so."""
    if not (tone or settled) or not tuning.reads_voice(database, person_id):
        return
    usual = load(database, person_id)
    if tone:
        usual.update(tone)
    if settled:
        usual.settle()
    keep(database, person_id, usual)


def begin(database: Database, person_id: str) -> None:
    """A call begins."""
    usual = load(database, person_id)
    usual.begin()
    keep(database, person_id, usual)


def _middle(rows: _Floats) -> _Floats:
    """The median of each figure, of what is known of it; not a number where nothing is."""
    known = [row[~np.isnan(row)] for row in rows.T]
    return np.array([np.median(each) if len(each) else np.nan for each in known])


def _toward(how: str, middle: _Floats) -> _Floats:
    """How far each figure lies the way a word for it means; 0 where it says nothing."""
    return np.nan_to_num(middle) * np.sign([_WAYS[how].get(name, 0.0) for name in FIGURES])


def _score(how: str, away: _Floats) -> float:
    """How clearly rows lie in one way, in standard deviations; 0 where only one utterance or one figure does."""
    weights = np.array([_WAYS[how].get(name, 0.0) for name in FIGURES])
    lead = FIGURES.index(next(iter(_WAYS[how])))
    middle = _middle(away)
    toward = _toward(how, middle)
    if toward[lead] < NOTABLE or (toward >= NOTABLE).sum() < 2:
        return 0.0
    each = np.nansum(away * weights, axis=1) / np.sqrt(np.sum(weights[None] ** 2 * ~np.isnan(away), axis=1))
    if (each >= NOTABLE).sum() < 2:
        return 0.0
    return float(np.nansum(middle * weights) / np.sqrt(np.sum(weights[~np.isnan(middle)] ** 2)))
