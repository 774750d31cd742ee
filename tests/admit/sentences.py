"""Two sentences of news in each of many languages, with the legacy charsets they are written in."""

SENTENCES = {
    "ko": (
        "부산항 새 여객 부두가 월요일 문을 열었다. 첫날에만 승객 이천 명이 배를 탔다고 항만 공사가 밝혔다."
    ),
    "ja": "港の新しい旅客ターミナルが月曜日に開業した。初日だけで二千人が船に乗ったと、運営会社は発表した。",
    "zh": "港口的新客运码头星期一启用。运营公司表示，仅第一天就有两千名旅客乘船，码头商店的生意也明显好转。",
    "zh-TW": (
        "港口的新客運碼頭星期一啟用。營運公司表示，僅第一天就有兩千名旅客搭船，碼頭商店的生意也明顯好轉。"
    ),
    "ru": (
        "Новый пассажирский терминал порта открылся в понедельник. В первый же день судами "
        "воспользовались две тысячи человек."
    ),
    "uk": (
        "Новий пасажирський термінал порту відкрився в понеділок. Першого ж дня кораблями "
        "скористалися дві тисячі людей."
    ),
    "bg": (
        "Новият пътнически терминал на пристанището отвори в понеделник. Още първия ден с "
        "корабите пътуваха две хиляди души."
    ),
    "el": (
        "Ο νέος επιβατικός σταθμός του λιμανιού άνοιξε τη Δευτέρα. Την πρώτη κιόλας ημέρα "
        "ταξίδεψαν δύο χιλιάδες άνθρωποι."
    ),
    "he": (
        "מסוף הנוסעים החדש בנמל נפתח ביום שני. כבר ביום הראשון הפליגו ממנו אלפיים בני אדם, כך "
        "מסרה החברה המפעילה."
    ),
    "ar": (
        "افتتحت محطة الركاب الجديدة في الميناء يوم الاثنين، وقالت الشركة المشغلة إن ألفي شخص "
        "سافروا في اليوم الأول."
    ),
    "th": ("ท่าเรือโดยสารแห่งใหม่เปิดให้บริการเมื่อวันจันทร์ บริษัทผู้ดำเนินการกล่าวว่ามีผู้โดยสารสองพันคนในวันแรก"),
    "tr": (
        "Limanın yeni yolcu iskelesi pazartesi günü açıldı. İşletmeci şirket, ilk gün iki bin "
        "kişinin gemilere bindiğini söyledi."
    ),
    "pl": (
        "Nowy terminal pasażerski w porcie otwarto w poniedziałek. Już pierwszego dnia ze "
        "statków skorzystało dwa tysiące osób, podała spółka."
    ),
    "cs": (
        "Nový terminál pro cestující v přístavu otevřeli v pondělí. Hned první den se podle "
        "provozovatele nalodily dva tisíce lidí."
    ),
    "hu": (
        "Hétfőn megnyílt a kikötő új utasterminálja. Az üzemeltető közlése szerint már az első "
        "napon kétezren szálltak hajóra."
    ),
    "ro": (
        "Noul terminal de pasageri al portului s-a deschis luni. Încă din prima zi, două mii "
        "de oameni au urcat la bord, a anunţat compania."
    ),
    "lt": (
        "Pirmadienį atidarytas naujas uosto keleivių terminalas. Jau pirmąją dieną laivais "
        "išplaukė du tūkstančiai žmonių, pranešė įmonė."
    ),
    "de": (
        "Das neue Fährterminal im Hafen öffnete am Montag. Schon am ersten Tag, so die "
        "Betreiber, fuhren zweitausend Fahrgäste über das Wasser."
    ),
    "fr": (
        "La nouvelle gare maritime a ouvert lundi. Dès le premier jour, deux mille personnes "
        "ont embarqué, a précisé l’exploitant à la presse."
    ),
    "es": (
        "La nueva estación marítima abrió el lunes. Solo el primer día embarcaron dos mil "
        "personas, según informó la compañía española."
    ),
    "pt": (
        "A nova estação marítima abriu na segunda-feira. Só no primeiro dia embarcaram duas "
        "mil pessoas, informou a concessionária; não há reclamações."
    ),
    "sv": (
        "Den nya färjeterminalen i hamnen öppnade på måndagen. Redan första dagen åkte två "
        "tusen personer med båtarna, uppger bolaget."
    ),
}

CHARSETS = [
    ("ko", "euc-kr", "cp949"),
    ("ja", "shift_jis", "cp932"),
    ("ja", "euc-jp", "euc_jp"),
    ("ja", "iso-2022-jp", "iso2022_jp"),
    ("zh", "gb18030", "gb18030"),
    ("zh-TW", "big5", "big5"),
    ("ru", "windows-1251", "cp1251"),
    ("ru", "koi8-r", "koi8_r"),
    ("ru", "iso-8859-5", "iso8859_5"),
    ("uk", "koi8-u", "koi8_u"),
    ("uk", "windows-1251", "cp1251"),
    ("bg", "windows-1251", "cp1251"),
    ("el", "windows-1253", "cp1253"),
    ("he", "windows-1255", "cp1255"),
    ("ar", "windows-1256", "cp1256"),
    ("th", "windows-874", "cp874"),
    ("tr", "windows-1254", "cp1254"),
    ("pl", "windows-1250", "cp1250"),
    ("pl", "iso-8859-2", "iso8859_2"),
    ("cs", "windows-1250", "cp1250"),
    ("hu", "windows-1250", "cp1250"),
    ("ro", "windows-1250", "cp1250"),
    ("lt", "windows-1257", "cp1257"),
    ("de", "windows-1252", "cp1252"),
    ("fr", "windows-1252", "cp1252"),
    ("es", "windows-1252", "cp1252"),
    ("pt", "windows-1252", "cp1252"),
    ("sv", "windows-1252", "cp1252"),
]
"""Language, WHATWG name, Python codec."""
