"""German quantities."""

from service.enrich.quantities.lexicon import Bound, Heads, Lexicon, modifiers, table, words

_UNITS = """
    ein zwei drei vier fünf sechs sieben acht neun
""".split()  # noqa: SIM905 - reads better than a list
_TEENS = """
    zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn
""".split()  # noqa: SIM905 - reads better than a list
_TENS = """
    zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig
""".split()  # noqa: SIM905 - reads better than a list
_BELOW_HUNDRED = (
    {word: float(value) for value, word in enumerate(_UNITS[1:], 2)}
    | {word: float(value) for value, word in enumerate(_TEENS, 10)}
    | {word: float(value) for value, word in zip(range(20, 100, 10), _TENS, strict=True)}
    | {
        f"{unit}und{tens}": float(high + low)
        for high, tens in zip(range(20, 100, 10), _TENS, strict=True)
        for low, unit in enumerate(_UNITS, 1)
    }
)
_NUMBERS = _BELOW_HUNDRED | {
    **{f"{word}hundert": 100 * _BELOW_HUNDRED[word] for word in (*_UNITS[1:], *_TEENS)},
    **{
        f"{hundreds}hundert{word}": 100.0 * factor + value
        for factor, hundreds in enumerate(("", *_UNITS[1:]), 1)
        for word, value in _BELOW_HUNDRED.items()
    },
    **{f"{word}tausend": 1000 * value for word, value in _BELOW_HUNDRED.items()},
    **{f"{word}hunderttausend": 1e5 * _BELOW_HUNDRED[word] for word in _UNITS[1:]},
    "hundert": 1e2,
    "einhundert": 1e2,
    "tausend": 1e3,
    "eintausend": 1e3,
    "hunderttausend": 1e5,
    "anderthalb": 1.5,
    "eineinhalb": 1.5,
    "zweieinhalb": 2.5,
    "dreieinhalb": 3.5,
    "viereinhalb": 4.5,
    "beide": 2.0,
    "beiden": 2.0,
    "dreissig": 30.0,
    "zwo": 2.0,
}
_NUMBERS = {word: value for word, value in _NUMBERS.items() if not word.startswith("beide")}
_MANY = {
    "dutzende": 12.0,
    "hunderte": 1e2,
    "tausende": 1e3,
    "zehntausende": 1e4,
    "hunderttausende": 1e5,
    "millionen": 1e6,
    "milliarden": 1e9,
}
_PARTS = {
    "drittel": 3,
    "viertel": 4,
    "fünftel": 5,
    "sechstel": 6,
    "siebtel": 7,
    "achtel": 8,
    "neuntel": 9,
    "zehntel": 10,
}

LEXICON = Lexicon(
    heads=Heads.CAPITALISED,
    grouping=".",
    decimal=",",
    numbers=_NUMBERS,
    scales={
        "hundert": 1e2,
        "tausend": 1e3,
        "million": 1e6,
        "millionen": 1e6,
        "mio.": 1e6,
        "mio": 1e6,
        "milliarde": 1e9,
        "milliarden": 1e9,
        "mrd.": 1e9,
        "mrd": 1e9,
        "billion": 1e12,
        "billionen": 1e12,
        "dutzend": 12.0,
    },
    glued_scales={},
    before_scale={
        "ein": 1.0,
        "eine": 1.0,
        "einer": 1.0,
        "einem": 1.0,
        "eine halbe": 0.5,
        "einer halben": 0.5,
        "ein halbes": 0.5,
        "eine viertel": 0.25,
    },
    joiner="und",
    half="",
    one=None,
    phrases={
        **{word: (value, Bound.AT_LEAST) for word, value in _MANY.items()},
        **{f"{word}n": (value, Bound.AT_LEAST) for word, value in _MANY.items() if word.endswith("e")},
        **{f"{word}r": (value, Bound.AT_LEAST) for word, value in _MANY.items() if word.endswith("e")},
        **{
            f"{many} {scale}": (value, Bound.AT_LEAST)
            for many in ("mehrere", "mehreren", "einige", "viele")
            for scale, value in {
                **_MANY,
                "dutzend": 12.0,
                "hundert": 1e2,
                "tausend": 1e3,
                "zehntausend": 1e4,
            }.items()
        },
    },
    fractions={
        **{f"{one} {part}": 1 / of for part, of in _PARTS.items() for one in ("ein", "einem")},
        **{
            f"{word}{mark}{part}": value / of
            for part, of in _PARTS.items()
            for value, word in enumerate(_UNITS[1:], 2)
            if value < of
            for mark in (" ", "")
        },
        "die hälfte": 0.5,
        "der hälfte": 0.5,
        "eine hälfte": 0.5,
    },
    ratio="von|von jeweils",
    modifiers=modifiers(
        """
        over: mehr als, über, gut, deutlich mehr als, etwas mehr als, weit über
        at_least: mindestens, wenigstens, zumindest, nicht weniger als
        about: rund, etwa, ungefähr, ca., ca, circa, zirka, knapp, fast, nahezu, beinahe, an die,
          schätzungsweise, um die
        up_to: bis zu, höchstens, maximal, nicht mehr als, allenfalls
        under: weniger als, unter, etwas weniger als
        exactly: genau, exakt
        """
    ),
    measures=table(
        """
        %: prozent, v.h.
        percentage point: prozentpunkt, prozentpunkte, prozentpunkten
        basis point: basispunkt, basispunkte, basispunkten
        point: punkt, punkte, punkten, zähler, zählern
        °C: grad celsius
        °F: grad fahrenheit
        degree: grad
        m: meter, metern
        km: kilometer, kilometern
        cm: zentimeter, zentimetern
        mm: millimeter, millimetern
        m2: quadratmeter, quadratmetern
        km2: quadratkilometer, quadratkilometern
        cm2: quadratzentimeter, quadratzentimetern
        mm2: quadratmillimeter, quadratmillimetern
        m3: kubikmeter, kubikmetern
        km3: kubikkilometer, kubikkilometern
        cm3: kubikzentimeter, kubikzentimetern
        mm3: kubikmillimeter, kubikmillimetern
        kg: kilogramm, kilo, kilos
        g: gramm
        mg: milligramm
        t: tonne, tonnen
        zentner: zentner, zentnern
        pound: pfund
        L: liter, litern
        mL: milliliter, millilitern
        hL: hektoliter, hektolitern
        ha: hektar
        bbl: barrel
        mi: meile, meilen
        nmi: seemeile, seemeilen
        kn: knoten
        km/h: kilometer pro stunde, stundenkilometer, stundenkilometern
        W: watt
        Wh: wattstunde, wattstunden
        B: byte
        Hz: hertz
        kW: kilowatt
        kWh: kilowattstunde, kilowattstunden
        kB: kilobyte
        kHz: kilohertz
        MW: megawatt
        MWh: megawattstunde, megawattstunden
        MB: megabyte
        MHz: megahertz
        GW: gigawatt
        GWh: gigawattstunde, gigawattstunden
        GB: gigabyte
        GHz: gigahertz
        TW: terawatt
        TWh: terawattstunde, terawattstunden
        TB: terabyte
        THz: terahertz
        V: volt
        dB: dezibel
        s: sekunde, sekunden
        min: minute, minuten
        h: stunde, stunden
        day: tag, tage, tagen
        week: woche, wochen
        month: monat, monate, monaten
        year: jahr, jahre, jahren
        decade: jahrzehnt, jahrzehnte, jahrzehnten
        century: jahrhundert, jahrhunderte, jahrhunderten
        """
    ),
    currencies=table(
        """
        EUR: euro, euros
        $: dollar
        USD: us-dollar, us-dollars
        CHF: schweizer franken, franken
        GBP: britische pfund, pfund sterling
        JPY: yen
        CNY: yuan
        RUB: rubel
        PLN: zloty, złoty
        HUF: forint
        SEK: schwedische kronen
        DKK: dänische kronen
        NOK: norwegische kronen
        CZK: tschechische kronen
        krone: kronen
        TRY: türkische lira
        DEM: d-mark, deutsche mark
        cent: cent, cents
        rappen: rappen
        """
    ),
    other_dollars="Austral|Kanad|Neuseel|Hongkong|Singapur|Taiwan|Mexik|Chile|Kolumbi|Argentin",
    months="Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember",
    clock=r"Uhr\b|h\b",
    clock_before="",
    labels=words(
        """
        absatz artikel autobahn band block bundesstraße gleis halle hausnummer jahrgang kanal
        kapitel klasse level linie nr nr. nummer paragraf paragraph phase platz rang raum saal seite
        stufe top tor zeile zimmer
        """
    ),
    range_link="bis|oder|bis zu|[-–—]",
    between="zwischen",
    between_link="und",
    change="",
    age_before="im Alter von|im Alter zwischen",
    age_after=r"[- ]?[Jj]ährige?[rnms]?\b| Jahre alt\b",
    scores=words(
        """
        auswärtssieg erfolg führung heimsieg niederlage pleite remis rückstand sieg unentschieden
        """
    ),
    link="der|des|von|aller|an|unserer|ihrer|seiner|dieser",
    money_link="an",
    determiners=words(
        """
        alle aller das dem den der des die dieser etwa ihrer jener rund seiner unserer
        """
    ),
    stops=words(
        """
        aber als alt am an auch auf aus bei beim bis breit dabei dafür dagegen damit dann daran
        darunter das dass davon dem den der des die dort durch ein eine einem einen einer er es
        früher für gab geben gegen gestern groß haben hat hatte hatten heute hier hinter hoch ihr im
        in ins ist je kamen kann kommen können lagen lang leben lebten liegen mal man mehr mit
        morgen muss müssen nach neben nicht noch nur ob oder ohne pro sagte sagten schon schwer seit
        sich sie sind soll sollen sowie später standen starben stehen stimmten teuer tief um und
        unter vom von vor war waren wegen weil weit weniger wenn werden wie wir wird worden wurde
        wurden während zu zum zur zwischen über
        """
    ),
    adjectives=words(""),
    plurals=words(""),
    singulars=words(""),
    attributive=words(""),
)
"""The words; number words, names of units and currencies are those of any dictionary."""
