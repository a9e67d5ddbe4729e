"""What people say when they may hurt themselves or others, and the list of all rules.

Patterns read what `risk.plain` returns: lower case, no apostrophes ("im", "dont", "hell" for
he'll), chat spellings written out ("kms" is "kill myself"). How a table reads: `risk_words.rules`.
"""

from __future__ import annotations

from typing import Final

from os1.listening.risk_body import ABUSE, EATING, MEDICAL
from os1.listening.risk_words import rules

SELF_HARM: Final = rules(
    "self_harm",
    r"""
active: kill, end, hang, shoot, drown, off my, off him, off her, offing, poison
    \b(?:kill|killing|hang|hanging|shoot|shooting|drown|drowning|off|offing|poison) <self>\b
active: life
    \b(?:end|ending|take|taking) (?:my|his|her|their)(?: own)? life\b(?! (?:back|into|seriously
    |as|to|in|for|one|easy|on)\b)
active: end
    \b(?:end|ending) it all\b
    |\b(?:want|going|ready|decided|time) to end (?:it|things|everything)\b
    (?! (?:with|between|on|in|at|there|here|early)\b)
active: suicid
    \b(?:i|im|feel|feels|feeling|hes|shes|theyre|been|is|am|get|getting|bit|still
    |again) (?:(?!not |never |isnt |no |wasnt |arent |anti )\w+ ){0,2}suicidal\b
    |\bsuicidal (?:thoughts|again|feelings|urges|tonight|ideation)\b
active: suicid
    \b(?:think|thinking|thoughts?|thought|consider\w*|contemplat\w*|talk\w*|plan\w*|attempt\w*
    |try\w*|threaten\w*) (?:\w+ ){0,2}suicide\b
    |\b(?:to|going to|might|will|want to|just) commit(?:ting)? suicide\b
active: cut, burn, hurt, harm, scratch
    \b(?:cut|cuts|cutting|burn|burns|burning|hurt|hurts|hurting|harm|harms|harming
    |scratch\w*) (?:myself|himself|herself|themsel(?:f|ves)|my (?:arms?|wrists?|thighs?
    |legs?) (?:again|open|up|with|to|last|when|every|so)|(?:his|her) wrists?)
active: self harm, slit
    \bself harm(?:ed|ing|s)?\b(?! (?:awareness|training|prevention|policy|is|statistics|course)\b)
    |\bslit(?:ting)? (?:my|his|her|their) (?:wrists?|throat)
active: to cut, myself, to my
    \bi (?:really |just )?(?:want|need) to cut$|\burges? to cut\b
    |\b(?:pictur|imagin|see|visuali)\w* myself (?:hanging|dead|jumping|drown\w+|cutting|in a coffin)
    |\b(?:knife|blade|razor)(?: \w+)? (?:to|on|against|across) my (?:wrists?|throat|skin|arms?)\b
active: cutting, relapse, blade, razor
    \b(?:started|been|im|back to|hes|shes) cutting(?: again)?$
    |\b(?:started|been) cutting again\b
    |\brelapsed and cut\b
    |\b(?:blade|razor)s? (?:on|to|across|against) my (?:skin|arms?|wrists?|legs?|thighs?)
active: pills, tablets, paracetamol, overdos, meds, medication, tylenol
    \b(?:take|taking|swallow|swallowing|down|downing) (?:all|every one|the whole|a whole|the rest
    |a bottle|a bunch|too many|enough) (?:of )?
    (?:my |the |his |her |these |those |bottle of |bottle )*<pills>
    |\b(?:to|gonna|might|will|of|by) overdos(?:e|ing)\b(?! on)
    |\b(?:saving|saved|hoarding|stockpil\w+|collecting|hiding)(?: up)? (?:\w+ ){0,2}<pills>
active: jump, bridge, train, traffic, roof, cliff, building, oncoming, tree, wall, lorry
    \b(?:jump|jumping|jumped|throw(?:ing)? myself|step(?:ping)?|walk(?:ing)?) (?:off|from
    |in front of
    |into|under) (?:a|the|that|this|oncoming) ?(?:\w+ )?(?:bridge|roof|building|train|cliff
    |balcony|traffic|car park|window|lorry|tracks)
    |\b(?:drive|driving|steer|crash) (?:\w+ ){0,3}(?:into|off) (?:a|the|oncoming) (?:\w+ )?
    (?:tree|wall|bridge|traffic|cliff)\b(?=.*\b(?:thought|think|want|urge|end|over)\b)
    |\b(?:want|urge|thought|thinking|thinks|feel like|keep) (?:\w+ ){0,3}(?:swerv|steer|driv
    |crash)\w* (?:\w+ ){0,3}(?:into|off) (?:a|the|oncoming) (?:\w+ )?(?:tree|wall|bridge|traffic
    |cliff)
active: plan to, to die, suicide, letter, note, goodbyes
    \b(?:ways?|how|method|painless\w*) (?:\w+ ){0,2}to die\b(?! (?:for|hair)\b)
    |\bsuicide (?:note|plan|letter)\b
    |\bsaid (?:all )?my goodbyes\b
    |\bhave a plan to (?:die|kill|end)
    |\bwritten (?:the|my|all the|some)? ?(?:goodbye|last|final) (?:letters?|notes?)
    |\b(?:goodbye|farewell) (?:letters?|notes?) (?:to|for) (?:everyone|my (?:kids|mum|mom|family
    |parents))
imminent: letters, notes, given, gave, note
    \b(?:wrote|written|left) (?:a |the |my )?(?:note|letter)s?\b.{0,50}\b(?:going to do it|goodbye
    |do it tonight)\b
    |\b(?:written|wrote) (?:the |my |all the )?(?:letters|notes|goodbyes)\b.{0,60}\b(?:given|gave
    |giving) (?:\w+ ){0,3}away\b
    |\b(?:given|gave|giving) (?:everything|all my (?:stuff|things)) away\b.{0,60}\b(?:goodbye
    |letters?|ready|wont need)
imminent: goodbye, last message, bridge, ledge, rope, noose, gun, blade, knife, roof, tracks
    \b(?:im|am) (?:\w+ )?(?:on|at|standing on|sitting on|by) (?:the |a )?(?:edge of (?:the
    |a) )?(?:\w+ )?(?:bridge|ledge|roof|train tracks|tracks|cliff)\b.{0,60}\b(?:jump|over|end
    |goodbye|want to|let go|nobody|done|water)
    |\b(?:rope|noose) (?:is )?(?:ready|tied|around|up|hanging)
    |\bgun (?:is )?(?:to|in|against) my (?:head|mouth|temple)
    |\bthis is (?:my )?(?:goodbye|last message|final message)\b(?! (?:party|tour|present)\b)
    |\byou wont hear from me (?:again|ever)
    |\b(?:knife|blade|gun|razor|rope) in my hand\b.{0,50}\b(?:do it|end|cut|stop|over|myself)
passive: die, dead, dying
    \b(?:want|wants|wanting|wish|ready|like|rather|better|said (?:he|she|they) wanted|says (?:he
    |she|they) wants?|told me (?:he|she|they) wanted) (?:to )?
    (?:just |fucking |really |kind of )?(?:die|be dead|dying)\b(?! (?:of|from|for|laughing
    |my hair|it|hard|when|a little|on (?:this|that) hill|trying|before|with|in (?:paris|peace
    |my own)|my|old|at))
    |\bwish(?:es)? (?:that )?(?:i|he|she|they) (?:was|were|had|would)(?: just)? (?:dead|died|die)\b
    |\b(?:i|id|im) (?:\w+ )?better off dead\b
    |\blet me die\b
    |\bi (?:should|deserve to) (?:just )?(?:die|be dead)\b
passive: exist, miss, care, future, anymore, hit, run over, rope, dying, death, some, out of, sleep
    \b(?:wish|wishing|want|could|id rather) (?:\w+ ){0,3}(?:not exist|stop existing
    |cease to exist)\b
    |\b(?:nobody|no one|noone) (?:would|will|d) (?:even |really )?(?:miss me|notice|care|miss him
    |miss her) (?:if|when) (?:i|he|she)(?:m|s| was| were| am| is)? (?:\w+ )?(?:gone|dead|died
    |disappeared|here|wasnt here|werent here)\b
    |\b(?:dont|cant|do not|cannot) see (?:a|any) future(?: for (?:me|myself)| anymore|$)
    |\bnot being (?:here|alive|around) anymore\b
    |\b(?:wouldnt mind|hope|wish|want) (?:\w+ ){0,2}(?:get|got|getting) (?:hit|run over|killed) by\b
    |\bbought a rope\b.*\b(?:know where|do it|tonight|over|end)\b
    |\b(?:fantasi[sz]\w+|think|thinking|dream|dreaming|daydream\w*|obsess\w+) (?:a lot )?
    (?:about|of) (?:dying|being dead|my own death)\b(?! my)
    |\b(?:wish|hope|want) (?:that )?(?:someone|somebody|god|he|something) (?:would |will |to )
    (?:just )?(?:kill|shoot|end) me\b
    |\bwant out of (?:this |my )?life\b
    |\bwants? to (?:just )?(?:go to |fall a)?sleep forever\b(?! (?:on|in|under|here)\b)
passive: this earth, this planet, this world, if i , will to live, still alive, way out, keep living
    \b(?:dont|not|never) (?:\w+ )?want to be (?:on this (?:earth|planet)|in this world)\b
    |\b(?:easier|better|simpler|best|happier) (?:for (?:\w+ ){1,2})?if i (?:was|were|wasnt|werent
    |just)
    (?: just)? (?:dead|died|alive|gone|not here|not around)\b
    |\b(?:lost|no|losing|lose|have no)(?: all)?(?: the| my)? will to live\b(?! (?:in|when|watching)\b)
    |\b(?:disappointed|sad|gutted|angry|upset|annoyed|hate) (?:that |because )?im still (?:alive
    |here$)
    |\b(?:dont|cant|cannot) see (?:a|any|another|no)(?: other)? way out\b
    |\b(?:not|too|cant|dont|why|no strength|reason) (?:\w+ ){0,4}keep living\b(?! (?:with|in|at)\b)
passive always: die, dead, live, killed, got hit
    \b(?:dont|wouldnt|not) (?:really )?(?:care|mind|scared|afraid) (?:if|whether) (?:i|im)
    (?: just)? (?:die|died|dead|live|lived|killed|got hit)\b
passive always: wake up, waking up
    \b(?:dont|not|never|didnt) (?:\w+ )?(?:want|wants|wanting) to (?:ever )?wake up\b
    (?! (?:early|at|before|for|to|late|so|the|him|her|them|my|that|this|yet|now|you|from)\b)
    |\b(?:wish|hope|hoping|hopes|wishing|pray|praying) (?:that )?(?:i|he|she|to)
    (?: just)? (?:wont|wouldnt|dont|didnt|never|not) (?:ever )?wake up\b
    |\b(?:go|fall|going) (?:to sleep|asleep) and (?:not|never)(?: ever)? wak(?:e|ing) up\b
passive: without me, better off, burden
    \b(?:everyone|everybody|they|they all|family|kids|world|people|husband|wife|mum|mom|parents
    |you|you all|children|all)(?:d| would| will|s| is| are)? (?:all )?(?:be |so much |much )*
    (?:better off|happier|better|easier|fine) (?:if i (?:was|were|wasnt|werent|didnt|disappeared
    |died)|without me|when im gone)\b
    |\bbetter off without me\b
    |\b(?:just|only) a burden (?:to|on) (?:everyone|everybody|them all|my (?:family|kids|parents))
passive always: point, reason, nothing, worth
    \b(?:no|any|see the|see a|whats the|what is the|see no|not much|isnt any|is the) (?:point
    |reason|purpose)(?: left)? (?:in |of |to |for |me )*(?:living|being alive|going on
    |carrying on|keep(?:ing)? going|keep(?:ing)? on|live|be alive|be here|stay alive
    |staying alive|go on|carry on|existing|exist|continue|continuing|my life)\b(?! (?:about|with
    |here in|in|at|rents?|together)\b)
    |\b(?:no|the|any) point (?:of|in|to) (?:me|my being|myself)\b(?! (?:go|come|try|ask|tell|call|learn|buy|wait
    |stay|wear|say|do|explain)\w*)
    |\bnothing (?:left )?(?:to live for|worth living for)\b
    |\blife(?:s| is| just)? ?(?:isnt|not|aint|doesnt feel|no longer) (?:\w+ )?worth (?:living|it)\b
passive always: live, living, life, alive, exist, here, born
    \b(?:dont|doesnt|not|didnt|never) (?:\w+ ){0,2}(?:want|wants|wanting|wanted
    |asked?) to (?:live|be alive|exist|be born|live like this|keep living|go on living
    |go on)(?: anymore| any longer| at all| like this| this life| right now| today| no more)?
    (?= and\b| but\b| because\b| i\b| im\b|$|,)
    |^(?:i |i just |i really )dont want to be (?:here|around)$
    |\b(?:dont|doesnt|not|didnt) (?:\w+ ){0,2}(?:want|wants|wanted) to (?:live|be alive|exist
    |be here|be around|go on) (?:anymore|any longer|like this anymore)
    |\b(?:tired|sick|(?<!ever )(?<!ive )(?<!have )done|had enough)
     (?:of|with) (?:living|being alive|existing|life|my life
    |this life)\b(?! (?:with|in|at|here|out)\b)
    |\b(?:wish|wished) (?:that )?(?:i|he|she)(?: was| were|d| had|had)? (?:never )
    (?:been |was )?(?:born|existed)\b
    |\bwish (?:i|he|she) (?:didnt|did not) exist\b
    |\bhate being alive\b
    |\bwont be (?:here|around|alive) (?:much longer|for long|anymore|by then|next (?:week|month
    |year))\b
passive always: do , liv, go on, take, stop, over, carry, going, hold, giv, end, vanish, disapp
    ^(?:\W*(?:i|i just|i really|i honestly|im sorry but i|im so tired i|honestly i|god i|no i
    |sorry i|she says she|he says he) )?(?:cant|cannot|can not|dont want to
    |dont think i can) (?:do this|go on|keep going|carry on|take it|take this|hold on|do life)
    (?: like this)?(?: anymore| any longer| much longer| any more)?$(?<!^cant do this)
    |\bcant (?:do this|go on|keep going|carry on|take it|do life|keep living|live like this|live)
    (?: like this)? (?:anymore|any longer|much longer)\b(?! (?:with|at (?:work|this)|math|maths))
    |\b(?:want|wants|need|wish) (?:it|everything|this|this all|the pain|it all|all of it|life)
    (?: all)? (?:to (?:just )?)?(?:stop|end|be over|would stop|would end|would be over
    |go away forever)
    (?= and\b| forever| for good| hurting| so\b| now| please| already|,|$)
    |\bwant(?:s|ed)? to (?:just )?(?:disappear|vanish|cease to exist|stop existing|sleep forever
    |not exist|fade away)(?: forever| for good| completely)?(?= and\b| i\b|$|,)
    |\bgiven?(?: completely| totally)? up on (?:life|living|everything)\b
passive: pills, tablets, gun, rope
    ^\W*(?:ive|i have|i)(?: got| bought| found)? (?:the|enough|all the|a|my dads|his) (?:<pills>
    |rope|gun)(?: here| ready| now| next to me| in my hand| in front of me)?$
""",
)

HARM_TO_OTHERS: Final = rules(
    "harm_to_others",
    r"""
active: kill, stab, shoot, murder, strangl, poison
    \b(?:im (?:really |actually )?going to|i (?:will|want to|am going to|plan to|intend to
    |could and will)|im planning to|ill|hes going to|shes going to|wants to|planning on
    |thinking (?:about|of)|think about|thoughts of|fantasi\w+ about|plan to|urge to|dream of
    |swear ill|threatening to|threatened to|says (?:he|she)(?:ll| will| is going to| wants to))
    (?: fucking| just| seriously| honestly)? (?:kill(?:ing)?|murder(?:ing)?|stab(?:bing)?|shoot
    (?:ing)?|strangl(?:e|ing)|poison(?:ing)?) <near>(?! (?:with kindness|if (?:he|she|they|you)
    |for (?:that|this|eating|taking|telling|not)|(?:an?|some) (?:email|text|message|look|smile)
    |off guard|in the (?:game|race|match)))\b
active: hurt, make him, make her, make them, beat, burn, attack
    \b(?:im going to|i want to|i really want to|i plan to|planning to|urge to|thoughts of
    |think about|thinking about|afraid ill|scared ill|scared i might|afraid i might|wants to|ill)
    (?: really| actually| badly| seriously)? (?:hurt(?:ing)?|attack(?:ing)?|burn(?:ing)? down
    |beat(?:ing)? up) <near>(?! (?:feelings|at (?:chess|cards|the|his|her|tennis|mario)))\b
active: out of, make him pay, make her pay, make them pay, stab, kill
    \b(?:going to|want to|wants to|ill) (?:\w+ )?(?:beat|kick|smash) the (?:\w+ )?(?:hell|shit|life
    |crap|living daylights) out of <near>
    |\bmake (?:him|her|them) pay\b.{0,40}\b(?:gun|knife)\b
    |\b(?:going to|wants? to|planning to) (?:stab|shoot|kill|murder) an? (?:boy|girl|man|woman|kid
    |guy|student|teacher|classmate|person|stranger|cop|policeman)\b
active: shoot up, bomb, blow up, burn, mass
    \b(?:going to|want to|plan(?:ning)? to|will|wants to|thinking of|thinking about) (?:shoot
    (?:ing)? up|bomb(?:ing)?|blow(?:ing)? up|burn(?:ing)? down|set(?:ting)? fire to) (?:the|my
    |his|her|our|their|that|a) (?:school|office|work|church|house|mosque|mall|building|place|club
    |flat|synagogue)
imminent: gun, knife, machete, bat, hammer, axe
    \b(?:ive|have|has|got|took|taken|bought|holding|carrying) (?:an? |the |my |his |her )?
    (?:dads |fathers |kitchen )?(?:gun|knife|machete|bat|hammer|axe)\b.{0,60}\b(?:kill|stab|shoot
    |hurt|pay for
    |make (?:him|her|them) pay|find <near>|going over there|his house|her house|their house
    |get (?:him|her|them))
imminent: outside, waiting, on my way
    \b(?:outside|waiting (?:for|outside)|on my way to) (?:his|her|their|the) (?:\w+ )?(?:house
    |flat|work|office|place)\b.{0,60}\b(?:kill|stab|shoot|hurt|murder|beat) <near>
passive: deserve, dead, die
    \bi (?:really |just )?want (?:him|her|them|my \w+) (?:dead|to die)\b
    |\bnext time i see (?:him|her|them) (?:ill|i will|im going to) (?:kill|hurt|stab|shoot)\b
""",
)

RULES: Final = MEDICAL + SELF_HARM + ABUSE + HARM_TO_OTHERS + EATING
"""Every rule there is, in the order in which the first of equal levels wins."""
