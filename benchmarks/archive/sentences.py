"""Our own sentences about films, with slots for names.

``{T}`` the film; ``{A}`` an actor in full, ``{a}`` by the family name, ``{X}`` the actor's character;
``{B}``, ``{b}``, ``{Y}`` another's; ``{D}``, ``{d}`` the director; ``{W}`` a writer; ``{C}``, ``{M}``,
``{E}`` the cinematographer, composer and editor; ``{O}``, ``{P}``, ``{N}`` another film, its director, its
year.
"""

from __future__ import annotations

#: Both the character and the actor are named.
PLAYED = (
    "{X} ({A}) keeps the shop open past midnight and tells nobody why.",
    "It is {X} ({A}) who finds the letter, and who wishes that the post were slower.",
    "Then {X}, played by {A} with a jaw like a locked drawer, comes up the stairs.",
    "{A} plays {X} as somebody who has stopped waiting, and it suits the room.",
    "{A}, as {X}, does the unexpected thing and sits down.",
    "Into this walks {X} ({A}), with a suitcase and no explanation.",
    "There is a debt to be paid, and {X} ({A}) has lost the paper on which it stood.",
    "The town has an opinion about {X} ({A}), and so, before long, have we.",
    "“You were early,” says {X} ({A}), who was not.",
    "What passes between {X} ({A}) and {Y} ({B}) in the kitchen is the whole of the picture.",
    "{Y} ({B}) wants the field; {X} ({A}) wants to be asked.",
    "Enter {X}, whom {A} gives the patience of a heron.",
)
#: Only the actor.
ACTED = (
    "{A} has never looked so tired, or so much in command.",
    "The film belongs to {A}, and knows it.",
    "It is a pleasure to watch {A} listen.",
    "{A} and {B} share four scenes, and each is better than the one before.",
    "As the younger brother, {A} is all elbows and good intentions.",
    "Nobody falls off a chair as {A} does.",
    "The landlord ({A}) knocks twice; the second knock is the best moment of the film.",
    "A neighbor ({A}) has a secret that a child could guess, and a child does.",
    "I could have done with more of {A} and with less of the weather.",
    "With {A} and {B} in the lead it can hardly fail, and it hardly does.",
)
#: The actor again, by the family name; and the character again.
AGAIN = (
    "Watch what {a} does with a glass of water.",
    "In such a part {a} could have shouted, and does not.",
    "Here {a}’s silences are worth more than another picture’s speeches.",
    "Only {a} seems to have read to the end of the script.",
    "Beside that, {a} is a model of tact.",
    "But {a} makes each laugh a small decision.",
)
STORY = (
    "By then {X} has stopped answering the door.",
    "Nothing that {X} says after this is quite true.",
    "When the money turns up, {X} is the only one who counts it.",
    "We are meant to forgive {X}, and I managed it at the second attempt.",
    "It takes a burst pipe to bring {X} home.",
    "What {X} knows, the film keeps to itself for an hour.",
)
#: The director and writer, where the credits name them and where only these words do.
CREDITED = (
    "{D} cuts late and moves the camera seldom.",
    "One trusts {D} to know where the door is.",
    "{D} has made a quiet film about loud people.",
    "This is the sort of thing that {D} could do asleep, and for a reel or so does.",
)
CREDITED_AGAIN = (
    "For once {d} lets a scene end before it is over.",
    "It is like {d} to put the joke at the back of the frame.",
    "I wish {d} had trusted the silence.",
)
DIRECTED = (
    "It was directed by {D}, whose eye for kitchens is exact.",
    "{T}, directed by {D}, is about the price of a promise.",
    "Director {D} keeps his distance, and then he does not.",
    "The picture is the work of director {D}, who waited three winters for the snow.",
    "What director {D} is after is a kind of courtesy between enemies.",
)
BOTH = (
    "I admire how hard writer/director {D} works to hide the work.",
    "Written and directed by {D}, it has one voice and one temper.",
    "Writer-director {D} has an ear for what is not said at table.",
)
WRITTEN = (
    "The screenplay by {W} has three good jokes and knows when to tell them.",
    "It was written by {W}, and one hears the typewriter.",
)
CRAFT = (
    "Cinematographer {C} finds the color of each hour.",
    "The score by {M} hums along and is no bother.",
    "It was shot by cinematographer {C} in what looks like one long dusk.",
)
CRAFT_CREDITED = (
    "The light that {C} finds in those rooms is half the story.",
    "There is a waltz by {M} that I have been humming since.",
    "What {E} leaves out is the best of it.",
)
#: Other films and their people, none of which is of this film.
OTHERS = (
    "It recalls {P}’s “{O}” ({N}), which had more money and fewer ideas.",
    "If you have seen “{O},” you know the road; this one takes it at night.",
    "Like {P} before, it loves a corridor.",
    "One thinks of “{O}” ({N}), and then, gratefully, one stops.",
    "There is none of the malice of “{O}” here.",
)
OPENING = (
    "{T} begins with a door and ends with a window, and in between it is mostly stairs.",
    "Everybody in {T} is waiting for somebody else to leave.",
    "The best that can be said of {T} is that it does not hurry.",
    "There is a moment in {T} when the rain stops and nobody notices.",
    "{T} is a film about manners that happens to have a body in it.",
    "You will have read that {T} is cold. It is not; it is well dressed.",
    "Somewhere in the second reel of {T} a dog looks at the camera, and it is right to.",
    "A train is late at the start of {T}, and nothing is ever on time again.",
)
GENERAL = (
    "There are scenes at a bus stop, in a kitchen and on a roof that I would not give away for a trilogy.",
    "Nothing is explained, and I was grateful.",
    "The middle hour sags like a washing line.",
    "It has been lit as if by somebody reading in bed.",
    "I laughed twice, once in the right place.",
    "The dialogue is brisk, and the furniture is better than the dialogue.",
    "A subplot about a boat comes to nothing, rather beautifully.",
    "The sound of the hives at night, a low note held under every scene, stays with one.",
    "It costs the film something to be so fair to everybody.",
    "Two jokes about soup are one too many.",
    "The ending is the one part you could have written yourself; I forgave it before the lights were up.",
    "Nobody raises a voice until the last reel, and then it is a child.",
    "It moves at the speed of sap, and by autumn one is glad of it.",
    "The songs are short. That is praise.",
    "A village quarrels over a well for two hours and twenty years.",
    "It earns its slowness by looking hard at everything.",
)
CLOSING = (
    "By the end one has learned what the dog knew from the start, and the picture is too wise to say so.",
    "I went home by the long road, with the window down.",
    "See it with somebody you have stopped arguing with.",
    "It is not a great film, but it keeps its word.",
    "The last shot is a ledger being closed, and I jumped as if it had been a door.",
    "I would not sit through it twice, and I would not have missed it once.",
)
#: A short review's whole text, alone or in twos.
SHORT = (
    "Two brothers inherit one boat and stop speaking, and the harbor takes sides.",
    "A spy film about a man who can forge any signature except a convincing reason for being in this one.",
    "Six lodgers, one bath, no plot to speak of, and not a dull minute.",
    "A children’s film in which a raccoon becomes mayor. My niece asked to leave, and she is four.",
    "Botanists in love, with a great deal of Latin.",
    "An expedition loses its compass and finds its manners.",
    "The flowers are lit like saints and the saints like flowers.",
    "The car chase is borrowed, and so are the cars.",
    "It has a large heart and a small plot, and I prefer it so.",
    "War as a long wait for lunch: there is a fine film to be made of that, and someone ought to make it.",
    "I counted eleven pairs of gloves and not one finger pointed at anything.",
    "The period is perfect and the heart beats under it.",
)
SHORT_CREW = (
    "Directed by {D}, who ought to trust the actors more.",
    "{D} directs with a dry eye and a very long lens.",
    "{D} directed this shipshape adventure, in which the ice does most of the talking.",
    "It was written and directed by {D} in eleven nights, and it shows in the best way.",
)
