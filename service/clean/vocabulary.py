"""Words that name the furniture of a page: in its markup, and on its buttons and labels.

General vocabulary of web publishing in many languages; no site, no sentence of any article.
"""

from schemas import BlockKind


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MARKUP: dict[BlockKind, str] = {
    BlockKind.COMMENT: """
        comment comments commenting reactions commentlist disqus livefyre respond replies discussion
        kommentar kommentare commentaires commentaire comentarios comentario commenti
        reacties opinie komentarze
        """,
    BlockKind.RELATED: """
        related relateds recommended recommendation recommendations recirc recirculation
        readmore popular trending teaser teasers outbrain taboola zergnet similar seealso
        mostread morefrom morestories suggested suggestions upnext excerpt excerpts infobox
        factbox faktabox infokasten verwandte relacionadas relacionados correlati lire
        moreon further
        """,
    BlockKind.NAVIGATION: """
        nav navbar navigation menu submenu sidebar topbar pagination pager pagenav subnav
        sitenav masthead skip skiplink offcanvas megamenu hamburger sitemap search searchbar
        tags tag taglist schlagworte etiquetas topics keywords categories postnav
        """,
    BlockKind.BREADCRUMB: """
        breadcrumb breadcrumbs crumb crumbs brotkrumen ariane
        """,
    BlockKind.SHARE: """
        share shares sharing sharebar sharetools social socials sociable sharedaddy addthis
        addtoany follow partage partager teilen compartir compartilhe compartilhar condividi
        """,
    BlockKind.APPEAL: """
        newsletter newsletters subscribe subscription subscriptions signup donate donation
        donations membership mailchimp abo optin cta assine abonnez abonnement suscribete abonnieren abbonati
        """,
    BlockKind.PAYWALL: """
        paywall regwall metered
        """,
    BlockKind.ADVERTISEMENT: """
        ad ads adv advert adverts advertisement advertising anzeige werbung sponsor
        sponsored promo promos promotion promotions banner dfp adsense adslot publicidad pub
        affiliate
        """,
    BlockKind.COOKIE_NOTICE: """
        cookie cookies consent gdpr cmp cookiebar cookiebanner cookielaw cookielawinfo onetrust
        """,
    BlockKind.LOGIN: """
        login signin register registration
        """,
    BlockKind.FOOTER: """
        footer copyright imprint impressum colophon legal disclaimer
        """,
    BlockKind.TOOL: """
        tools toolbar toolbox fontsize textsize modal popup tooltip lightbox overlay
        dropdown slider carousel audioplayer poll
        """,
    BlockKind.BYLINE: """
        author authors autor bio biography authorbox authorinfo aboutauthor
        """,
    BlockKind.CAPTION: """
        caption captions figcaption imagecaption bildunterschrift wpcaption legende cutline
        cutlines photocaption imgcaption bildtext bildtekst onderschrift fotobijschrift
        didascalia kuvateksti
        """,
    BlockKind.CREDIT: """
        credit credits photocredit imagecredit bildnachweis
        """,
}
MARKUP_KINDS: dict[str, BlockKind] = {word: kind for kind, words in _MARKUP.items() for word in words.split()}
MARKUP_PAIRS: dict[tuple[str, str], BlockKind] = {
    ("read", "more"): BlockKind.RELATED,
    ("read", "also"): BlockKind.RELATED,
    ("also", "read"): BlockKind.RELATED,
    ("see", "also"): BlockKind.RELATED,
    ("most", "read"): BlockKind.RELATED,
    ("most", "popular"): BlockKind.RELATED,
    ("more", "from"): BlockKind.RELATED,
    ("more", "on"): BlockKind.RELATED,
    ("more", "stories"): BlockKind.RELATED,
    ("more", "news"): BlockKind.RELATED,
    ("read", "next"): BlockKind.RELATED,
    ("up", "next"): BlockKind.RELATED,
    ("latest", "news"): BlockKind.RELATED,
    ("sign", "up"): BlockKind.APPEAL,
    ("sign", "in"): BlockKind.LOGIN,
    ("log", "in"): BlockKind.LOGIN,
    ("author", "bio"): BlockKind.BYLINE,
    ("author", "box"): BlockKind.BYLINE,
    ("author", "info"): BlockKind.BYLINE,
    ("about", "author"): BlockKind.BYLINE,
    ("the", "author"): BlockKind.BYLINE,
}
DECK_WORDS = _words("""
    deck dek standfirst subtitle subheadline subhead subheading summary lead lede intro teaser
    excerpt chapo vorspann ingress entradilla sumario sottotitolo occhiello sapo perex abstract
    description dropline kicker anrisstext untertitel bajada copete
""")
BYLINE_WORDS = _words("""
    byline author authors auteur autor autoren writer signature firma
""")
DATE_WORDS = _words("""
    date time timestamp published pubdate datetime datum fecha updated posted dateline
""")
QUOTE_WORDS = _words("""
    quote pullquote blockquote zitat citation citazione cita citat citaat
""")
EMBED_WORDS = _words("""
    embed embedded oembed tweet
""")
ARTICLE_WORDS = _words("""
    article articlebody articletext body bodytext content entry post story storybody text texte
    artikel articulo noticia nota cuerpo corpo testo maincontent
""")
