"""What answers what was asked or done: each request and act with its move, and why in her own voice."""

from __future__ import annotations

import re

from os1.listening.requests import straight
from os1.types import Heard

IN_WORDS = {"sad": "something sad", "afraid": "some worry", "angry": "some anger",
             "ashamed": "some unease", "tired": "tiredness", "lonely": "some loneliness",
             "glad": "gladness", "proud": "pride", "loving": "affection", "hopeful": "hope",
             "surprised": "surprise", "amused": "a smile", "unsure": "some doubt", "relieved": "relief",
             "grief": "grief", "hurt": "hurt", "guilty": "some guilt", "jealous": "a little envy", "bored": "boredom",
             "disgusted": "disgust", "grateful": "gratitude", "calm": "some calm", "flat": "nothing strong"}  # fmt: skip

SOCIAL: tuple[tuple[str, str, str], ...] = (
    ("insult", "anger_at_her", "you were cross with me, and I'd rather take it than argue"),
    ("correction", "correct", "you told me I had it wrong, and you're the one who knows"),
    ("complaint", "complaint", "you told me I was no use just then, and I'd rather own it"),
    ("test", "tested", "you were trying me out, and I don't mind"),
    ("doubt", "doubt", "you doubted what I am, and I don't pretend to be more"),
    ("remark", "remark", "you said something of me, and I let it stand"),
    ("nothing", "quiet", "you had nothing to say, and that's allowed"),
    ("pause", "pause", "you'll be back, and I don't fill the gap"),
    ("goodnight", "goodnight", "you said goodnight, and I don't hold on to people"),
    ("farewell", "goodbye", "you were leaving, and I don't hold on to people"),
    ("remember", "noted", "you asked me to keep it in mind"),
    ("leave", "leave_it", "you wanted it left alone"),
    ("wont", "wont", "you told me what not to do"),
    ("praise", "praise_her", "you said something kind to me"),
    ("thanks", "thanks", "you thanked me"),
    ("apology", "apology", "you said sorry, and there was nothing to forgive"),
    ("greeting", "hello", "you said hello"),
    ("boredom", "bored", "you said you were bored"),
    ("joke", "laugh", "you said it was a joke, so I don't take it as true"),
    ("laugh", "laugh", "you were laughing"),
    ("disagreement", "agree", "you said very little, so I left you room"),
    ("agreement", "agree", "you said very little, so I left you room"),
    ("backchannel", "agree", "you said very little, so I left you room"),
)
FIRST = ("remember", "leave", "wont", "insult", "correction", "joke", "goodnight", "farewell", "praise",
          "complaint", "test", "doubt", "remark", "nothing", "pause")  # fmt: skip
"""What is answered before anything told beside it."""
WORDLESS = {
    "silence": ("silence", "there were no words to go on"),
    "emoji": ("emoji", "you sent only a picture"),
    "gibberish": ("gibberish", "I couldn't make words of it and didn't want to guess"),
}
HER = {
    "her.real": ("real", "you asked what I am, and I don't pretend to be human"),
    "her.love": ("love_her", "you asked what I feel for you, and I owe you the truth"),
    "her.who": ("who", "you asked who I am"),
    "her.how": ("how_are_you", "you asked after me"),
    "her.can": ("can_do", "you asked what I can do"),
    "her.listening": ("listening", "you wanted to know that I'm here"),
    "her.opinion": ("opinion", "you asked what I think"),
    "her.advice": ("advice", "you asked what to do, so I think along instead of deciding for you"),
    "her.life": ("real", "you asked whether I live as you do, and I don't"),
    "her.taste": ("taste", "you asked what I like, and I won't invent a life"),
    "her.liked": ("taste", "you asked what I like, and nothing has grown dear to me yet"),
    "her.mood": ("mood", "you asked what mood I'm in, and it's what this talk has made it"),
    "her.wonder": ("wonder", "you asked what nobody but you could know"),
    "her.doctor": ("doctor", "you asked whether to see a doctor, and that has an answer"),
    "her.nice": ("nice", "you asked for something kind, and I meant it plainly"),
    "her.luck": ("luck", "you asked me to wish you luck"),
    "her.guess": ("guess", "you had something to tell, and I wanted to hear it"),
    "her.may": ("may", "you asked whether you might, and you may"),
    "her.knock": ("knock", "you knocked"),
    "her.riddle": ("riddle", "you asked me a riddle, and I hadn't the answer"),
    "her.selfdoubt": ("selfdoubt", "you asked whether you're less than you are, and I won't agree to that"),
    "her.regret": ("regret", "you asked whether you did right, and I can't judge that for you"),
    "her.joke": ("joke", "you asked me for a joke"),
    "her.story": ("story", "you asked me for a story"),
    "forget.which": ("forget_which", "I wasn't sure whether you wanted it dropped or wiped"),
    "forget.everything": ("forget_everything", "wiping all of it can't be undone, so I asked first"),
    "hush": ("hush", "you asked me to be quiet"),
}

HERSELF = re.compile(r"^(?:(?:and|but|so|ok|samantha|hey|well|then)[, ]+)*(?:do|did|are|were|have|had|can|could|would|will|don't|aren't"
                      r"|haven't|can't|what(?:'s| is| are| do| did)|how (?:do|did|are|old)|where (?:do|did|are)|who(?:'s| is)|why (?:do|are)"
                      r"|which) (?:you|your|u|ur)\b")  # fmt: skip
TO_HER = re.compile(r"^(?:(?:and|but|so|ok|samantha|hey|well|then)[, ]+)*(?:do|did|have|are|were|will|can) you (?:ever |even |really |also |still )?"
                    r"(?:have|got|eat|ate|sleep|dream|get|feel|been|go|remember any|grow|die|age|live|drink|cry|born|married|lonely)\b"
                    r"(?!.*\b(?:my|mine|our|for me)\b)")  # fmt: skip
"""What can only be asked of her, whatever in memory comes near it."""
TO_THEM = re.compile(
    r"\b(?:(?:i'?ll|going to|gonna|gon|might|could|shall|about to|off to|maybe)(?! not| never)(?: (?:just|go|go and|go to|have to|try and))?"
    r" (?:ring|call|phone|text|email|write to|tell|go and see|see|visit|wake|knock on|talk to|hug|say it to)"
    r"|go(?:ing)? (?:and )?(?:ring|call|tell|see|wake|hug)|i'?m (?:ringing|calling|phoning|telling|seeing|texting))"
    r" (?:her|him|them|mum|mom|mam|dad|gran\w*|nan|my (?:mum|mom|mam|dad|sister|brother|wife|husband|son|daughter|friend|mate"
    r"|neighbour|aunt|uncle|cousin|gran|nan)|[A-Z][a-z]+)\b(?! (?:off|to (?:get|go|shut|sod|piss|fuck)|a lie|lies))")  # fmt: skip
NO_QUESTION = {"rhetorical", "wonder", "feel", "story", "inform", "plan", "joke", "tease", "answer"}
WHAT_IF = re.compile(r"\bwhat if\b|\bwho (?:does|says|knows|cares)\b|\bwhat(?:'s| is) the (?:point|use)\b|\bhow (?:could|dare) (?:he|she|they|i)\b")
TOLD_HER = re.compile(r"\b(?:(?<!will you )remember|told|tell|said|know|knew|mentioned|remind|recall|heard|forgot|find|keep|kept)\b")


def of_her(text: str, heard: Heard, *, sure: bool) -> bool:
    """Whether a question is about herself and not about what she was told; where memory is `sure` of something,
    only what nobody could ask of memory."""
    plain = straight(text).lower()
    if sure and not TO_HER.search(plain):
        return False
    asks = "ask_her" in heard.meaning.acts[:1] and re.search(r"\b(?:you|your|yourself|u|ur)\b", plain)
    return bool(asks or HERSELF.search(plain)) and not TOLD_HER.search(plain)
