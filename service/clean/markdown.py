"""Markdown residue in flat text: links, images, headings, bullets and emphasis undone line by line."""

import re
from typing import NamedTuple

TARGET = r"\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"
IMAGE = re.compile(rf"!\[[^\[\]\n]*\]{TARGET}")
LINK = re.compile(rf"\[([^\[\]\n]*)\]{TARGET}")
TORN_LINK = re.compile(rf"^\s*\]{TARGET}")
"""The end of a link whose text ran over several lines."""
HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+")
BULLET = re.compile(r"^\s*(?:[*+-]|\d{1,3}\.)\s+(?=\S)")
QUOTE = re.compile(r"^\s{0,3}(?:>\s?)+")
EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3})(?=\S)([^*_\n]{1,400}?)(?<=\S)\1(?!\w)")
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>])")
SIGNS = re.compile(rf"\[[^\[\]\n]*\]{TARGET}|^#{{1,6}} \S", re.MULTILINE)
LEAST_SIGNS = 2


class Line(NamedTuple):
    """A line without its markup."""

    text: str
    tag: str = ""
    """The HTML tag the markup stands for: h1, li, blockquote; empty for none."""
    link_length: int = 0
    """Characters that were inside links."""


def is_markdown(content: str) -> bool:
    """Tell whether a text carries markdown."""
    signs = SIGNS.finditer(content)
    return all(next(signs, None) is not None for _ in range(LEAST_SIGNS))


def read_line(line: str) -> Line:
    """Undo the markup of one line, or of lines that were joined."""
    tag = ""
    if heading := HEADING.match(line):
        tag = f"h{len(heading[1])}"
        line = line[heading.end() :]
    elif bullet := BULLET.match(line):
        tag = "li"
        line = line[bullet.end() :]
        if heading := HEADING.match(line):
            tag = f"h{len(heading[1])}"
            line = line[heading.end() :]
    elif quote := QUOTE.match(line):
        tag = "blockquote"
        line = line[quote.end() :]
    if "](" in line:
        line = TORN_LINK.sub("", IMAGE.sub("", line))
    link_length = 0

    def unlink(match: re.Match[str]) -> str:
        nonlocal link_length
        link_length += len(match[1].strip())
        return match[1]

    if "](" in line:
        line = LINK.sub(unlink, line)
    line = EMPHASIS.sub(r"\2", line)
    return Line(ESCAPE.sub(r"\1", line), tag, link_length)
