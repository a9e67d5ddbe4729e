"""The rules requests are read by: an intent and a pattern each, the first that fits counts."""

from __future__ import annotations

import re

from os1.listening.rule_files import blocks

_LEAD = (
    r"^\W*(?:(?:ok(?:ay)?|so|well|um+|er+|hey|hi|please|now|and|but|actually|sorry|samantha|"
    r"oh|by the way|btw|alright|right|no|yes|wait|listen|tell me|remind me|(?:can|could|would|will) you|just|"
    r"(?:can|could) you tell me|do you remember)\W+)*"
)
_TAIL = r"(?:\W+(?:please|again|then|now|though|samantha|thanks|for me|ok(?:ay)?))*\W*$"

THING: dict[str, str] = {
    "the weather": r"weather|forecast|umbrella|going to rain|will it rain|is it raining|how (?:hot|"
    r"cold|warm) is it",
    "directions": r"directions|how (?:do|can) i get to|way to get to|route to|navigate",
    "a table": r"restaurants?\b|somewhere to eat|place to eat|book (?:me |us )?a table",
    "reminders": r"remind me (?:to|at|in|on|tomorrow|that)|set (?:me )?a reminder",
    "timers and alarms": r"(?:set|start) (?:me )?(?:a|an|the) (?:\w+ ){0,2}(?:timer|alarm)|wake me",
    "music": r"play (?:me )?(?:some |a )?(?:music|song|something)|put (?:some |on )music",
    "your calendar": r"(?:my|the) calendar|on my agenda",
    "your mail": r"(?:my|new|any) (?:e-?mails?|inbox|mail)\b|send (?:an? )?(?:e-?mail|text|message)",
    "phone calls": r"(?:call|ring|phone) (?:my|him|her|them) (?:for me|now)",
    "letters": r"write (?:me )?(?:a|the) letter|draft (?:me )?(?:a|an) (?:letter|email)",
    "games": r"play (?:a|some) games?|let'?s play",
    "the internet": r"google|look (?:it|that|this) up|search (?:the )?(?:web|internet|online)|the news",
}
ASKING = re.compile(
    r"\?|^\W*(?:directions|weather|what|how|is|will|do|can|could|would|please|set|start|play|book|find|show"
    r"|give|"
    r"remind|wake|call|ring|phone|write|draft|google|look|search|check|read|send|put|get|navigate|"
    r"let'?s|samantha|hey|ok)\b"
)


RULES: tuple[tuple[str, str], ...] = tuple(
    (intent, pattern.replace("<lead>", _LEAD).replace("<tail>", _TAIL)) for intent, pattern in blocks("requests.txt")
)
