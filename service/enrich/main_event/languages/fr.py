"""French clauses."""

from service.enrich.main_event.verbs import Grammar, words

GRAMMAR = Grammar(
    auxiliaries=words(
        """
        est sont était étaient a ont avait avaient sera seront va vont peut peuvent doit doivent
        veut veulent fut furent aura auront pourrait pourraient devrait devraient serait seraient
        n'est n'a n'ont s'est
        """
    ),
    verbs=words(
        """
        annonce annoncent annoncé confirme confirment dit disent déclare déclarent demande demandent
        meurt meurent fait font prend prennent met mettent tient tiennent vient viennent reste
        restent perd perdent gagne gagnent bat battent accuse accusent dénonce dénoncent lance
        lancent quitte quittent entre entrent ouvre ouvrent ferme ferment rejette rejettent approuve
        approuvent adopte adoptent appelle appellent refuse refusent reçoit reçoivent rencontre
        rencontrent signe signent vote votent tue tuent blesse blessent frappe frappent démissionne
        remporte remportent arrête arrêtent défile défilent manifeste manifestent promet promettent
        veut prévoit prévoient craint craignent s'effondre s'impose s'engage critique critiquent
        défend défendent réclame réclament condamne condamnent retrouve retrouvent passe passent
        tombe tombent monte montent baisse baissent atteint atteignent poursuit poursuivent
        """
    ),
    bare=frozenset(),
    endings=("aient", "èrent"),
    participles=(),
    not_verbs=frozenset(),
    determiners=words(
        """
        le la les l un une des du de d au aux ce cet cette ces son sa ses leur leurs en dans sur par
        et
        """
    ),
    articles=words(""),
    openers=words("en à au après dans avec pour selon lors depuis malgré par"),
    relatives=words("qui que qu dont où"),
    cuts=words(
        """
        après avant alors pendant tandis malgré depuis parce car mais lorsque quand selon
        """
    ),
    place_prepositions=words("à en au aux dans près"),
    day_parts=words("matin midi après-midi soir nuit"),
    nobody=words(
        """
        je j’ai tu il elle on nous vous ils elles ce c’est cela ça ceci qui que quoi où y en lui si
        comment pourquoi et or mais celui celle ceux personne rien tout
        """
    ),
    plurals=frozenset(),
)
"""Verbs of the news and the words around them: general knowledge."""
