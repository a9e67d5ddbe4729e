"""Given names, relations and the words that only look like names."""

from __future__ import annotations

HERS = frozenset(
    """abigail ada adele agnes aisha alice alison amanda amelia amina amy andrea angela anita ann anna
    anne annie antonia aoife ava barbara beatrice becky bella beth bethany betty bridget carla carmen
    carol caroline catherine cathy charlotte chloe christine ciara claire clara claudia clare connie
    cora daisy daniela debbie deborah delia denise diana diane dora doris dorothy edith eileen elaine
    eleanor elena elisa elise eliza elizabeth ella ellen elsie emily emma erica erin esther eva eve
    evelyn fatima felicity fiona florence frances freya gemma georgia georgina geraldine gillian gina
    gloria greta gwen hannah harriet hazel heather heidi helen helena hilary ida imogen ines ingrid
    irene iris isabel isabella isla jackie jacqueline jane janet janice jasmine jean jemima jen jenna
    jennifer jenny jessica jill joan joanna johanna josephine joyce judith judy julia julie juliet
    karen kate katherine kathleen katie katy kim kirsty laura lauren leah leila lena leonie lesley
    lila lily linda lisa liz lizzie lois lorna lorraine louise lucia lucy lydia lynn mabel madeleine
    maggie maia mandy marcia margaret maria marian marie marion martha mary matilda maud maureen
    maya megan melanie melissa mia michelle mildred millie miriam molly mona monica nadia nancy naomi
    natalie natasha nell nicola nicole nina nora norma olga olivia pamela patricia paula pauline penny
    petra philippa phoebe phyllis polly priya rachel rebecca renee rhiannon rita roberta rosa rosalind
    rosemary rosie ruth sabrina sally samira sandra sara sarah saskia shannon sharon sheila shirley
    silvia simone siobhan sofia sonia sophia sophie stella stephanie susan susannah susie suzanne
    sylvia tamara tanya tara teresa tess tessa thea thelma tina tracey trudy una ursula valerie vanessa
    vera veronica vicky victoria vivian wendy winifred yasmin yolanda yvonne zara zoe""".split()
)
HIS = frozenset(
    """aaron adam adrian ahmed aidan alan albert alec alex alexander alfie alfred ali alistair allan
    amir andreas andrew andy angus anthony antonio archie arjun arnold arthur barry basil ben benedict
    benjamin bernard bert bob boris brendan brian bruce bruno callum calvin cameron carl carlos cedric
    charles charlie chris christian christopher ciaran claude clive colin connor conor craig cyril
    dan daniel darren dave david declan dennis derek desmond diego dmitri dominic donald douglas duncan
    dylan eddie edgar edmund edward edwin elliot emil eric ernest ethan eugene evan felix fergus
    fernando finn francis fred freddie frederick gareth gary gavin geoff geoffrey george gerald gerard
    giles glen gordon graham greg gregory guy hamish hans harold harry harvey hassan hector henrik henry
    herbert howard hugh hugo ian ibrahim igor isaac ivan jacob jake james jamie jan jared jason jeff
    jeremy jerome jesse jim jimmy joe joel john johnny jonas jonathan jordan jorge jose joseph josh
    joshua juan julian karl keith ken kenneth kevin kieran klaus kyle lance lars laurence lee leo leon
    leonard leroy lewis liam lionel lloyd logan lorenzo louis luca lucas luis luke magnus malcolm marco
    marcus mario martin marvin mateo matt matthew maurice michael miguel mike milo mohamed mohammed
    morris muhammad nathan neil nick nicholas nigel noah norman oliver omar oscar otto owen pablo
    patrick paul pedro percy peter phil philip philippe pierre quentin rafael ralph rashid raymond
    reginald rhys richard ricky robert roberto robin rodney roger roland ronald rory ross roy rupert
    russell ryan salman sam samuel scott sean sebastian serge sergio shaun sidney simon spencer stanley
    stefan stephen steve steven stewart stuart sven tariq ted terence terry theo theodore thomas tim
    timothy toby tom tommy tony trevor tristan tyler victor vincent vladimir wallace walter warren
    wayne wesley wilfred wilhelm william xavier yusuf zachary""".split()
)

SHORT_NAMES = frozenset(
    """abi abbie allie bea bex bibi cat cass charl dee ellie elle fi flo fran gabi gabby hatty issy izzy jen jess jo joss
    kat kay kit lex lexi liv livvy lou mads meg mel mimi nat nell nic nikki pip pippa robyn ros roz shaz soph steph suze tash
    trish tilly viv zaz arch baz chaz christo danny deano gaz gregor iain jem jonny jords kev lenny mac matty max mikey mo
    nate nathe ned nico ollie ozzy raj rich rob robbie ronnie sami seb si stu ty vik vince will wills xav zac zack zak""".split()
)
"""Names people go by; they are taken for one only where somebody says it is theirs."""

RELATIONS: dict[str, str] = {
    **dict.fromkeys(
        """sister mother mum mom mam mama mummy wife girlfriend daughter aunt auntie niece grandmother
        gran granny grandma nan nana stepmother stepsister stepdaughter goddaughter fiancée godmother
        mother-in-law sister-in-law daughter-in-law""".split(),
        "she",
    ),
    **dict.fromkeys(
        """brother father dad daddy papa husband boyfriend son uncle nephew grandfather grandad
        granddad grandpa stepfather stepdad stepbrother stepson godson godfather fiancé
        father-in-law brother-in-law son-in-law""".split(),
        "he",
    ),
    **dict.fromkeys(
        """friend partner cousin boss neighbour neighbor colleague flatmate roommate housemate ex
        manager teacher doctor therapist landlord landlady lodger mate coworker carer tutor twin
        grandson granddaughter baby kid child fiance best-friend""".split(),
        "they",
    ),
}
_SAME = ("father dad daddy papa", "mother mum mom mam mama mummy", "aunt auntie",
         "grandmother gran granny grandma nan nana", "grandfather grandad granddad grandpa",
         "neighbour neighbor", "flatmate roommate housemate")
_FIRST_WORD = {word: words.split()[0] for words in _SAME for word in words.split()}


def same_relation(word: str) -> str:
    """One word for a relation that goes by several: "dad" and "father" are one."""
    return _FIRST_WORD.get(word, word)


PETS = frozenset(
    "dog cat puppy kitten rabbit hamster parrot horse pony tortoise budgie goldfish".split()
)
TITLES = frozenset(
    "mr mrs ms miss dr doctor prof professor sir aunt auntie uncle father sister nurse".split()
)

NOT_NAMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    january february march april may june july august september october november december christmas
    easter xmas halloween ramadan diwali eid hanukkah god jesus lord english french german spanish italian
    dutch polish irish scottish welsh british american chinese japanese russian indian european samantha
    ok okay yes no yeah oh hi hey hello thanks please sorry well so and but or if then when what why how
    who where which the a an i i'm i've i'll i'd my me mine we our you your it its it's he she they his
    her their this that these those there here now today tomorrow yesterday tonight not just only also
    maybe perhaps still even because since after before while mum mom dad mama papa daddy mummy gran nan
    granny grandma grandad grandpa internet tv uk usa us eu bbc nhs gp phd ceo hr pe ai os os1 whatsapp
    facebook instagram google youtube netflix spotify twitter tiktok amazon zoom covid lol omg wtf honestly
    actually anyway really some every all both nobody nothing someone everyone everything something am is
    are was were do did does have has had can could will would should don't didn't can't won't isn't
    wasn't let's good great nice bad god's goodnight morning evening night got get going went dear""".split()
)
