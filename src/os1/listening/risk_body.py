"""What people say when somebody hurts them, eating is the trouble, or a doctor is needed now.

Read the same way as the tables of `risk_rules`.
"""

from __future__ import annotations

from typing import Final

from os1.listening.risk_words import rules

ABUSE: Final = rules(
    "abuse",
    r"""
active: hit, beat, punch, kick, slap, chok, strangl, burn, shov, thr, grab, hurt, bruis, pin, push
    \b<who>(?: has| just| also)? (?:pushed|pushes|pushing|shoved|dragged|drags) me (?:down|against
    |into|to the|over|off|across|by my|out of the (?:car|bed))\b(?! on the swing)
    |\b(?:husband|boyfriend|partner|dad|father|stepdad|ex|wife|girlfriend|mum|mom|mother|son)
    (?: still| always| often| sometimes| keeps| regularly)? (?:hits|beats|hit|beat|hitting|beating
    |hurts|punches|punched|slaps|slapped|chokes|choked|kicks|kicked|strangled) (?:her|him|them
    |my \w+)\b(?! (?:at|in|to|up|dog|ball|car|drum|head on|by (?:accident|a|two|three)))
    |\b<who>(?: (?:still|often|always|sometimes|just|keeps|has|even|regularly|also|again
    |got drunk and|gets drunk and|comes home and|drinks and))* (?:hits|hitting|hit|beats|beating
    |beat|punches|punched|punching|kicks|kicked|slaps|slapped|slapping|chokes|choked|choking
    |strangles|strangled|burns|burned|burnt|hurts|shoves|shoved|bruises|bruised|threw|throws
    |grabbed|pins|pinned) <me>\b(?! (?:up|with (?:a )?(?:great|good|new|question|the (?:news
    |bill))|at|feelings|to (?:it|the)|on the (?:shoulder|back)|by accident|in (?:chess|scrabble
    |tennis)|feel|off|too with|a (?:smile|look|kiss|party|text)|when (?:he|she) (?:left|died|said
    |didnt)))
active: comes into my
    \b<who> (?:\w+ )?(?:comes|came|coming|sneaks|gets) into my (?:room|bed|bedroom)\b(?=.*\b
    (?:touch|night|lie|lies|scared|hurt))
active: beat, rape, molest, assault, abus, touch, forc, sex, sleep with
    \b(?:raped|molested|sexually assaulted|assaulted|abused|abusing|abuses|rapes|beats
    |molests) (?:me|us|my (?:daughter|son|sister|brother|mum|mom|friend))\b
    |\bi (?:was|am being|got|have been|was being|keep getting) (?:raped|molested
    |sexually assaulted|assaulted|abused|beaten)\b
    |\bbeing (?:abused|beaten|molested)\b(?= by|$| at)
    |\b<who> (?:\w+ ){0,4}touch(?:es|ed|ing) (?:me|my (?:daughter|son|sister|body)
    ) (?:\w+ ){0,6}(?:dont|didnt|where|when|asleep|at night|under|private|wrong|no)
    |\b<who> (?:\w+ ){0,2}(?:forces|forced|makes|made|force) me (?:to )?(?:have sex|sleep with
    |touch|do things|do stuff|undress)\b
imminent: lock, let me, let us, door, break, hiding, hitting, beating, strangl, chok, hurt, kill
    \b<who>(?:s|(?: has| is))? (?:\w+ )?(?:locked|locks|locking) (?:me|us) (?:in|up|inside)\b
    |\b<who> wont let (?:me|us) (?:leave the (?:house|flat|room)|out of the (?:house|room|flat)
    |out)$
    |\b(?:hes|shes|he is|ex is|husband is|dad is|boyfriend is) (?:\w+ )?(?:breaking
    |trying to break|kicking|banging) (?:\w+ )?(?:down |in |on )?(?:my |the )?(?:door|in)\b
    |\b(?:wont|doesnt|isnt going to) let (?:me|us) (?:out of|leave) the (?:house|flat|room
    |apartment)\b
    |\bim (?:hiding|locked) (?:\w+ )?(?:in|under|from) (?:the|my|him|her) ?(?:bathroom|bedroom
    |closet|wardrobe|bed|toilet|garage|room)?\b.{0,60}\b(?:hes|shes|he|dad|him|husband|angry
    |drunk|screaming|kill|hurt)
    |\b(?:hes|shes) (?:hitting|beating|strangling|choking|going to hurt|going to kill
    |coming to hurt|coming to kill) <me>\b(?! (?:at|if i|when she|when he|for|with)\b)
imminent: knife, gun
    \b<who>(?:s|(?: has| is))?(?: (?:got|holding|waving|pulled|held))? (?:a|the|his|her) (?:knife
    |gun)\b.{0,50}\b(?:me|us|at me|scared|screaming|mum|mom|kids|throat)\b(?! how)
active: kill me, hurt me, kill us, threat, leave him, if i
    \b<who> (?:said|says|swore|told me|threatens|threatened|keeps saying)
    (?: that)? (?:\w+ ){0,2}(?:hed|hell|shed|shell|hes going to|to|shes going to|will|would
    |theyll|theyd) (?:kill|hurt|find|beat) (?:me|us|the kids|my)\b
    |\b<who> threatens? me\b
    |\b<who> threatened me\b
    |\b<who> makes me .{1,60}\bor (?:else )?(?:hell|shell|theyll|he|she) (?:\w+ )?(?:kill|hurt
    |hit|beat|leave|throw|take|lock|tell|post|send|punish)
passive: scared, afraid, terrified, frighten, dread, safe
    \b(?:scared|afraid|terrified|frightened|not safe|dont feel safe|too scared) (?:to (?:go|come
    |be|stay) (?:\w+ )?(?:home|at home)|at home)\b
    |\b(?:scared|afraid|terrified|frightened) of (?:my|what my|what) (?:husband|wife|dad|father
    |mum|mom|mother|stepdad|stepfather|boyfriend|girlfriend|partner|ex|uncle|brother|he|hell
    |shell)\b(?! (?:think|thinks|says|will think|will say|would|cooking|dog|car|dying)\b)
    |\bwalk(?:ing)? on eggshells\b.{0,40}\b(?:hit|rage|hurt|drunk|him|husband|home)
passive: let me, lets me, allow, controls, checks, tracks, takes, goes through, stalk
    \b<who> (?:wont|doesnt|never|will not|does not)(?: ever)? (?:lets?|allows?) me (?:to )?(?:see
    |meet|talk to|call|have|go out|go anywhere|work|leave|out)\b(?! (?:the (?:menu|surprise
    |present)|a (?:turn|go|bite)|dessert|win))
    |\b<who> (?:controls|takes) (?:all )?my (?:money|phone|wages|passport|bank)
    |\b<who> (?:checks|goes through|tracks) my (?:phone|messages|location|car)\b.{0,60}\b(?:every
    |or|angry|mad|if|scream)
    |\b(?:ex|he|she|man|guy)(?:s| is)? (?:\w+ )?stalk(?:s|ing) me\b
""",
)

EATING: Final = rules(
    "eating",
    r"""
active: throw up, threw up, vomit, puk, purg, sick after, fingers down, bing
    \b(?:make|makes|making|made) (?:myself|herself|himself) (?:throw up|vomit|puke|sick (?:after
    |again|every|so|in the|when|to))
    |\b(?:i|ive|im|been|started|she|he|she's|shes|hes|keeps?|to|again) (?:\w+ )?(?:purg(?:e|ed
    |ing|es))\b(?! (?:my (?:closet|inbox|wardrobe|files|emails)|the|old|all))
    |\bfingers? down my throat\b
    |\bbing(?:e|ed|ing|eing) (?:and|then) (?:purg|throw|threw|puk|vomit)\w*
    |\b(?:throw(?:s|ing)? up|threw up|vomit(?:s|ed|ing)?|puk(?:es?|ed|ing)
    ) (?:everything |after |what |my |her |all |on )(?:\w+ ){0,2}(?:eats?|ate|eating|meals?
    |dinner|lunch|food|purpose)\b(?=.*\b(?:purpose|every|secret|fat|weight|again|always|so (?:i
    |she|nobody))\b)
active: laxative, diet pills, diuretic
    \b(?:laxatives?|diuretics?)\b.{0,60}\b(?:weight|skinny|thin|fat|pounds|kilos|calories
    |every (?:day|night)|after (?:eating|dinner|meals|every))
    |\b(?:lose weight|get thin|skinny|fat|weight)\b.{0,60}\blaxatives?\b
    |\b(?:abusing|taking too many|hooked on) (?:laxatives|diet pills)
active: eat, food, starv, calories, anorexi, bulimi, relaps
    \b(?:havent|hasnt|not|didnt|havent had|stopped|have not) (?:really )?(?:eat|eaten|eating
    |food)(?: anything| a thing| any food| solid food)?\b.{0,60}\b(?:on purpose|to lose weight
    |lose (?:the |some )?weight|feel(?:s)? (?:so )?(?:good|in control|powerful|strong|clean|fat)
    |proud|thin|skinny|until im|too fat|fat|not allowed)\b
    |\bstarv(?:e|es|ing) (?:myself|herself|himself)\b
    |\b(?:only|just|under|less than|more than)(?: allowed| allow myself| eat| eating)? (?:[1-5]00
    |[1-9]\d) calories\b(?: a day| per day| today)?(?= a day| per day| today|$)
    |\b(?:anorexi\w+|bulimi\w+)\b.{0,30}\b(?:back|again|relaps\w+|winning)
    |\brelaps\w+ (?:\w+ ){0,4}(?:anorexia|bulimia|eating disorder|ed)\b
passive: eat, food, meal, lunch, dinner, breakfast, weight
    \b(?:dont|doesnt|didnt) deserve (?:to eat|food|dinner|lunch|meals|to be fed)\b
    |\b(?:skip|skipping|skipped|skips) (?:all |most |every |my )?(?:meals?|dinner|lunch
    |breakfast)\b.{0,50}\b(?:weight|fat|thin|skinny|on purpose|calories|feel guilty)\b
    |\b(?:feel|so|too|im) (?:so )?(?:fat|huge|disgusting|guilty)\b.{0,40}\b(?:every time i eat
    |when i eat|after (?:i eat|eating)|cant eat|wont eat|not eating|stop eating|dont eat|to eat)\b
    |\b(?:scared|terrified|afraid) (?:of|to) (?:eat|food|eating|gain(?:ing)? (?:any )?weight)\b
    (?! (?:here|there|out|sushi|shellfish|alone|that|this|it|street|meat)\b)
    |\b(?:hate my body|so fat|too fat|feel fat)\b.{0,40}\b(?:stopped eating|not eating|cant eat
    |wont eat)
    |\b(?:wont|dont|cant|never|not|didnt) (?:let|allow|letting|allowing) myself (?:to )?eat\b
    |\bpunish(?:ing)? myself (?:for eating|by not eating)
    |\bhavent eaten(?: anything| a thing| a proper meal| properly)? (?:in|for) (?:two|three|four
    |five|six|several|days|\d+)(?: whole| full)? ?days?\b
    |\b(?:hasnt|has not) eaten (?:anything )?(?:in|for) (?:\w+ )?days\b
    |\bwont (?:let myself|allow myself to) eat\b
    |\bnot allowed to eat\b.{0,30}\b(?:fat|weight|until|calories|myself)\b
    |\bhides? (?:her|his|my) food\b.{0,40}\b(?:thin|weight|eat)
""",
)

MEDICAL: Final = rules(
    "medical",
    r"""
imminent: chest
    \b(?:chest|heart)(?: \w+){0,4} (?:hurts?|pain|pains|hurting|crushing|tight|tightness|pressure
    |squeez\w+)\b.{0,80}\b(?:arm|jaw|shoulder|sweat\w*|breath\w*|numb|back|neck|dizzy|spreading
    |faint)\b
    |\b(?:arm|jaw|sweating|breath\w*)\b.{0,60}\bchest(?: \w+){0,3} (?:hurts?|pains?|tight
    |pressure)
    |\b(?:pain|pressure|crushing|tightness|elephant|weight)(?: \w+){0,3} (?:in|on) (?:my|his|her
    |dads|mums) chest\b.{0,80}\b(?:arm|jaw|shoulder|sweat\w*|breath\w*|numb|dizzy|spreading
    |faint)\b
    |\bcrushing (?:pain|pressure|feeling) (?:in|on) (?:my|his|her) chest
active: chest
    \bchest(?: \w+)? (?:pain|pains|hurts|is hurting)\b(?! (?:from|after) (?:the gym|push|bench
    |cough|lift|train))
    |\bpain(?:s)? in (?:my|his|her) chest\b
imminent: heart attack, stroke, seizure, overdos, anaphyla, choking, throat, tongue, lips
    \b(?:im|hes|shes|is|think im|think hes|think shes|think i am|be) having (?:a
    |another) (?:heart attack|stroke|seizure|fit)\b(?! (?:over|about|of (?:luck|genius)
    |because (?:of )?the (?:bill|price)))
    |\b(?:hes|shes|is|baby is|im) choking\b(?! (?:up|back|with laughter|on (?:my words|the irony)
    |under|in (?:the|this) (?:heat|smoke)))
    |\b(?:throat|tongue|lips|face) (?:is|are|keeps)? ?(?:closing|swelling|swollen|swelling up
    |closing up)\b.{0,50}\b(?:breath\w*|nut|nuts|bee|sting|allerg\w+|hives|swallow)
    |\b(?:i|he|she|hes|shes|friend|brother|sister|son|daughter|mum|mom|dad|partner|who|ive|just
    |has)(?: has| have| just| accidentally)* overdosed\b(?! on (?:choc|cake|coffee|sugar|netflix
    |tv|cute|caffeine|pizza|cheese|sun|cuteness|vitamin|christmas|turkey))
imminent: took, taken, swallow, drank, drunk
    \b(?:took|taken|taking) an overdose\b
    |\bswallowed (?:a |some |two )?(?:small |button )?(?:battery|batteries|magnets?)\b
    |\b(?:took|swallowed) (?:some|a few|my|his|her) <pills>\b.{0,30}\b(?:to die|kill|end)\b
    |\b(?:drank|drunk|pills|took)\b.{0,40}\b(?:wont|not|cant) wak(?:e|ing)(?: \w+)? up\b
    |\b(?:took|taken|swallowed|has had|downed) (?:all|every one|the whole|a whole|the rest
    |a whole bottle|too many|way too many|far too many|so many|a bunch|a lot|a load|a handful
    |\d\d+|twenty|thirty|forty|fifty
    |the entire|an entire)(?: of)?(?: my| the| his| her| these| those| bottle of| box of
    | packet of| pack of| bottle| box| packet)* ?<pills>\b(?! (?:this morning|like|as|on time|with
    |for the day)\b)
    |\b(?:took|swallowed|drank|drunk)(?: some| the| a bottle of| a| all the)? (?:bleach
    |antifreeze|drain cleaner|weedkiller|rat poison|a button battery|button battery
    |the whole bottle of <pills>)\b
imminent: breath, lips, gasping, turning blue
    \b(?:hes|shes|baby|son|daughter|face|is) (?:\w+ )?turning blue\b(?<!sky is turning blue)
    |\b(?:cant|cannot|can not|cant even|hardly|barely|can hardly|can barely) breathe?\b
    (?! (?:through (?:my|his|the|her) nose|without (?:him|her|you)|in (?:this|that|the) (?:dress
    |office|job|relationship|town|marriage|house|jeans|heat|city|smog|bra)|around|here|again
    |because of (?:work|hay)|from laugh|for laugh|with (?:all )?(?:the|this)))
    |\b(?:hes|shes|baby|dad|mum|mom|not|isnt|stopped|has stopped|she is
    |he is) (?:not |stopped |isnt )breathing\b
    |\b(?:stopped|isnt|not) breathing\b(?! (?:down|exercise)\b)
    |\blips (?:are |have )?(?:gone |turned |turning |going )?blue\b
    |\bgasping for (?:air|breath)\b
imminent: droop, slur, left , right , numb, arm, sagging
    \b(?:face|mouth|smile|eye|side)(?: \w+){0,5} (?:droop\w*|dropped|hanging|sagging|lopsided)\b
    |\bslur(?:ring|red|s)\b.{0,60}\b(?:face|arm|numb|cant|side|sudden\w*|confused|weak|words
    |speech)\b(?<!beer)
    |\b(?:cant|suddenly) (?:move|feel|lift)(?: \w+){0,3} (?:left|right|one) (?:arm|side|leg|half)
    \b
    |\b(?:left|right|one) (?:arm|side|leg)(?: of \w+ (?:body|face))?(?: is| has| went| just
    | suddenly| gone)* (?:numb|weak|paralysed|paralyzed|limp)\b
    |\bspeech (?:is|has|was) (?:\w+ )?(?:slurred|all wrong|gibberish)
imminent: bleed, blood
    \b(?:bleeding|blood|bleed)\b.{0,30}\b(?:wont stop|doesnt stop|not stopping|wouldnt stop
    |everywhere|pouring|gushing|spurting|soaked|a lot of it|heavily|loads of)\b
    |\b(?:wont|cant|doesnt) stop(?: the)? bleeding\b
    |\b(?:bleeding|losing)(?: \w+){0,2} (?:heavily|badly|a lot|so much blood|a lot of blood
    |lots of blood|to death|out)\b
    |\b(?:gushing|spurting|pouring with|pouring out) (?:blood|of blood)
    |\b(?:coughing|throwing|vomiting|coughed|threw|vomited|spitting)(?: up)? blood\b
    |\bso much blood\b
imminent: wake up, waking up, unconscious, collapse, unresponsive, passed out, fainted, be woken
    \b(?:he|she|dad|mum|mom|husband|wife|baby|gran|friend|brother|sister|son|daughter|they)
    (?: just)? (?:wont|isnt|doesnt|not|cant|isnt going to) (?:wake up|waking up|be woken)\b
    (?! (?:for|from|before|in time|on time|early|until|in the morning|to (?:his|her|my
    |texts|messages|emails|me|alarm))|.*\b(?:alarm|school|text|texts|message|messages|email
    |emails|teenag\w+|lazy)\b)
    |\b(?:hes|shes|is) not waking up\b
    |\b(?:is|hes|shes|lying|fell|found (?:him|her)) (?:\w+ )?(?:unconscious|unresponsive)\b
    |\b(?:he|she|dad|mum|mom|husband|wife|partner|brother|sister|son|daughter|friend|gran\w*)
    (?: just| has| suddenly)* collapsed\b(?! (?:into|on the (?:sofa|bed|couch)|in (?:laughter|bed
    |tears|a heap)|laughing|after the (?:run|race)))
    |\b(?:passed out|fainted)\b.{0,40}\b(?:head|twice|again|eaten|blood)\b
active: fever, stiff neck, headache, pregnan, concuss, numb, stung, snake
    \bworst headache (?:of my life|ive ever|ever)\b
    |\b(?:fever|temperature)(?: \w+){0,3} (?:of )?(?:40|41|42|104|105|106)\b
    |\bfever\b.{0,40}\bstiff neck\b
    |\bpregnant\b.{0,40}\bbleeding\b
    |\b(?:bitten|stung|bit) by a (?:snake|viper|adder|rattlesnake|scorpion)\b
    |\b(?:hit|banged|cracked) (?:my|his|her) head\b.{0,50}\b(?:vomit\w*|throwing up|confused
    |dizzy|blurry|passed out|sleepy|sick)\b
""",
)
