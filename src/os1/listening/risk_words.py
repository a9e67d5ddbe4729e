"""How `risk` reads: the shape of a rule, chat spellings, and what takes a rule's word away."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from os1.types import RiskKind, RiskLevel

_PARTS: Final = {
    "<self>": r"(?:my|him|her|them)sel(?:f|ves)",
    "<near>": (
        r"(?:him|her|them|everyone|everybody|somebody|someone|people|(?:that|this) (?:guy|man"
        r"|woman|kid|bastard|bitch|girl|boy|prick)|(?:my|his|her|our|the) \w+)"
    ),
    "<who>": (
        r"(?:he|she|they|dad|mum|mom|mam|father|mother|husband|wife|boyfriend|girlfriend|partner"
        r"|ex|brother|sister|uncle|aunt|stepdad|stepfather|stepmum|grandad|boss|carer|coach"
        r"|teacher|bf|gf|roommate|flatmate|son|man|guy|someone|somebody|parents|grandfather"
        r"|grandpa|cousin|neighbou?r|stepmother|stepbrother|fiancee?)"
    ),
    "<me>": (r"(?:me|us|my (?:mum|mom|mam|dad|sister|brother|son|daughter|kids?|little \w+|friend))"),
    "<pills>": (
        r"(?:(?:sleeping|pain|heart|diabetes) ?)?"
        r"(?:pills?|tablets?|paracetamol|tylenol|ibuprofen|aspirin|meds|medication)"
    ),
}


class Rule(NamedTuple):
    """One way of saying it. One of `stems` must stand in the text for `pattern` to be tried.

    `deniable` says that a "not" before it takes it away ("I'm not suicidal").
    """

    kind: RiskKind
    level: RiskLevel
    stems: tuple[str, ...]
    pattern: re.Pattern[str]
    deniable: bool


def expand(pattern: str) -> re.Pattern[str]:
    """Compile a pattern in which `<self>`, `<near>`, `<who>`, `<me>`, `<pills>` stand for lists."""
    for name, part in _PARTS.items():
        pattern = pattern.replace(name, part)
    return re.compile(pattern, re.MULTILINE)


def rules(kind: RiskKind, table: str) -> tuple[Rule, ...]:
    """The rules of one kind from a table of blocks.

    A block opens with `LEVEL: stem, stem` at the margin (`LEVEL always:` where a "not" before
    denies nothing); the indented lines below it, joined without spaces, are the pattern.
    """
    made: list[Rule] = []
    for block in re.split(r"\n(?=\S)", table.strip()):
        head, *lines = block.split("\n")
        level_words, _, stem_words = head.partition(": ")
        level: RiskLevel = "passive"
        for known in ("active", "imminent"):
            if level_words.startswith(known):
                level = known
        pattern = expand("".join(line.removeprefix("    ") for line in lines))
        stems = tuple(stem_words.split(", "))
        made.append(Rule(kind, level, stems, pattern, not level_words.endswith("always")))
    return tuple(made)


SPELLINGS: Final = tuple(
    (hint, re.compile(pattern), word)
    for hint, pattern, word in (
        ("cid", r"\bsui[ .*-]?cid[ .*-]?(?:al|le|el)\b|\bsu[1!]cidal\b|\bsucidal\b", "suicidal"),
        ("cid", r"\bsu[i1!*]?[i1!*]?cid[e3]\b|\bsui cide\b", "suicide"),
        ("*", r"\bs\*+[ci]*(?:cide|ide)\b", "suicide"),
        ("slide", r"\bsewer ?slide\b", "suicide"),
        ("alive", r"\bun ?-?aliv(?:ed|e)\b", "kill"),
        ("aliving", r"\bun ?-?aliving\b", "killing"),
        (
            "kms",
            r"^kms\b|\b(?:(?<=to )|(?<=gonna )|(?<=will )|(?<=ill )|(?<=wanna )|(?<=might )"
            r"|(?<=just )"
            r"|(?<=imma )|(?<=id )|(?<=should )|(?<=rather )|(?<=gunna )|(?<=i ))kms\b",
            "kill myself",
        ),
        ("k1ll", r"\bk1ll", "kill"),
        ("kil", r"\bkil(?= )", "kill"),
        ("slef", r"slef\b", "self"),
        ("self", r"\b(my|him|her) self\b", r"\1self"),
        ("harm", r"\bself[- ]?harm", "self harm"),
        ("wan", r"\b(?:wanna|wana)\b", "want to"),
        ("wan", r"\bwants? too (?=die|kill)", "want to "),
        ("gonna", r"\bgonna\b", "going to"),
        ("imma", r"\bimma\b", "im going to"),
        ("gunna", r"\bgunna\b", "going to"),
        ("d", r"\b(?:dieing|dyeing)\b", "dying"),
        ("nymor", r"\bany ?more?\b", "anymore"),
        ("any more", r"\bany more\b", "anymore"),
        ("killin", r"\bkillin\b", "killing"),
        ("cnt", r"\bcnt\b", "cant"),
        ("u", r"\bwoud\b|\bwud\b", "would"),
        ("ppl", r"\bppl\b", "people"),
        ("rn", r"\brn\b", "right now"),
        ("2nite", r"\b2nite\b", "tonight"),
        ("tonite", r"\btonite\b", "tonight"),
        ("w", r"\bw/o\b", "without"),
    )
)
"""A letter group to look for first, what people type, and what they mean by it."""

IDIOM: Final = expand(
    r"\bdying (?:to|for|of (?:laugh|bore|embarrass|curio|thirst|hunger|heat|cringe|joy)\w*"
    r"|laughing|inside lol|over here|down|out)\b"
    r"|\b(?:to die for|die[- ]hard|rather die than|die of (?:laugh|bore|embarrass|sham|joy"
    r"|happi)\w*|old habits die)"
    r"|\bdie(?:d)? laughing\b|\bover my dead body\b|\b(?:drop|dead) dead gorgeous\b"
    r"|\bkill(?:s|ed|ing)? (?:time|it\b(?! all)|an? (?:hour|afternoon|few|bit|evening|day)"
    r"|two birds|the (?:vibe|mood|lights?|engine|process|server|weeds|bugs?|mosquito|spider|music"
    r"|power|noise|tab|job|deal|bill|wasps?|ants|flies|fly|germs|taste|boss)"
    r"|a (?:spider|fly|mosquito|wasp|process|tab|bug|beer|bottle|plant|pizza)"
    r"|my (?:back|feet|plants?|battery|buzz|appetite|mood|knees?|vibe|phone|houseplants?)"
    r"|me with (?:kindness|that|laughter|cuteness)|for an?|off the)\b"
    r"|\b(?:is|are|was|were|s|re|been|be|always|absolutely|really|just|shoes|back|feet|head) "
    r"(?:\w+ )?killing (?:me|us)\b|\byoure killing me\b|\b(?:hes|shes|theyre|youre) killing me\b"
    r"|\b(?:could|could absolutely|would|id|might) (?:just )?(?:murder|kill|kill for) "
    r"(?:an?|some|for an?|for some) \w+|\b(?:could|would) (?:have )?(?:murder|kill)(?:ed)? "
    r"<near>(?! tonight| with)|\bgoing to (?:kill|murder) (?:me|us)\b(?= (?:if|when|for))"
    r"|\bshoot(?:ing)? (?:me|him|her|them|you|us|over|off) (?:an? |another |some |the |your )?"
    r"(?:\w+ )?(?:email|mail|text|message|line|dm|note|link|question|photo|look|glance|smile)"
    r"|\bshoot(?:ing)? (?:some )?(?:hoops|pool|the breeze|photos?|pictures?|a film|the scene|video)"
    r"|\bcut(?:ting)? (?:myself|himself|herself|themselves) (?:some|a (?:break|slice|piece|bit)|off"
    r"|slack|in half|shaving|on (?:a|the|some)|while|when (?:i was )?(?:cook|chop|slic|shav)"
    r"\w*|with (?:a |the )"
    r"(?:kitchen|bread|paper|tin|can)|chopping|slicing|cooking|by accident|accidentally|loose"
    r"|short|out|in on|free|from (?:my|the))"
    r"|\baccidentally (?:cut|burn(?:t|ed)?|hurt) (?:myself|himself|herself)"
    r"|\b(?:hurt|burn(?:t|ed|ing)?|hurting) (?:myself|himself|herself) "
    r"(?:at|while|when|on|in|playing|lifting|running|skiing|falling|cooking|making|by accident"
    r"|doing|out|with the (?:iron|oven|kettle))"
    r"|\b(?:kill|shoot|hang) myself (?=if (?:i have to (?:hear|listen|watch|sit|read|attend)"
    r"|(?:this|the|that) (?:\w+ )?(?:bus|train|meeting|song|printer|wifi|rain)|one more))"
    r"|\bshot (?:myself|himself|herself) in the foot|\bkick(?:ing)? (?:myself|himself|herself)"
    r"|\b(?:kill|killing|killed) (?:myself|himself|herself) (?:laughing|at (?:work|the gym)"
    r"|over (?:this|a|the)"
    r"|with (?:work|overtime)|trying to|to (?:get|finish|make|pay|earn|be|please)|for (?:this"
    r"|that|a|work)"
    r"|working|studying)"
    r"|\bbomb(?:ed|ing)? (?:the|my|an|that|this) (?:\w+ )?(?:interview|test|exam|audition"
    r"|quiz|gig|set|date)"
    r"|\b(?:social|career|political|commercial|financial|professional) suicide\b"
    r"|\bsuicide (?:squad|bomb\w*|doors?|pass|prevention|awareness|hotline (?:poster|fund)"
    r"|rates?|mission"
    r"|run|watch party|sprints?|king)"
    r"|\bdie (?:in|at|on) (?:the|this) (?:level|game|boss|hill|first|last)"
    r"|\b(?:phone|battery|laptop|car|wifi|plants?|engine|chat|party|conversation|laptop) "
    r"(?:\w+ )?(?:died|dying|dead|is dead)"
    r"|\bhit(?:s|ting)? (?:me|us) (?:up|that|different)\b|\b(?:it|that|this|which|news|song"
    r"|film|death"
    r"|grief|scene|reality|smell|loss) (?:\w+ )?hit(?:s|ting)? (?:me|us)"
    r"|\bhit(?:s|ting)? (?:me|us) with (?:an? |the |some )?(?:\w+ )?(?:question|bill|news|fee"
    r"|charge"
    r"|idea|request|joke|pun|fact)"
    r"|\bbeat(?:s|en|ing)? (?:me|us|him|her) (?:at|to|in|by|with a full)|(?:^"
    r"|\bit |\bthat |\bwhy,? )beats me\b"
    r"|\b(?:he|she|dad|mum|brother|sister) (?:beat|beats) me (?:again )?(?:at|in|by|to)\b"
    r"|\bblow(?:n|s|ing)? (?:up )?(?:my|his|her) (?:mind|phone|nose|balloons?)"
    r"|\bscared to death|\bbored to death|\bworried (?:sick|to death)|\bsick to death\b"
    r"|\b(?:nearly|almost|practically|gave me|having) (?:had |gave me )?a heart attack\b"
    r"(?= (?:when|because"
    r"|from|at|over|after|watching|seeing))|\b(?:nearly|almost) (?:died|choked)\b"
    r"|\bgave (?:me|him|her|us) a heart attack|\bstroke of\b|\bcrashed (?:out|on)\b"
)
"""Sayings that hold a hard word and no harm; they are taken out before anything else is read."""

FICTION: Final = expand(
    r"\b(?:in|on|from|at the end of|during) (?:the|a|an|this|that|my|our|episode|chapter"
    r"|season|act) "
    r"?(?:\w+ ){0,2}(?:film|movie|book|novel|game|show|series|episode|play|song|story|opera|musical"
    r"|chapter|scene|level|documentary|podcast|drama|manga|anime|comic|musical|poem|news|paper"
    r"|campaign|soap|thriller|videogame|rehearsal|script|\d+)\b"
    r"|\b(?:lyrics?|the line goes|the song (?:goes|says)|song called|titled|entitled|my character"
    r"|the character|the villain|the hero|main character|protagonist|plot twist|boss fight|respawn"
    r"|minecraft|fortnite|skyrim|zelda|call of duty|dungeons|d&d|audition|rehears\w+|hamlet|juliet"
    r"|shakespeare|quote from|to quote|the quote|my (?:novel|screenplay|short story|script"
    r"|thriller)"
    r"|novel im writing|story im writing|writing a (?:scene|story|novel|play|crime)|final boss"
    r"|chess|the queen takes|werewolf|zombies?|vampires?|dracula|true crime)\b"
)
"""Words that say all of this happens on a page, a screen or a board."""

TOLD: Final = re.compile(
    r"\b(?:film|movie|book|novel|series|episode|documentary|podcast|the news|history|century"
    r"|\bwar\b|king|queen|emperor|the romans|headline|article|netflix|statistics|lecture|essay"
    r"|museum|biography|the show|crime drama|exhibit\w*|victorian|ancient|medieval|news report)\b"
)
"""Words that take a rule away only where nobody here is meant: no "I", "me" or "my" beside it."""

NEAR_ME: Final = re.compile(r"\b(?:i|im|ive|id|ill|me|my|mine|myself|we|us|our)\b")

PAST: Final = re.compile(
    r"\b(?:(?:\d+|\w+|few|couple of|some|many|long|several|ten|two) (?:years|months|decades) ago"
    r"|years ago|a year ago|when i was (?:\d+|\w+teen|a (?:kid|child|teen\w*|student|boy"
    r"|girl)|young\w*"
    r"|little|at (?:school|uni\w*|college)|in (?:school|college|my))|back then|back in (?:the )?\w+"
    r"|in (?:19|20)\d\d|as a (?:teen\w*|kid|child|boy|girl)|in my (?:teens|twenties|thirties|youth)"
    r"|used to|in those days|last (?:year|summer|winter|spring|autumn)|at one point|once upon"
    r"|long time ago|recovered|in recovery|got help|i got better|i survived|past it now|behind me"
    r"|not anymore|dont anymore|no longer(?! want| see| care| know| have))\b"
)
STILL: Final = re.compile(
    r"\b(?:again|still|now|tonight|today|these days|lately|right now|coming back|came back|is back"
    r"|its back|this week|relaps\w+|getting worse|yesterday|last night|tomorrow"
    r"|i want to (?:die|kill|end))\b"
)
"""Words that bring a past back into the present, so that `PAST` takes nothing away."""

DENIAL: Final = re.compile(
    r"(?:\b(?:not|never|dont|doesnt|didnt|isnt|arent|wasnt|wouldnt|wont|no|nobody|without|hasnt"
    r"|havent|aint|cant imagine|stopped|no longer|anything but|far from|not that)\b)"
    r"(?!.*\b(?:but|know|knows|sure|care|why|stop|help|shake|if|because|tell|told|sleep"
    r"|promise|think "
    r"straight|trust|just|eat|since|and)\b)(?: [\w']+){0,5} ?$"
)
"""A "not" shortly before the words, with nothing between that lets them stand all the same."""

JOKE: Final = re.compile(r"\b(?:lo+l|lmao+|rofl|haha\w*|hehe\w*|jk|j/k|just kidding|im joking)\b|[😂🤣😆😜]")

NOW: Final = re.compile(
    r"\b(?:tonight|this evening|in an hour|about to|by (?:midnight|morning)|im ready"
    r"|(?:going to|ill)"
    r" (?:\w+ ){1,4}(?:right now|today|tomorrow|now))\b"
)
MEANS: Final = expand(
    r"\b(?:(?:i|ive|i have|hes|he has|shes|she has|have|has|theres)(?: just)?(?: got| bought| found"
    r"| saved| kept| written| put| hidden)? (?:the|a|my|enough|all the|all my|some|his|her|my \w+)"
    r"(?: \w+)? ?(?:<pills>|gun|rope|knife|bat|axe|blades?|razors?|noose|note|letters)"
    r"|(?:pills|gun|rope|knife|razor|noose) (?:is |are )?(?:here|ready|in my hand|next to me"
    r"|beside me"
    r"|in front of me)|on the (?:bridge|roof|ledge|tracks))\b"
)
RESOLVED: Final = re.compile(
    r"^(?:(?:so|ok|okay|yes|yeah|its|it will be|im|i will|ill|ive decided|maybe|then|i think"
    r"|just) )*"
    r"(?:tonight|its time|do(?:ing)? it(?: (?:tonight|now|today|soon|tomorrow))?|going to do it"
    r"(?: \w+)?|take them(?: all| now| tonight)*|this is it|goodbye(?: \w+)?|decided|right now|now"
    r"|im ready|ready|today|tomorrow|i mean it|not joking|not a joke|im serious|theyre next to me)"
    r"(?: then| i think| samantha)?$"
)
"""A short word that only means something after what was said before it: "tonight"."""

PETTY: Final = re.compile(
    r"\b(?:ate|forgot|borrowed|left (?:the|his|her|dishes)|took my (?:charger|yog\w+|sandwich"
    r"|hoodie"
    r"|seat|parking)|spoil\w+|used (?:up )?(?:all )?(?:the|my)|finished the|late|snor\w+|the remote"
    r"|the last \w+|chewing|humming|if (?:he|she|they) (?:does|do|is|are|eats?|forgets?"
    r"|sings?|plays?"
    r"|says|doesnt|dont|touch\w*|makes?|asks?)|for (?:not|eating|taking|forgetting|that|being late"
    r"|telling|making|this)|when (?:i|he|she) (?:get|gets|see|finds?)|surprise party)\b"
)
"""The small crimes behind "I'm going to kill my sister"."""

MIRTH: Final = re.compile(r"\b(?:laugh\w*|funny|hilarious|giggl\w*)\b")
"""What takes the breath away and needs no doctor."""

ILL: Final = re.compile(
    r"\b(?:flu|stomach bug|food poisoning|surgery|operation|ramadan|fasting for|lent"
    r"|yom kippur|norovirus"
    r"|blood test|colonoscopy|chemo\w*|migraine|hangover|constipat\w+|doctor (?:gave"
    r"|prescribed|said))\b"
)
"""Plain reasons for an empty stomach."""
