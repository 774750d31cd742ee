"""Spanish quantities."""

from service.enrich.quantities.lexicon import Bound, Heads, Lexicon, modifiers, table, words

_UNITS = """
    un dos tres cuatro cinco seis siete ocho nueve
""".split()  # noqa: SIM905 - reads better than a list
_TO_THIRTY = """
    diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiún
    veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve
""".split()  # noqa: SIM905 - reads better than a list
_TENS = {
    "treinta": 30,
    "cuarenta": 40,
    "cincuenta": 50,
    "sesenta": 60,
    "setenta": 70,
    "ochenta": 80,
    "noventa": 90,
}
_HUNDREDS = {
    "doscient": 200.0,
    "trescient": 300.0,
    "cuatrocient": 400.0,
    "quinient": 500.0,
    "seiscient": 600.0,
    "setecient": 700.0,
    "ochocient": 800.0,
    "novecient": 900.0,
}
_NUMBERS = (
    {word: float(value) for value, word in enumerate(_UNITS[1:], 2)}
    | {word: float(value) for value, word in enumerate(_TO_THIRTY, 10)}
    | {word: float(value) for word, value in _TENS.items()}
    | {
        f"{tens} y {word}": float(value + low)
        for tens, value in _TENS.items()
        for low, word in enumerate(_UNITS, 1)
    }
    | {f"{stem}{ending}": value for stem, value in _HUNDREDS.items() for ending in ("os", "as")}
    | {"veintiuno": 21.0, "veintiuna": 21.0, "cien": 1e2, "ciento": 1e2, "mil": 1e3}
)
_ABOUT = {
    "decena": 10.0,
    "docena": 12.0,
    "quincena": 15.0,
    "veintena": 20.0,
    "treintena": 30.0,
    "cuarentena": 40.0,
    "cincuentena": 50.0,
}
_MANY = {
    "decenas": 10.0,
    "cientos": 1e2,
    "centenares": 1e2,
    "miles": 1e3,
    "millares": 1e3,
    "decenas de miles": 1e4,
    "cientos de miles": 1e5,
    "centenares de miles": 1e5,
    "decenas de millones": 1e7,
    "cientos de millones": 1e8,
}

LEXICON = Lexicon(
    heads=Heads.FIRST_NOUN,
    grouping=".,",
    decimal=",",
    numbers=_NUMBERS,
    scales={
        "cientos": 1e2,
        "mil": 1e3,
        "millón": 1e6,
        "millones": 1e6,
        "billón": 1e12,
        "billones": 1e12,
        "docena": 12.0,
        "docenas": 12.0,
        "mill.": 1e6,
    },
    glued_scales={},
    before_scale={"un": 1.0, "una": 1.0, "medio": 0.5, "media": 0.5},
    joiner="y",
    half="y medi[oa]",
    one=None,
    phrases={
        **{f"una {word}": (value, Bound.ABOUT) for word, value in _ABOUT.items() if word != "docena"},
        "un centenar": (1e2, Bound.ABOUT),
        "un millar": (1e3, Bound.ABOUT),
        "medio centenar": (50.0, Bound.ABOUT),
        **{word: (value, Bound.AT_LEAST) for word, value in _MANY.items()},
        **{
            f"{many} {word}": (value, Bound.AT_LEAST)
            for many in ("varios", "varias", "algunos", "algunas", "muchos")
            for word, value in {**_MANY, "docenas": 12.0, "millones": 1e6}.items()
        },
    },
    fractions={
        "la mitad": 0.5,
        "un tercio": 1 / 3,
        "una tercera parte": 1 / 3,
        "la tercera parte": 1 / 3,
        "dos tercios": 2 / 3,
        "dos terceras partes": 2 / 3,
        "un cuarto": 0.25,
        "una cuarta parte": 0.25,
        "la cuarta parte": 0.25,
        "tres cuartos": 0.75,
        "tres cuartas partes": 0.75,
        "un quinto": 0.2,
        "una quinta parte": 0.2,
        "una décima parte": 0.1,
    },
    ratio="de cada",
    modifiers=modifiers(
        """
        over: más de, por encima de, algo más de, poco más de
        at_least: al menos, por lo menos, como mínimo, no menos de, un mínimo de
        about: unos, unas, cerca de, casi, alrededor de, aproximadamente, en torno a, cosa de
        up_to: hasta, como máximo, como mucho, a lo sumo, no más de, un máximo de
        under: menos de, por debajo de, algo menos de, poco menos de
        exactly: exactamente, justo
        """
    ),
    measures=table(
        """
        %: por ciento, por cien
        percentage point: puntos porcentuales, punto porcentual
        basis point: puntos básicos, puntos base
        point: punto, puntos
        °C: grados celsius, grados centígrados
        °F: grados fahrenheit
        degree: grado, grados
        m: metro, metros
        m2: metro cuadrado, metro cuadrados, metros cuadrado, metros cuadrados
        m3: metro cúbico, metro cúbicos, metros cúbico, metros cúbicos
        km: kilómetro, kilómetros
        km2: kilómetro cuadrado, kilómetro cuadrados, kilómetros cuadrado, kilómetros cuadrados
        km3: kilómetro cúbico, kilómetro cúbicos, kilómetros cúbico, kilómetros cúbicos
        cm: centímetro, centímetros
        cm2: centímetro cuadrado, centímetro cuadrados, centímetros cuadrado, centímetros cuadrados
        cm3: centímetro cúbico, centímetro cúbicos, centímetros cúbico, centímetros cúbicos
        mm: milímetro, milímetros
        mm2: milímetro cuadrado, milímetro cuadrados, milímetros cuadrado, milímetros cuadrados
        mm3: milímetro cúbico, milímetro cúbicos, milímetros cúbico, milímetros cúbicos
        hm: hectómetro, hectómetros
        hm2: hectómetro cuadrado, hectómetro cuadrados, hectómetros cuadrado, hectómetros cuadrados
        hm3: hectómetro cúbico, hectómetro cúbicos, hectómetros cúbico, hectómetros cúbicos
        kg: kilogramo, kilogramos, kilo, kilos
        g: gramo, gramos
        t: tonelada, toneladas
        pound: libra, libras
        L: litro, litros
        ha: hectárea, hectáreas
        bbl: barril, barriles
        mi: milla, millas
        nmi: millas náuticas
        kn: nudo, nudos
        km/h: kilómetros por hora
        W: vatio, vatios
        Wh: vatios hora, vatios-hora
        B: byte, bytes
        kW: kilovatio, kilovatios
        kWh: kilovatios hora, kilovatios-hora
        kB: kilobyte, kilobytes
        MW: megavatio, megavatios
        MWh: megavatios hora, megavatios-hora
        MB: megabyte, megabytes
        GW: gigavatio, gigavatios
        GWh: gigavatios hora, gigavatios-hora
        GB: gigabyte, gigabytes
        TW: teravatio, teravatios
        TWh: teravatios hora, teravatios-hora
        TB: terabyte, terabytes
        dB: decibelio, decibelios
        s: segundo, segundos
        min: minuto, minutos
        h: hora, horas
        day: día, días
        week: semana, semanas
        month: mes, meses
        year: año, años
        decade: década, décadas
        century: siglo, siglos
        """
    ),
    currencies=table(
        """
        EUR: euro, euros
        USD: dólar, dólares, dólares estadounidenses
        CAD: dólares canadienses
        AUD: dólares australianos
        CHF: francos suizos, franco suizo
        GBP: libras esterlinas
        MXN: pesos mexicanos
        ARS: pesos argentinos
        CLP: pesos chilenos
        COP: pesos colombianos
        peso: peso, pesos
        JPY: yen, yenes
        CNY: yuan, yuanes
        RUB: rublo, rublos
        BRL: reales
        PEN: soles
        TRY: liras turcas
        bolívar: bolívares
        céntimo: céntimo, céntimos
        centavo: centavo, centavos
        """
    ),
    other_dollars=".",
    months="enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
    clock=r"de la (?:mañana|tarde|noche|madrugada)\b|hrs?\b",
    clock_before="a las|a la|desde las|hasta las|sobre las",
    labels=words(
        """
        andén artículo canal capítulo categoría episodio etapa fase grupo ley línea n.º nivel nº
        núm. número planta puerta puesto página sala temporada top
        """
    ),
    range_link="a|o|u|[-–—]",
    between="entre",
    between_link="y",
    change="",
    age_before=r"edad de|(?:hombre|mujer|niñ[oa]|joven|chic[oa]|menor|varón|ancian[oa]|bebé|adolescente"
    r"|estudiante|conductora?|vecin[oa]|sospechos[oa])(?:es|s)? de|, de|\b[A-ZÁÉÍÓÚÑ][\w-]+,",
    age_after="",
    scores=words("derrota empate triunfo victoria"),
    link="de los|de las|de la|del|de estos|de estas|de sus|de su|de",
    money_link="de|en",
    determiners=words("el esas esos estas estos la las los otras otros su sus todas todos"),
    stops=words(
        """
        a además al ante antes ayer bajo como con contra cuando cuyo de debe deben del desde después
        donde durante e el ellas ellos en entonces entre era eran es esta estaba estaban estas este
        estos está están fue fueron ha había habían hacia han hasta hay hoy hubo jueves la las le
        les lo los lunes martes mañana mediante menos mientras miércoles muy más ni no nosotros o
        para pero por puede pueden que quien quienes quizás se según será serán si sin sobre solo
        son su sus sólo también tiene tienen tras u un una unas unos ustedes veces viernes y ya
        """
    ),
    adjectives=words(
        """
        altas altos antiguas antiguos buenas buenos diferentes distintas distintos diversas diversos
        falsas falsos grandes jóvenes largas largos malas malos mejores nuevas nuevos otras otros
        peores pequeñas pequeños posibles presuntas presuntos primeras primeros principales próximas
        próximos supuestas supuestos viejas viejos últimas últimos únicas únicos
        """
    ),
    plurals=words(""),
    singulars=words(
        """
        además antes después entonces jueves lunes martes menos más quizás tras veces viernes
        """
    ),
    attributive=words(""),
)
"""The words; number words, names of units and currencies are those of any dictionary."""
