"""The words of made-up talk: sentence frames by topic, and what fills their gaps."""

from __future__ import annotations

# A gap in braces is filled from GAPS, or by bench.talk for {name}, {title} and {number}.
FRAMES: dict[str, tuple[str, ...]] = {
    "family": (
        "{name} rang {when} and we talked about {matter} for {span}.",
        "{name} is moving to {town} because of {matter}.",
        "{name} lives in {town} now, in a {size} flat above a {shop}.",
        "My {kin} {name} was {mood} about {matter} {when}.",
        "{name} and I argued about {matter}, and I still feel {mood}.",
        "I promised {name} I'd bring the {thing} {soon}.",
        "{name} forgot my birthday again, which made me feel {mood}.",
        "{name} has a new {pet} called {title}.",
        "{name} turned {number} {when} and we had {dish} at the {shop}.",
    ),
    "work": (
        "My boss {name} wants the {document} {soon}.",
        "I spent {span} on the {document} and {name} didn't even read it.",
        "{name} got the job at the {shop} in {town}.",
        "{name} works as a {trade} in {town}.",
        "The meeting about {matter} went {manner} {when}.",
        "I'm thinking of leaving and becoming a {trade}.",
        "We lost the {document} and {name} was {mood}.",
        "I have an interview at the {shop} {soon}.",
        "They gave the {document} to {name} instead of me.",
    ),
    "home": (
        "The {appliance} broke {when} and the repair costs {number} pounds.",
        "I painted the {room} {colour} {when}, and it looks {quality}.",
        "There is {pest} in the {room} again.",
        "I finally fixed the {appliance} with {name}'s help.",
        "We bought a {colour} {thing} for the {room} from the {shop}.",
        "The neighbours kept me awake {when} with their {noise}.",
        "I can't find my {thing}, and I looked in the {room} twice.",
        "The landlord {name} raised the rent by {number} pounds.",
    ),
    "food": (
        "I cooked {dish} for {name} {when} and it came out {quality}.",
        "{name} can't eat {dish} any more, because of the {ingredient}.",
        "The {shop} in {town} does the best {dish}.",
        "I've been baking with {ingredient} since {when}.",
        "I burnt the {dish} while I was talking to {name}.",
        "{name} gave me a recipe for {dish} with {ingredient}.",
    ),
    "body": (
        "My {part} hurts since {when}, probably from the {hobby}.",
        "I'm seeing Doctor {name} about my {part} {soon}.",
        "I slept {manner} and dreamt about {matter}.",
        "{name} is in hospital in {town} with a bad {part}.",
        "I walked {number} miles {when} and feel {mood}.",
        "The results about my {part} come {soon}.",
    ),
    "hobbies": (
        "I started {hobby} with {name} {when}.",
        "I'm reading a book called {title} that {name} lent me.",
        "We watched {title} {when}, and {name} found it {quality}.",
        "I played {title} on the {instrument} for {name}.",
        "I want to learn the {instrument}, but {matter} keeps me busy.",
        "{name} and I go {hobby} near {town} every {weekday}.",
        "I sold my {instrument} for {number} pounds {when}.",
    ),
    "travel": (
        "We're flying to {town} {soon} with {name}.",
        "The train to {town} was {number} minutes late {when}.",
        "I left my {thing} on the bus to {town}.",
        "I'd love to see {town} with {name} one day.",
        "{name} sent a postcard from {town} about the {dish}.",
        "The hotel in {town} was {quality} and smelled of {ingredient}.",
        "I'm going to {town} {soon} to see {name}.",
    ),
    "money": (
        "I lent {name} {number} pounds for the {appliance}.",
        "The {document} says I owe {number} pounds for the {room}.",
        "I saved {number} pounds towards {hobby} since {when}.",
        "{name} won {number} pounds and bought a {thing}.",
    ),
    "weather": (
        "It rained on {name}'s party in {town} {when}.",
        "The garden is full of {plant} after the {weather}.",
        "I planted {plant} by the {room} window {when}.",
        "The {weather} took the roof off the {shop} in {town}.",
    ),
    "heart": (
        "I feel {mood} when I think about {name}.",
        "I'm {mood} about {matter} and I don't know why.",
        "I miss {name} most when I hear {title}.",
        "{name} said something about {matter} that made me {mood}.",
        "I haven't told {name} about {matter} yet.",
        "{name} hugged me {when} and I felt {mood}.",
    ),
}
TAILS = (
    ", on the way to the {shop}", ", around {hour}", ", over {dish}", ", with the {thing} in my hand",
    ", next to the {plant}", ", while {title} was playing", ", for {span}", ", just like {name} said",
    ", in the {weather}", ", near {street}", ", for {number} pounds", ", wearing my {colour} coat",
)  # fmt: skip
_LISTS = {
    "when": "yesterday|last night|last week|on Monday|on Tuesday|on Sunday|this morning|a month ago|"
    "two weeks ago|last spring|last summer|at Christmas|the day before yesterday|last Friday|in March",
    "soon": "tomorrow|next week|on Friday|next Tuesday|on the 14th|in two weeks|this weekend|"
    "at half past three on Thursday|next month|on Monday morning|the day after tomorrow",
    "weekday": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday",
    "hour": "seven|half past eight|noon|ten at night|a quarter past six|three in the afternoon|five",
    "span": "two hours|the whole evening|twenty minutes|three days|a week|most of the night|an hour",
    "kin": "sister|brother|cousin|aunt|uncle|friend|neighbour|colleague|daughter|son|niece|nephew|"
    "flatmate|grandmother|father-in-law",
    "matter": "the wedding|the divorce|her degree|the funeral|the old house|his drinking|the inheritance|"
    "the court case|the baby|the promotion|the move|the garden fence|their father's will|the school play|"
    "the choir|politics|the holiday photos|the car crash|the adoption|the redundancy|money|the dentist|"
    "the boiler|religion|the fishing trip|the strike|her visa|his exam|the allotment|the dog's operation",
    "mood": "sad|angry|happy|guilty|proud|lonely|relieved|nervous|ashamed|grateful|jealous|tired|calm|"
    "excited|confused|hurt|hopeful|scared|embarrassed|homesick|content|annoyed|restless|cheerful",
    "manner": "badly|well|quickly|wonderfully|terribly|all right|slowly|better than I feared|strangely",
    "quality": "lovely|awful|perfect|strange|too salty|rather dull|brilliant|cheap|crooked|delicious|"
    "clumsy|enormous|cosy|damp|elegant|disappointing|funny|gloomy",
    "size": "tiny|huge|draughty|sunny|narrow|noisy|basement|furnished",
    "colour": "green|yellow|coral|navy|grey|purple|white|turquoise|orange|brown|crimson|lilac",
    "room": "kitchen|bathroom|bedroom|hall|attic|cellar|garage|shed|study|porch|landing|larder",
    "thing": "umbrella|lamp|wallet|ladder|teapot|scarf|camera|bicycle|suitcase|blanket|mirror|keys|"
    "notebook|kettle|rug|clock|guitar case|toolbox|raincoat|gloves|passport|vase|cushion|bookcase|torch",
    "appliance": "washing machine|boiler|fridge|oven|car|laptop|toaster|dishwasher|printer|hoover|radiator|"
    "lawnmower|phone|freezer|sewing machine|dehumidifier",
    "document": "report|budget|contract|invoice|survey|tender|manual|timetable|tax form|minutes|proposal|"
    "insurance letter|spreadsheet|floor plan|grant application",
    "trade": "nurse|teacher|plumber|baker|surveyor|gardener|librarian|paramedic|carpenter|translator|"
    "bus driver|beekeeper|accountant|potter|vet|welder|midwife|tailor|electrician|lawyer",
    "shop": "bakery|pharmacy|library|garage|café|bookshop|hardware shop|swimming pool|laundrette|cinema|"
    "museum|post office|market|pub|nursery|clinic|theatre|tea room|florist|butcher's",
    "dish": "lasagne|mushroom soup|fish pie|pad thai|dumplings|apple crumble|paella|goulash|risotto|curry|"
    "pancakes|falafel|roast chicken|ramen|lentil stew|cheesecake|moussaka|kedgeree|gnocchi|trifle",
    "ingredient": "garlic|cardamom|walnuts|butter|coriander|rye flour|anchovies|honey|ginger|sesame|"
    "saffron|vinegar|rosemary|peanuts|quince|aniseed|mustard|yeast",
    "part": "back|knee|shoulder|tooth|stomach|wrist|ankle|hip|ear|throat|heart|elbow|foot|eye|neck",
    "hobby": "climbing|pottery|rowing|chess|knitting|birdwatching|swimming|fencing|salsa|cycling|painting|"
    "running|yoga|sailing|woodwork|badminton|beekeeping|orienteering|calligraphy|bell ringing",
    "instrument": "cello|piano|ukulele|clarinet|accordion|violin|trumpet|banjo|oboe|drums|harp|mandolin",
    "pet": "dog|cat|puppy|kitten|rabbit|hamster|parrot|tortoise",
    "pest": "mould|a wasps' nest|a leak|a mouse|woodworm|a strange smell|damp|a swarm of ants",
    "noise": "drilling|karaoke|arguments|barking|drum practice|renovations|bagpipes",
    "plant": "tulips|nettles|roses|runner beans|lavender|foxgloves|tomatoes|ivy|dahlias|hollyhocks|leeks",
    "weather": "storm|frost|heatwave|fog|flood|hail|drizzle|thaw|drought|blizzard",
    "street": "Mill Lane|Station Road|Castle Street|the canal bridge|Abbey Walk|the ring road|Quay Street|"
    "Orchard Close|Chapel Hill|the bowling green|Victoria Park|the old tannery",
    "town": "Leeds|Porto|Galway|Utrecht|Lyon|Tromsø|Bath|Kraków|Ghent|Cork|Seville|Bergen|York|Lisbon|"
    "Dundee|Turin|Basel|Oslo|Whitby|Naples|Malmö|Derby|Exeter|Graz|Hull|Bristol|Antwerp|Vigo|Durham|Inverness|"
    "Rouen|Padua|Aarhus|Swansea|Zagreb|Ludlow|Girona|Trieste|Falmouth|Norwich|Prague|Cardiff|Tallinn|Ostend",
}  # fmt: skip
GAPS: dict[str, tuple[str, ...]] = {name: tuple(row.split("|")) for name, row in _LISTS.items()}

SURNAMES = tuple(
    "Okafor Lindqvist Marsh Haddad Kowalska Byrne Tanaka Pereira Whitlock Novak Achebe Ferrari Nguyen "
    "Sandoval Brandt Mercer Ivanova Doyle Costa Rahman Eriksen Quill Barlow Petrov Hughes".split()
)
SMALL_TALK = (
    "hi", "good morning", "how are you?", "thanks", "haha", "yes", "no, not really", "I don't know",
    "good night", "hmm", "that's nice", "ok", "bye for now", "what's up?", "you're sweet", "lol",
    "sorry", "what time is it?", "are you there?", "never mind",
)  # fmt: skip
QUESTIONS = (
    "What did I tell you about {name}?", "Where does {name} live?", "When did I say that {name} rang?",
    "What did {name} say about {matter}?", "What did I say last {weekday}?", "Who is {name}?",
    "When did I paint the {room}?", "What was wrong with the {appliance}?",
    "What did I cook for {name}?", "Where did I leave my {thing}?",
    "What did I tell you about {matter}?", "What did I say about {hobby} in {town}?",
    "Who did I go {hobby} with?", "When is my interview at the {shop}?",
    "What's the book called that {name} lent me?", "How much did I lend {name}?",
)  # fmt: skip
