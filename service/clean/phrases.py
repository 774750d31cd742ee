"""What buttons, labels and notices of a page say, in many languages.

A phrase counts only in a short block: running text may say any of these words.
"""

import re
from typing import NamedTuple

from schemas import BlockKind
from service.clean.blocks import UNSPACED

ICON_WORDS = 5
ICON_NAMES = ("icon", "image", "logo", "arrow", "button", "btn", "svg")
ICON = re.compile(
    rf"(?:[\w-]+[ _-])?(?:{'|'.join(ICON_NAMES)})s?(?:[ _-][\w-]+)?(?:\s.{{0,30}})?$", re.IGNORECASE
)
ICON_HINT = re.compile(f"{'|'.join(ICON_NAMES)}|_")
"""No name of an icon is without one of these; cheap to look for."""
LIGATURE = re.compile(r"[a-z]+(?:_[a-z]+)+(?: \d{1,6})?$")
"""Names in an icon font, a count after them: ``arrow_upward``, ``thumb_up 3``."""
WORD = re.compile(r"\w+")
ASCII_WORDS = bytes(
    ord(character.lower()) if character.isalnum() or character == "_" else ord(" ")
    for character in map(chr, range(128))
).ljust(256)
"""What each byte of a text in ASCII is to its words: a letter in lower case, or a gap."""
GLUED_WORD = re.compile("[A-ZÀ-Þ](?<=[a-zß-ÿ].)")
"""Where two words stand together without a space."""
HANGUL_SYLLABLES = "\uac00-\ud7af"
HANGUL = re.compile(f"[{HANGUL_SYLLABLES}]")
OF_UNSPACED = re.compile(f"{UNSPACED.pattern}|{HANGUL.pattern}|©")
"""What every phrase without spaces holds: looked for first, as the phrases take long."""

SHORT_WORDS = 14
SHORT_LENGTH = 200
"""A block with more words or characters is not judged by its phrases."""

# "^" pins a phrase to the start of the block, "=" to all of it.
_PHRASES: dict[BlockKind, str] = {
    BlockKind.NAVIGATION: """
        ^archivado en|^filed under|=tags|^tags:|=schlagworte|=schlagwörter|=mots-clés|=palabras clave
        ^كلمات مفتاحية
        """,
    BlockKind.LOGIN: """
        log in|^login|sign in|^register|create an account|create account|my account|forgot password
        forgot your password|anmelden|einloggen|registrieren|mein konto|jetzt registrieren|se connecter
        connectez-vous|s'identifier|créer un compte|mon compte|iniciar sesión|inicia sesión|regístrate
        registrarse|mi cuenta|accedi|registrati|entrar|iniciar sessão|inloggen|logga in|log ind|logg inn
        kirjaudu|zaloguj|přihlásit|войти|регистрация|увійти|로그인|회원가입|ログイン|会員登録|登录|登入
        注册|註冊|giriş yap|đăng nhập|تسجيل الدخول|लॉग इन
        """,
    BlockKind.COMMENT: """
        ^vos réactions|=réactions|^réagissez|=التعليقات|=leserkommentare|=tus comentarios
        =comments|=comment|^comments (|add a comment|add comment|leave a comment|post a comment
        write a comment|write comments|leave a reply|join the conversation|join the discussion
        view comments|show comments|read comments|to write comments|to comment
        be the first to comment|your email address will not be published|=reply|no comments|=kommentare
        =kommentar|kommentar schreiben|kommentare anzeigen|kommentieren|diskutieren sie mit|commenter
        =commentaires|laisser un commentaire|réagir à cet article|=comentarios|deja un comentario|comentar
        =comentários|deixe um comentário|=commenti|lascia un commento|=reacties|plaats een reactie|reageer
        =kommentarer|dodaj komentarz|=komentarze|комментарии|оставить комментарий|댓글|コメント|评论|評論
        yorum yap|=yorumlar|bình luận
        """,
    BlockKind.SHARE: """
        =partager|=tweeter|=whatsapp|^enviar por|^envoyer par|^copiar enlace|^copiar link|^copier le lien
        ^copia link|^ツイート|^ブックマーク|^リツイート|=メール|=kakaotalk|=카카오톡|=페이스북|=트위터|=مشاركة
        ^share|=facebook|=twitter|=whatsapp|=linkedin|=pinterest|=telegram|=reddit|=email|=e-mail|=x
        =tweet|=copy link|copy link|follow us|^follow|=instagram|=youtube|=flipboard|=xing|=pocket
        =messenger|=threads|=bluesky|=tiktok|=facebook twitter|=teilen|^teilen|auf facebook|per mail
        per e-mail|link kopieren|^partager|^compartir|^compartilhar|^condividi|^delen|=del|^dela|=jaa
        ^udostępnij|^sdílet|^поделиться|^paylaş|^chia sẻ|공유|シェア|分享|شارك|^शेयर
        """,
    BlockKind.RELATED: """
        ^مواضيع ذات|^أخبار ذات|^مقالات ذات|^الأكثر قراءة|^ランキング|^アクセスランキング|^人気記事
        ^lea también|^lea además|^lee además|^te recomendamos
        ^related|^read more|^read also|^also read|^see also|^read next|^more on|^more from|^more stories
        ^more news|^up next|^recommended|^you may also|^you might also|^most read|^most popular|^trending
        ^popular|^must read|^don't miss|^top stories|^latest news|=latest|^in this article|^keep reading
        ^what to read next|^around the web|^from our partners|^in pictures|^mehr zum thema|^lesen sie auch
        ^auch interessant|^das könnte sie|^das könnte dich|^mehr lesen|^weiterlesen|^zum thema
        ^meistgelesen|^lesen sie mehr|^mehr dazu|^siehe auch|^lesetipp|^ähnliche artikel|^verwandte
        ^weitere artikel|^mehr von|^à lire aussi|^lire aussi|^lire la suite|^a lire|^sur le même
        ^voir aussi|^à lire|^articles liés|^les plus lus|^plus d'articles|^lee también|^leer más
        ^te puede interesar|^más noticias|^noticias relacionadas|^más leídas|^lo más leído|^relacionad
        ^ver más|^más sobre|^también te|^leia também|^leia mais|^veja também|^saiba mais|^mais lidas
        ^notícias relacionadas|^leggi anche|^leggi tutto|^potrebbe interessarti|^articoli correlati
        ^i più letti|^approfondimenti|^lees ook|^lees meer|^meest gelezen|^läs också|^läs mer|^les også
        ^les mer|^læs også|^læs mere|^lue myös|^lue lisää|^czytaj też|^czytaj także|^czytaj również
        ^zobacz także|^zobacz też|^polecamy|^čtěte také|^přečtěte si|^související|^читайте также
        ^читать далее|^читайте|^по теме|^смотрите также|관련기사|관련 기사|^함께 본|^많이 본|関連記事
        ^あわせて読みたい|^おすすめ|相关新闻|相關新聞|相关阅读|^延伸閱讀|^推荐阅读|^ilgili haber
        ^ayrıca oku|^xem thêm|^tin liên quan|^اقرأ أيضا|^اقرأ أيضاً|^यह भी पढ़ें|^baca juga
        """,
    BlockKind.APPEAL: """
        ^assinante|^apúntate|^recibe cada|^recevez|^inscrivez-vous|^melden sie sich|in your inbox
        newsletter|^subscribe|^sign up|^donate|support our|support us|become a member|^abonnieren
        jetzt abonnieren|^abonnez-vous|^s'abonner|^suscríbete|^suscribirse|^assine|^iscriviti|^abbonati
        ^abonneer|^prenumerera|^bli abonnent|^tilaa|^подпис|^подписывайтесь|구독|^購読|订阅|訂閱
        nieuwsbrief|nyhetsbrev|nyhedsbrev|infolettre|boletín|boletim|^abone ol|download the app
        get the app|download our app|free trial|gift this article|^spenden
        """,
    BlockKind.PAYWALL: """
        to continue reading|continue reading with|subscribers only|subscriber only|for subscribers
        already a subscriber|subscribe to read|weiterlesen mit|exklusiv für abonnenten|nur für abonnenten
        jetzt weiterlesen|réservé aux abonnés|article réservé|il vous reste|solo para suscriptores
        para seguir leyendo|exclusivo para assinantes|riservato agli abbonati|alleen voor abonnees
        för prenumeranter|for abonnenter|vain tilaajille|dla subskrybentów|pro předplatitele
        """,
    BlockKind.ADVERTISEMENT: """
        =advertisement|^advertisement|=ad|=ads|=anzeige|=werbung|=publicité|=publicidad|=publicidade
        =pubblicità|=advertentie|=annons|=annonse|=annonce|=mainos|=reklama|=реклама|=reklam|=광고|=広告
        =广告|=廣告|=sponsored|sponsored content|=iklan|story continues below|article continues below
        continue after ad|continua após a publicidad
        """,
    BlockKind.COOKIE_NOTICE: """
        cookies|cookie policy|accept all|alle akzeptieren|tout accepter|aceptar todo|accetta tutti
        privacy settings
        """,
    BlockKind.FOOTER: """
        =aviso legal|^política de privacid|=política de cookies|개인정보처리방침|이용약관|고객센터
        =cgu
        ^©|^(c) 20|all rights reserved|alle rechte vorbehalten|tous droits réservés
        todos los derechos reservados|terms of use|todos os direitos|tutti i diritti|terms of service
        privacy policy|terms and conditions|=impressum|=datenschutz|^copyright|nutzungsbedingungen
        mentions légales|=contact|=contact us|=about us|=imprint|=kontakt|=agb|무단 전재|무단전재|転載
        版权所有
        """,
    BlockKind.TOOL: """
        =메뉴 열기|본문 바로가기|=saltar al contenido|=ir al contenido|=pular para o conteúdo
        =vai al contenuto
        =print|=save|=close|=menu|=search|=listen|=download|=play|=pause|=bookmark|=copy|=back|=next
        =previous|=cancel|=ok|=dictionary|=translate|=zoom|=enlarge|=show more|=load more|=show less
        =view all|=see all|^listen to this article|^back to top|font size|text size|print this
        print article|=drucken|=speichern|=merken|=schließen|=suche|=suchen|=menü|^artikel drucken
        =vorlesen|^artikel anhören|nach oben|=imprimer|=fermer|=rechercher|=enregistrer|=écouter|=imprimir
        =guardar|=cerrar|=buscar|=escuchar|=salvar|=fechar|=stampa|=chiudi|=cerca|=ascolta|=salva
        =afdrukken|=sluiten|=zoeken|=skriv ut|=sök|=søk|=udskriv|=drukuj|=szukaj|=tisk|=печать|=поиск|인쇄
        스크랩|글자크기|=印刷|=検索|=打印|=搜索|=yazdır|=ara|skip to content|skip to main|zum inhalt
        aller au contenu|^slide|^loading|javascript|your browser|video player|^image|=video
        =audio|=gallery|=photos|=watch|^watch:|^watch live|open image|vergrößern|bild öffnen|사진 확대
        閉じる|enable javascript|^error|=more|=mehr
        """,
}


class _Phrase(NamedTuple):
    """One phrase of the table."""

    words: list[str]
    kind: BlockKind
    at_start: bool
    whole: bool


def _index() -> tuple[dict[str, list[_Phrase]], re.Pattern[str], list[BlockKind]]:
    """Index spaced phrases by their first word, and join the others to one pattern."""
    spaced: dict[str, list[_Phrase]] = {}
    unspaced: list[tuple[BlockKind, str]] = []
    for kind, table in _PHRASES.items():
        for phrase in sorted(
            {part.strip() for line in table.splitlines() for part in line.split("|")} - {""}
        ):
            mark = phrase[0] if phrase[0] in "^=" else ""
            body = phrase.removeprefix(mark).casefold()
            if UNSPACED.search(body) or HANGUL.search(body):
                edges = {"^": (r"\A\W*", ""), "=": (r"\A\W*", r"\W*\Z")}.get(mark, ("", ""))
                unspaced.append((kind, f"({edges[0]}{re.escape(body)}{edges[1]})"))
            elif words := WORD.findall(body):
                spaced.setdefault(words[0], []).append(_Phrase(words, kind, bool(mark), mark == "="))
            else:
                unspaced.append((kind, rf"(\A{re.escape(body)})"))
    # The look-ahead spares most characters the trial of every phrase.
    parts = [part for _, part in unspaced]
    first_letters = "".join(part[1] for part in parts if not part.startswith(r"(\A"))
    pattern = re.compile(rf"(?=\A|[{re.escape(first_letters)}])(?:{'|'.join(parts)})")
    return spaced, pattern, [kind for kind, _ in unspaced]


SPACED, UNSPACED_PATTERN, UNSPACED_KINDS = _index()


BUTTONS = {
    phrase.words[0]: phrase.kind
    for phrases in SPACED.values()
    for phrase in phrases
    if phrase.whole and len(phrase.words) == 1
}
"""Words that are buttons by themselves: a line of nothing else is a row of buttons."""
MAX_BUTTONS = 8


def phrase_kind(text: str, words: int) -> BlockKind | None:
    """Return the kind a short block's words name; null for a long block or plain words."""
    if words > SHORT_WORDS or len(text) > SHORT_LENGTH:
        return None
    parted = unglued(text)
    return spaced_kind(folded_words(parted)) or unspaced_kind(parted)


def folded_words(text: str) -> list[str]:
    """Return the case-folded words of a text; those in ASCII are found without an expression."""
    if text.isascii():
        return text.encode().translate(ASCII_WORDS).decode().split()
    return WORD.findall(text.casefold())


def unglued(text: str) -> str:
    """Part buttons that stand together without a space; one such place may be a name."""
    if GLUED_WORD.search(text) and len(GLUED_WORD.findall(text)) > 1:
        return GLUED_WORD.sub(r" \g<0>", text)
    return text


def spaced_kind(words: list[str]) -> BlockKind | None:
    """Return the kind of the first phrase with spaces among case-folded words, or of a row of buttons."""
    if SPACED.keys().isdisjoint(words):
        return None
    if words[0] in BUTTONS and 1 < len(words) <= MAX_BUTTONS and BUTTONS.keys() >= set(words):
        return BUTTONS[words[0]]
    for place, word in enumerate(words):
        for phrase in SPACED.get(word, ()):
            if phrase.at_start and place:
                continue
            if phrase.words == (words if phrase.whole else words[place : place + len(phrase.words)]):
                return phrase.kind
    return None


def unspaced_kind(text: str) -> BlockKind | None:
    """Return the kind of a phrase in a script without spaces, or with a sign."""
    if text.isascii() or not OF_UNSPACED.search(folded := text.casefold()):
        return None
    match = UNSPACED_PATTERN.search(folded)
    return UNSPACED_KINDS[match.lastindex - 1] if match is not None and match.lastindex else None


def is_icon_name(text: str, words: int) -> bool:
    """Tell the name of an icon, with a few words after it, from words for readers."""
    if words > ICON_WORDS or len(text) > SHORT_LENGTH:
        return False
    if ICON_HINT.search(text.casefold()) is None:
        return False
    return LIGATURE.match(text) is not None or ICON.match(text) is not None
