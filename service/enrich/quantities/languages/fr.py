"""French quantities."""

from service.enrich.quantities.lexicon import Bound, Heads, Lexicon, modifiers, table, words

_TO_TWENTY = """
    un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize
    dix-sept dix-huit dix-neuf
""".split()  # noqa: SIM905 - reads better than a list
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_NUMBERS = (
    {word: float(value) for value, word in enumerate(_TO_TWENTY[1:], 2)}
    | {word: float(value) for word, value in _TENS.items()}
    | {
        f"{tens}-{word}": float(value + low)
        for tens, value in _TENS.items()
        for low, word in enumerate(_TO_TWENTY[:9], 1)
    }
    | {
        f"{tens}{mark}et{mark}{one}": value + 1.0
        for tens, value in _TENS.items()
        for mark in " -"
        for one in ("un", "une")
    }
    | {f"soixante-{word}": float(60 + low) for low, word in enumerate(_TO_TWENTY[9:], 10)}
    | {f"quatre-vingt-{word}": float(80 + low) for low, word in enumerate(_TO_TWENTY, 1)}
    | {"soixante et onze": 71.0, "soixante-et-onze": 71.0, "quatre-vingt": 80.0, "quatre-vingts": 80.0}
    | {"septante": 70.0, "huitante": 80.0, "nonante": 90.0, "cent": 1e2, "mille": 1e3}
)
_ABOUT = {
    "dizaine": 10.0,
    "douzaine": 12.0,
    "quinzaine": 15.0,
    "vingtaine": 20.0,
    "trentaine": 30.0,
    "quarantaine": 40.0,
    "cinquantaine": 50.0,
    "soixantaine": 60.0,
    "centaine": 1e2,
}
_MANY = {
    "dizaines": 10.0,
    "centaines": 1e2,
    "milliers": 1e3,
    "dizaines de milliers": 1e4,
    "centaines de milliers": 1e5,
    "dizaines de millions": 1e7,
    "centaines de millions": 1e8,
}
_ORDINAL_PARTS = {"cinquième": 5, "sixième": 6, "septième": 7, "huitième": 8, "dixième": 10}

LEXICON = Lexicon(
    heads=Heads.FIRST_NOUN,
    grouping=".",
    decimal=",",
    numbers=_NUMBERS,
    scales={
        "cent": 1e2,
        "cents": 1e2,
        "mille": 1e3,
        "million": 1e6,
        "millions": 1e6,
        "milliard": 1e9,
        "milliards": 1e9,
        "billion": 1e12,
        "billions": 1e12,
        "millier": 1e3,
        "milliers": 1e3,
        "douzaine": 12.0,
        "douzaines": 12.0,
    },
    glued_scales={"k": 1e3, "m": 1e6, "md": 1e9, "mds": 1e9},
    before_scale={"un": 1.0, "un demi": 0.5, "un demi-": 0.5, "une": 1.0, "une demi-": 0.5},
    joiner="et",
    half="et demie?",
    one=None,
    phrases={
        **{f"une {word}": (value, Bound.ABOUT) for word, value in _ABOUT.items()},
        "un millier": (1e3, Bound.ABOUT),
        "une demi-douzaine": (6.0, Bound.ABOUT),
        **{word: (value, Bound.AT_LEAST) for word, value in _MANY.items()},
        **{f"plusieurs {word}": (value, Bound.AT_LEAST) for word, value in _MANY.items()},
        **{f"quelques {word}": (value, Bound.AT_LEAST) for word, value in _MANY.items()},
        "plusieurs millions": (1e6, Bound.AT_LEAST),
        "plusieurs milliards": (1e9, Bound.AT_LEAST),
    },
    fractions={
        "la moitié": 0.5,
        "un tiers": 1 / 3,
        "deux tiers": 2 / 3,
        "un quart": 0.25,
        "trois quarts": 0.75,
        **{f"un {word}": 1 / of for word, of in _ORDINAL_PARTS.items()},
        **{
            f"{_TO_TWENTY[many - 1]} {word}s": many / of
            for word, of in _ORDINAL_PARTS.items()
            for many in range(2, of)
        },
    },
    ratio="sur",
    modifiers=modifiers(
        """
        over: plus de, plus d', plus d’, au-delà de, un peu plus de, bien plus de
        at_least: au moins, pas moins de, au minimum, minimum
        about: environ, près de, près d', près d’, quelque, presque, autour de, à peu près,
          approximativement, aux alentours de, une estimation de
        up_to: jusqu'à, jusqu’à, au plus, tout au plus, au maximum, maximum, pas plus de
        under: moins de, moins d', moins d’, à peine, un peu moins de
        exactly: exactement, précisément
        """
    ),
    measures=table(
        """
        %: pour cent, pourcent
        percentage point: points de pourcentage, point de pourcentage
        basis point: points de base
        point: point, points
        °C: degrés celsius, degrés centigrades
        degree: degré, degrés
        m2: mètre carré, mètres carrés
        m3: mètre cube, mètres cubes
        km2: kilomètre carré, kilomètres carrés
        km3: kilomètre cube, kilomètres cubes
        cm2: centimètre carré, centimètres carrés
        cm3: centimètre cube, centimètres cubes
        mm2: millimètre carré, millimètres carrés
        mm3: millimètre cube, millimètres cubes
        m: mètre, mètres
        km: kilomètre, kilomètres
        cm: centimètre, centimètres
        mm: millimètre, millimètres
        kg: kilogramme, kilogrammes, kilo, kilos
        g: gramme, grammes
        t: tonne, tonnes
        L: litre, litres
        hL: hectolitre, hectolitres
        ha: hectare, hectares
        bbl: baril, barils
        kn: nœud, nœuds, noeuds
        nmi: mille marin, milles marins, milles nautiques
        km/h: kilomètres par heure, kilomètres-heure, kilomètres/heure, kilomètres à l'heure
        W: watt, watts
        Wh: wattheure, wattheures
        B: octet, octets
        kW: kilowatt, kilowatts
        kWh: kilowattheure, kilowattheures
        kB: kilooctet, kilooctets
        MW: mégawatt, mégawatts
        MWh: mégawattheure, mégawattheures
        MB: mégaoctet, mégaoctets
        GW: gigawatt, gigawatts
        GWh: gigawattheure, gigawattheures
        GB: gigaoctet, gigaoctets
        TW: térawatt, térawatts
        TWh: térawattheure, térawattheures
        TB: téraoctet, téraoctets
        V: volt, volts
        dB: décibel, décibels
        s: seconde, secondes
        min: minute, minutes
        h: heure, heures, h
        day: jour, jours, journée, journées
        week: semaine, semaines
        month: mois
        year: an, ans, année, années
        decade: décennie, décennies
        century: siècle, siècles
        """
    ),
    currencies=table(
        """
        EUR: euro, euros
        $: dollar, dollars
        USD: dollars américains, dollar américain
        CAD: dollars canadiens, dollar canadien
        AUD: dollars australiens
        CHF: francs suisses, franc suisse
        CFA franc: francs cfa
        franc: franc, francs
        GBP: livres sterling, livre sterling
        JPY: yen, yens
        CNY: yuan, yuans
        RUB: rouble, roubles
        TRY: livres turques
        SEK: couronnes suédoises
        DKK: couronnes danoises
        NOK: couronnes norvégiennes
        dirham: dirham, dirhams
        dinar: dinar, dinars
        centime: centime, centimes
        """
    ),
    other_dollars="Canad|Québec|Austral|Nouvelle-Zélande|Hong ?Kong|Singapour|Taïwan"
    "|Mexi|Chili|Colombi|Argentin",
    months="janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    clock=r"h\d\d\b|heures? \d\d\b|heures? (?:du matin|du soir|GMT)\b",
    clock_before="à|vers|dès|avant|après|jusqu'à|jusqu’à",
    labels=words(
        """
        article bâtiment canal catégorie chambre chapitre classe groupe ligne loi niveau no numéro
        n° page phase place porte quai rang saison salle tome top épisode étape
        """
    ),
    range_link="à|ou|[-–—]",
    between="entre",
    between_link="et",
    change="",
    age_before=r"âgée?s? (?:de|d['’])|âge de|(?:homme|femme|garçon|fille|fillette|enfant|adolescente?|jeune"
    r"|garçonnet|père|mère|retraitée?|étudiante?|lycéen(?:ne)?|conducteur|conductrice|suspect)s? de"
    r"|\b[A-ZÀ-Ý][\w-]+,",
    age_after="",
    scores=words("défaite nul succès victoire"),
    link=r"des|du|de la|de l['’]|de ces|de leurs?|de ses|de son|de sa|de|d['’]",
    money_link=r"de|d['’]|en",
    determiners=words("autres ces l la le les leurs nos ses tous toutes vos"),
    stops=words(
        """
        a ainsi alors après au aujourd'hui aura auront aux avaient avait avant avec car ce ces cet
        cette chacun chacune chez comme contre d d'entre dans de demain depuis des deux dimanche dit
        doit doivent dont du dès elle elles en ensemble entre environ est et eux fait fois font
        furent fut hier il ils jamais jeudi la le les leur leurs lors lundi mais mardi mercredi
        moins ne ni nous on ont ou où par pas pendant peut peuvent plus plusieurs pour près puis
        quand que qui sa samedi sans se selon sera seront ses seulement si son sont sous sur
        toujours trois trop très un une vendredi vers vous à étaient était été
        """
    ),
    adjectives=words(
        """
        anciennes anciens autres beaux belles bonnes bons derniers dernières différentes différents
        divers diverses fausses faux grandes grands gros grosses hautes hauts jeunes longs longues
        mauvais mauvaises meilleures meilleurs nouveaux nouvelles petites petits premiers premières
        principales principaux prochaines prochains seules seuls simples vieilles vieux vraies vrais
        """
    ),
    plurals=words(""),
    singulars=words("alors après dans depuis fois moins pas plus près puis sans sous très"),
    attributive=words(""),
)
"""The words; number words, names of units and currencies are those of any dictionary."""
