"""English quantities."""

from service.enrich.quantities.lexicon import Bound, Heads, Lexicon, modifiers, table, words

_UNITS = """
    one two three four five six seven eight nine
""".split()  # noqa: SIM905 - reads better than a list
_TEENS = """
    ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
""".split()  # noqa: SIM905 - reads better than a list
_TENS = """
    twenty thirty forty fifty sixty seventy eighty ninety
""".split()  # noqa: SIM905 - reads better than a list
_NUMBERS = (
    {word: float(value) for value, word in enumerate(_UNITS[1:], 2)}
    | {word: float(value) for value, word in enumerate(_TEENS, 10)}
    | {word: float(value) for value, word in zip(range(20, 100, 10), _TENS, strict=True)}
    | {
        f"{tens}{mark}{unit}": float(high + low)
        for high, tens in zip(range(20, 100, 10), _TENS, strict=True)
        for low, unit in enumerate(_UNITS, 1)
        for mark in "- "
    }
)
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "mn": 1e6,
    "bn": 1e9,
    "tn": 1e12,
    "dozen": 12.0,
}
_PARTS = {
    "half": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
_VAGUE = {"dozens": 12.0, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9}

LEXICON = Lexicon(
    heads=Heads.FIRST_PLURAL,
    grouping=",",
    decimal=".",
    numbers=_NUMBERS,
    scales=_SCALES,
    glued_scales={"k": 1e3, "m": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9, "t": 1e12, "tn": 1e12},
    before_scale={"a": 1.0, "one": 1.0, "half a": 0.5, "a half": 0.5, "a quarter of a": 0.25},
    joiner="and",
    half="and a half",
    one="one",
    not_before_one=words("any day each every no number only some square that the this which"),
    not_after_one=words(
        """
        and another as at by can could day did does evening final for from hand has in is last may
        might more morning must night of on or point reason s should side step that thing time to
        was way which who will with would
        """
    ),
    phrases={
        **{word: (value, Bound.AT_LEAST) for word, value in _VAGUE.items()},
        **{
            f"{many} {scale}": (_SCALES[scale], Bound.AT_LEAST)
            for many in ("several", "many", "a few")
            for scale in ("dozen", "hundred", "thousand", "million", "billion")
        },
        **{
            f"{many} of {scale}": (factor * _VAGUE[scale], Bound.AT_LEAST)
            for many, factor in (("tens", 10.0), ("dozens", 12.0), ("hundreds", 100.0))
            for scale in ("thousands", "millions", "billions")
        },
    },
    fractions={
        **{f"{one} {part}": 1 / of for part, of in _PARTS.items() for one in ("a", "one", "one-")},
        **{f"one-{part}": 1 / of for part, of in _PARTS.items()},
        **{
            f"{word}{mark}{part}s": value / of
            for part, of in list(_PARTS.items())[1:]
            for value, word in enumerate(_UNITS[1:], 2)
            if value < of
            for mark in "- "
        },
        "half": 0.5,
    },
    ratio="in|out of",
    modifiers=modifiers(
        """
        over: over, more than, above, well over, just over, slightly more than, slightly over,
          upwards of, exceeding, far more than
        at_least: at least, no fewer than, no less than, not less than, not fewer than, a minimum of
        about: about, around, some, roughly, approximately, nearly, almost, an estimated, close to,
          estimated, circa, virtually
        up_to: up to, as many as, as much as, at most, no more than, not more than, a maximum of
        under: fewer than, less than, under, below, just under, well under, slightly less than
        exactly: exactly, precisely
        """
    ),
    measures=table(
        """
        %: percent, per cent, pct
        percentage point: percentage points, percentage point
        basis point: basis points, basis point
        point: point, points
        °C: degrees celsius, degree celsius, degrees centigrade
        °F: degrees fahrenheit, degree fahrenheit
        degree: degrees, degree
        m: metre, metres, meter, meters
        g: gram, grams, gramme, grammes
        L: litre, litres, liter, liters
        km: kilometre, kilometres, kilometer, kilometers
        kg: kilogram, kilograms, kilogramme, kilogrammes, kilo, kilos
        kL: kilolitre, kilolitres, kiloliter, kiloliters
        cm: centimetre, centimetres, centimeter, centimeters
        cg: centigram, centigrams, centigramme, centigrammes
        cL: centilitre, centilitres, centiliter, centiliters
        mm: millimetre, millimetres, millimeter, millimeters
        mg: milligram, milligrams, milligramme, milligrammes
        mL: millilitre, millilitres, milliliter, milliliters
        m2: square metre, square metres, square meter, square meters
        km2: square kilometre, square kilometres, square kilometer, square kilometers
        mi2: square mile, square miles
        yd2: square yard, square yards
        m3: cubic metre, cubic metres, cubic meter, cubic meters
        km3: cubic kilometre, cubic kilometres, cubic kilometer, cubic kilometers
        mi3: cubic mile, cubic miles
        yd3: cubic yard, cubic yards
        ft2: square feet, square foot
        ft3: cubic feet, cubic foot
        t: tonne, tonnes, metric ton, metric tons
        ton: ton, tons
        oz: ounce, ounces
        mi: mile, miles
        nmi: nautical mile, nautical miles
        ft: foot, feet
        in: inch, inches
        yd: yard, yards
        acre: acre, acres
        ha: hectare, hectares
        gal: gallon, gallons
        bbl: barrel, barrels
        kn: knot, knots
        mph: miles per hour, miles an hour
        km/h: kilometres per hour, kilometers per hour, kilometres an hour
        kW: kilowatt, kilowatts
        kWh: kilowatt hour, kilowatt hours, kilowatt-hour, kilowatt-hours
        kB: kilobyte, kilobytes
        kHz: kilohertz, kilohertzs
        MW: megawatt, megawatts
        MWh: megawatt hour, megawatt hours, megawatt-hour, megawatt-hours
        MB: megabyte, megabytes
        MHz: megahertz, megahertzs
        GW: gigawatt, gigawatts
        GWh: gigawatt hour, gigawatt hours, gigawatt-hour, gigawatt-hours
        GB: gigabyte, gigabytes
        GHz: gigahertz, gigahertzs
        TW: terawatt, terawatts
        TWh: terawatt hour, terawatt hours, terawatt-hour, terawatt-hours
        TB: terabyte, terabytes
        THz: terahertz, terahertzs
        W: watt, watts
        V: volt, volts
        dB: decibel, decibels
        s: second, seconds, sec, secs
        min: minute, minutes, min, mins
        h: hour, hours, hrs
        day: day, days
        week: week, weeks
        month: month, months
        year: year, years
        decade: decade, decades
        century: century, centuries
        """
    ),
    currencies=table(
        """
        USD: us dollars, us dollar, u.s. dollars, u.s. dollar
        AUD: australian dollars, australian dollar
        CAD: canadian dollars, canadian dollar
        NZD: new zealand dollars
        HKD: hong kong dollars
        SGD: singapore dollars
        $: dollar, dollars
        EUR: euro, euros
        GBP: pounds sterling, british pounds
        pound: pound, pounds
        JPY: yen
        CNY: yuan, renminbi
        RUB: ruble, rubles, rouble, roubles
        INR: indian rupees
        rupee: rupee, rupees
        CHF: swiss francs, swiss franc
        franc: franc, francs
        MXN: mexican pesos
        peso: peso, pesos
        TRY: turkish lira, turkish liras
        PLN: zloty, zlotys
        HUF: forint, forints
        SEK: swedish kronor, swedish krona
        DKK: danish kroner
        NOK: norwegian kroner
        UAH: hryvnia, hryvnias
        ILS: shekel, shekels
        ZAR: rand
        BRL: reais
        cent: cent, cents
        penny: pence
        """
    ),
    other_dollars="Australia|Canad(?:a|ian)|New Zealand|Hong Kong|Singapore|Taiwan|Jamaica|Mexic(?:o|an)"
    "|Chile|Colombia|Argentin(?:a|e|ian)",
    months="January|February|March|April|May|June|July|August|September|October|November|December"
    "|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\\.?",
    clock=r"[ap]\.?m\b|o['’]clock\b|noon\b|GMT\b",
    clock_before="",
    labels=words(
        """
        act apartment article category channel chapter day district episode game gate grade highway
        interstate lane lap level line no no. number page phase platform room round route row rule
        season section stage terminal tier top type unit version ward week
        """
    ),
    range_link="to|or|[-–—]",
    between="between|anywhere between",
    between_link="and",
    change="from",
    age_before="aged|age of|ages?",
    age_after=r"(?:[- ](?:year|month|week|day)s?)?[- ]olds?\b",
    scores=words(
        """
        aggregate defeat draw lead loss margin record score scoreline triumph victory vote win
        """
    ),
    link="worth of|of",
    money_link="in(?! total| all| cash)|worth of|of",
    determiners=words(
        """
        a additional all an both her his its more my new other our such that the their these this
        those your
        """
    ),
    stops=words(
        """
        about above abroad according across added adds after afterwards again against ago alive
        along already also always am amid among and apart are around arrested as ask asked asks at
        away be because been before begins behind being below beside besides between beyond bought
        broke broken brought built but by calls came can caught claims come comes could dead deep
        did died do does down downtown drawn driven during each earlier east ends even every expects
        faces fell fewer fled for found friday from gave get gets given gives go goes got grew had
        has have having he held helps here hidden high hit hopes how hurt i if in injured inside
        instead into is it just keeps kept killed known last later leads least leave leaves led left
        less lies lives long looks loses lost made make makes many may means met might missing
        monday more most much must nationwide near need needs never next no nor north not now of off
        old on once online only onto opens or out over overall overnight overseas paid past per
        perhaps plans plays put ran remain remains rose runs said saturday saw say says seems seen
        sent set several shall she shot should shown shows since sits so sold sometimes south spent
        stands still stolen struck sunday take taken takes tall tells than that them then there
        these they thick this those thought through throughout thursday till to today together told
        tomorrow tonight took torn toward towards tuesday under until up upon us via want wants was
        we wednesday went were west what when where whether which while who whom whose why wide will
        wins with within without won works worldwide worth would wounded written yesterday yet you
        """
    ),
    adjectives=words("dangerous numerous precious previous religious serious various"),
    plurals=words(
        """
        aircraft bacteria businessmen cattle children congressmen crew criteria data deer feet
        firemen fish fishermen geese grandchildren gunmen horsemen lawmen media men mice offspring
        oxen people personnel police policemen policewomen salmon series servicemen sheep spacecraft
        species staff teeth troops women
        """
    ),
    singulars=words(
        """
        access actress address analysis as basis bonus boss brussels bus business campus census
        christmas class congress crisis cross dallas darkness dress economics ethics fitness focus
        gas glass grass has his illness is its lens loss mass mathematics news paris pass physics
        plus politics press princess process progress status success tennis texas this us vegas
        versus virus wales was wilderness witness yes
        """
    ),
    attributive=words(
        """
        arms crew customs data human media men police rights sales sports staff troops women
        """
    ),
)
"""The words; number words, names of units and currencies are those of any dictionary."""
