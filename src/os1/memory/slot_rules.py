"""The words by which questions name the slots of a life: families of predicates, rules, empty words."""

from __future__ import annotations

import re

from os1.memory.wording import stem

FAMILY: dict[str, tuple[str, ...]] = {
    "works at": ("works at", "works as"), "works as": ("works as", "works at"),
    "studies at": ("studies at", "studies"), "studies": ("studies", "studies at", "learning"),
    "partner": ("partner", "married to"), "married to": ("married to", "partner"),
    "plays": ("plays", "does", "member of"), "does": ("does", "plays", "member of"),
    "relation": ("is my", "relation", "partner", "married to", "works as"),
    "eats": ("eats", "diet", "allergic to"), "diet": ("diet", "eats", "allergic to"),
    "likes": ("likes", "favourite", "dislikes"), "dislikes": ("dislikes", "likes"),
    "favourite": ("favourite", "likes"), "has pet": ("has pet", "is a"), "is a": ("is a", "has pet"),
    "drinks": ("drinks",), "has condition": ("has condition", "allergic to"),
    "drives": ("drives", "owns"), "owns": ("owns", "drives"), "learning": ("learning", "studies"),
    "located": ("located",), "is called": ("is called", "nickname", "is my", "relation"), "nickname": ("nickname", "is called"),
}  # fmt: skip
OWN = re.compile(r"\b(?:i|i'm|im|i've|ive|i'd|me|my|mine|myself|meself|we|our|us)\b")
GROUND = frozenset(
    stem(w)
    for w in """live living lived work working works job home house place still moved move current currently
    these days moment minute old age birthday allergic allergy drink drinks drinking smoke smoking eat eating play
    plays playing married partner seeing dating together talking speaking bad good terms pet dog cat animal called medicine
    tablets pills taking take condition wrong like likes love hate dislike fan favourite support team read reading book
    learning learn study studying course language speak member club afraid scared fear want wants car drive drives own
    have has got kind type many much long ago before after since which whose person people anyone anybody somebody one
    born originally address town city area part country company employer boss school college university uni subject
    know tell told said mention ever yet anymore again today year month week die died dead alive pass away stand things
    make made up row fell fall falling break broke broken split start started stop stopped quit begin get got going
    name called use used to find met meet leave left sell sold buy bought happen""".split()
)
NAMED = tuple(
    (predicate, re.compile(rule))
    for predicate, rule in (
        ("lives in", r"\bwhere\b.*\b(?:live[sd]?|living)\b|\b(?:move|moved|moving) (?:to|into|out|here|house|back)\b"),
        ("works at", r"\bwhere\b.*\bwork(?:s|ing|ed)?\b|\bwork(?:s|ing|ed)? (?:at|for)\b"),
        ("smokes", r"\bsmok\w+\b"),
        ("died", r"\b(?:alive|dead|die|died|pass(?:ed)? away)\b"),
        ("is called", r"^\W*who am i\W*$|\bwhat(?:'s| is| was) .*\b(?:called|name)\b"),
        ("works as", r"\bwhat does .* do(?: for (?:a living|work))?\W*$|\bwhat do i do(?: for (?:a living|work))?\W*$|\bjob\b"),
        ("has sibling", r"\bhave (?:a|any|an) (?:\w+ )?(?:brothers?|sisters?|siblings?)\b|\bhow many (?:brothers|sisters|siblings)\b"),
        ("birthday", r"\b(?:birthday|bday|b-day)\b"),
        ("partner", r"\b(?:who (?:am|was) i with|(?:seeing|dating|going out with) (?:anyone|anybody|someone)|who.* (?:seeing|dating|going out with)"
                    r"|still (?:with|together)|break up|broke up|split up)\b"),
        ("allergic to", r"\ballerg\w+\b"),
        ("age", r"\bhow old\b"),
        ("terms", r"\b(?:speaking|on (?:good |bad |speaking )?terms|fallen out|fall out|falling out|how (?:do )?things stand|how do .* stand|make (?:it )?up"
                  r"|made (?:it )?up|the row|a row)\b"),
    )
)  # fmt: skip
PLAINLY = tuple(
    (aspect, re.compile(rule))
    for aspect, rule in (
        ("why", r"\bwhy\b|\bhow come\b"),
        ("since", r"\b(?:since|from) when\b|\bhow long (?:have|has|had|am|is|are|did)\b"),
        ("when", r"^\W*(?:\w+ ){0,2}(?:when|wen)\b|\bwhat (?:day|date)\b|\bhow long ago\b"),
        ("count", r"\bhow many\b"),
        ("before", r"\bbefore(?: (?:that|this))?\W*$|\bprevious(?:ly)?\b|\bformer(?:ly)?\b|\b(?:what|where|who) .*\bused? to\b"),
        ("whether", r"^\W*(?:so |and |but |now )?(?:am|is|are|do|does|did|have|has|can|was|were|isn't|don't) "),
    )
)
