"""German clauses."""

from service.enrich.main_event.verbs import Grammar, words

GRAMMAR = Grammar(
    auxiliaries=words(
        """
        ist sind war waren hat haben hatte hatten wird werden wurde wurden kann können konnte
        konnten soll sollen sollte sollten will wollen wollte wollten muss müssen musste mussten
        darf dürfen durfte durften mag möchte möchten
        """
    ),
    verbs=words(
        """
        sagt sagte sagten kommt kam kamen geht ging gingen gibt gab gaben steht stand standen liegt
        lag lagen bleibt blieb blieben stirbt starb starben findet fand fanden nimmt nahm nahmen
        hält hielt hielten lässt ließ ließen fordert forderte warnt warnte plant plante kündigt
        kündigte bestätigt bestätigte beschließt beschloss gewinnt gewann verliert verlor tritt trat
        trifft traf trafen fliegt fährt fuhr schließt schloss bricht brach steigt stieg sinkt sank
        fällt fiel stellt stellte beginnt begann endet endete verletzt verurteilt tötet tötete
        feiert feierte kritisiert lehnt lehnte weist wies wirft warf erklärt erklärte zeigt zeigte
        will droht drohte stoppt verbietet erlaubt startet startete eröffnet eröffnete rettet
        rettete rammt rammte stürzt stürzte verhaftet nennt nannte sucht suchte demonstrieren
        demonstrierten streiken siegt siegte holt holte erhält erhielt bekommt bekam verlässt
        verließ erreicht erreichte unterzeichnet unterzeichnete wählt wählte wehrt prüft einigen
        einigten meldet meldete
        """
    ),
    bare=frozenset(),
    endings=("te", "ten", "iert"),
    participles=(),
    not_verbs=words(
        """
        leute heute mitte seite weite letzte letzten zweite zweiten dritte dritten erste ersten
        unten hinten
        """
    ),
    determiners=words(
        """
        der die das den dem des ein eine einen einem einer eines kein keine in im am an auf mit von
        für und
        """
    ),
    articles=words(""),
    openers=words("in im am nach bei mit vor während trotz wegen laut seit"),
    relatives=words("der die das welche welcher welches"),
    cuts=words(
        """
        nachdem bevor während weil obwohl als wenn trotz wegen nach vor seit aber sondern
        """
    ),
    place_prepositions=words("in im bei nahe aus am"),
    day_parts=words("morgen vormittag mittag nachmittag abend nacht"),
    nobody=words(
        """
        ich du er sie es wir ihr man das dies dieser diese dieses was wer wie wo wann warum dort hier
        beim erst da nun so dabei damit dann doch auch jetzt ohne um ob jemand niemand nichts etwas daß dass
        """
    ),
    plurals=frozenset(),
)
"""Verbs of the news and the words around them: general knowledge."""
