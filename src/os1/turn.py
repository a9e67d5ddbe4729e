"""One turn, from the words that came to the words that go: accept, answer, finish.

`accept` puts the person's words on the disk and nothing else, so that they can be acknowledged.
`answer` reads them, remembers, does what was asked, plans the move and finds the words. `finish`
keeps what she was heard to say. Each is a plain function of one thread; streaming lies outside.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from os1.listening.hear import clear as listening_clear
from os1.listening.hear import hear
from os1.listening.phrases import topic
from os1.memory import (
    beliefs,
    commands,
    episodes,
    facts,
    forgetting,
    joining,
    people,
    plans,
    reminding,
    replies,
    righting,
    wondering,
)
from os1.memory.episodes import STRETCH, Shelf
from os1.memory.recollecting import recollect
from os1.memory.reminding import FollowUp
from os1.mind import likings, sounding, stances, taste
from os1.mind.caring import Care
from os1.mind.chat.briefing import brief
from os1.mind.moment import Moment
from os1.mind.mood import is_bad
from os1.mind.pickup import Pickup, pick_up
from os1.mind.plain import PlainMind
from os1.mind.plain.compose import sentences_of
from os1.mind.plan import decide
from os1.store import agenda, settings
from os1.store.minds import Server
from os1.talk import HEARD_BACK, Accepted, Draft, Larger, Scene, Talk, said_again
from os1.types import Heard, Memory, Mention, Move, Reply, Utterance
from os1.voice import baseline

CARRIED = timedelta(hours=3)
"""How long "she" may still mean whoever the talk was about."""
REMEMBERED_PIECES = 1_500


class Turns:
    """Takes turns with whoever lives in this home."""

    def __init__(self, shelf: Shelf, mind: PlainMind) -> None:
        self.shelf = shelf
        self.mind = mind
        self._talks: dict[str, Talk] = {}
        self.care = Care(shelf.database)

    def accept(
        self, person_id: str, turn_id: str, text: str, at: datetime, *, off_record: bool = False
    ) -> Accepted:
        """Keep what came, word for word; the same turn again gives the reply it got.

        Raises StoreFull, HomeReadOnly or StoreDamaged, and then nothing was kept.
        """
        old = episodes.by_turn(self.shelf, person_id, turn_id, "person")
        if old is not None:
            earlier = episodes.by_turn(self.shelf, person_id, turn_id, "samantha")
            command = commands.command_in(old.text, settings.her_name(self.shelf.database, person_id))
            return Accepted(turn_id, old.text, old.said_at, old, True, earlier, command)
        command = commands.command_in(text, settings.her_name(self.shelf.database, person_id))
        aside = off_record or not self.on_record(person_id)
        if aside and command == "record.on" and not off_record:
            aside = False  # these words are said to be kept again
        if command == "record.off":
            aside = True
        if aside:
            for said in self.talk(person_id).aside:
                if said.turn_id == turn_id and said.speaker == "samantha":
                    return Accepted(turn_id, text, at, None, False, said)
            return Accepted(turn_id, text, at, None, False, command=command)
        kept = episodes.keep(self.shelf, person_id, turn_id, "person", text, at)
        return Accepted(turn_id, text, at, kept, True, command=command)

    def answer(self, person_id: str, came: Accepted, skill_answer: str = "", server: Server | None = None) -> Draft:
        """Read, remember, do, plan, and find the words; with a `server`, also what it is to be asked."""
        began = time.perf_counter()
        before = came.kept.id if came.kept else None
        said = self._recent(person_id, before)
        met = self._met(person_id, came, said)
        last = met[-1] if met else None
        heard = self._hear(person_id, came, said, met)
        moves = self._moves(person_id)
        cited = moves[-1] if moves else Move("none")
        leaning = taste.judge(self.shelf.database, person_id, cited, came.text, heard, kept=came.kept is not None)
        learned: list[Memory] = []
        follow_up = None
        wish = commands.is_wish(came.command)
        if came.kept and came.kept.text and not wish and not commands.teaches(came.command):
            learned = self._remember(person_id, came.kept, heard, cited)
            follow_up = self._follow_up(person_id, came, said)
        done = commands.do(self.shelf, person_id, came.text, before, cited, came.at, last)
        if came.kept and wish:  # done; kept any longer it would keep the words that had to go
            forgetting.unsay(self.shelf, came.kept.id)
        if done.forgot:
            self.reload(person_id)
        after = came.at - said[-1].said_at if said else STRETCH
        sounds = baseline.reading(self.shelf.database, person_id, came.tone if came.kept else None)
        answered = sounding.answered(self.shelf, person_id, came.text, heard, came.at, cited, after) if came.kept else {}
        moment = Moment(
            text=came.text, heard=heard, now=came.at,
            persona=settings.persona(self.shelf.database, person_id),
            person_name=settings.person_name(self.shelf.database, person_id),
            said=tuple(said),
            moves=tuple((m.kind, m.asks) for m in moves),
            pickup=self._pick_up(person_id, came.text, heard), on_record=came.on_record,
            recollection=recollect(self.shelf, person_id, heard, before, cited, came.at, last),
            echo=self._echo(person_id, came, heard, moves), follow_up=follow_up,
            doubt=beliefs.doubt(self.shelf, person_id) if came.kept else None,
            reasons=cited.why, skill_answer=skill_answer,
            done=done.slots or answered or likings.asked(self.shelf, person_id, heard),
            again=said_again(came.text, said), taste=leaning.leanings, turns=leaning.turns,
            mood=self.talk(person_id).moved(heard, is_bad(came.text), after, sounding.mood(sounds)), sounds=sounds,
            stance=stances.asked(came.text, heard), worry=self.talk(person_id).worry,
            host=server.host if server and server.leaves and came.kept else "",
            mind=server.name if server else "",
        )
        move = self.care.attend(person_id, came.turn_id, moment, decide(moment))
        move = sounding.fit(self.shelf, person_id, came.kept, moment, move)
        clauses, pieces = self._find_words(person_id, move, moment, came.turn_id)
        goes = server and (came.kept or not server.leaves)  # what is said off the record goes nowhere
        asked = brief(self.shelf, person_id, move, moment, clauses, before) if goes else None
        larger = Larger(server, asked) if server and asked else None
        follows = int(follow_up.memory.id[1:]) if follow_up and "follow_topic" in move.slots else 0
        doubts = moment.doubt[0] if move.kind == "ask_which" and moment.doubt else 0
        return Draft(came, heard, move, clauses, pieces, learned, done, began, larger=larger, follows=follows, doubts=doubts, sounds=moment.sounds)

    def withdraw(self, person_id: str, came: Accepted) -> None:
        """Take a turn back whose answer nobody has heard: the person went on, and says it again with more."""
        if came.kept:
            forgetting.withdraw(self.shelf, person_id, came.kept)
        self.care.withdraw(came.turn_id)
        self.talk(person_id).unmove()

    def _find_words(self, person_id: str, move: Move, moment: Moment, seed: str) -> tuple[list[str], list[int]]:
        scene = Scene(
            moment.persona, moment.person_name, moment.now, moment.feeling,
            (*self.talk(person_id).hers, *self.talk(person_id).aside), moment.text,
        )  # fmt: skip
        used = self._used(person_id)
        return self.mind.find(move, scene, seed=f"{person_id} {seed}", used=used)  # type: ignore[arg-type]

    def _hear(self, person_id: str, came: Accepted, said: Sequence[Utterance], met: Sequence[Mention]) -> Heard:
        known = people.known_names(people.everyone(self.shelf, person_id))
        before = [u.text for u in said if u.speaker == "person" and came.at - u.said_at < STRETCH]
        hers = next((u.text for u in reversed(said) if u.speaker == "samantha" and came.at - u.said_at < STRETCH), "")
        heard = hear(came.text, came.at, known=known, met=met, before=before[-4:], hers=hers, her=settings.her_name(self.shelf.database, person_id))
        last = met[-1] if met else None
        return wondering.also_asks(self.shelf, person_id, came.text, heard, came.at, last)

    def _remember(self, person_id: str, kept: Utterance, heard: Heard, cited: Move | None = None) -> list[Memory]:
        """Make the words findable and keep what follows from them; once, whatever came between."""
        if episodes.readings(self.shelf, [kept.id]):
            return []
        with episodes.at_once(self.shelf, person_id):  # a crash half-way would lose the rest
            episodes.understand(self.shelf, person_id, kept, heard)
            people.note_mentions(self.shelf, person_id, kept.id, heard.mentions)
            if {"joke", "retraction"} & set(heard.acts):
                reminding.take_back(self.shelf, person_id, kept, heard)
            learned = facts.learn(self.shelf, person_id, kept, heard.statements)
            before = cited or Move("none")
            learned += righting.put_right(self.shelf, person_id, kept, heard, before, learned)
            joining.join_namesakes(self.shelf, person_id)
            plans.join(self.shelf, person_id, learned, plans.said_before(self.shelf, person_id, kept))
            for new in heard.statements:
                plain = new.modality == "asserted" and not new.denied and not new.over
                if new.subject == "me" and new.predicate == "is called" and plain:
                    settings.rename(self.shelf.database, person_id, new.value)
        return learned

    def _echo(self, person_id: str, came: Accepted, heard: Heard, moves: Sequence[Move]) -> Memory | None:
        """Something told before that this reminds her of; seldom, and never the same twice."""
        if not came.kept or "statement" not in heard.acts or heard.requests or came.command:
            return None
        if any(m.kind == "connect" for m in moves[-7:]) or len(came.text) > 400:
            return None
        recalled = {i for m in moves for i in m.memories}
        return reminding.reminded_of(self.shelf, person_id, came.kept, heard, recalled)

    def _follow_up(self, person_id: str, came: Accepted, said: Sequence[Utterance]) -> FollowUp | None:
        """A plan to ask after, where a new stretch of talk begins."""
        if said and came.at - said[-1].said_at < STRETCH:
            return None
        return reminding.follow_up(self.shelf, person_id, came.at, topic)

    def unasked(self, person_id: str, turn_id: str, move: Move, now: datetime) -> Draft:
        """The words for a move nobody's utterance called for, such as a greeting."""
        moment = Moment(
            text="", heard=Heard(), now=now,
            persona=settings.persona(self.shelf.database, person_id),
            person_name=settings.person_name(self.shelf.database, person_id),
        )  # fmt: skip
        move = self.care.returned(person_id, turn_id, move, now)
        clauses, pieces = self._find_words(person_id, move, moment, turn_id)
        came = Accepted(turn_id, "", now, None, self.on_record(person_id))
        return Draft(came, Heard(), move, clauses, pieces, [], commands.Done(), time.perf_counter())

    def finish(self, person_id: str, draft: Draft, *, cut: bool = False, ended: datetime) -> Reply:
        """Keep what she was heard to say, with the plan behind it."""
        came = draft.accepted
        words = draft.spoken if cut else draft.text
        hidden = draft.done.forgot is not None
        if words and draft.doubts:
            agenda.finish(self.shelf.database, draft.doubts)
        if words and draft.follows:
            plans.asked_after(self.shelf, draft.follows)
        if came.kept or (came.on_record and not came.text):
            hers = replies.keep_reply(
                self.shelf, person_id, came.turn_id, "" if hidden else words, ended, draft.move,
                cut=cut, pieces=[*self._used(person_id), *draft.pieces][-REMEMBERED_PIECES:],
            )  # fmt: skip
            self.talk(person_id).hers.append(hers)
            baseline.learn(self.shelf.database, person_id, came.tone, settled=draft.move.kind == "sounded_wrong")
        else:
            self._set_aside(person_id, came, words, ended, draft.move)
        self.care.said(person_id, came.turn_id, on_record=came.on_record)
        if draft.done.record is not None:
            self.set_record(person_id, on=draft.done.record)
        return Reply(
            came.turn_id, came.at, came.text, words, draft.move, draft.heard, tuple(draft.learned),
            kept=came.kept is not None, ms=round((time.perf_counter() - draft.began) * 1000, 2),
        )  # fmt: skip

    def _set_aside(self, person_id: str, came: Accepted, words: str, ended: datetime, move: Move) -> None:
        talk = self.talk(person_id)
        talk.aside.append(Utterance(0, came.turn_id, "person", came.text, came.at))
        talk.aside.append(Utterance(0, came.turn_id, "samantha", words, ended))
        talk.aside_moves.append(move)

    def talk(self, person_id: str) -> Talk:
        found = self._talks.setdefault(person_id, Talk())
        if not found.loaded:
            hers = episodes.latest(self.shelf, person_id, HEARD_BACK, speaker="samantha")
            found.hers.extend(hers)
            found.loaded = True
        return found

    def reload(self, person_id: str) -> None:
        """Read what is in mind from the store again, as after forgetting."""
        self._let_go()
        aside = self.talk(person_id).aside
        self._talks[person_id] = Talk(aside=aside)
        for kept in episodes.not_understood(self.shelf, person_id):
            if not (commands.is_wish(command := commands.command_in(kept.text)) or commands.teaches(command)):
                self._remember(person_id, kept, hear(kept.text, kept.said_at))  # else a crash came before it was done

    def _let_go(self) -> None:
        """Drop the texts that are held only to be quick."""
        self.shelf.encoder.clear()
        listening_clear()
        sentences_of.cache_clear()

    def on_record(self, person_id: str) -> bool:
        return settings.get(self.shelf.database, person_id, "off_record") != "yes"

    def set_record(self, person_id: str, *, on: bool) -> None:
        """Put talk on or off the record; on again, what was said aside is dropped."""
        settings.put(self.shelf.database, person_id, off_record="" if on else "yes")
        if on:
            self._let_go()
            self.talk(person_id).aside.clear()
            self.talk(person_id).aside_moves.clear()

    def _pick_up(self, person_id: str, text: str, heard: Heard) -> Pickup:
        known = people.everyone(self.shelf, person_id)
        pets = {e.name.lower() for e in known if e.kind == "pet"}
        own = settings.person_name(self.shelf.database, person_id) or ""
        return pick_up(text, heard, pets, {own.lower(), "samantha", settings.her_name(self.shelf.database, person_id).lower()})

    def _recent(self, person_id: str, before: int | None) -> list[Utterance]:
        return [*episodes.latest(self.shelf, person_id, 12, before=before), *self.talk(person_id).aside][-12:]

    def _moves(self, person_id: str) -> list[Move]:
        """Her last moves, newest last, those aside included while they last."""
        kept = replies.latest_moves(self.shelf, person_id, 30)
        return [*kept, *self.talk(person_id).aside_moves]

    def _used(self, person_id: str) -> list[int]:
        raw = settings.get(self.shelf.database, person_id, "pieces", "[]")
        return [int(number) for number in json.loads(raw)]

    def _met(self, person_id: str, came: Accepted, said: Sequence[Utterance]) -> list[Mention]:
        """Whom the talk was about lately: "she" may mean any of them, the last one first."""
        near = [u.id for u in said if u.speaker == "person" and came.at - u.said_at < CARRIED]
        return reminding.met(self.shelf, near[-3:])
