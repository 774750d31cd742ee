"""German times."""

from service.enrich.times.language import Language
from service.enrich.times.languages._words import counted, inflected, listed, valued

_WEEKDAYS = counted(
    "montag mo; dienstag di; mittwoch mi; donnerstag do; freitag fr; samstag sonnabend sa; sonntag so", 0
)
_PARTS = ("morgen", "vormittag", "mittag", "nachmittag", "abend", "nacht", "früh")

CLASSES = {
    "month": counted("""
        januar januars jänner jan; februar februars feber feb; märz mrz; april aprils apr; mai;
        juni junis jun; juli julis jul; august augusts aug; september septembers sept sep;
        oktober oktobers okt; november novembers nov; dezember dezembers dez
    """),
    "weekday": _WEEKDAYS
    | {name + part: day for name, day in _WEEKDAYS.items() if len(name) > 2 for part in _PARTS},  # noqa: PLR2004
    "unit": valued("""
        tag=1 tages=1 tage=1 tagen=1 woche=2 wochen=2 wochenende=3 wochenendes=3 monat=4 monats=4 monate=4
        monaten=4 quartal=5 quartals=5 jahr=6 jahres=6 jahre=6 jahren=6 jahrzehnt=7 jahrzehnts=7
        jahrzehnte=7 jahrzehnten=7 jahrhundert=8 jahrhunderts=8 jahrhunderte=8 jahrhunderten=8 stunde=9
        stunden=9 minute=10 minuten=10
    """),
    "plural": listed("tage tagen wochen monate monaten jahre jahren jahrzehnte jahrzehnten stunden minuten"),
    "weekend": valued("wochenende=3"),
    "yearend": valued("jahresende=6 monatsende=4"),
    "lastunit": valued("vorjahr=6 vorjahres=6 vormonat=4 vormonats=4 vorwoche=2"),
    "count": valued("""
        ein=1 eine=1 einem=1 einer=1 einen=1 eines=1 zwei=2 drei=3 vier=4 fünf=5 sechs=6 sieben=7 acht=8
        neun=9 zehn=10 elf=11 zwölf=12 fünfzehn=15 zwanzig=20 dreißig=30 vierzig=40 fünfzig=50 hundert=100
    """),
    "ordinal": inflected("""
        erst; zweit; dritt; viert; fünft; sechst; siebt siebent; acht; neunt; zehnt; elft; zwölft;
        dreizehnt; vierzehnt; fünfzehnt; sechzehnt; siebzehnt; achtzehnt; neunzehnt; zwanzigst;
        einundzwanzigst; zweiundzwanzigst; dreiundzwanzigst; vierundzwanzigst; fünfundzwanzigst;
        sechsundzwanzigst; siebenundzwanzigst; achtundzwanzigst; neunundzwanzigst; dreißigst;
        einunddreißigst
    """),
    "shift": dict.fromkeys(inflected("letzt vergangen vorig verflossen"), -1)
    | dict.fromkeys((*inflected("dies laufend aktuell"), "diesjährigen"), 0)
    | dict.fromkeys(inflected("kommend nächst"), 1),
    "focus": dict.fromkeys(inflected("folgend darauffolgend"), 1)
    | dict.fromkeys(inflected("selb gleich jen besagt"), 0)
    | dict.fromkeys(inflected("vorangegangen vorhergehend"), -1),
    "way": valued("später=1 danach=1 darauf=1 zuvor=-1 vorher=-1 davor=-1"),
    "today": valued("vorgestern=-2 gestern=-1 heute=0 heutige=0 heutigen=0 morgen=1 übermorgen=2"),
    "part": listed(" ".join(_PARTS)),
    "stage": listed("anfang mitte ende frühen späten beginn"),
    "season": counted("frühling frühjahr frühjahrs; sommer sommers; herbst herbstes; winter winters", 0),
    "era": valued("v=-1 n=1"),
    "decade": {
        **valued(
            """
        zwanziger=20 dreißiger=30 vierziger=40 fünfziger=50 sechziger=60 siebziger=70 achtziger=80
    """
        ),
        "neunziger": 90,
    },
    "holiday": valued(
        """
        weihnachten=1225 heiligabend=1224 silvester=1231 neujahr=101 nikolaus=1206 halloween=1031
    """
    ),
    "oclock": listed("uhr"),
    "fiscal": listed("geschäftsjahr geschäftsjahres"),
    "link": listed("bis und oder - – — /"),
    "joint": listed(", des"),
    "introduction": listed("""
        in im am seit bis ab von vom zwischen und oder nach vor um circa ca jahr jahre jahres jahren
        sommer herbst winter frühjahr frühling anfang mitte ende wm em olympia wahl bundestagswahl
    """),
    "dating": listed("in im seit bis ab vor nach zwischen jahr jahre jahren jahres"),
    "measure": listed("""
        menschen personen leute kinder frauen männer soldaten euro dollar franken cent mark meter metern
        kilometer kilometern km m kg tonnen tote tote verletzte fälle stimmen sitze punkte jahre jahren
        tage tagen stunden minuten wochen monate einwohner einwohnern mitarbeiter mitarbeitern
        beschäftigte wohnungen häuser autos seiten plätze stück grad prozent millionen milliarden liter
        gramm watt kilowatt megawatt quadratmeter quadratmetern besucher teilnehmer arbeitsplätze stellen
        unternehmen firmen uhr weitere
    """),
    "numbering": listed("nummer nr seite artikel rund etwa knapp über fast mehr als genau nur tel plz"),
    "street": listed("straße str platz weg allee"),
    "business": listed("""
        umsatz gewinn verlust ergebnis erlöse wirtschaft wachstum bruttoinlandsprodukt bip konzern
        unternehmen aktie aktien bilanz analysten prognose inflation konjunktur absatz exporte
        quartalszahlen
    """),
    "past": listed("""
        war waren hatte hatten wurde wurden worden sagte sagten hat haben habe kam kamen ging gingen gab
        fand fanden begann traf trafen starb stieg stiegen fiel fielen lag stand sprach schrieb gewann
        verlor brach hieß erhielt blieb sah nahm hielt ließ teilte
    """),
    "present": listed("""
        stimmt entscheidet berät debattiert tritt wählt stellt legt hält gibt nimmt eröffnet verhandelt
        spricht steigt trifft treffen beginnt findet finden startet tagt reist kommt geht steht stehen
        öffnet endet spielt gilt läuft empfängt besucht folgt
    """),
    "future": listed("""
        werde würde würden wird werden will wollen soll sollen plant planen geplant dürfte dürften möchte
        vorgesehen angesetzt bevorstehenden bevorstehende demnächst könnte könnten müssen muss
    """),
}

PATTERNS = """
    nothing: (jeden|jeder|jedes|jede|pro) (<weekday>|<month>|<season>|<unit>|morgen|abend)
    nothing: (bis|noch) heute
    nothing: heute noch
    nothing: (am|der|den|diesem|guten|gegen|zum|vom|bis zum) morgen
    date: (<weekday> ,? (dem|den|der)?)? <day> . <month> .? <year>
    date: (<weekday> ,? (dem|den|der)?)? <day> . <month>
    date: (<weekday> ,? (dem|den|der)?)? <day:ordinal> <month> <year>?
    date: <stage>? <month> .? <year>
    date: <weekday> , (dem|den) <day> . <month:monthnumber> . <year>?
    month: <stage>? <month>
    shifted_date: <day> . <month> (des)? <shift> (jahres|jahr)
    shifted_date: <month> (des)? <shift> (jahres|jahr)
    same_year_month: <month> (des)? <focus> (jahres|jahr)
    near_month: <shift> <month>
    day_range: <day> . (<dash>|und|bis|bis zum) <to:day> . <month> <year>?
    numeric: <year> - <month:monthnumber> - <day>
    dotted_date: (<weekday> , (dem|den)?)? <dotdate>
    year: <year>
    year_pair: <year> (<dash>|/) <two>
    era_year: <count> <era> . chr
    decades: <stage>? (der|den|die)? <year> er -? (jahre|jahren|jahr)?
    decades: <stage>? (der|den|die)? <two> er -? (jahre|jahren)
    decades: <stage>? (der|den|die)? <decade> -? (jahre|jahren)
    centuries: (<from:count> . (und|bis|oder|-|–) )? <stage>? <count> . (jahrhundert|jahrhunderts)
    holiday: <holiday> <year>?
    weekday: <shift>? <weekday> <part>?
    weekday: <focus> <weekday>
    weekday_of_week: <weekday> <part>? (in|der)? <shift> woche
    weekday_pair: <weekday> (und|bis) <to:weekday>
    today: <today> <part>?
    today: heute (morgen|früh)
    part_of_day: <shift> (nacht|abend|vormittag|nachmittag)
    weekend: (am|übers|über das) <weekend>
    shifted_unit: <stage>? (des|der)? <shift> <unit>
    last_unit: <lastunit>
    focused_unit: <focus> <unit>
    focused_part: <focus> (morgen|abend|nacht|nachmittag|vormittag)
    end_of_unit: ende (des|der|dieses|dieser) <unit>
    end_of_unit: ende <shift> <unit>
    end_of_unit: <unit:yearend>
    ago: vor (rund|etwa|fast|knapp|gut|genau|mehr als)? <count> <unit>
    ahead: (in|binnen) (rund|etwa|knapp)? <count> <unit>
    later: (rund|etwa|nur|knapp|gut)? <count> <unit> <way>
    stretch: <shift> <count> <unit>
    season: <stage>? (des)? <season> <year> (-|/) <two>
    season: <stage>? (des)? <season> <year>
    season: <shift> <season>
    season: <focus> <season>
    season: (im|zum|bis|seit|ab) <stage>? <season>
    quarter: <count:ordinal> quartal <year>?
    quarter: <count> . quartal <year>?
    quarter: <count:ordinal> quartal (des)? <shift> (jahres|jahr)
    quarter: q <count> <year>?
    half_year: <count:ordinal> halbjahr <year>
    half_year: <count:ordinal> halbjahr (des)? <shift> (jahres|jahr)
    fiscal_year: <fiscal> <year> ((<dash>|/) <two>)?
    fiscal_year: <shift> <fiscal>
    clock: <hour> <oclock> (<minute:two>)? <zone>?
    clock: (<clock>|<dotted>) <oclock> (mez|mesz)? <zone>?
    clock: <clock> <zone>?
"""

LANGUAGE = Language(
    classes=CLASSES,
    patterns=PATTERNS,
    capitalised=frozenset(
        {"mo", "di", "mi", "do", "fr", "sa", "so", "mai", "nacht", "abend", "ende", "anfang", "mitte", "mark"}
    ),
    capitalises_nouns=True,
    past_endings=("te", "ten"),
    never_verbs=frozenset(
        listed("""
        letzte letzten heute gestern gute guten weite weiten bekannte bekannten rechte rechten bitte könnte
        könnten sollte sollten möchte möchten dürfte dürften müsste müssten wollte hätte hätten leute minuten
        seite seiten karte karten daten staaten vereinten geplante geplanten gesamte gesamten nächste nächsten
        meisten ersten zweite zweiten dritte dritten vierten bereiten arbeiten
        """)
    ),
)
