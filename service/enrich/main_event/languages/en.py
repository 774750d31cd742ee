"""English clauses."""

from service.enrich.main_event.verbs import Grammar, words

_REGULAR = words(
    """
    abandon accept accuse acknowledge acquire add admit adopt agree aim allege allow announce answer
    apologise apologize appeal appear approve argue arrest arrive ask assume attack attend attract
    avoid back ban bar battle beg believe blame block bomb boost brand broker bury call campaign
    cancel capture carry cause celebrate challenge chase cheer claim clash clear climb close
    collapse collide commit compete complain complete concede condemn confirm confront consider
    continue convict cover crash create criticise criticize cross crush damage debate declare
    decline defend defy delay deliver demand demolish denounce deny deploy deport derail describe
    deserve destroy detain determine die discover discuss dismiss dispute donate double downplay
    drop earn edge elect emerge encourage end endorse engage enter erupt escape evacuate evade
    exclude execute expand expect expel expire explain explode expose express extend face fail
    favour fear fire flee follow force free gain grant greet grill hail halt handle happen help hire
    honour hope host identify ignore impose improve increase indict injure insist inspire insult
    introduce invade invest investigate invite issue jail join jump kick kidnap kill label lash
    launch lift like live lock look loom lower manage march mark marr meddle miss mock mount mourn
    move mull name need negotiate nominate offer open oppose order oust outline overturn overtake
    pass pause perform pick plan play plead please pledge plummet plunge poison postpone praise
    prepare present press prevent probe proclaim produce promise propose protest prove publish pull
    punch punish push question quiz race raid raise rally ram ratify reach react receive recall
    reconsider recover reduce refuse regain reject release remain remember remove renew reopen
    repeal replace report request rescue resign resume retain retire return reveal reverse revive
    rock roll rule rush salute save score search secure seek seem sentence settle share shape
    shatter shock show shrink sign slam slash slip smash soar spark speak stab stage stall start
    stay stop storm stress strike strip struggle stun submit sue suffer suggest support surge
    surprise surrender survive suspect suspend swap sweep swerve target tear tease tell test thank
    threaten top topple toss total touch tour trade transfer travel trigger trim triumph trounce try
    tumble turn tweet unite unveil upset urge use vanish veto vent view violate visit voice vote vow
    wait walk want warn watch welcome wield withdraw witness worry wound alter disrupt dispatch
    shrug crack crown debut dedicate draft drag dump ease ditch finalise finalize pardon pin
    """
)
_IRREGULAR = {
    "beat": "beat beats", "become": "became becomes", "begin": "began begins", "break": "broke breaks",
    "bring": "brought brings", "build": "built builds", "buy": "bought buys", "catch": "caught catches",
    "choose": "chose chooses", "come": "came comes", "cut": "cut cuts", "deal": "dealt deals",
    "draw": "drew draws", "drive": "drove drives", "eat": "ate eats", "fall": "fell falls",
    "feel": "felt feels", "fight": "fought fights", "find": "found finds", "flee": "fled flees",
    "fly": "flew flies", "get": "got gets", "give": "gave gives", "go": "went goes",
    "grow": "grew grows", "hang": "hung hangs", "hear": "heard hears", "hit": "hit hits",
    "hold": "held holds", "hurt": "hurts", "keep": "kept keeps", "know": "knew knows",
    "lay": "laid lays", "lead": "led leads", "leave": "left leaves", "lose": "lost loses",
    "make": "made makes", "mean": "meant means", "meet": "met meets", "oversee": "oversaw oversees",
    "overtake": "overtook overtakes", "pay": "paid pays", "put": "put puts", "quit": "quit quits",
    "reach": "reached reaches", "ride": "rode rides", "ring": "rang rings", "rise": "rose rises",
    "run": "ran runs", "say": "said says", "see": "saw sees", "seek": "sought seeks",
    "sell": "sold sells", "send": "sent sends", "set": "set sets", "shed": "shed sheds",
    "shoot": "shot shoots", "shrink": "shrank shrinks", "shut": "shut shuts", "sing": "sang sings",
    "sink": "sank sinks", "sit": "sat sits", "speak": "spoke speaks", "spend": "spent spends",
    "stand": "stood stands", "steal": "stole steals", "strike": "struck strikes",
    "swear": "swore swears", "sweep": "swept sweeps", "take": "took takes", "tear": "tore tears",
    "tell": "told tells", "think": "thought thinks", "throw": "threw throws", "win": "won wins",
    "withdraw": "withdrew withdraws", "write": "wrote writes",
}  # fmt: skip
_VOWELS = "aeiou"


def _inflected(base: str) -> set[str]:
    if base.endswith("e"):
        return {f"{base}s", f"{base}d"}
    if base.endswith("y") and base[-2] not in _VOWELS:
        return {f"{base[:-1]}ies", f"{base[:-1]}ied"}
    third = f"{base}es" if base.endswith(("s", "sh", "ch", "x", "z")) else f"{base}s"
    return {third, f"{base}ed", f"{base}{base[-1]}ed"}


GRAMMAR = Grammar(
    auxiliaries=words(
        """
        is are was were has have had will would can could may might must shall should does do did
        isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't can't couldn't doesn't
        don't didn't isn’t won’t can’t didn’t
        """
    ),
    verbs=frozenset(form for base in _REGULAR for form in _inflected(base))
    | frozenset(form for forms in _IRREGULAR.values() for form in forms.split()),
    bare=_REGULAR | frozenset(_IRREGULAR),
    endings=("ed",),
    participles=("ed",),
    not_verbs=words(
        """
        united red bed speed indeed seed hundred need deed feed creed breed weed alleged so-called
        wounded retired armed unprecedented sacred naked talented beloved ahmed mohammed mohamed
        gifted aged unnamed unidentified emails fans places sides times plans calls talks votes
        results deals leads claims reports shots hopes fears left set put cut hit shut like back top
        """
    ),
    determiners=words(
        """
        a an the his her its their our my your this that these those of in on at by for with from to
        into over after before during about against and or near no new old first second third final
        last next more most many
        """
    ),
    articles=words("the a an its their his her"),
    openers=words("in on at to from with by for after as during following when"),
    relatives=words("who which that whose where whom"),
    cuts=words(
        """
        as after before while amid because since following despite when until who which but saying
        ahead
        """
    ),
    place_prepositions=words("in at near outside inside off from around across"),
    day_parts=words("morning afternoon evening night"),
    nobody=words(
        """
        i you he she it we they me him us them this that these those there here what which who whom
        someone everyone nothing something i’ve i’m i’d it’s that’s there’s he’s she’s we’re
        they’re you’re let’s how why if to
        """
    ),
    plurals=words("police people men women children troops staff taliban media"),
)
"""Verbs of the news and the words around them: general knowledge."""
