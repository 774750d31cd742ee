"""Markdown residue in flat text: links, images, headings, bullets and emphasis undone line by line."""

import re
from typing import NamedTuple

TARGET = r"\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"
IMAGE = re.compile(rf"!\[[^\[\]\n]*\]{TARGET}")
LINK = re.compile(rf"\[([^\[\]\n]*)\]{TARGET}")
TORN_LINK = re.compile(rf"\]{TARGET}")
"""The end of a link whose text ran over several lines."""
OPEN_LINK = re.compile(r"^\s*(?:[*+-]\s+)?\[(?=[^\[\]\n]*$)")
"""The beginning of such a link."""
REFERENCE = re.compile(r"\[([^\[\]\n]+)\]\[[^\[\]\n]{0,40}\]")
DEFINITION = re.compile(r"^\s{0,3}\[[^\[\]\n]{1,80}\]:\s+\S")
"""Where a reference leads, on a line of its own."""
AUTOLINK = re.compile(r"<(https?://[^<>\s]+)>")
HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+")
BULLET = re.compile(r"^\s*(?:[*+-]|\d{1,3}\.)\s+(?=\S)")
QUOTE = re.compile(r"^\s{0,3}(?:>\s?)+")
EMPHASIS = re.compile(
    r"([*_](?<!\w.)(?:(?<=\*)\*{0,2}+|(?<=_)_{0,2}+))(?=\S)([^*_\n]{1,400}+)(?<=\S)\1(?!\w)"
)
"""It begins with one set of characters too; nothing in it can end elsewhere, so nothing is tried twice."""
STRAY = re.compile(r"\*{2,}")
"""Emphasis whose other end is on another line."""
ROW = re.compile(r"^\s*\|(.*)\|\s*$")
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>])")
SIGNS = re.compile(
    rf"[\[#](?:(?<=\[)[^\[\]\n]*\]{TARGET}|(?<=^#)#{{0,5}} \S|(?<=^\[)[^\[\]\n]{{1,80}}\]:\s+\S)",
    re.MULTILINE,
)
"""Links, headings and definitions; it begins with one set of characters, which is searched for fast."""
SIGN_HINTS = ("](", "]:", "# ")
"""Every sign has one of these; their first character alone is found faster."""
LEAST_SIGNS = 2
MARKS = frozenset("#*+->|")
"""What headings, bullets, quotes and rows begin with, if not with a number."""


class Line(NamedTuple):
    """A line without its markup."""

    text: str
    tag: str = ""
    """The HTML tag the markup stands for: h1, li, blockquote, tr; empty for none."""
    link_length: int = 0
    """Characters that were inside links."""


def is_markdown(content: str) -> bool:
    """Tell whether a text carries markdown."""
    if not any(hint[0] in content and hint in content for hint in SIGN_HINTS):
        return False
    signs = SIGNS.finditer(content)
    return all(next(signs, None) is not None for _ in range(LEAST_SIGNS))


def read_line(line: str) -> Line:
    """Undo the markup of one line, or of lines that were joined."""
    if "]:" in line and DEFINITION.match(line):
        return Line(line, link_length=len(line))
    first = line.lstrip()[:1]
    tag, rest = _read_mark(line) if first in MARKS or first.isdecimal() else ("", line)
    text, link_length = _read_links(rest)
    if "[" in text and (opening := OPEN_LINK.match(text)):
        text = text[opening.end() :]
        link_length = len(text)
    if "*" in text or "_" in text:
        text = EMPHASIS.sub(lambda emphasis: emphasis[2], text)
        if "**" in text:
            text = STRAY.sub("", text)
    if "\\" in text:
        text = ESCAPE.sub(lambda escape: escape[1], text)
    return Line(text, tag, link_length)


def _read_mark(line: str) -> tuple[str, str]:
    """Take the mark off the beginning of a line: the tag it stands for, and the rest."""
    bullet = BULLET.match(line)
    rest = line[bullet.end() :] if bullet is not None else line
    if "#" in rest and (heading := HEADING.match(rest)):
        return f"h{len(heading[1])}", rest[heading.end() :]
    if bullet is not None:
        return "li", rest
    if quote := QUOTE.match(line):
        return "blockquote", line[quote.end() :]
    if row := ROW.match(line):
        return "tr", row[1].replace("|", " ")
    return "", line


def _read_links(line: str) -> tuple[str, int]:
    """Put the texts of links in their place, and count their characters; pictures vanish."""
    link_length = 0
    if "](" in line:
        line, link_length = _unlink(LINK, IMAGE.sub("", line) if "![" in line else line)
        if "](" in line and (torn := TORN_LINK.search(line)):
            link_length += len(line[: torn.start()].strip())
            line = line[: torn.start()] + line[torn.end() :]
    if "][" in line:
        line, length = _unlink(REFERENCE, line)
        link_length += length
    if "<http" in line:
        line, length = _unlink(AUTOLINK, line)
        link_length += length
    return line, link_length


def _unlink(link: re.Pattern[str], line: str) -> tuple[str, int]:
    """Put the one group of a link in its place, and count the characters of those groups."""
    parts = link.split(line)
    return "".join(parts), sum([len(text.strip()) for text in parts[1::2]])
