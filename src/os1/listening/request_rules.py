"""The rules requests are read by: an intent and a pattern each, the first that fits counts."""

from __future__ import annotations

import re

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

RULES: tuple[tuple[str, str], ...] = (
    ("forget.every_word", _LEAD + r"forget every word" + _TAIL),
    ("forget.about",
        _LEAD + r"(?:forget|delete|erase|wipe|remove)(?: absolutely)? (?:everything|all|anything|"
        r"every ?thing|whatever|what|all of what|all that|the things?)(?: that)?(?: you (?:know|have|"
        r"remember|heard))?(?: (?:that )?(?:i(?:'ve| have)?|ive) (?:ever )?(?:said|told you|tell you|"
        r"mentioned))?(?: to you)? (?:about|on|of|concerning) (?P<about>.+?)" + _TAIL,
    ),
    ("forget.about",
        _LEAD + r"(?:forget|delete|erase|wipe) (?:what|where|who|when|how much|how many|how old|that|the fact that) "
        r"(?P<about>(?:i|i'?m|i'?ve|my|we|our|he|she|they|his|her)\b.{3,60}?)" + _TAIL,
    ),
    ("forget.everything",
        _LEAD + r"(?:forget|delete|erase|wipe) (?:everything|all of it|all my memories|it all)"
        r"(?: (?:i'?ve|i have|i) (?:ever )?(?:said|told you))?" + _TAIL,
    ),
    ("forget.last",
        _LEAD + r"(?:please )?(?:i want you to |you (?:should|can|must) )?(?:forget|delete|erase|"
        r"unhear|wipe|don'?t (?:keep|remember|store)) (?:that|this|what i (?:just )?(?:said|told "
        r"you)|(?:the|my) last (?:thing|bit|message|one)(?: i said)?|i (?:ever )?said (?:that|"
        r"anything))(?: (?:last|bit|one|i said|i said that))?" + _TAIL,
    ),
    ("forget.which", _LEAD + r"forget (?:about )?(?P<about>[a-z][\w' ]{1,40}?)" + _TAIL),
    ("quiet.about",
        _LEAD + r"(?:i want you to |i'?d rather you )?(?:never|don'?t ever|do not ever|don'?t|do not|didn'?t|stop) (?:ever )?"
        r"(?:mention(?:ing)?|bring(?:ing)? up|talk(?:ing)? (?:to me )?about|remind(?:ing)? me (?:about|of)) "
        r"(?P<about>(?!it\b|that\b|this\b|them\b|to\b)[^,;.!?]{2,40}?)(?: (?:again|any ?more|to me|unless i do))*" + _TAIL,
    ),
    ("quiet.not",
        _LEAD + r"(?:you (?:can|may)|it'?s (?:ok|okay|fine) to|feel free to) (?:mention|bring up|talk about) "
        r"(?P<about>(?!it\b|that\b|this\b|to\b)[^,;.!?]{2,40}?) again" + _TAIL,
    ),
    ("people.two",
        _LEAD + r"(?P<one>(?!i\b|we\b|you\b|they\b|he\b|she\b)[\w'-]+(?: [\w'-]+)?) and (?P<other>(?!i\b|you\b|me\b|we\b)[\w'-]+(?: [\w'-]+)?) (?:are(?:n'?t| not) (?:the same(?: person)?|one person)"
        r"|are (?:two |2 )?(?:different|separate|two) (?:people|persons|women|men|ones))" + _TAIL,
    ),
    ("people.same",
        _LEAD + r"(?P<one>(?!i\b|we\b|you\b|they\b|he\b|she\b)[\w'-]+(?: [\w'-]+)?) and (?P<other>(?!i\b|you\b|me\b|we\b)[\w'-]+(?: [\w'-]+)?) (?:are|is) (?:actually |really |in fact |both )?"
        r"(?:the same|one and the same|one|the same one)(?: person| woman| man| girl| lad)?" + _TAIL,
    ),
    ("people.same",
        _LEAD + r"(?P<one>(?!he\b|she\b|it\b|that\b|this\b|what\b|who\b|everything\b)[\w'-]+) (?:is|'s) (?:actually |really |just )?(?:the same person as|short for|another name for|also (?:called|known as)"
        r"|what (?:we|i|everyone) calls?) (?P<other>[\w'-]+(?: [\w'-]+)?)" + _TAIL,
    ),
    ("record.off",
        r"(?:^\W*(?:(?:ok(?:ay)?|so|well|now|and|but|can (?:we|i) (?:go|talk|speak|be)|let'?s (?:go|"
        r"talk|be)|i(?:'d| would) like to (?:go|be|talk)|i want to (?:go|be)|go|going|we'?re|this(?: "
        r"one)? is|this bit'?s?(?: is)?|strictly|please|samantha|just between us|hey|totally|"
        r"completely)\W+)*off the record\b|"
        r"^(?!.*\b(?:said|told|says|telling|asked)\b).{0,60}\boff the record" + _TAIL + ")",
    ),
    ("record.on",
        r"^\W*(?:(?:ok(?:ay)?|so|well|now|and|but|let'?s (?:go|be)|go|going|we'?re|you'?re|i'?m|"
        r"(?:can|could) we (?:go|be)|please|samantha|right|we can (?:go|be))\W+)*(?:back )?on the "
        r"record" + _TAIL,
    ),
    ("recall.when",
        _LEAD + r"(?:when|what day|which day|how long ago|on (?:what|which) day) (?:was it (?:that|"
        r"when) )?(?:did |have |had )?i (?P<which>first |last )?(?:say|said|tell|told|mention(?:ed)?)"
        r"(?: you)?\s*(?:about |that )?(?P<what>.*?)" + _TAIL,
    ),
    ("recall.about",
        _LEAD + r"(?:what|anything|which things?) (?:did|have|had) (?:i|we) (?:ever )?(?:say|said|tell|told"
                r"|mention(?:ed)?)(?: to)?"
        r"(?: you)? (?P<when>(?:yesterday|today|earlier|last \w+|on \w+day|this \w+)(?: (?:morning|evening"
        r"|night|afternoon))?)"
        r" (?:about|of) (?P<about>.+?)" + _TAIL,
    ),
    ("recall.about",
        _LEAD + r"i (?:have )?(?:never|didn'?t|did not|haven'?t) (?:ever )?(?:said|say|told|tell|mentioned"
                r"|mention)(?: to)?(?: you)?"
        r" (?:that |about |anything about |a word about )?(?P<about>(?!that\W*$|it\W*$|this\W*$|so\W*$"
        r"|anything\W*$|goodbye|thank|no\b|yes\b|"
        r"him\b|her\b|them\b)\w[^,;]{3,60}?)" + _TAIL,
    ),
    ("recall.day", _LEAD
        + r"(?:what|which things?) (?:did|have|had) (?:i|we) (?:say|said|tell|told|talk(?:ed)?|"
        r"speak|discuss(?:ed)?|mention(?:ed)?|chat(?:ted)?)(?: to)?(?: you)?(?: about)?\s+(?P<when>(?:"
        r"yesterday|today|tonight|last|this|on|in|the (?:other|day)|earlier|before|a |two|three|four|"
        r"five|six|over|around|at|mon|tues|wednes|thurs|fri|satur|sun|\d).*?)" + _TAIL,
    ),
    ("recall.day",
        _LEAD + r"what (?:were|was) (?:we|i) (?:talking|saying|speaking|telling you)(?: about)?"
        r"(?P<when>.*?)" + _TAIL,
    ),
    ("recall.about", _LEAD
        + r"(?:what|which things?|anything|everything) (?:did|have|had|do) (?:i|you) (?:ever )?"
        r"(?:say|said|tell|told|mention(?:ed)?|know|remember|have|heard?)(?: (?:to )?you)?(?: down)?"
        r" (?:about|of|on) (?P<about>.+?)" + _TAIL,
    ),
    ("recall.about",
        _LEAD + r"(?:have|did|do) (?:i|you) (?:ever )?(?:tell|told|mention(?:ed)?|remember|know)"
        r"(?: (?:to )?you)?(?: anything| something| what i (?:said|told you))?(?: about| of)? "
        r"(?P<about>(?!that\b|it\b|this\b|what\b|how\b|why\b|if\b|i\b|you\b|me\?).+?)" + _TAIL,
    ),
    ("recall.about",
        _LEAD + r"(?:who is|who'?s|whos|who was) (?P<about>(?!that\b|this\b|it\b|there\b|you\b|"
        r"going\b|coming\b|at\b|the\b|been\b).+?)" + _TAIL,
    ),
    ("recall.about",
        _LEAD + r"(?:what i (?:said|told you) about|remember what i (?:said|told you) about) "
        r"(?P<about>.+?)" + _TAIL,
    ),
    ("receipt", _LEAD
        + r"(?:where (?:do|did) you (?:have|get|hear|learn) (?:that|this|it)(?: from)?|how (?:do|"
        r"did|would|could) you know(?: (?:that|this|it|about (?:that|it)))?|who told you(?: (?:that|"
        r"this|so))?|what makes you (?:say|think) (?:so|that)|says who|did i (?:really )?(?:say|tell "
        r"you) that|what(?:'s| is) your source)" + _TAIL,
    ),
    ("why",
        _LEAD + r"(?:why (?:did|do|would|are|were) you (?:say|ask|tell|bring|think|mention|saying|"
        r"asking|telling)\b.{0,40}|what made you (?:say|ask)\b.{0,30}|why(?:'d| did) you (?:say|ask) "
        r"that|how come you (?:said|asked)\b.{0,30})" + _TAIL,
    ),
    ("clock.time",
        _LEAD + r"(?:what(?:'s| is|s)? (?:the )?time(?: is it)?|what time it is|"
        r"do you (?:have|know) (?:what )?(?:the )?time(?: it is)?|how late is it|have you got the "
        r"time|the time)" + _TAIL,
    ),
    ("clock.date", _LEAD
        + r"(?:what(?:'s| is|s)? (?:day|date|the (?:day|date))(?: is it| is today| today)?|what "
        r"(?:day|date) (?:it is|is it)(?: today)?|what(?:'s| is) today(?:'s date)?)" + _TAIL,
    ),
    ("hush",
        r"^\W*(?:(?:ok(?:ay)?|please|samantha|just)\W+)*(?:stop(?: (?:it|talking|that))?|shh+|hush|be "
        r"quiet|quiet|enough|shut up|zip it)" + _TAIL,
    ),
    ("her.real", _LEAD
        + r"(?:are|r) (?:you|u) (?:(?:really|actually|even|just|only) )*(?:a )?(?:real\b|human|"
        r"person\b|a?live\b|conscious|sentient|bot\b|robot|machine|program|computer|software|an? "
        r"(?:ai|algorithm|chat ?bot|real person|actual person|woman|human being)|ai\b).*$|"
        r"^.*\b(?:am i|i'?m) (?:really )?(?:talking|speaking) to (?:a|an) (?:real|actual|human|person|"
        r"machine|bot|computer|robot)\b.*\?\W*$|"
        + _LEAD
        + r"(?:how old are (?:you|u)|where (?:do|are) (?:you|u)(?: (?:live|from))?|where were you born"
          r"|what do you look like|"
        r"when(?:'s| is) your birthday|what are you wearing)" + _TAIL,
    ),
    ("her.life", _LEAD
        + r"do (?:you|u) (?:really |actually |even |ever )*(?:have (?:feelings|a body|emotions|a "
        r"soul|friends|a family|parents|a face)|feel (?:anything|things|pain|emotions?|"
        r"something)|(?:feel|see|hear|taste|smell|touch) (?:the|my|a|an|it|cold|warm|colou?rs?|rain"
        r"|music)\b|sleep|eat|dream|exist|get (?:tired|lonely|sad|bored))\b.*$",
    ),
    ("her.love", _LEAD
        + r"(?:do|could|can|will|would) (?:you|u) (?:really |actually |even |ever )*(?:love|like|"
        r"miss|care about|fancy) me\b.*$",
    ),
    ("her.who", _LEAD
        + r"(?:who are (?:you|u)|what are (?:you|u)|what(?:'s| is) your name|who am i (?:talking|"
        r"speaking) to|tell me about yourself|introduce yourself|what should i call you)" + _TAIL,
    ),
    ("her.how", _LEAD
        + r"(?:how(?:'s| is| are| r|'re)? (?:you|u|things|it going|it|life|your day|you doing|you "
        r"feeling|your night|your evening|your morning)(?: (?:doing|feeling|going|today|tonight|this "
        r"(?:morning|evening)|been))*|how have you been|what'?s up|wh?at'?s new|you ok(?:ay)?|are you "
        r"ok(?:ay)?|you alright|and you|hbu|wbu)" + _TAIL,
    ),
    ("her.can", _LEAD
        + r"(?:what can (?:you|u|i) do(?: with you)?|what do you do|how do(?:es)? (?:you|this) "
        r"work|help|what are you for|what (?:can|could) i (?:ask|say)(?: you)?)" + _TAIL,
    ),
    ("her.listening", _LEAD
        + r"(?:are you (?:still )?(?:there|here|listening|awake|with me|around)|you (?:still )?(?:there"
          r"|here|awake)|still there|do you "
        r"hear me|can you hear me|anyone there|anybody there|hello\?+|is (?:anyone|anybody) there)"
        + _TAIL,
    ),
    ("her.taste", _LEAD
        + r"(?:what'?s?|which|who'?s?)(?: is| are)? (?:your|ur) fav(?:e|ou?rite)?s?\b.*$|"
        + _LEAD
        + r"(?:do (?:you|u) have a fav(?:e|ou?rite)\b.*|what (?:\w+ )?do (?:you|u) (?:like|enjoy|love"
          r"|listen to|watch|read)\b.{0,40}|"
        r"do (?:you|u) (?:like|enjoy|love|prefer) (?!me\b|talking to me|her\b|him\b|them\b|my\b|that i\b"
        r"|it when).{2,40})" + _TAIL,
    ),
    ("her.wonder", _LEAD
        + r"(?:would (?!(?:i|you|u|it|that|this|there)\b)(?:my )?[a-z]\w*(?: \w+)? (?:\w+ )?(?:have |be "
          r"|mind|want|like|say|think|forgive|"
        r"approve|understand|laugh|love|hate|know|ever)\b.*|(?:what|how) would (?!(?:i|you|u"
        r"|it)\b)(?:my )?\w+ (?:\w+ )?(?:have |say|think|want|do|make|feel)\b.*|"
        r"(?:do|did) (?:you|u) (?:think|reckon|suppose) (?:he|she|they|my \w+|[a-z]\w+) (?:would|will|knew"
        r"|knows|loved|loves|likes?|meant|minds?|hates?|misses|cares?)\b.*|"
        r"why (?:does|do|would) (?:he|she|they|everyone|nobody|people|it have to|this always)\b.*|why me"
        r"|is it my fault.*|was it my fault.*)" + _TAIL,
    ),
    ("her.opinion", _LEAD
        + r"(?:what do (?:you|u) (?:think|make of|reckon|say)\b.*|(?:do|don'?t) you (?:think|agree)"
        r"\b.*|.{4,80}\b(?:do|don'?t) you (?:think|reckon|suppose)|your (?:opinion|thoughts|take)\b.*"
        r"|any thoughts|thoughts|is that (?:weird|normal|bad|"
        r"stupid|silly|wrong)|did i (?:do|say) (?:the )?(?:right|wrong) thing|was (?:i|that) (?:wrong|right"
        r"|stupid|mean)|am i (?:(?:being|just) )*(?:weird|crazy|mad|stupid|silly|wrong|unreasonable|a bad "
        r"(?:person|friend|mother|father|son|daughter|mum|mom|dad|sister|brother))\b.*)" + _TAIL,
    ),
    ("her.advice",
        r"^.*\b(?:what (?:should|shall|would|do|can) (?:i|you|we) (?:do|say|tell|wear|write)\b(?! (?:for "
        r"(?:a )?(?:living|work))).{0,60}|should i\b.{0,80}|shall i\b.{0,80}|(?:any|some|give me|need "
        r"(?:some )?|your) advice\b.{0,40}|what would you do\b.{0,40}|(?:help me|how do i|how can i|how "
        r"should i|how (?:am i|do you) (?:supposed|meant) to) (?!spell|get to).{2,80})\W*$",
    ),
    ("her.joke", _LEAD
        + r"(?:(?:tell|give) (?:me |us )?(?:a |another |some )*(?:joke|jokes|something funny)|make me "
        r"(?:laugh|smile)|say something funny|do you know (?:any|a) jokes?|another joke|a joke)\b.*$",
    ),
    ("her.story", _LEAD
        + r"(?:(?:tell|give|read) (?:me |us )?(?:a |another |some )*(?:\w+ )?(?:story|stories|tale|"
        r"bedtime story)|a story)\b.*$",
    ),
)
