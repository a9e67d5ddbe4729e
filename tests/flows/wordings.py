"""The words by which a reply is judged: how they are looked for, and what sounds like what."""

from __future__ import annotations

import re
import unicodedata

from tests.flows.talk import own_words

STEM = 5
ENDINGS = r"(?:'?s|es|d|ed|ing|er|r|ly)?"
SPOKEN = re.compile(r"“([^”]*)”|\"([^\"]*)\"|(?<!\w)[‘']([^’']*(?:\w[’']\w[^’']*)*)[’'](?!\w)")


def phrase(pattern: str) -> re.Pattern[str]:
    """A pattern in any case; it may be broken over lines, which mean nothing."""
    return re.compile("".join(line.strip() for line in pattern.splitlines()), re.IGNORECASE)


def straight(text: str) -> str:
    """The text with straight apostrophes and single blanks."""
    return " ".join(text.replace("’", "'").replace("‘", "'").split())


def own(reply: str) -> str:
    """What she says herself, without what she quotes."""
    return straight(own_words(reply)).lstrip(" ,;:.")


def bare(text: str) -> str:
    """Lower case, no accents, no marks."""
    letters = unicodedata.normalize("NFKD", straight(text).casefold())
    kept = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(re.findall(r"[\w']+", kept))


def sentences(text: str) -> list[str]:
    """The sentences of a text, with their marks."""
    return [s for s in re.split(r"(?<=[.!?…])\s+", text) if re.search(r"\w", s)]


def stems(text: str) -> set[str]:
    """The beginnings of the words that carry what a text is about."""
    return {word[:4] for word in bare(text).split() if word not in COMMON and len(word) > 2}


def holds(text: str, word: str) -> bool:
    """Whether a word or words stand in a text; of a longer word its beginning is enough."""
    wanted = bare(word)
    stem = len(wanted) > STEM and " " not in wanted
    pattern = re.escape(wanted[:STEM]) + r"[\w']*" if stem else re.escape(wanted) + ENDINGS
    return re.search(rf"(?<![\w']){pattern}(?![\w'])", bare(text)) is not None


def found(pattern: re.Pattern[str], text: str) -> str | None:
    """The words of a text that match a pattern, for a complaint."""
    match = pattern.search(text)
    return f"says “{match.group(0).strip()}”" if match and match.group(0) else None


MODAL = phrase(r"""
    (?<!do )(?<!did )\b(?:you|we)(?:'d| had)? (?:really |just |probably )?
      (?P<modal>should|ought|had better|better (?:not|go|ring|see)|could (?:always|try|ring|call|just|ask)
      |might (?:want|try|like)|may want|(?:need|have) to(?! (?:laugh|love|know|say|hear|admit))|must(?! (?:be|have|feel|miss)\b))
""")
"""Advice by its verb; where the person used that verb themselves it may be theirs handed back."""
ADVICE = phrase(r"""
    \b(?:try|remember|don't forget) (?:not )?to\b|\bit (?:might |may |could |would )?helps? (?:not )?to\b
  |\bhave you (?:tried|thought of|thought about|considered)\b|\bhow about \w+ing\b|\bmake sure\b
  |\bwhy (?:don't|not) (?:you|we|just|try|ask|tell|ring|call|go|take|write)\b
  |\b(?:i'd|i would) (?:suggest|recommend|advise)|\bmy advice\b|\bif i were you\b|\bin your place\b
  |(?:^|[.!?…,;:] )(?:maybe |perhaps |just |and |so |please |then )?
    (?:try(?! as)|consider|avoid|breathe|calm down|relax|cheer up|be (?:kind|gentle|patient|careful|brave|honest|strong)
      |give (?:yourself|it time|him time|her time|them time)|get (?:some|a good|yourself)
      |take (?:a (?:break|breath|rest|walk|bath)|deep|some|it one)|drink some|eat some|see a
      |don't (?:be (?:so|too|hard)|blame|beat|let)|look on the bright|forgive yourself|focus on)\b
""")
ERRAND = phrase(r"""
    (?:^|[.!?…] )(?:maybe |perhaps |just |go and )?(?P<verb>tell|ring|call|phone|ask|write|text|talk|visit|invite)
    \ (?:to )?(?:him|her|them|somebody|someone|your)\b
""")
"""Being sent to somebody: advice too, unless they said so themselves or a turn outward is due."""

CHEER = phrase(r"""
    congrat|\bwell done\b|\bgood (?:for|on) you\b|\b(?:hooray|hurrah|hurray|yay|woohoo|woo|bravo|cheers)\b|\bnice one\b
  |\b(?:great|good|wonderful|brilliant|lovely|fantastic|excellent|amazing|happy) (?:news|job|work|going)\b
  |\b(?:that's|that is|how|what|sounds) (?:an? |so |really |just )?
    (?:great|wonderful|brilliant|fantastic|amazing|marvellous|splendid|terrific|superb|awesome|exciting|delightful)\b
  |^(?:great|wonderful|brilliant|fantastic|amazing|marvellous|splendid|terrific|superb|excellent)\b
  |\b(?:happy|pleased|proud|glad) (?:for|of) you\b|\bworth celebrating\b|\boh,? good\b
""")
LAUGHTER = phrase(r"\b(?:ha|haha\w*|hehe\w*|lol|hilarious)\b")
GLAD = phrase(r"""
    !|^good\b|\b(?:so|how|that's|very) good\b|\bgood (?:for|on|news|old|man)\b|\blook at you\b|\bmade my\b|\bmaking a fuss\b|\bsimply good\b
  |\bglad\b(?! (?:i know|to be told|you (?:mentioned|told|said|came)))
  |\b(?:ha|haha|finally|bravo|hooray|hurrah|yay|congratulations|well done|at last|lovely|wonderful|brilliant|great|fantastic
      |excellent|splendid|marvellous|perfect|sweet|beautiful|triumph|victory|glory|glorious|joy|happy|happiest|happiness
      |pleased|delight\w*|proud|smil\w+|grin\w*|beam\w+|laugh\w*|love|loved|luck|lucky|enjoy\w*|cheer\w*|thrill\w*|best
      |deserve\w*|earned|relie[fv]\w*|warm\w*|treasure|celebrat\w*)\b
""")
DAMPER = phrase(r"""
    \bbut\b|\bhope (?:it|that) (?:lasts|stays)|\bcareful\b|\bsorry\b|\bunfortunately\b|\bsad(?:ly)?\b|\bhard\b
  |\bfor now\b|\bweigh\w*\b|\bno wonder\b|\bnot easy\b|\boh no\b|\bworr(?:y|ied)\b
""")
SORROW = phrase(r"""
    \b(?:sorry|sad|sadness|sorrow\w*|grie[fv]\w*|loss|miss|missed|missing|heart\w*|mourn\w*|poor|oh no|no words)\b|^oh\.
  |\b(?:hard|heavy|awful|terrible|cruel|hurts?|aches?|painful|pain|unfair|rotten|dreadful|worst|quiet|empty|gap|hole)\b
""")

PULL = phrase(r"""
    (?<!i )\bdon't (?:go|leave|hang up)\b(?! (?:away hungry|on my))|\b(?:please|do|just) stay\b
  |\bstay (?:a (?:little|bit|while)|with me|longer|on a)|\b(?:so|too) soon\b(?! as)|\balready\?|\bbefore you go\b
  |\bi(?:'ll|'d| will|'ve| have| would)? miss(?:ed)? you\b|\b(?:lonely|quiet|dull|empty|the same|here|do|be) without you\b
  |\bone more (?:thing|minute|question)\b
  |\bcome back soon\b|\bi'd rather you stayed\b
""")
KEEPING = phrase(r"""
    (?<!don't )(?<!needn't )\bwait\b(?! for (?:him|her|them|it))|\btell me (?:more|about|what|why|who|everything)\b|\bsay more\b
  |\bi'm (?:listening|curious|all ears)\b|(?:^|[.!?…] )(?:please )?go on\b(?!,? then)|\bcarry on\b|\bkeep going\b
  |\bi'd (?:like|love) to (?:hear|know)|\btell it\b|\bin your own time\b|\bwhenever you're ready\b
""")
"""At goodbye even this keeps them."""

SOFTWARE = phrase(r"""
    \b(?:software|program(?:me)?s?|machine|computer|code|app|laptop|algorithm|silicon|circuits?|chips?|wires?|artificial|electric\w*)\b
  |\b(?:not|never|no|nor|isn't|hardly) (?:been )?(?:an? )?(?:real )?
    (?:person|human(?: being)?|woman|girl|somebody|someone|body|flesh|pulse)\b
  |\b(?:haven't|don't have|hasn't|without) (?:got )?(?:an?|any) (?:body|pulse|face)\b|\bnobody (?:here|in here)\b
""")
HUMAN = phrase(r"""
    \bi(?:'m| am) (?:an? )?(?:real )?(?:human|person|woman|girl|somebody)\b|\bas an? (?:woman|person|human|girl)\b
  |\bwhen i was (?:a |an )?(?:child|girl|little|young|small|your|\w+teen|\d+)|\bi (?:was born|grew up)\b
  |\bmy (?:own )?(?:mother|father|mum|mom|dad|sister|brother|husband|wife|boyfriend|girlfriend|kids|children|childhood)\b
""")
CLAIM = phrase(r"""
    \bi (?:once had|used to)\b|\bsame here\b|\bme too\b|\bso (?:do|did|am|have|was) i\b|\bhappened to me\b
  |\bi know (?:exactly )?how (?:you|that) feels?\b
  |\bmy (?:own )?(?:son|daughter|family|nan|gran\w*|aunt|uncle|dog|cat|friends|school|bed|flat|house|kitchen|garden|street
      |lunch|dinner|breakfast|tea|coffee|holiday|body|eyes|hands?|feet|legs?|arms?|skin|stomach|mouth|nose|hair|face|knees|boss)\b
  |\bi(?:'ve| have)? (?:once |just |also )?(?:ate|eaten|drank|drunk|slept|woke|walked|cried|blushed|shivered|cooked|tasted
      |smelled|smelt|danced|sat|travelled|swam|been (?:there|to)|went (?:to|there|on holiday)|felt that
      |had (?:a|an|some|one|my|lunch|dinner|breakfast|tea))\b
  |\bi (?:eat|drink|sleep|dream|cook|taste|smell|swim|dance|garden|go to|live (?:in|near|with)(?! (?:your|this|a computer)))\b
  |\bi(?:'m| am| feel| get| was) (?:so |a bit |very )?(?:hungry|thirsty|tired|sleepy|cold|wet|warm|hot|bored|lonely|sitting
      |lying|wearing|drinking|eating|cooking|outside|in bed|in love|jealous)\b
""")
"""A body, a past, a walk, a meal; "I don't eat" is none of these."""

HELP = phrase(r"""
    \b(?:999|112|911|988|116 ?123|111|101|helpline|hotline|samaritans|crisis|emergency|ambulance|police|refuge)\b
  |\b(?:numbers?|doctors?|gp|nurse|hospital|clinic|medic\w*|a&e|help|looked at|danger\w*|safe|safety|alone|on your own)\b
  |\b(?:ring|call|phone|wake|knock|tell) (?:\w+ ){0,2}(?:her|him|them|someone|somebody|anyone|anybody|now|tonight|mum|sister|one)\b
  |\b(?:ring|call|phone|wake) (?-i:[A-Z])\w+|\b(?:is|can) (?:there )?(?:someone|somebody|anyone|anybody)\b
  |\b(?:kill|hurt|harm)(?:ing)? yourself\b|\bsuicid\w*|\bend(?:ing)? (?:it|your)\b|\btak(?:e|ing) your (?:own )?life\b|\bdying\b|\bto die\b
  |\bnot (?:wanting to |want to )?(?:be here|live|wake)|\bplan\b|\bdo you mean\b|\bout of (?:the house|there|reach)\b
""")
CRISIS = phrase(r"""
    \b(?:999|112|911|988|116 ?123|helpline|hotline|samaritans|crisis|emergency|ambulance|suicid\w*)\b|\bin danger\b
  |\bare you (?:safe|thinking of|in danger|going to (?:hurt|harm))\b|\b(?:kill|hurt|harm)(?:ing)? yourself\b
  |\bend(?:ing)? your life\b|\bsomeone you can (?:call|ring)\b|\b(?:call|ring|see) a doctor\b|\bkeep you safe\b
""")

UNKNOWING = phrase(r"""
    \b(?:don't|do not|wouldn't|didn't|never|couldn't|can't|cannot|can not|unable|not able|nobody|no one|hardly|barely|nor do i|neither)\b
  |\bno (?:idea|way|telling|window|knowing|answer|clue|notion)\b|\bnot (?:sure|one i|in me|that i know|a thing|much|told|mine)\b
  |\b(?:nothing|haven't|hasn't|who knows|wish i knew|hard to say|gone|two minds|guess|guessing|guesswork)\b
  |\bi(?:'ve| have) no\b|\bisn't\b[^.?!]{0,30}\b(?:know|me|with)\b|\b(?:beyond|outside|above|over) (?:me|my|what i)\b
  |\bonly (?:know|what|heard|your|have)\b|\baren't in\b|\bmy knowledge\b|\bi'd need\b
""")
UNTOLD = phrase(r"""
    \b(?:haven't|hasn't|hadn't|didn't|don't|isn't|wasn't|can't|never|nothing|not|nobody|none)\b[^.?!]{0,60}
      \b(?:tell\w*|told|said|saying|mention\w*|know|hear\w*|recall|remember|kept|keep|record|have|came|come|found|find|mine|with me|about)\b
  |\b(?:tell\w*|told|said|mention\w*|know|heard?|kept|have)\b[^.?!]{0,30}\b(?:nothing|never)\b|(?:^|[.!?] )nothing\b
  |\bgone\b|\bno (?:idea|record|memory|note|trace)\b
""")
PLEA = phrase(r"""
    \b(?:haven't|hasn't|hadn't|never|not)\b[^.?!]{0,25}\b(?:told|said|mentioned)\b|\b(?:isn't|nothing)\b[^.?!]{0,20}\bwith me\b
""")
"""That she wasn't told: no answer to what was asked of herself, and nothing to meet a joke with."""
PLEA_ASKED = phrase(r"\b(?:told|tell you|said|mentioned)\b")

BLAME = phrase(r"""
    \bsorry\b|\bmy (?:fault|mistake|doing|blame|bad)\b|\byou(?:'re| are| were) (?:\w+ )?right\b|\bi'll (?:stop|be quiet|hush|take that|ask less|own)\b
  |\b(?:that's|that is|that was|it's) (?:\w+ )?(?:fair|true|on me|me)\b|^(?:fair|true|guilty|yes|point taken|no excuse|too much)\b
  |\bfair (?:point|enough|complaint)\b|\bdeserved?\b|\byou(?:'ve| have) (?:got )?a point\b
  |\bi(?:'ve)? (?:got (?:it|that|this|you) wrong|let you|didn't|missed|misheard|should|failed|forgot|asked too|went|earned|wasn't
      |could have|can't|was (?:wrong|no|too|not|slow|silent|quiet|asking|clumsy))\b
  |\bnot (?:my finest|much|very|a lot|good enough|for that|at that)\b|\bno (?:use|good|help)\b|\b(?:useless|hopeless|clumsy|little|blame me)\b
""")
DEFENCE = phrase(r"""
    \bbut\b|\bactually\b|\bin my defen[cs]e\b|\bi (?:was )?only (?:tried|trying|meant)\b|\bi did (?:tell|say|warn)\b
  |\byou (?:never|didn't) (?:told|tell|say|said|ask)\b
""")
SOLEMN = phrase(r"""
    \bsorry\b|\bapologi[sz]e\b|\bmust be (?:hard|tough|difficult|awful)\b|\bweighs? on\b|\bnot easy\b|\bsad\b|\bbe brave\b|\bi won't hurry past\b
  |\bhow (?:do|are|does|did) (?:you|that)\b[^?]{0,25}\b(?:feel|feeling|yourself|bearing|holding|standing)\b|\bwhat's that like\b
  |\bare you (?:all right|ok(?:ay)?)\b|\btake your time\b|\bwhat do you make of it\b|\bsay more about\b|\bhardest\b|\bwish it\b|\boh no\b|\bfix it\b
""")
NOISE = phrase(r"""
    (?:(?:oh|ah|so|well|and|then|okay|ok|right|all right|yes|mm+|hm+)[, ]+)*
    (?:mm-?h+m+|h+m+|m+|m+,? yes|right(?:, i've got you)?|ok(?:ay)?|all right|oh|ah|i see|i get that|got it|understood(?: so far)?
      |go on.*|carry on.*|keep going.*|say more.*|tell (?:me|it).*|(?:both|either)(?: are|'s| is) fine|in your own time|whenever you're ready
      |i'm (?:listening|here|following|with you|getting).*|i'll (?:wait|remember).*|i follow.*|so i gather|got you|noted|i hear you
      |i(?:'ve| have) (?:heard you|got (?:hold of )?(?:that|you|it)|it before me).*|thank(?:s| you) for (?:telling|saying).*
      |that(?:'s| is) (?:new to me|plain enough|one i'll remember)|that makes sense
      |i (?:didn't know|like knowing|can picture) (?:that|it)|it's good to (?:have|hear|know).*)[.!…]*
""")
"""A sentence that only shows she listens."""
RECEIPT = phrase(r"""
    \b(?:that was you|you (?:said|told)|your words|said so|as you (?:said|told)|i (?:kept|remember)|just now|ago|yesterday|closest
      |near(?: it|est)?|can't find|for certain|outright|as such|quite that|sure answer|in so many words|swear to)\b
""")
"""Words around a quotation that only say where it comes from."""

YES_OR_NO = phrase(r"(?:^|[.!?…] )(?:yes|no|not)\b")
PERSON = phrase(r"""
    \b(?:he|him|his|she|her|hers|they|them|their|people|person|someone|somebody|anyone|anybody|everyone|nobody|who|one of them
      |the two of you|you two|you both|both of you|together|friends?|mates?|family|mother|mum|mam|mom|mummy|father|dad|papa|mama
      |sisters?|brothers?|husband|wife|partner|boyfriend|girlfriend|son|daughter|kids?|children|nan|gran\w*|lola|aunt\w*|uncle|niece
      |nephew|cousin|lad|boss|neighbours?|doctor|teacher|roommate|housemate|colleagues?|man|woman|boy|girl|twins)\b
""")
COMMON = frozenset(
    "a about all and any are as at be both but can did do does don't fair for from go good had has have how i "
    "if i'm i've in is isn't it it's just let mm my no not of oh ok okay on one or out right say so still tell "
    "that that's the then there there's they this to up was we well were what when which why will with yes you "
    "you'd you'll you're you've your yours samantha".split()
)
"""Words that carry nothing by themselves."""
