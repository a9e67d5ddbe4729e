"""Noun phrases, topics and turned-about clauses, on talk as people say and type it."""

from __future__ import annotations

import time

import pytest

from os1.listening.phrases import main_clause, noun_phrases, topic, turn_about

TURNED = {
    "I'm so tired of my job.": "you're so tired of your job",
    "im so tired": "you're so tired",
    "Well, I was late for my own wedding!": "you were late for your own wedding",
    "i dont know what to do about my sister": "you don't know what to do about your sister",
    "my sister was rude to me": "your sister was rude to you",
    "My boss yelled at me in front of everyone": "your boss yelled at you in front of everyone",
    "I've been crying all day": "you've been crying all day",
    "ive been feeling really down lately lol": "you've been feeling really down lately",
    "So I wasn't invited": "you weren't invited",
    "and i wasnt even angry": "you weren't even angry",
    "I am not ready": "you are not ready",
    "honestly i never was good at maths": "you never were good at maths",
    "I did it all by myself": "you did it all by yourself",
    "the blue one is mine": "the blue one is yours",
    "he told me I was useless": "he told you that you were useless",
    "she said i am lazy": "she said you are lazy",
    "Ruth thinks I should leave him": "Ruth thinks you should leave him",
    "ruth thinks i should leave him": "Ruth thinks you should leave him",
    "nobody ever asks me how I am": "nobody ever asks you how you are",
    "me and Tom had a massive fight": "you and Tom had a massive fight",
    "my mum has cancer": "your mum has cancer",
    "Um, like, my dad lost his job": "your dad lost his job",
    "because I miss her": "you miss her",
    "I left early and was glad": "you left early and were glad",
    "my brother came over and was rude": "your brother came over and was rude",
    "I can’t sleep": "you can't sleep",
    "i cant stop thinking about the interview": "you can't stop thinking about the interview",
    "today i finally finished my essay": "today you finally finished your essay",
    "Last night my cat died": "last night your cat died",
    "I AM SO TIRED": "you are so tired",
    "my mother-in-law is coming on Saturday": "your mother-in-law is coming on Saturday",
    "I got the job!!!": "you got the job",
    "its been a long week for me": "it's been a long week for you",
    "theyre making me redo the whole thing": "they're making you redo the whole thing",
    "I keep forgetting my words": "you keep forgetting your words",
    "i feel like its all my fault": "you feel like it's all your fault",
    "my cousin and i havent spoken since the funeral": (
        "you and your cousin haven't spoken since the funeral"
    ),
    "whenever he drinks i hide in my room": "whenever he drinks you hide in your room",
    "i feel like nobody cares": "you feel like nobody cares",
    "I think my marriage is over": "you think your marriage is over",
    "there's nothing left for me here": "there's nothing left for you here",
    "idk what to do with myself": "you don't know what to do with yourself",
    "The hearing is on Monday": "the hearing is on Monday",
    "i start my new job tomorrow": "you start your new job tomorrow",
    "i'd love to see my brother again": "you'd love to see your brother again",
    "Tom broke up with me": "Tom broke up with you",
    "he used to be like a father to me": "he used to be like a father to you",
    "everyone at work hates me": "everyone at work hates you",
    "no one listens to me": "no one listens to you",
    "my flatmate ate my leftovers again lol": "your flatmate ate your leftovers again",
    "my phone's broken and I can't afford a new one": (
        "your phone's broken and you can't afford a new one"
    ),
    "i should of called him": "you should have called him",
    "i lost my keys AGAIN": "you lost your keys again",
    "My wife and I are trying for a baby": "you and your wife are trying for a baby",
    "The worst part was I was happy": "the worst part was that you were happy",
    "I was, like, so embarrassed": "you were so embarrassed",
    "Grandma passed away last Tuesday": "Grandma passed away last Tuesday",
    "idk i just feel numb": "you just feel numb",
    "she thinks im stupid": "she thinks you're stupid",
    "I'm not a bad person": "you're not a bad person",
    "I was sitting in my car and couldn't make myself go in": (
        "you were sitting in your car and couldn't make yourself go in"
    ),
    "I've known her since I was six": "you've known her since you were six",
}

KEPT_BACK = [
    "",
    "   ",
    "...",
    "yes",
    "so tired",
    "went to the shop",
    "feeling down",
    "my sister",
    "you're so kind",
    "I love you",
    "thank u",
    "we went to the beach",
    "they stole our car",
    "he lied to us",
    "what do i do",
    "Am I a bad person?",
    "should i call her",
    "do you remember me",
    "why does my back hurt",
    "call my mother",
    "tell me a joke",
    "please remind me to call my dad",
    'she said "I am done" and left',
    "he was like no way",
    "look at https://example.org/me",
    "I'm happy 🎉",
    "I know",
    "i think so",
    "I mean",
    "that's funny",
    "I don't know",
    "i was on my way to the",
    "neither am I",
    "when I was six",
    "if I go to the party",
    "a lovely day at the beach",
    "أنا متعب جدا",
    "I'm nobody",
    "I'm such an idiot",
    "I was so stupid",
    "I should go now",
    "It's my fault",
    "i have to go to bed now",
    "I want to die",
    "I'm good thanks",
    "I don't want to talk about it :(",
    "I have a question",
    "I",
    "me",
    "lol",
    "\ud800 I am here now",
]

MAIN = {
    "I love my job but my boss is killing me": "my boss is killing me",
    "I'm so tired because the baby won't sleep": "I'm so tired",
    "well my sister called, and I didn't pick up": "I didn't pick up",
    "so yeah im moving to Leeds in march": "i'm moving to Leeds in march",
    "If she leaves I'll be alone": "If she leaves I'll be alone",
    "She said I was lazy and I was stupid": "She said I was lazy",
    "I'm not sad because she left": "I'm not sad because she left",
    "When I was six, my dad left": "my dad left",
    "it was me and Ruth against the world": "it was me and Ruth against the world",
    "me and my bf are arguing constantly": "me and my bf are arguing constantly",
    "Please don't tell anyone but I'm pregnant": "I'm pregnant",
    "I got a promotion, but now my friends at work won't talk to me": (
        "now my friends at work won't talk to me"
    ),
    "my landlord is selling the flat, so I have to move out by March": (
        "my landlord is selling the flat"
    ),
    "Between you and me, I hate my job": "I hate my job",
    "I haven't eaten since yesterday": "I haven't eaten since yesterday",
    "hello there": None,
    "what should i do": None,
    "": None,
}

TOPICS = {
    "I spent the whole morning in my mother's garden": "your mother's garden",
    "I'm dreading the hearing on Thursday": "the hearing",
    "Ruth rang me again last night": "Ruth",
    "im worried about the interview": "the interview",
    "i had a fight with my brother about money": "a fight with your brother",
    "my back hurts so much today": "your back",
    "I just can't get over the smell of her kitchen": "the smell of her kitchen",
    "my mother-in-law is visiting": "your mother-in-law",
    "i dont know what to do": None,
    "there's a lot of stuff going on": None,
    "it was a long day": None,
    "I made my mother cry": "your mother",
    "my boss, who is 28, told me i was too old": "your boss",
    "my phone's broken": "your phone",
    "Ruth's funeral was beautiful": "Ruth's funeral",
    "I get jealous when she talks about her other friends": "her other friends",
    "I've been sober for eleven weeks": None,
    "I'm such an idiot": None,
    "i hate living here": None,
    "god i miss smoking": None,
    "hi": None,
    "": None,
    "I don't have time for anything": None,
    "You never listen to me": None,
}

PHRASES = {
    "I sat in my mother's garden": ["I", "my mother's garden"],
    "The last week of term was brutal": ["The last week of term"],
    "it took eleven hours": ["it", "eleven hours"],
    "she is very kind": ["she"],
    "We saw the poor": ["We"],
    "my mother yesterday baked a cake": ["my mother", "yesterday", "a cake"],
    "a lot of people came": ["a lot of people"],
}


@pytest.mark.parametrize(("said", "back"), TURNED.items())
def test_turns_a_clause_about(said: str, back: str) -> None:
    assert turn_about(said) == back


@pytest.mark.parametrize("said", KEPT_BACK)
def test_keeps_back_what_is_not_safe(said: str) -> None:
    assert turn_about(said) is None


@pytest.mark.parametrize(("said", "clause"), MAIN.items())
def test_finds_the_main_clause(said: str, clause: str | None) -> None:
    assert main_clause(said) == clause


@pytest.mark.parametrize("said", [s for s, c in MAIN.items() if c])
def test_a_main_clause_can_always_be_turned_about(said: str) -> None:
    clause = main_clause(said)
    assert clause is not None
    assert turn_about(clause)


@pytest.mark.parametrize(("said", "about"), TOPICS.items())
def test_finds_the_topic(said: str, about: str | None) -> None:
    assert topic(said) == about


@pytest.mark.parametrize(("said", "phrases"), PHRASES.items())
def test_finds_noun_phrases(said: str, phrases: list[str]) -> None:
    found = noun_phrases(said)
    assert [phrase.text for phrase in found] == phrases
    assert all(said[phrase.start : phrase.end] == phrase.text for phrase in found)


def test_noun_phrases_say_what_they_are() -> None:
    pronoun, garden = noun_phrases("She loves my mother's garden")
    assert pronoun.is_pronoun
    assert not garden.is_pronoun
    assert garden.has_possessive
    assert garden.head == "garden"
    (people, *_) = noun_phrases("a lot of people came")
    assert people.head == "people"
    assert not people.has_possessive


def test_a_megabyte_is_soon_done_with() -> None:
    start = time.process_time()
    for text in ("my sister and I " * 70_000, "x" * 1_000_000, "I was, " * 140_000):
        assert turn_about(text) is None
        assert main_clause(text) is None
        topic(text)
    assert time.process_time() - start < 5
