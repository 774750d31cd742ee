"""Ways to break an article: its bytes, its markup, its metadata, its shape.

Each takes the article's bytes and changes them in place; all chance comes from the given source.
"""

import base64
import re
from collections.abc import Callable
from random import Random

MOST_BYTES = 4 << 20
"""A mutated article is cut to this length."""
ROOM = 1 << 20
"""Most bytes one growth adds."""
SENTENCE = b"The council of the harbour city voted on Tuesday night to rebuild its tram line. "
TAG = re.compile(rb"<[a-zA-Z][^<>]*>")

SNIPPETS = (
    *(b"<div>", b"</div>", b"<p>", b"</p></p>", b"<table><tr>", b"<!--", b"-->", b"<![CDATA[", b"<script>"),
    *(
        b"</script>",
        b"<style>",
        b'"',
        b"'",
        b"\x00",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"&#xD800;",
        b"&#x110000;",
    ),
    *(b'<script type="application/ld+json">{"@type":"NewsArticle","headline":[', b"<base href='//:'>"),
    *(b"<meta charset=utf-7>", b"<svg><p>", b"<template>", b"<frameset>", b"<plaintext>", b"\r", b"\xc2\xa0"),
    *(
        "\u202e".encode(),
        "🙂".encode(),
        "。".encode(),
        b"[](",
        b"> > > ",
        b"| | |",
        b"(0/",
        b"2024-02-30T25:61",
    ),
)
CHARSETS = ("utf-16", "utf-7", "gbk", "shift_jis", "iso-8859-8", "windows-1251", "koi8-r", "x-user-defined")
NAMES = (b"div", b"span", b"p", b"b", b"a", b"table", b"li", b"option", b"svg", b"font", b"h2", b"blockquote")

Change = Callable[[bytearray, Random], None]
Growth = Callable[[Random, int], bytes]
"""Writes markup of ``n`` parts."""


def flip(value: bytearray, rng: Random) -> None:
    """Change single bytes."""
    for _ in range(rng.randrange(1, 40)):
        value[rng.randrange(len(value))] = rng.randrange(256)


def cut(value: bytearray, rng: Random) -> None:
    """Take a stretch away."""
    begin = rng.randrange(len(value))
    del value[begin : begin + rng.randrange(1, 1 + len(value) // 2)]


def double(value: bytearray, rng: Random) -> None:
    """Repeat a stretch many times."""
    begin = rng.randrange(len(value))
    stretch = value[begin : begin + rng.randrange(1, 400)]
    value[begin:begin] = stretch * rng.randrange(1, 200)


def insert(value: bytearray, rng: Random) -> None:
    """Put markup and odd characters where they do not belong."""
    for _ in range(rng.randrange(1, 10)):
        at = rng.randrange(len(value) + 1)
        value[at:at] = rng.choice(SNIPPETS) * rng.choice((1, 1, 1, 3, 700))


def move(value: bytearray, rng: Random) -> None:
    """Put a stretch somewhere else."""
    begin = rng.randrange(len(value))
    end = begin + rng.randrange(1, 2_000)
    stretch = value[begin:end]
    del value[begin:end]
    at = rng.randrange(len(value) + 1)
    value[at:at] = stretch


def repeat_tag(value: bytearray, rng: Random) -> None:
    """Open an element many times over."""
    found = TAG.search(value, rng.randrange(len(value)))
    if found:
        value[found.end() : found.end()] = found[0][:500] * rng.choice((1, 5, 300, 3_000))


def drop_tags(value: bytearray, rng: Random) -> None:
    """Leave elements of one name unclosed, or close them without opening."""
    slash = rng.choice((b"", b"/"))
    value[:] = re.sub(b"(?i)<" + slash + rng.choice(NAMES) + rb"\b[^<>]*>", b"", value)


def break_entities(value: bytearray, rng: Random) -> None:
    """Cut character references in two, or put broken ones for spaces."""
    if rng.random() < 0.5:
        value[:] = value.replace(b";", b"")
    else:
        value[:] = value.replace(b" ", rng.choice((b"&am", b"&#x;", b"&#99999999;", b"&nbsp")), 5_000)


def lie_of_charset(value: bytearray, rng: Random) -> None:
    """Name a charset the bytes are not in, or encode them anew under the old name."""
    charset = rng.choice(CHARSETS)
    if rng.random() < 0.5:
        value[0:0] = b"<meta charset=" + charset.encode() + b">"
    else:
        known = "utf-16" if charset == "x-user-defined" else charset
        value[:] = value.decode(errors="ignore").encode(known, "ignore")


def one_line(value: bytearray, rng: Random) -> None:
    """Make the text one long line."""
    line = re.sub(rb"<[^<>]*>|\s+", rng.choice((b" ", b"")), value)
    value[:] = line * max(1, rng.choice((1, 1, 1, ROOM // max(1, len(line)))))


def short_lines(value: bytearray, rng: Random) -> None:
    """Make each word a line, up to a hundred thousand of them."""
    lines = b"\n".join(re.sub(rb"<[^<>]*>", b" ", value).split()) + b"\n"
    copies = rng.choice((1, 1, 1, min(100_000 // lines.count(b"\n"), ROOM // len(lines))))
    value[:] = lines * max(1, copies)


def _nested(rng: Random, n: int) -> bytes:
    name = rng.choice(NAMES)
    close = b"</" + name + b">" if rng.random() < 0.5 else b""
    return (b"<" + name + b">") * n + b"x" + close * n


def _tables(_: Random, n: int) -> bytes:
    return b"<table><tr><td>" * n + b"x" + b"</td></tr></table>" * n


def _formatting(rng: Random, n: int) -> bytes:
    return (
        b"".join(b"<%s id=%d>" % (rng.choice((b"b", b"i", b"a", b"font")), i) for i in range(n)) + b"<p>x" * n
    )


def _attributes(rng: Random, n: int) -> bytes:
    value = rng.choice((b"", b"=b", b'="c d"', b"='>'"))
    return b"<div " + b" ".join(b"a%d%s" % (i, value) for i in range(n)) + b">x</div>"


def _classes(rng: Random, n: int) -> bytes:
    name = rng.choice((b"story-body ", b"a", b"articleBody_", "日本".encode()))
    return b'<div class="' + name * n + b'" id="' + name * n + b'">' + SENTENCE * 3 + b"</div>"


def _text(rng: Random, n: int) -> bytes:
    return b"<p>" + rng.choice((SENTENCE, b"x", b"1.", b"A ", b". ", b"(", "港".encode(), b"&amp;")) * (
        10 * n
    )


def _tiny(rng: Random, n: int) -> bytes:
    return rng.choice((b"<p>a</p>", b"<i></i>", b"a<br>", b"<li><a href=x>b</a>", b"<td>c", b"<option>d")) * n


def _blob(rng: Random, n: int) -> bytes:
    blob = base64.b64encode(rng.randbytes(30 * n))
    return rng.choice((b"<p>%s</p>", b"<img src='data:image/png;base64,%s'>", b"%s\n")) % blob


def _metas(rng: Random, n: int) -> bytes:
    name = rng.choice(
        (b"author", b"og:title", b"article:published_time", b"description", b"article:tag", b"x")
    )
    return b"".join(b"<meta name='%s' property='%s' content='Ann %d'>" % (name, name, i) for i in range(n))


def _json_ld(rng: Random, n: int) -> bytes:
    article = b'{"@type":"NewsArticle","@id":"#a","headline":"Tram line","author":%s}'
    people = b",".join(b'{"@type":"Person","name":"Ann %d"}' % i for i in range(n))
    inner = rng.choice(
        (
            b"[" * n,
            b"[" * n + b"]" * n,
            b'{"a":' * n + b"1" + b"}" * n,
            article % (b"[" + people + b"]"),
            article % b'{"@id":"#a"}',
            b'{"@graph":[' + b",".join([article % b'{"@id":"#a"}'] * n) + b"]}",
            article % (b'"' + b"Ann and " * n + b'"'),
            b'{"articleBody":"' + SENTENCE * n + b'\n"}',
        )
    )
    return b"<script type='application/ld+json'>" + inner + b"</script>"


GROWTHS: tuple[Growth, ...] = (
    *(_nested, _tables, _formatting, _attributes, _classes, _text, _tiny, _blob, _metas, _json_ld),
)


def grow(value: bytearray, rng: Random) -> None:
    """Add much of one thing, before some tag or line."""
    growth = rng.choice(GROWTHS)(rng, rng.choice((3, 50, 300, 1_000, 1_000, 3_000, 20_000)))
    at = max(value.find(rng.choice((b"<", b"\n")), rng.randrange(len(value))), 0)
    value[at:at] = growth[:ROOM]


CHANGES: tuple[Change, ...] = (
    *(flip, cut, double, insert, move, repeat_tag, drop_tags, break_entities, lie_of_charset),
    *(one_line, short_lines, grow, grow),
)


def change(value: bytearray, rng: Random) -> list[str]:
    """Break an article in one to three ways; return their names."""
    names = []
    for step in rng.choices(CHANGES, k=rng.randrange(1, 4)):
        if value:
            step(value, rng)
            del value[MOST_BYTES:]
            names.append(step.__name__)
    return names
