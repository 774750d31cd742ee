"""French times."""

from service.enrich.times.language import Language
from service.enrich.times.languages._words import counted, listed, romans, valued

CLASSES = {
    "month": counted("""
        janvier janv; février févr fév; mars; avril avr; mai; juin; juillet juil; août aout; septembre
        sept; octobre oct; novembre nov; décembre déc
    """),
    "weekday": counted("lundi; mardi; mercredi; jeudi; vendredi; samedi; dimanche", 0),
    "unit": valued("""
        jour=1 jours=1 journée=1 semaine=2 semaines=2 mois=4 trimestre=5 trimestres=5 an=6 ans=6 année=6
        années=6 décennie=7 décennies=7 siècle=8 siècles=8 heure=9 heures=9 minute=10 minutes=10
    """),
    "plural": listed("jours semaines trimestres ans années décennies siècles heures minutes"),
    "count": valued("""
        un=1 une=1 deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12
        treize=13 quatorze=14 quinze=15 seize=16 vingt=20 trente=30 quarante=40 cinquante=50 soixante=60
        cent=100
    """),
    "roman": romans("e", "ème", "er"),
    "ordinal": counted("premier première 1er; deuxième second seconde; troisième; quatrième"),
    "mark": listed("er e ème eme"),
    "shift": valued("""
        dernier=-1 dernière=-1 derniers=-1 dernières=-1 passé=-1 passée=-1 écoulé=-1 écoulée=-1 prochain=1
        prochaine=1 prochains=1 prochaines=1
    """),
    "this": valued("ce=0 cet=0 cette=0"),
    "focus": valued("suivant=1 suivante=1 précédent=-1 précédente=-1 même=0"),
    "that": valued("même=0"),
    "way": valued("tard=1 tôt=-1 auparavant=-1"),
    "today": valued("avant-hier=-2 hier=-1 aujourd'hui=0 demain=1 après-demain=2"),
    "part": listed("matin matinée midi après-midi soir soirée nuit"),
    "stage": listed("début fin mi milieu courant"),
    "season": counted("printemps; été; automne; hiver", 0),
    "era": valued("av=-1 apr=1 ap=1"),
    "holiday": valued("noël=1225 toussaint=1101 saint-sylvestre=1231 assomption=815"),
    "oclock": listed("h heures heure"),
    "fiscal": listed("exercice"),
    "link": listed("à au et ou jusqu'au - – — /"),
    "joint": listed(", de"),
    "introduction": listed("""
        en de du depuis jusqu'en dès fin début mi avant après vers entre et à au an année années été
        hiver automne printemps d'ici ici
    """),
    "dating": listed("en depuis avant après vers entre dès"),
    "measure": listed("""
        personnes habitants euros dollars francs mètres kilomètres km m kg tonnes morts blessés cas voix
        sièges points ans jours heures minutes semaines mois salariés employés soldats logements maisons
        voitures pages emplois postes entreprises litres degrés millions milliards hectares élèves
        étudiants
    """),
    "numbering": listed("numéro n° page article environ près quelque presque plus que tél"),
    "street": listed("rue avenue boulevard"),
    "business": listed("""
        chiffre affaires bénéfice bénéfices résultat résultats ventes croissance pib économie groupe
        entreprise perte pertes actionnaires analystes inflation recettes commandes
    """),
    "past": listed("""
        a ont avait avaient était étaient fut furent eut eurent ai avons dit déclaré annoncé affirmé
        indiqué mort tué été fit prit mit vint devint mourut vit
    """),
    "present": listed("se débute commence rencontre ouvre reprend joue tient doivent"),
    "future": listed("""
        va vont doit devrait devraient prévu prévue prévus prévues pourrait pourraient attendu attendue
        attendus compte comptent envisage espère entend
    """),
}

PATTERNS = """
    nothing: (chaque|tous les|toutes les|par) (<weekday>|<month>|<season>|<unit>|<part>)
    nothing: (encore|jusqu ' à) <today>
    date: (<weekday> ,? le?)? <day> <mark>? <month> .? <year>
    date: (<weekday> ,? le?)? <day> <mark>? <month>
    date: <stage>? -? <month> .? <year>
    month: <stage>? -? <month>
    shifted_date: (<day> <mark>?)? <month> de l ' (an|année) <shift>
    shifted_date: (<day> <mark>?)? <month> de <shift:this> année
    same_year_month: <month> de l ' année <focus>
    same_year_month: <month> de la <focus:that> année
    near_month: (<day> <mark>?)? <month> <shift>
    day_range: <day> <mark>? (<dash>|et|au|ou) <to:day> <month> <year>?
    numeric: <year> - <month:monthnumber> - <day>
    numeric: <day> / <month:monthnumber> / <year>
    dotted_date: <dotdate>
    year: <year>
    year_pair: <year> (<dash>|/) <two>
    era_year: <count> <era> . j . - c
    decades: (début|fin|milieu)? (des|les)? années <year>
    decades: (début|fin|milieu)? (des|les)? années <two>
    centuries: (<from:roman> (et|au|ou|-|–) )? <count:roman> siècle
    centuries: (<from:count> <mark> (et|au|ou|-|–) )? <count> <mark> siècle
    holiday: (à|avant|après|depuis|pour|de) <holiday> <year>?
    holiday: <holiday> (<year>|<shift>)
    weekday: <weekday> <shift> <part>?
    weekday: <shift:this> <weekday> <part>?
    weekday: <weekday> <focus>
    weekday_of_week: <weekday> de la semaine <shift>
    weekday: le? <weekday> <part>?
    weekday_pair: <weekday> (et|à|au) <to:weekday>
    today: <today> <part>?
    part_of_day: <shift:this> <part>
    part_of_day: la nuit <shift>
    shifted_unit: <stage>? (de|du|à|en)? (la|le|l '|l ’)? <unit> <shift>
    shifted_unit: <shift:this> <unit> (- ci)?
    shifted_unit: week - <unit:weekend> <shift>
    shifted_unit: <shift:this> week - <unit:weekend>
    focused_unit: <unit> <focus>
    focused_unit: (le|la|cette) <focus:that> <unit>
    focused_unit: (cette|ce) <unit> - <focus:there>
    end_of_unit: fin (de|du) (la|l '|le)? <unit>
    end_of_unit: fin de <shift:this> <unit>
    ago: il y a (environ|près de|plus de|quelque|à peine)? <count> <unit>
    ahead: (dans|d ' ici) <count> <unit>
    later: <count> <unit> (plus)? <way>
    stretch: <count> <shift> <unit>
    season: <season> <year> (-|/) <two>
    season: (le|l '|au|à l '|cet|cette|en|de l ')? <season> (de)? <year>
    season: (le|l '|au|à l ') <season> <shift>?
    season: <shift:this> <season>
    quarter: <count:ordinal> trimestre (de)? <year>?
    quarter: <count:ordinal> trimestre de l ' année <shift>
    quarter: <trimester> <count> <year>?
    half_year: <count:ordinal> semestre (de)? <year>
    fiscal_year: <fiscal> <year> ((<dash>|/) <two>)?
    clock: (à|vers|dès|avant|après|jusqu ' à) <hour> <oclock> (<minute:two>)? <zone>?
    clock: <hour> <oclock> <minute:two> <zone>?
    clock: <clock> <zone>?
"""

LANGUAGE = Language(
    classes=CLASSES | {"there": valued("là=0"), "weekend": valued("end=3"), "trimester": listed("t")},
    patterns=PATTERNS,
    past_endings=("ait", "aient", "èrent"),
    plural_endings=("s",),
    future_endings=("ra", "ront"),
    never_verbs=frozenset(
        {"opéra", "caméra", "front", "affront", "fait", "trait", "extrait", "lait", "parfait", "pourra"}
    ),
)
