"""The words around names in signatures, in many languages."""

from service.clean.metadata.folding import phrases, words

LEAD_IN_WORDS = phrases("""
    by|written by|posted by|published by|reported by|reporting by|story by|words by|text by|
    article by|author|authors|writer|reporter|created by|edited by|submitted by|from our|
    pressemitteilung von|im wortlaut von|ein essay von|kolumne von|reportage von|analyse von|
    bericht von|artikel von|protokoll von|eine kolumne von|ein bericht von|
    von unserem korrespondenten|text und fotos|text & fotos|fotos|post author|view all posts by|
    contributed by|photos by|photographs by|words and photos by|last updated by|posted on by|von|vom|
    text|autor|autorin|autoren|autor*in|autor:in|verfasst von|geschrieben von|ein artikel von|
    ein gastbeitrag von|gastbeitrag von|ein beitrag von|eine analyse von|ein kommentar von|
    interview von|interview|veröffentlicht von|kommentar von|erstellt von|eingestellt von|beitrag von|
    verfasser|par|texte|auteur|écrit par|publié par|rédigé par|propos recueillis par|article de|por|
    escrito por|publicado por|autora|texto|di|a cura di|scritto da|pubblicato da|testo di|
    autore|door|geschreven door|tekst|av|af|skrevet av|skrevet af|skriven av|publisert av|journalist|
    foto|kirjoittaja|teksti|höfundur|przez|autorka|oprac.|autoři|napsal|napsala|szerző|írta|de|
    de către|yazan|yazar|haber|oleh|penulis|tác giả|theo|bởi|автор|автори|авторы|текст|автор текста|
    аўтар|γράφει|του|της|από|συντάκτης|מאת|بقلم|كتب|كتبت|द्वारा|โดย|piše|autor/ica|napisao|napisala|
    parašė|autorius|autors|tekst:
""")
"""Words before a name."""

SURE_LEAD_IN_WORDS = phrases("""
    by|written by|posted by|published by|reported by|story by|words by|article by|von|verfasst von|
    geschrieben von|ein artikel von|ein bericht von|par|écrit par|publié par|rédigé par|article de|por|
    escrito por|publicado por|a cura di|scritto da|pubblicato da|door|geschreven door|skrevet av|
    skrevet af|skriven av|przez|napsal|napsala|írta|oleh|bởi|автор|автор статьи|γράφει|بقلم|
    author|autor|autorin|autoren|autora|autore|auteur|auteure|erstellt von|eingestellt von|
    verfasst von|ein beitrag von|beitrag von|gastbeitrag von|kolumne von|eine kolumne von|
    ein kommentar von|ein essay von|eine analyse von|text von|texte de|texto de|testo di
""")
"""Those that begin nothing but a signature where they open a short line."""

LEAD_IN_CJK = phrases("""
    文/|文／|文:|文：|作者|撰文|记者|記者|责任编辑|责编|编辑|来源|文・|取材・文|글|기자
""")
"""The same in scripts without spaces."""

AND_WORDS = phrases("""
    and|und|et|y|e|och|og|en|oraz|ja|ve|și|és|и|та|dan|και|with|mit|avec|con|및|w/|sowie|
    im gespräch mit|in conversation with
""")
"""Words between two names."""

ROLE_WORDS = frozenset(
    words("""
    staff writer writers reporter reporters correspondent correspondents editor editors editorial
    journalist journalists contributor contributors columnist columnists senior junior chief deputy
    managing associate assistant executive political business sports sport science technology tech
    health education world national international foreign local crime environment
    environmental culture arts entertainment features feature investigative investigations breaking news
    digital online freelance guest special author producer presenter analyst bureau producer intern
    community audience assignment diplomatic economics finance markets congressional
    religion media redakteur redakteurin redaktor redaktorin korrespondent korrespondentin
    reporterin volontär volontärin chefredakteur chefredakteurin chefredaktor autor autorin journalistin
    kolumnist kolumnistin ressortressortleiterin gastautor gastautorin leitender leitende
    stellvertretender stellvertretende freie politikredakteur wirtschaftsredakteur journaliste
    rédacteur rédactrice reporteur correspondant correspondante chroniqueur chroniqueuse envoyé envoyée
    spécial spéciale periodista redactor redactora corresponsal reportero reportera columnista enviado
    enviada especial colaborador colaboradora jornalista repórter correspondente colunista editora
    redator redatora giornalista corrispondente inviato inviata redattore redattrice redacteur
    verslaggever correspondente redaktør journalister reporter skribent korrespondent toimittaja
    redaktor dziennikarz dziennikarka redaktorka novinář novinářka korespondent korespondentka reportér
    reportérka újságíró корреспондент журналист обозреватель редактор кореспондент журналіст muhabir
    editör editörü wartawan editor reporter phóng viên rechtsanwalt rechtsanwältin pressesprecher
    pressesprecherin leiter leiterin phd md mba herausgeber herausgeberin fotograf fotografin
    photographer 記者 特派員 编辑 기자 특파원 칼럼니스트 평론가 논설위원 선임기자 전문기자 인턴기자
""")
)
"""Words that name a job, not a person, folded."""

ORGANISATION_WORDS = frozenset(
    words("""
    staff newsroom newsdesk desk team editors editorial news media magazine online redaktion redaktionsteam
    nachrichten agentur agency agencies agenturen verlag gmbh ag kg e.v ev inc ltd llc press presse
    rédaction redacción redacao redação redazione redaksi redaksjonen redaktionen redactie redakcja
    redakce szerkesztőség редакция редакція agencias agences service services dienst foundation stiftung
    university universität institute institut association verband partei zeitung magazin tv radio report
    reports bureau network channel sports group correspondents writers reporters board
    nachrichtenagentur presseagentur pressestelle webteam redaktioneller onlineredaktion newsteam
    kommunikation öffentlichkeitsarbeit agência agência agencia agence agenzia
""")
)
"""Words of newsrooms, companies and desks, folded."""

NOBODY = frozenset(
    words("""
    admin administrator author autor root webmaster user guest unknown anonymous anonym none null na
    undefined editor staff staffwriter staffwriters by von default test wordpress noauthor system
    superuser superadmin siteadmin gast autorin more mehr correspondent reporter
""")
)
"""Accounts that sign for nobody, as matching keys."""

ARTICLES = frozenset(
    words("""
    the der die das la le les el los las il lo gli het de den det o os as no by von and und
""")
)
"""Words that are no name when they are all that is left."""

TAIL_WORDS = frozenset(
    words("""
    am on um vor at den le il em el op hace há ago updated published posted veröffentlicht aktualisiert
    stand uhr follow share monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri
    sat sun montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi
    vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo lunedì martedì
    mercoledì giovedì venerdì sabato domenica january february march april may june july august
    september october november december januar februar märz mai juni juli oktober dezember enero febrero
    marzo abril mayo junio julio agosto septiembre octubre noviembre
    diciembre janvier février mars avril juin juillet août septembre octobre novembre décembre de
""")
)
"""What follows a name where a date was cut off."""

BUTTON_WORDS = frozenset(
    words("""
    follow following subscribe last updated published posted veröffentlicht aktualisiert vom kategorien
    kategorie categories folgen seguir suivre segui volgen följ twitter facebook instagram linkedin email
    e-mail publicado publié pubblicato gepubliceerd opublikowano
""")
)
"""What follows a name in its line and is none, date or not."""

PARTICLES = frozenset(
    words("""
    von van de der den di da del della la le du des dos das do e y i zu zum zur af av al el bin ibn bint
    ter ten op 't vom und auf v d'
""")
)
"""Small words inside surnames."""

LEAD_OUT = frozenset(words("by von par por quelle source foto photo"))
"""Words that end a name because they begin the next one."""

BEFORE_WEEKDAYS = frozenset(words("am on"))
"""Words after which a weekday follows a name."""
