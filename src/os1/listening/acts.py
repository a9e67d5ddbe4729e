"""Dialogue acts: what an utterance does in the talk, besides what it says."""

from __future__ import annotations

import re
import unicodedata

from os1.listening import requests
from os1.types import Request

_STRETCHED = re.compile(r"([a-z])\1{2,}")
_WORDY = re.compile(r"[^\W\d_]", re.UNICODE)

_RULES: tuple[tuple[str, str], ...] = (
    ("greeting",
        r"^\W*(?:hi|hiya|hello|hey|heya|good (?:morning|afternoon|evening|day)|morning|evening|"
        r"afternoon|yo|howdy|hallo|i'?m (?:back|home))(?: (?:there|again|you|samantha|sam|love|dear))*\b",
    ),
    ("goodnight",
        r"^\W*(?:(?:ok(?:ay)?|right|so|anyway)\W+)?bed(?: ?time| now| for me)?\W*$|\b(?:good ?night"
        r"|nighty? night|night night|sweet dreams|sleep (?:well|tight))\b|"
        r"^\W*(?:night|nite|g'?night|gn)(?: (?:samantha|sam|love|then))?\W*$|"
        r"\b(?:off|going|i'?m going|heading|time for|get(?:ting)? ready for)(?: to)? (?:bed|sleep)\W*$",
    ),
    ("farewell",
        r"^\W*(?:(?:ok(?:ay)?|right|well|anyway|alright|so|thanks|thank you)\W+)*(?:bye|goodbye|good bye|"
        r"bye bye|see (?:you|ya)|cya|ciao|talk (?:later|soon|tomorrow)|later|ttyl|so long|farewell|"
        r"catch you later|speak (?:soon|later|tomorrow)|until (?:tomorrow|later|next time))\b.{0,40}$|"
        r"\b(?:i(?:'?ve| have)? (?:got to|gotta|have to|must|need to|should|better|'d better)"
        r" (?:go|run|dash|be off|get going|get off)|gotta (?:go|run)|gtg|i'?m off(?: (?:now|then|home|"
        r"out|to work))?|bye(?: for now)?)(?: now| then)?\W*(?:bye\W*)?$|"
        r"^.{0,60}\b(?:cya|see ya|ttyl|laters|g2g|gtg|toodles|bye)\W*$",
    ),
    ("thanks", r"\b(?:thanks|thank you|thank u|thx|ta\b|cheers|much appreciated|i appreciate)"),
    ("apology",
        r"^\W*(?:(?:oh|i'?m|so|really|very|no)\W+)*(?:sorry|my bad|apologies|i apologi[sz]e)\b",
    ),
    ("agreement",
        r"^\W*(?:yes|yeah|yep|yup|ya|sure|ok|okay|k|right|exactly|true|of course|definitely|totally|"
        r"absolutely|indeed|i (?:guess|suppose)(?: so)?|that'?s (?:right|it|true)|fine|you'?re right|"
        r"mhm|mm+|mm-?hm+|uh-?huh|aye|fair(?: enough)?|good point|quite)(?:\W+\w+){0,2}\W*$",
    ),
    ("disagreement",
        r"^\W*(?:no|nope|nah|not really|not at all|never|i don'?t think so|wrong|naa+h?)"
        r"(?:\W+\w+){0,2}\W*$",
    ),
    ("backchannel",
        r"^\W*(?:u+gh+|a+r+gh+|sigh|gr+|h+m+|m+h*m*|oh|ah|aha|uh|um|er|erm|well|so|wow|huh|eh|meh|dunno|idk"
        r"|i don'?t know|"
        r"maybe|perhaps|whatever|nothing|nothing much|not much|same|fine|nvm|never ?mind|\.+|…+|"
        r"interesting|cool|nice|great|good|really|i see|oh well|anyway)\W*$",
    ),
    ("laugh", r"\b(?:ha(?:ha)+h?|he(?:he)+|lol+|lmao|rofl|lmfao)\b|[😂🤣😹]"),
    ("joke",
        r"\b(?:just|only|i'?m|was|am|totally|obviously) (?:kidding|joking|messing(?: with you)?|teasing)"
        r"\b|\b(?:jk|j/k|kidding|joking)\b\W*$|\bthat was a joke\b|\bpulling your leg\b|\bapril fool|"
        r"^\W*(?:only )?joking\b|/s\s*$",
    ),
    ("retraction",
        r"\b(?:scratch|scrap|strike|ignore|take|i take) (?:that|it|this|back)(?: back)?\b|\bi take (?:that|"
        r"it) back\b|\b(?:that|it)(?:'s| is| was|'?s)? ?(?:not true|wasn'?t true|isn'?t true|a lie)\b|"
        r"\bi (?:made (?:that|it) up|lied)(?: about (?:that|it))?\b|\b(?:i was|i'?m) wrong about (?:that|it)"
        r"\b|^\W*(?:no,? )?(?:actually|correction)\b.{0,60}\b(?:not|isn'?t|wasn'?t|won'?t|aren'?t|no "
        r"longer|doesn'?t|don'?t|didn'?t|never)\b",
    ),
    ("correction",
        r"^\W*(?:no\W+)?(?:that'?s (?:not (?:what i (?:said|meant)|right|it|true|quite right)|wrong)"
        r"|you(?:'ve|"
        r"'re| have| are)? (?:got (?:that|it|me) wrong|wrong|misunderst(?:ood|and)|mixed)|i (?:didn'?t"
        r"|never) "
        r"(?:say|said|mean) that|i meant)\b",
    ),
    ("correction",
        r"^\W*(?:(?:no|nope|sorry|wait|oops|actually|correction)\W+)+(?:it'?s|that'?s|it is|make (?:it"
        r"|that)|i meant?|"
        r"on|at|not) .{0,40}(?:\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|\d"
        r"|\btomorrow\b|"
        r"\bnoon\b|\bo'clock\b).{0,20}$",
    ),
    ("nothing",
        r"^\W*(?:really |well )?(?:nothing|nowt)(?: (?:to (?:say|tell|report|add)|much|new|really|special"
        r"|at all|"
        r"in particular))*(?:, really)?\W*$",
    ),
    ("test",
        r"\b(?:(?:just|only|was|were|am|i'?m) )+(?:testing|checking)(?: (?:you|u|if you"
        r"|whether you)\b.*)?\W*$|\btrick question\b|"
        r"\bto see (?:if|whether|what) you(?:'d|'ll| would| could| can| were)?\b",
    ),
    ("doubt",
        r"\byou(?:'re|r| are) (?:(?:just|only|nothing but|nothing more than|merely|literally"
        r"|basically) )+(?:a |an |some |my )?"
        r"(?:\w+ ){0,2}(?:autocomplete|program|machine|bot|chat ?bot|algorithm|code|software|computer"
        r"|script|ai|robot|toy|"
        r"parrot|model|app|text|voice|thing)\b|\byou(?:'re| are) not (?:even )?(?:real|human"
        r"|a (?:real )?person|alive|my friend)\b|"
        r"\b(?:telling|told|confiding in|saying this to|crying to) (?:a|my) (?:\w+ )?(?:program|machine"
        r"|computer|bot|robot|"
        r"laptop|phone|chat ?bot|ai)\b(?= (?:this|that|it|all|everything|about)\b|\W*$)|\byou (?:don'?t|can'?t) (?:really |actually )?(?:care|feel|think"
        r"|understand anything)\b",
    ),
    ("remark",
        r"^\W*(?:(?:and|so|but|well|samantha|honestly|ok(?:ay)?)\W+)*(?:you(?:'re|'ve| are| have| sound"
        r"| seem| talk)|ur|you (?:always|never|"
        r"really|remember|just) (?!know|think|see|get|want|have|feel|need)\w+) (?!got to\b|to\b|never\b"
        r"|joking|kidding|right\b|welcome\b)[^?]{3,70}$",
    ),
    ("pause",
        r"^\W*(?:(?:ok(?:ay)?|sorry)\W+)?(?:brb|be right back|back in (?:a|one|two|five|ten)\b.*|one (?:sec"
        r"|second|moment|minute)|"
        r"(?:hang|hold) on(?: a (?:sec|second|minute|moment))?|(?:gimme|give me) (?:a|one|two) (?:sec"
        r"|second|minute|moment)s?|afk|"
        r"wait(?: a (?:sec|second|minute|moment))?|just a (?:sec|second|minute|moment)|door'?s going"
        r"|someone'?s at the door)\W*$",
    ),
    ("praise",
        r"\b(?:you(?:'re| are|r)|ur) (?:(?:so|really|very|the|a|an|such|quite|pretty) )*(?:great|lovely"
        r"|sweet|"
        r"kind|nice|funny|wonderful|brilliant|the best|best|good|amazing|clever|smart|a good listener|"
        r"helpful|good friend)\b|\byou'?ve been (?:(?:so|really|very|a) )*(?:all ?right|great|good|kind"
        r"|lovely|brilliant|help)\b|"
        r"\b(?:that|you|this|talking) (?:really |actually )?help(?:s|ed)(?: a lot| me)?\W*$|"
        r"\bi (?:really )?(?:like|love|enjoy|missed|miss) (?:talking (?:to|with) )?"
        r"(?:you|u)\b",
    ),
    ("insult",
        r"\b(?:you(?:'re| are|r)?|ur) (?:(?:so|really|very|a|an|such|just|being|fucking|bloody|completely) )*"
        r"(?:useless|stupid|dumb|annoying|rubbish|crap|shit|boring|an idiot|idiot|pathetic|awful|terrible|"
        r"broken|creepy|worthless|hopeless|a waste)\b|\b(?:i hate you|fuck (?:off|you)|piss off|shut up|you "
        r"(?:don'?t (?:get|understand) (?:me|it|anything)|never listen|aren'?t listening|know nothing)|"
        r"stupid (?:machine|computer|bot|program)|this is (?:stupid|useless|pointless))\b",
    ),
    ("boredom",
        r"\b(?:i'?m|im|so|just|am) (?:so |really |just )*bored\b|\bboring day\b|\bnothing to do\b|"
        r"\b(?:talk to me|entertain me|keep me company)\W*$|\bsay something(?: \w+)?\W*$",
    ),
    ("remember", r"^\W*(?:please |so |and |now )*(?:remember|note(?: down)?|keep in mind|don'?t forget|make a "
                 r"note)(?: for me)?(?: that|:|,)? (?!to\b|me\b|when\b|how\b|what\b|about me)[^?]{6,}$"),
    ("leave",
        r"\b(?:leave it|drop it|let'?s not|i(?:'d| would)? (?:don'?t want|rather not|do not want)(?: to)? "
        r"(?:talk|discuss|say|get into)|don'?t want to talk|rather not (?:talk|say)|change the subject|"
        r"talk about something else)\b(?: about (?:it|that|this))?",
    ),
    ("wont",
        r"^\W*(?:please |just |and )?(?:don'?t|do not|dont) (?:you )?(?:laugh|judge|tell|say|ask|report|"
        r"start|worry|be|make|panic|lecture|look|dare|go all|pity|give me)\b.{0,50}$|"
        r"^\W*(?:and |but |please )*i (?:don'?t|do not|didn'?t) (?:want|need|ask for) (?:any |your |a "
        r"|you to )?(?:advice|solutions?|sympathy|"
        r"pity|questions|lectures?|help|opinions?|fix(?:es|ing)?|cheering up)\b.{0,30}$",
    ),
    ("complaint",
        r"\bthat'?s (?:a|an|not an?|no) (?:\w+ )?answer\b|^\W*that was (?:terrible|rubbish|"
        r"awful|lame|bad)\W*$|\b(?:that|it|this|you|u|ur|you'?re)(?:'s|'re| is| was| are)? ?(?:wasn'?t"
        r"|isn'?t|aren'?t|not) (?:very |even |really |that |being |at all )*"
        r"(?:funny|helping|helpful|useful|listening)\b(?! to (?:me|him|her))|"
        r"\byou (?:already|just) (?:said|asked|told)\b|\bstop (?:asking|saying|repeating)\b",
    ),
)
_SMALL = {"greeting", "farewell", "goodnight", "thanks", "apology", "agreement", "disagreement",
          "backchannel", "laugh"}  # fmt: skip
_COMPILED = tuple((act, re.compile(rule)) for act, rule in _RULES)


def read(text: str, asked: tuple[Request, ...]) -> tuple[str, ...]:
    """The acts of an utterance, in a fixed order; `asked` are its requests.

    Always at least one: "silence" for nothing, "emoji" and "gibberish" where there are no words,
    "statement" where something is told.
    """
    plain = requests.straight(text[: requests.LONGEST]).lower().strip()
    if not plain:
        return ("silence",)
    odd = _wordless(plain)
    if odd:
        return (odd,)
    squeezed = _STRETCHED.sub(r"\1", plain)  # "heyyy" is "hey"
    acts = [act for act, rule in _COMPILED if rule.search(plain) or rule.search(squeezed)]
    acts = list(dict.fromkeys(acts))
    if "correction" in acts and not any(request.intent.startswith(("recall", "forget")) for request in asked):
        acts = [act for act in acts if act != "disagreement"]
    if any(request.intent != "cannot" and not request.intent.startswith(("forget", "record"))
           for request in asked):  # fmt: skip
        acts.append("question")
    if asked and asked[0].intent != "question":
        acts.append("request")
    if _tells(plain, acts, asked):
        acts.append("statement")
    if len(plain.split()) > 120 or len(text) > requests.LONGEST:
        acts.append("ramble")
    return tuple(acts) or ("statement",)


def _wordless(plain: str) -> str | None:
    if not _WORDY.search(plain):
        symbols = sum(unicodedata.category(c) in {"So", "Sk", "Cs"} for c in plain)
        return "emoji" if symbols else "gibberish"
    words = re.findall(r"[^\W\d_]+", plain)
    longest = max(words, key=len)
    latin = longest.isascii()
    if latin and len(words) <= 2 and len(longest) > 5 and not re.search(r"[aeiouy]", longest):
        return "gibberish"
    if latin and len(longest) > 6 and re.search(r"[bcdfghjklmnpqrstvwxz]{6}", longest):
        return "gibberish" if len(words) <= 2 else None
    if any(c == "\ufffd" or (unicodedata.category(c) == "Cc" and c not in "\t\n\r") for c in plain):
        return "gibberish"
    return None


def _tells(plain: str, acts: list[str], asked: tuple[Request, ...]) -> bool:
    """Whether something is told besides greeting, thanking, asking."""
    if asked and asked[0].intent.startswith(("forget", "record")):
        return False
    parts = [part for part in re.split(r"(?<=[.!?])\s+|\n+", plain) if part.strip()]
    told = [part for part in parts if not requests.is_question(part)]
    if asked and len(parts) <= 1:
        return False
    if "correction" in acts:
        return True
    small = set(acts) & _SMALL
    if not small:
        return bool(told) and (not acts or any(len(part.split()) > 2 for part in told))
    return any(len(part.split()) > 6 for part in told) or any(
        len(part.split()) > 2 for part in told[1:]
    )
