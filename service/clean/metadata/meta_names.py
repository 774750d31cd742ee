"""Names of meta tags and itemprops, and the field each states."""

from enum import StrEnum

from service.clean.metadata.folding import words


class Field(StrEnum):
    """What a tag states."""

    HEADLINE = "headline"
    DESCRIPTION = "description"
    AUTHOR = "author"
    PUBLISHED = "published"
    MODIFIED = "modified"
    SECTION = "section"
    SITE = "site"
    ADDRESS = "address"
    IMAGE = "image"
    IMAGE_ALT = "image_alt"
    LANGUAGE = "language"
    ACCESS = "access"
    TAGS = "tags"


NAMES: dict[Field, tuple[str, ...]] = {
    Field.HEADLINE: words("""
        og:title headline sailthru.title parsely-title cxenseparse:title dc.title dcterms.title
        citation_title twitter:title article:title vr:title
    """),
    Field.DESCRIPTION: words("""
        og:description description sailthru.description cxenseparse:description dc.description
        dcterms.description dcterms.abstract twitter:description
    """),
    Field.AUTHOR: words("""
        author article:author_name byl parsely-author sailthru.author cxenseparse:author
        citation_author dc.creator dcterms.creator dc.creator.name dcterms.contributor vr:author
        authors article.author article_author authorname mediator_author article:author
        og:article:author og:author shareaholic:article_author_name rbauthors creator content-author
        dcsext.author bt:author
    """),
    Field.PUBLISHED: words("""
        article:published_time og:published_time og:article:published_time article:published
        article:publication_date datepublished parsely-pub-date sailthru.date
        cxenseparse:recs:publishtime cxenseparse:publishtime citation_publication_date
        citation_online_date citation_date dcterms.issued dc.date.issued dcterms.created
        dc.date.created dc.date dcterms.date date pubdate publish-date publish_date publishdate
        published_time published-date publication_date publication-date originalpublicationdate
        published_at article.published article.created date.created datecreated created creation_date
        shareaholic:article_published_time vr:published_time bt:pubdate rnews:datepublished
        weibo:article:create_at article_date_original analyticsattributes.articledate release_date
        ptime dateposted og:pubdate og:regdate video:release_date apub:time
    """),
    Field.MODIFIED: words("""
        article:modified_time og:updated_time og:article:modified_time og:modified_time
        article:modified datemodified article.updated dcterms.modified dc.date.modified dc.modified
        last-modified lastmod modified revised date.modified lastmodified last_modified updated_time
        shareaholic:article_modified_time weibo:article:update_at bt:moddate rnews:datemodified utime
        modified_time
    """),
    Field.SECTION: words("""
        article:section article_section articlesection section parsely-section sailthru.section
        cxenseparse:category vr:category
    """),
    Field.SITE: words("""
        og:site_name application-name cxenseparse:site publisher dc.publisher dcterms.publisher
        article:publisher_name citation_journal_title apple-mobile-web-app-title
    """),
    Field.ADDRESS: words("""
        og:url parsely-link twitter:url vr:canonical
    """),
    Field.IMAGE: words("""
        og:image og:image:url og:image:secure_url twitter:image twitter:image:src parsely-image-url
        sailthru.image.full
    """),
    Field.IMAGE_ALT: words("""
        og:image:alt twitter:image:alt
    """),
    Field.LANGUAGE: words("""
        content-language og:locale dc.language dcterms.language inlanguage language
    """),
    Field.ACCESS: words("""
        article:content_tier isaccessibleforfree content_tier article:opinion_access
        cxenseparse:access
    """),
    Field.TAGS: words("""
        article:tag og:article:tag news_keywords parsely-tags sailthru.tags cxenseparse:keywords
        citation_keywords dcterms.subject dc.subject keywords
    """),
}
"""Names, lower-cased, the more reliable first."""

META_FIELDS: dict[str, tuple[Field, int]] = {
    name: (target, rank) for target, names in NAMES.items() for rank, name in enumerate(names)
}
"""Name to its field, and its rank there."""

OPEN_GRAPH = ("og:", "article:", "twitter:", "video:")
