"""English times."""

from service.enrich.times.language import Language
from service.enrich.times.languages._words import counted, listed, valued

CLASSES = {
    "month": counted("""
        january jan; february feb; march mar; april apr; may; june jun; july jul; august aug; september
        sept sep; october oct; november nov; december dec
    """),
    "weekday": counted(
        """
        monday mon; tuesday tues tue; wednesday wed; thursday thurs thur thu; friday fri; saturday sat;
        sunday sun
    """,
        0,
    ),
    "unit": valued("""
        day=1 days=1 week=2 weeks=2 weekend=3 weekends=3 month=4 months=4 quarter=5 quarters=5 year=6
        years=6 decade=7 decades=7 century=8 centuries=8 hour=9 hours=9 minute=10 minutes=10
    """),
    "count": valued("""
        a=1 an=1 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12
        thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20
        thirty=30 forty=40 fifty=50 sixty=60 hundred=100
    """),
    "ordinal": counted("""
        first; second; third; fourth; fifth; sixth; seventh; eighth; ninth; tenth; eleventh; twelfth;
        thirteenth; fourteenth; fifteenth; sixteenth; seventeenth; eighteenth; nineteenth; twentieth
    """),
    "mark": listed("st nd rd th"),
    "shift": valued("last=-1 past=-1 this=0 current=0 next=1 coming=1 upcoming=1"),
    "focus": valued("previous=-1 preceding=-1 prior=-1 that=0 same=0 following=1 subsequent=1 ensuing=1"),
    "also": listed("year"),
    "plural": listed("days weeks weekends months quarters years decades centuries hours minutes"),
    "joint": listed(", of in"),
    "follows": valued("next=1"),
    "weekend": valued("weekend=3"),
    "newyear": valued("day=101 eve=1231"),
    "known": valued("11=20010911"),
    "street": listed("blvd boulevard ave avenue street st road rd drive lane highway hwy parkway"),
    "way": valued("later=1 afterwards=1 earlier=-1 previously=-1"),
    "today": valued("yesterday=-1 today=0 tonight=0 tomorrow=1"),
    "part": listed("morning afternoon evening night noon midday midnight"),
    "double": listed("before after"),
    "certain": valued("now=1"),
    "stage": listed("early late mid beginning middle end start"),
    "season": counted("spring; summer; autumn fall; winter", 0),
    "era": valued("bc=-1 bce=-1 b.c.=-1 b.c.e.=-1 ad=1 ce=1 a.d.=1 c.e.=1"),
    "half": valued("am=0 a.m.=0 a.m=0 pm=12 p.m.=12 p.m=12"),
    "oclock": listed("clock"),
    "noon": valued("noon=12 midday=12 midnight=24"),
    "region": valued("et=-300 pt=-480 ct=-360 mt=-420"),
    "decade": valued(
        """
        twenties=20 thirties=30 forties=40 fifties=50 sixties=60 seventies=70 eighties=80 nineties=90
    """
    ),
    "holiday": valued("christmas=1225 halloween=1031 juneteenth=619 epiphany=106"),
    "eve": valued("eve=1"),
    "link": listed("to through thru until till and or - – — /"),
    "introduction": listed("""
        in since until till by of from to between and during through throughout late early mid before
        after for around circa c ca about as last next this past on per back than or on dated through
        summer spring autumn fall winter
    """),
    "dating": listed("in since until till by from before after during between"),
    "ambiguous": listed("march may mar april june august jun jan"),
    "measure": listed("""
        people persons men women children soldiers troops officers workers employees students homes houses
        households families votes seats points jobs cars vehicles units copies words pages characters
        miles mile km kilometers kilometres metres meters feet ft m kg tonnes tons pounds dollars euros
        yen yuan won rupees rubles roubles pesos francs marks crowns calories kcal mg ml cm mm mph watts
        volts rpm bc bce years year days hours minutes seconds months weeks times species patients
        participants samples cases deaths victims residents inhabitants schools companies firms shares
        members visitors runs hp gb mb others such more different square cubic million billion percent per
        degrees rooms beds books items steps guests tickets passengers refugees migrants protesters
        prisoners genes words sites stores locations players athletes countries artists authors volumes
    """),
    "numbering": listed("""
        no number page pages p pp vol volume figure fig chapter section room flight route highway line
        model type version over nearly almost some roughly approximately exactly only costs cost at least
        least worth article lot item case flat psalm
    """),
    "business": listed("""
        revenue revenues earnings profit profits sales growth gdp economy economic shares results income
        loss losses shareholders investors company company's companies analysts guidance margin margins
        reported quarterly fiscal bank inflation output exports imports contracted grew demand shipments
        inc corp
    """),
    "fiscal": listed("fiscal fy"),
    "perfect": listed("has have having"),
    "past": listed("""
        been was were had did said told went came took made gave got saw knew became began left felt
        brought kept held wrote stood heard meant met ran paid sat spoke led grew lost fell sent built
        spent won rose drew broke chose drove ate flew forgot hit hurt put set shot cut struck sold fought
        died fled hung lay bought caught taught thought sought found threw withdrew wore shook swore
        killed
    """),
    "present": listed("""
        is are do does says say runs meets opens begins starts ends plays takes goes comes remains stays
        lasts occurs leaves arrives launches expires marks closes hosts faces visits returns tend tends
        can be
    """),
    "ahead": listed("ahead"),
    "clause": listed("that which who whose when while because if although whether"),
    "future": listed("""
        will won't 'll ll shall expected scheduled due plans planned plan planning upcoming
        slated intends aims hopes tomorrow forthcoming would should must might could deadline
    """),
}

PATTERNS = """
    nothing: (every|each|most|all|some|many) (<weekday>|<month>|<season>|day|week|month|year|decade)
    nothing: (black|good|bloody|super|ash|cyber|holy|palm|easter) <weekday>
    nothing: good <part>
    nothing: (a|per|to|day by) day
    nothing: <weekday> the <day> th
    nothing: (as|than|of|even|until|still|it is) today
    nothing: today as
    date: (<weekday> ,? the?)? <month> .? <day> <mark>? ,? (of|in)? <year>
    date: (<weekday> ,? the?)? <month> .? <day> <mark>? , <year>
    date: (<weekday> ,?)? the? <day> <mark>? (day? of)? <month> .? ,? of? <year>
    date: (<weekday> ,? the?)? <month> .? the? <day> <mark>?
    date: (<weekday> ,?)? the? <day> <mark>? (day? of)? <month>
    date: the? <day:ordinal> of <month>
    date: <stage>? -? <month> .? ,? of? <year>
    date: <month> ' <two>
    date: <day> (-|/) <month> (-|/) <year>
    month: (<stage> (of|in)? -?)? <month>
    shifted_date: <month> .? <day> <mark>? ,? <shift> <also> year
    shifted_date: <month> .? of? <shift> year
    shifted_date: <shift> year (' s)? <month>
    same_year_month: in? <month> (<day> <mark>? ,?)? (of|,)? in? the? <focus> year
    near_month: (<shift>|<shift> year in) <month>
    day_range: <month> .? <day> <mark>? (<dash>|to|through) <to:day> <mark>? (,? <year>)?
    day_range: <day> <mark>? (<dash>|to|and) <to:day> <mark>? of? <month> (,? <year>)?
    numeric: <year> - <month:monthnumber> - <day>
    numeric: <year> / <month:monthnumber> / <day>
    numeric: <month:monthnumber> / <day> / <year>
    dotted_date: <dotdate>
    year: <year>
    year_pair: <year> (<dash>|/) <two>
    era_year: (c .?)? <count> <era>
    era_year: <era> <count>
    decades: (the|of|in)? <stage>? -? <year> (s|' s)
    decades: (the|of|in)? <stage>? -? (' | ’) <two> s
    decades: the <stage>? -? <decade>
    centuries: (the? <from:count> <mark> (to|and|-|–|or) )? the? <stage>? -? <count> <mark> -? century <era>?
    centuries: the? <from:count> <mark> (to|and|-|–|or) the? <count> <mark> centuries
    centuries: the? <stage>? -? <count:ordinal> -? century <era>?
    holiday: <holiday> day? (of|,)? <year>
    holiday: new year (' s|’ s)? <holiday:newyear>
    holiday: <shift> <holiday>
    holiday: <holiday> <eve> (of|,)? <year>
    holiday: (at|on|by|before|since|until|after|over)? <holiday> <eve>
    holiday: (at|on|by|before|since|until|after|over) <holiday> (day|week)?

    weekday: (the|this)? <shift>? <weekday> (' s | ’ s)?
    weekday: the <focus> <weekday>
    weekday_of_week: <weekday> (of|,)? <shift> week
    weekday_of_week: <shift> week on <weekday>
    weekday_pair: <weekday> (and|through|to|until) <to:weekday>
    today: <today> (' s | ’ s)?
    today: the? day <double> <today>
    part_of_day: (this|earlier this|later this) <part>
    part_of_day: <shift> night
    next_unit: the <follows> <unit>
    weekend: (over|at|on|during|for) the <weekend>
    shifted_unit: (earlier|later|by|until)? (the|'s|’s)? <shift> (' s | ’ s)? <unit> (' s | ’ s | s)?
    shifted_unit: this <shift> <unit>
    shifted_unit: <shift> <unit>
    focused_unit: <focus> <unit>
    focused_unit: (that|the) <focus> <unit>
    end_of_unit: (the|by|at)? (end|close) of (the|<shift>) <unit>
    end_of_unit: <unit> (-|' s)? end
    focused_part: (the|that) <focus> <part>
    focused_part: <focus> <part>
    same_unit: (earlier|later|late|early) in the <unit>
    known_day: 9 / <known>
    nothing: the <shift> <unit> of
    nothing: the <shift> <count> <unit> of
    ago: (over|about|almost|nearly|some|more than|just|around)? <count> <unit> ago
    ahead: in <count> <unit>
    ahead: <count> <unit> from <certain>
    later: (about|some|only|just|over|almost|nearly)? <count> <unit> <way>
    stretch: (the|over|in|during)? <shift> <count> <unit>
    season: (the|of)? (<stage> -?)? <shift>? <season> (of|,)? <year> (-|/) <two>
    season: (the|of)? (<stage> -?)? <season> (of|,)? <year>
    season: <shift> <season>
    season: the? <focus> <season>
    season: (in|this|by|during|since|until|for) the? (<stage> -?)? <season>
    quarter: (the|in)? <fiscal>? <count:ordinal> <fiscal>? -? quarter (of|in)? (fiscal|the)? <year>?
    quarter: (the|in)? <fiscal>? <count:ordinal> <fiscal>? -? quarter of <shift> year
    quarter: <shift> year (' s|’ s) <count:ordinal> -? quarter
    quarter: q <count> (of|in)? (fiscal|fy)? <year>?
    half_year: the? <count:ordinal> -? half of <year>
    half_year: the? <count:ordinal> -? half of <shift> year
    fiscal_year: <fiscal> year? <year>
    fiscal_year: the? <shift> <fiscal> year
    clock: (at|by|around|from|until)? <hour> o ' <oclock>
    clock: <hour> <half> (<zone>|<region>)?
    clock: <clock> <half>? (<zone>|<region>)?
    clock: <dotted> <half> (<zone>|<region>)?
    clock: <noon> (<zone>|<region>)
"""

LANGUAGE = Language(
    classes=CLASSES,
    patterns=PATTERNS,
    capitalised=frozenset({"may", "march", "mar", "sat", "sun", "mon", "wed", "jan", "dec", "august"}),
    past_endings=("ed",),
    plural_endings=("s", "children", "men"),
    never_verbs=frozenset({"need", "indeed", "hundred", "united", "speed", "exceed", "sacred", "hatred"}),
)
