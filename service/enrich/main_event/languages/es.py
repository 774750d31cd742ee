"""Spanish clauses."""

from service.enrich.main_event.verbs import Grammar, words

GRAMMAR = Grammar(
    auxiliaries=words(
        """
        es son era eran fue fueron ha han había habían será serán está están estaba puede pueden
        debe deben va van hay hubo sería serían podría podrían tiene tienen
        """
    ),
    verbs=words(
        """
        anuncia anunció anuncian confirma confirmó dice dijo declaró pide pidió muere mueren murió
        murieron hace hizo gana ganó pierde perdió acusa acusó denuncia denunció lanza lanzó deja
        dejó abre abrió cierra cerró rechaza rechazó aprueba aprobó llama llamó niega negó recibe
        recibió firma firmó vota votó mata mató ataca atacó dimite dimitió detiene detuvo detienen
        exige exigió promete prometió advierte advirtió critica criticó defiende defendió condena
        condenó llega llegó llegan sube subió baja bajó cae cayó alcanza alcanzó inicia inició
        termina terminó viaja viajó se reúne reunió vence venció derrota derrotó busca buscan
        celebra celebró quiere quieren asegura aseguró
        """
    ),
    bare=frozenset(),
    endings=("aron", "ieron", "ó"),
    participles=(),
    not_verbs=frozenset(),
    determiners=words(
        """
        el la los las un una unos unas de del al su sus este esta en con por para y que
        """
    ),
    articles=words(""),
    openers=words("en a al tras con por para según durante desde después"),
    relatives=words("que quien quienes cuyo cuya donde"),
    cuts=words("tras después antes mientras aunque porque pero cuando según durante"),
    place_prepositions=words("en desde cerca"),
    day_parts=words(""),
    nobody=words(
        """
        yo tú él ella ello usted nosotros ellos ellas lo la se me te le les esto eso aquello este ese
        esta esa que qué quien quién cómo dónde nadie nada algo así si y
        """
    ),
    plurals=frozenset(),
)
"""Verbs of the news and the words around them: general knowledge."""
