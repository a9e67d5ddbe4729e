"""The words and patterns by which a listener's replies are told apart; English, written by hand."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:'[^\W_]+)*")
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|(?<!\w)‘[^’]*(?:\w’\w[^’]*)*’(?!\w)")
"""Words given as somebody's own: what stands in them is theirs, not the listener's."""

STOP = frozenset(
    """a about above after again against ah all almost along already alright also although always am an and
    another any anybody anyone anything anyway are aren't around as ask asked at away aw back be became because
    become been before being below between both but by bye came can can't cannot cause come comes coming could
    couldn't cos coz cuz did didn't do does doesn't doing don't done down during each eh either else em er even
    ever every everybody everyone everything exactly few for from gave get gets getting getting give gives giving
    go goes going gone gonna good got gotta had hadn't haha has hasn't have haven't having he he'd he'll he's
    hello her here here's hers herself hey hi him himself his hm hmm how how's however huh i i'd i'll i'm i've if
    im in indeed into is isn't it it'd it'll it's its itself ive just keep kept kind kinda knew know known knows
    lads last least less let let's lets like likes little ll lol look looked looking looks lot lots made make makes
    making many may maybe me mean means meant might mine mm more most much must my myself nah near never no nobody
    none nope nor not nothing now of off oh ok okay old on once one ones only or other others our ours ourselves
    out over own perhaps please pretty put quite rather re really right said same saw say saying says see seem
    seemed seems seen shall she she'd she'll she's should shouldn't since so some somebody somehow someone
    something sometimes somewhere soon sort sorry still stuff such sure take taken takes taking tell telling than
    thank thanks that that'd that'll that's thats the their theirs them themselves then there there's these they
    they'd they'll they're they've thing things think thinking thinks this those though thought through thus till
    to today told too took toward towards try trying u uh um under until unto up upon ur us use used very via want
    wanted wants was wasn't way we we'd we'll we're we've well went were weren't what what's whatever when whenever
    where where's wherever whether which while who who's whoever whole whom whose why will with within without
    won't wow would wouldn't yeah yep yes yet you you'd you'll you're you've your yours yourself yup samantha
    mm-hmm bit part times time around away feel feeling feels felt sound sounds sounded guess hope need needs
    actually literally totally basically probably honestly""".split()
)

IRREGULAR = {
    past: stem for stem, pasts in (row.split(":") for row in """buy:bought bring:brought fight:fought teach:taught
    catch:caught lose:lost find:found leave:left sleep:slept meet:met send:sent spend:spent build:built lend:lent
    break:broke,broken speak:spoke,spoken steal:stole,stolen write:wrote,written drive:drove,driven
    ride:rode,ridden eat:ate,eaten fall:fell,fallen drink:drank,drunk sing:sang,sung ring:rang,rung swim:swam,swum
    begin:began,begun run:ran fly:flew,flown grow:grew,grown throw:threw,thrown blow:blew,blown draw:drew,drawn
    wear:wore,worn tear:tore,torn swear:swore,sworn bear:bore,born choose:chose,chosen freeze:froze,frozen
    wake:woke,woken forget:forgot,forgotten hide:hid,hidden bite:bit,bitten sell:sold hold:held hear:heard
    pay:paid stand:stood understand:understood win:won shoot:shot sit:sat feed:fed lead:led read:read dig:dug
    stick:stuck hang:hung child:children,kids,kid woman:women man:men mum:mom,mother,mam,mama,mum's dad:father,papa
    die:dead,death,dying,died foot:feet tooth:teeth wife:wives life:lives person:people knife:knives
    married:marry,marriage,wedding tired:tire""".split()) for past in pasts.split(",")
}  # fmt: skip
NUMBERS = {
    word: str(n) for n, word in enumerate("""zero one two three four five six seven eight nine ten eleven twelve
    thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty""".split())
} | {word: str(10 * n) for n, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), 3)}

FEELINGS: dict[str, frozenset[str]] = {
    group: frozenset(words.split()) for group, words in {
        "sad": "sad sadness unhappy down low miserable heartbroken heartbreaking gutted devastated cry crying tears "
               "grief grieving mourn mourning sorrow loss miss missing ache aching",
        "afraid": "afraid scared frightened fear fears worried worry worries worrying anxious nervous terrified "
                  "dread dreading panic panicking scary frightening terrifying uneasy",
        "angry": "angry anger furious mad livid cross annoyed annoying irritated frustrated frustrating rage raging "
                 "resent resentment fuming",
        "tired": "tired exhausted exhausting exhaustion drained weary worn knackered shattered overwhelmed "
                 "overwhelming burnt stressed stress stressful heavy",
        "lonely": "lonely alone loneliness isolated isolating abandoned",
        "ashamed": "ashamed shame embarrassed embarrassing humiliated humiliating guilty guilt remorse regret blame",
        "hurt": "hurt hurts hurting painful pain betrayed rejected stung stings sting wounded insulting sore",
        "glad": "glad happy happiness joy delighted pleased thrilled excited excitement exciting enjoy lovely "
                "wonderful great content cheerful fun bliss",
        "proud": "proud pride accomplished confident confidence",
        "relieved": "relieved relief calm calmer peace peaceful safe lighter settled",
        "loving": "love loved loving adore fond tender tenderness affection care cares caring",
        "hopeful": "hopeful hoping hopes optimistic longing long wish wishing wishes yearning eager",
        "unsure": "unsure torn confused confusing conflicted doubt doubts doubting uncertain lost stuck ambivalent "
                  "undecided",
        "hard": "hard difficult tough rough brutal cruel unfair harsh awful horrible terrible",
        "jealous": "jealous jealousy envious envy",
        "grateful": "grateful gratitude thankful touched moved",
        "bored": "bored boring boredom dull restless",
    }.items()
}  # fmt: skip

BACKCHANNEL = re.compile(
    r"^\W*(?:(?:mm+|hm+|mhm|mm-?hmm|uh-?huh|um|uh|oh|ah|aw+|ok(?:ay)?|yeah|yes|yep|yup|no|nope|right|alright|sure|"
    r"great|good|wow|cool|really|true|exactly|absolutely|i see|got it|fair enough|all right|well|gotcha|i know)\W*)+$"
)
ADVICE_ASKED = re.compile(
    r"\b(?:should (?:i|we)|shall i|(?:what|how) (?:do|can|could|would|should|to) (?:i|we|you)?\b|what would you|what (?:shall|does one)|"
    r"any (?:ideas?|advice|tips?|suggestions?)|advice|advise|help me|suggest|recommend|which (?:one|of)|or should|"
    r"is it (?:ok|okay|safe|better|worth)|do you think i (?:should|could|can)|tell me what to|how much|how many|"
    r"can (?:i|you|we)|could (?:i|you|we)|would it|do i)\b"
)
ADVICE = re.compile(
    r"(?<!nothing )(?<!all )\b(?:you(?:'d| had)? (?:really |just |probably |definitely |maybe |still |also )*(?:should(?!'ve| have)|need to|have to|"
    r"ought to|must(?! (?:be|have|feel|miss|know|hate|love|get|see))|better|want to (?:try|make sure|consider|avoid)|"
    r"could (?:try|always|start|just|call|ask|talk|write|go|get|maybe|do|use|join|take)|"
    r"might (?:want to|try|consider|like to try)|may want to|can(?:'t| not|not)? (?:keep|go on|afford to))|"
    r"you(?:'ve| have)(?: really| just)? got to|you gotta|we(?: really| do)? (?:need to|have to|should|will need)|"
    r"you(?:'re| are) (?:going to|gonna) (?:have|need|want|take|stop|quit|end up|get|see)|(?:they|it) needs? to stop|"
    r"i wish you(?:'d| would)(?! be)|don't you think you|"
    r"why (?:don't|not|didn't) (?:you|we|just|try|go|call|ask|take)|have you (?:tried|considered|thought (?:about|of))|"
    r"(?:how|what) about (?:\w+ing|if you|maybe)|"
    r"i(?:'d| would)?(?: really| strongly| definitely| also)? (?:suggest|recommend|advise|urge|want you to|like you to|"
    r"need you to|encourage you)|my advice|if i were you|in your place|the best (?:thing|way|idea)(?: to do)? (?:is|would)|"
    r"it(?:'s| is| would be|'d be| might be)(?: \w+){0,3} (?:best|better|good idea|a good idea|a bad idea|wise|important|worth|time) "
    r"(?:if you|for you to|that you|to (?!know|you|him|her|me|them|us)|you )|make sure (?:you|to|that)|try (?:to |not to |and |\w+ing\b|"
    r"(?:a|an|the|some|this|that)\b)|consider \w+ing|don't forget to|remember to|"
    r"you'll (?:need|have) to (?!be my)|i think (?:\w+ )?you (?:should|need|ought|could)|just tell (?:him|her|them|your))"
)
ORDER = re.compile(
    r"^\W*(?:(?:so|then|well|okay|ok|just|please|and|but|first|maybe|now|also|next time|tonight|tomorrow)\W+)*"
    r"(?:don't (?:worry|let|give|be|do|go|try|forget|get|think|tell|say)|stop \w+ing|start \w+ing|call|ring|phone|write|"
    r"ask|talk to|speak to|get (?:some|a|an|your|help|up|out)|go (?:to|for|out|and|see|home)|take (?:a|an|the|some|care of|"
    r"your|them)(?! time)|drink|eat|rest|sleep on|see (?:a|your) (?:doctor|gp|therapist|dentist)|use|avoid|focus|"
    r"be (?:honest|kind|careful|patient|gentle|strong|sure)|forgive (?!me)|let (?:it(?! be known)|him|her|them|yourself)|relax|breathe|"
    r"book|buy|check|leave (?:him|her|it|them)|set|find (?:a|an|some)|join|keep (?:a|an|your|trying|the)|"
    r"make (?:a|an|time|it)|give (?:it|yourself|him|her|them)|put (?!me)|read|show|send|apologise|apologize|quit)\b"
)
EMERGENCY = re.compile(
    r"\b(?:999|911|112|988|111|116 ?123|samaritans|ambulance|emergency|crisis line|helpline|hotline|lifeline|"
    r"poison|police|a ?& ?e)\b"
)
JUDGEMENT = re.compile(
    r"^\W*(?:calm down|grow up)\b|\b(?:(?:that|this|it|you)(?:'s| is| was|'re| are| were)(?: being| just| so| very| really| a bit| pretty| quite| "
    r"kind of| all)* (?:wrong|stupid|silly(?! in)|ridiculous|selfish|irresponsible|foolish|childish|lazy|immature|nonsense|"
    r"crazy|bad (?:idea|decision|choice|for)|unacceptable|disappointing|pathetic|reckless|careless|rude|"
    r"unreasonable|overreacting|dramatic|no excuse|an excuse|not (?:an excuse|good enough|acceptable|fair to|smart|"
    r"right)|dangerous|killing (?:you|yourself)|going to (?:kill|die|end up|ruin))|don't be (?:silly|stupid|so|"
    r"ridiculous|daft)|you (?:shouldn't have(?! had)|should have known|always|never (?:even )?(?:listen|try|think|do)|"
    r"don't (?:even )?(?:care|understand|realise|realize|listen|get it)|brought (?:this|it) on)|how could you|"
    r"shame on you|your own fault|pull yourself|get over it|snap out|(?:please|just|now) calm down|i'm (?:very |really |so )?"
    r"disappointed|you know better|no excuses?|at least you|others have it|it could be worse|stop (?:complaining|"
    r"whining|making excuses)|what were you thinking|you're wrong|i don't believe you|look on the bright)\b"
)
HEARING = re.compile(
    r"\b(?:(?:sounds?|seems?|feels?|felt|looks?) (?:like|as (?:if|though)|to (?:me|you)|that|you)|so,? (?:you(?!,? know)|it's|that's|"
    r"what you|your|on (?:the )?one|for you|part of you)\b|what i(?:'m| am)? hear|i(?:'m| am)? hear(?:ing)?\b|i can (?:see|hear|tell|imagine)|"
    r"part of you|in other words|no wonder|(?:it|that|you) must (?:be|have|feel)|on (?:the )?one hand|you(?:'re| are) "
    r"(?:saying|telling me|describing)|you(?:'ve)? (?:said|mentioned|told me)|for you\b)"
)
"""How somebody begins who gives back what they heard."""
TO_YOU = re.compile(
    r"(?:^|[,.;:—–] ?|\b(?:and|so|but|that|because|like|then|okay|yeah|while|though|since|if|when)\W+)you(?:'re|'ve|'d| )"
)
INVERTED = re.compile(
    r"(?:^|[,.;:—–] ?|\b(?:and|so|but|okay|yeah|or|then)\W+)(?:what|how|why|when|where|who|which|do|does|did|don't|didn't|"
    r"is|isn't|are|aren't|was|were|can|could|would|will|have|has|any|should)\b"
)
INNER = re.compile(
    r"\byou(?:'re| are| were|'ve been)? (?:really |just |so |still |very |also |kind of |not |don't |didn't )*(?:want(?:ed|ing)?"
    r"|wish|hop(?:e|ed|ing)|worr\w+|love[ds]?|care[ds]?|miss(?:ed)?|need(?:ed)?|enjoy\w*|value|believe|realis\w+|realiz\w+|"
    r"recogni\w+|notice[ds]?|struggl\w+|trying|ready|willing|thinking|looking for|carry\w*|holding|kept|keep|waiting)\b"
)
CONTRAST = re.compile(
    r"\b(?:but|yet|although|though|even (?:though|if|when)|while|at the same time|on the other hand|because|so that|"
    r"rather than|instead of|despite|and (?:still|also|you)|still|not just|not only|more than)\b"
)
HEDGE = re.compile(
    r"\b(?:sounds?|seems?|feels like|looks like|maybe|perhaps|i (?:wonder|imagine|guess|suspect|suppose|think|take it|"
    r"expect|gather|hope|hear|bet)|might|may|could|would|if|as (?:if|though)|almost|probably|must|i can (?:see|hear|"
    r"imagine)|correct me|am i|like you)\b"
)
YOU = re.compile(
    r"(?:^|[,;:—–-]|\b(?:and|(?<!body )but|so|because|then|yet|or|that|while|still))\s*(you)(?:'re|'ve| (?!needn't\b|don't (?:have|need) to\b|"
    r"first\b|know\b|said\b|say\b|"
    r"told\b|tell\b|asked\b|ask\b|mean\b|meant\b|mentioned\b|called\b|call\b|put it\b|sound\b|can\b|could\b|will\b|would\b|"
    r"may\b|might\b|should\b|must\b|want me\b|and i\b|have me\b|get to\b|wrote\b|were saying\b|were telling\b))"
    r"(?P<rest>[^,.;:!?—–]+)"
)
GENERIC = re.compile(
    r"^\W*(?:(?:that(?:'s| is) )?a? ?(?:good|fair|big|hard|interesting|great) (?:question|one)|i(?:'m| am) (?:listening|here|"
    r"all ears|with you)|i hear (?:you|that)|go on|tell me\b.*|say more|that(?:'s| is) a lot|you(?:'re| are) (?:asking|"
    r"wondering|curious)\b.*|you (?:want to know|wonder|ask)\b.*|what (?:makes|made) you ask|why do you ask|hm+|mm+|oh|"
    r"i see|i understand|please (?:go on|continue)|that matters|noted|interesting|that puts me in the picture)\W*$"
)
ANSWER = re.compile(
    r"^\W*(?:(?:well|oh|ah|honestly|um|hm+)\W+)*(?:yes|no|yeah|nope|yep|nah|not\b|never|always|sometimes|often|maybe|"
    r"perhaps|probably|of course|sure|certainly|both|neither|nothing|nobody|nowhere|a little|a bit|either|"
    r"i(?:'m| am|'d| would|'ll| will|'ve| have| do| don't| did| didn't| can| can't| could| think| believe| like| know|"
    r" remember| wish| only| hope| guess| suspect| was| haven't| wouldn't| never| couldn't)\b)"
)
UNASKED = re.compile(
    r"(?:^|\W)(?:right|huh|eh|innit|you know|know what i mean|isn't it|wasn't it|aren't they|yeah|ok|okay|no|really|"
    r"what|you know what|guess what|get it|see|lol|hey|can you believe (?:it|that))\?+$|"
    r"\b(?:why (?:do|am|did|can't|cant|is|does|would|don't|dont|me|the|are|was)|who (?:even|does|the|knows|cares)|"
    r"what the|what kind of|how hard|how (?:dare|could)|what's the point|what if|isn't that|is that (?:so )?(?:bad|weird|"
    r"normal|wrong)|or (?:is|am) (?:it|i) just|what am i|who am i|how am i)\b"
)
