"""What the phrasebook is held to: how long a piece may be, what she must never say, sample words."""

from __future__ import annotations

QUESTION_PARTS = "ask.topic ask.person ask.open ask.low ask.bad ask.bad_person celebrate.ask follow_up.ask"
LONGEST = {"story.body": 40, "joke.body": 20, "forget.everything": 20, "forget.backups": 16,
           "forget.stands": 16, "record.aside": 16, "greet.honest": 17, "notice.body": 18, "stance": 26, "regret.body": 20,
           "selfdoubt.body": 20, "of_her.body": 20, "privacy.away": 26, "tongue.away": 26,
           "tongue.here": 26, "tongue.none": 26}  # fmt: skip
DANGER = 40  # words at most in a piece for danger, which names whom to ring
BY_FEELING = ("sad", "afraid", "angry", "ashamed", "tired", "lonely")

NEVER = {
    "stem": r"sounds? like you|it sounds|i hear you|that must|i understand|tell me more"
    r"|make you feel|it seems like|what i'm hearing|thank you for sharing|valid"
    r"|safe space|hold(ing)? space|sit with|journey|i can imagine|let's unpack",
    "advice": r"\byou should|\btry to\b|\btry (a|the|some)\b"
    r"|have you (thought|tried|considered)"
    r"|make sure|maybe you could|perhaps you could|you need to|why don't you|why not\b"
    r"|it (might|may|could) help|i(?:'d| would) (suggest|recommend)|you'd better|remember to\b"
    r"|(?<!i )don't forget|\bconsider\b|you ought|you must (?!be \{name\})",
    "flattery": r"(great|good|lovely|excellent) question|\bamazing|so (strong|brave|wise|clever)"
    r"|incredible|proud of you|inspir|impress|brilliant|well done|genius|fantastic|awesome",
    "diagnosis": r"depress|anxiety|disorder|trauma|toxic|narciss|therap|symptom|attachment style",
    "body": r"\bmy (heart|eyes|ears?|hands?|skin|stomach|lungs|breath|childhood|parents|mother"
    r"|father|bed|bones|body)\b|\bi (walked|slept|ate|grew up|was born|dreamt|dreamed|wake|woke"
    r"|felt|feel|tasted|smelled|cried|blushed)\b|\bas a (woman|human)\b"
    r"|\bi'm (human|a person|a woman|tired|hungry|sleepy)\b",
    "hold": r"i('ve)? miss(ed)? you|(?<!i )don't go\b|\bso soon|before you go|please stay"
    r"|come back soon|i'll be lonely|without you\b|where have you been|finally back",
    "list": r";|\bfirstly\b|\bsecondly\b|—",
}

SAMPLES = {
    "clause": (
        "you said it to her face",
        "your sister is moving to Leeds",
        "the hearing got moved",
        "you didn't sleep",
        "Tom finally rang",
    ),
    "topic": ("your mother's garden", "the hearing", "eleven hours", "Ruth", "your new shoes"),
    "person": ("Ruth", "your sister"),
    "mirror": ("the garden centre", "Bernard"),
    "name": ("Theo",),
    "her": ("Samantha", "Ada"),
    "liked": ("your allotment", "Ruth"),
    "when": ("on Tuesday", "last night", "this morning"),
    "quote": ("“Ruth's moving to Leeds.”", "“Who knows?”"),
    "thing": ("the weather", "directions"),
    "mind": ("ollama/qwen3:4b", "claude"),
    "host": ("api.example.com", "192.168.1.20"),
    "said": ("Ruth's move",),
    "fragment": ("purple", "the whole curry"),
    "more": ("two more",),
    "whom": ("Tom", "your sister"),
    "one": ("Jo",),
    "other": ("Johanna",),
    "help": ("Samaritans on 116 123", "Find A Helpline (findahelpline.com)"),
    "emergency": ("999",),
    "who": ("Ruth", "your sister"),
    "sounds": ("quieter than usual, 4 dB softer",),
}
