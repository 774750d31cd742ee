"""Spanish times."""

from service.enrich.times.language import Language
from service.enrich.times.languages._words import counted, listed, romans, valued

CLASSES = {
    "month": counted("""
        enero ene; febrero feb; marzo mar; abril abr; mayo; junio jun; julio jul; agosto ago; septiembre
        setiembre sept; octubre oct; noviembre nov; diciembre dic
    """),
    "weekday": counted("lunes; martes; miércoles; jueves; viernes; sábado; domingo", 0),
    "unit": valued("""
        día=1 días=1 jornada=1 semana=2 semanas=2 mes=4 meses=4 trimestre=5 trimestres=5 año=6 años=6
        década=7 décadas=7 siglo=8 siglos=8 hora=9 horas=9 minuto=10 minutos=10
    """),
    "plural": listed("días semanas meses trimestres años décadas siglos horas minutos"),
    "count": valued("""
        un=1 una=1 dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9 diez=10 once=11 doce=12
        trece=13 catorce=14 quince=15 veinte=20 treinta=30 cuarenta=40 cincuenta=50 sesenta=60 cien=100
    """),
    "roman": romans(""),
    "ordinal": counted("primer primero primera; segundo segunda; tercer tercero tercera; cuarto cuarta"),
    "mark": listed("º ª"),
    "shift": valued("""
        pasado=-1 pasada=-1 pasados=-1 pasadas=-1 último=-1 última=-1 últimos=-1 últimas=-1 este=0 esta=0
        actual=0 próximo=1 próxima=1 próximos=1 próximas=1
    """),
    "coming": valued("viene=1"),
    "focus": valued("siguiente=1 anterior=-1 previo=-1 ese=0 esa=0 aquel=0 aquella=0 mismo=0 misma=0"),
    "way": valued("después=1 tarde=1 antes=-1"),
    "today": valued("anteayer=-2 ayer=-1 anoche=-1 hoy=0 mañana=1"),
    "part": listed("mañana mediodía tarde noche madrugada"),
    "stage": listed("principios comienzos inicios mediados finales fines"),
    "season": counted("primavera; verano; otoño; invierno", 0),
    "era": valued("a.c.=-1 d.c.=1"),
    "decade": valued(
        """
        veinte=20 treinta=30 cuarenta=40 cincuenta=50 sesenta=60 setenta=70 ochenta=80 noventa=90
    """
    ),
    "holiday": valued("navidad=1225 nochebuena=1224 nochevieja=1231 reyes=106"),
    "oclock": listed("horas h"),
    "fiscal": listed("fiscal"),
    "link": listed("a al y o hasta - – — /"),
    "joint": listed(", de del"),
    "introduction": listed("""
        en de del desde hasta entre y o año años verano otoño invierno primavera hacia finales principios
        mediados tras antes para
    """),
    "dating": listed("en desde hasta entre hacia tras para año"),
    "measure": listed("""
        personas habitantes euros dólares pesos metros kilómetros km m kg toneladas muertos heridos casos
        votos escaños puntos años días horas minutos semanas meses empleados trabajadores soldados
        viviendas casas coches páginas empleos empresas litros grados millones hectáreas alumnos
        estudiantes
    """),
    "numbering": listed("número núm n.º página artículo unos unas cerca casi más que tel"),
    "street": listed("calle avenida"),
    "business": listed("""
        ingresos beneficio beneficios resultado resultados ventas crecimiento pib economía empresa grupo
        compañía pérdidas accionistas analistas inflación facturación exportaciones
    """),
    "past": listed("""
        fue fueron era eran había habían ha han hemos estaba estaban tenía dijo dijeron hizo hicieron tuvo
        tuvieron pudo vino quiso dio dieron murió sido puso produjo anunció cayó
    """),
    "present": listed("se comienza empieza llega viaja juega abre reúne celebra inicia"),
    "future": listed("""
        va van prevé prevén previsto prevista previstos previstas debe deben podría podrían espera esperan
        pretende planea habrá
    """),
}

PATTERNS = """
    nothing: (cada|todos los|todas las|los|por) (<weekday>|<season>|<month>)
    nothing: (la|una|de|buena) mañana
    nothing: (hasta|aún|todavía) hoy
    nothing: hoy en día
    nothing: cada <unit>
    nothing: <count> <unit> <way> (de|del|que)
    date: (<weekday> ,? el?)? <day> <mark>? de <month> ,? (de|del)? <year>
    date: (<weekday> ,? el?)? <day> <mark>? de <month>
    date: (<weekday> ,? el?)? <count:ordinal> de <month>
    date: (<stage> de)? <month> (de|del) <year>
    date: <month> <year>
    month: (<stage> de)? <month>
    shifted_date: (<day> de)? <month> (de|del) (año <shift>|<shift> año)
    same_year_month: <month> (de|del) (<focus> año|año <focus>)
    near_month: <month> <shift>
    near_month: <shift> (mes de)? <month>
    near_month: <shift> <day> de <month>
    same_year_month: <focus> <day> de <month>
    day_range: <day> (<dash>|y|al|a|o) <to:day> de <month> ((de|del) <year>)?
    numeric: <year> - <month:monthnumber> - <day>
    numeric: <day> / <month:monthnumber> / <year>
    dotted_date: <dotdate>
    year: <year>
    year_pair: <year> (<dash>|/) <two>
    era_year: <count> <era>
    decades: (<stage> de)? (los)? años <two>
    decades: (<stage> de)? (los)? años <decade>
    decades: (<stage> de)? (la)? década (de|del)? (los)? (<year>|<two>|<decade>)
    centuries: siglo <count:roman>
    centuries: siglos <from:roman> (y|al|a|-|–) <count:roman>
    holiday: (en|desde|hasta|antes de|por) <holiday> (de <year>)?
    holiday: <shift> <holiday>
    weekday: <shift> <weekday>
    weekday: <weekday> <shift>
    weekday_of_week: <weekday> de la (<shift> semana|semana <shift>)
    weekday: <weekday> que <shift:coming>
    weekday: (el|del|al)? <weekday> (por la|a la|en la|de|al) <part>
    weekday: <shift> <weekday> (por la|a la|en la|de|al) <part>
    weekday: (el|del|al)? <weekday> <focus>?
    weekday_pair: <weekday> (y|a|al|hasta el) <to:weekday>
    today: <today> (por la|a la|en la)? <part>?
    today: la? noche de <today>
    part_of_day: <shift> <part>
    shifted_unit: <shift> <unit>
    shifted_unit: <unit> <shift>
    shifted_unit: <shift> fin de <unit:weekend>
    shifted_unit: fin de <unit:weekend> <shift>
    weekend: (el|durante el) fin de <weekend>
    shifted_unit: <unit> que <shift:coming>
    focused_unit: <focus> <unit>
    focused_unit: <unit> <focus>
    focused_unit: (ese|esa|aquel|el|la) <focus> <unit>
    end_of_unit: (final|finales|fin|fines) (de|del) <shift>? <unit>
    ago: hace (unos|unas|casi|más de|cerca de)? <count> <unit>
    ago: <count> <unit> atrás
    ahead: en <count> <unit>
    ahead: <certain> de <count> <unit>
    later: <count> <unit> (más)? <way>
    stretch: <shift> <count> <unit>
    stretch: <count> <shift> <unit>
    season: <season> (de|del)? <year> (-|/) <two>
    season: <season> (de|del)? <year>
    season: <shift> <season>
    season: <season> (<shift>|<focus>)
    season: (en|durante|este) (el|la)? <season>
    quarter: <count:ordinal> trimestre ((de|del) (año)? <year>)?
    quarter: <count:ordinal> trimestre (de|del) (año <shift>|<shift> año)
    half_year: <count:ordinal> semestre (de|del) <year>
    fiscal_year: año <fiscal> <year>
    clock: a las <hour> (de la mañana|<oclock>)? <zone>?
    clock: a las (<clock>|<dotted>) <oclock>? <zone>?
    clock: a las <hour> de la <half>
    clock: (<clock>|<dotted>) <oclock> <zone>?
    clock: <clock> <zone>?
"""

LANGUAGE = Language(
    classes=CLASSES
    | {"weekend": valued("semana=3"), "certain": valued("dentro=1"), "half": valued("tarde=12 noche=12")},
    patterns=PATTERNS,
    capitalised=frozenset({"ene", "mar", "ago", "dic", "reyes"}),
    past_endings=("ó", "aron", "ieron", "aba", "aban"),
    plural_endings=("s",),
    future_endings=("rá", "rán"),
)
