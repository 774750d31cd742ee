"""HTML to blocks: what a reader sees as one thing is one block, and its path leads back to it."""

import pytest

from schemas import NodePath
from service.clean.html import parse, segment_html


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>One <b>bold</b> word</p><p>Two</p>", ["One bold word", "Two"]),
        ("<div>Bare text<p>Paragraph</p>more bare</div>", ["Bare text", "Paragraph", "more bare"]),
        ("<div>One<br>line<br><br>Two</div>", ["One line", "Two"]),
        ("<div>One<br>\n<br/> <br>Two</div>", ["One", "Two"]),
        ("<span>In<div>a block</div>span</span>", ["In", "a block", "span"]),
        ("<ul><li>One<li>Two</ul>", ["One", "Two"]),
        ("<table><tr><td>A<td>B<tr><td>C<td>D</table>", ["A | B", "C | D"]),
        ("<table><tr><td><p>A</p></td><td><p>B</p></td></tr></table>", ["A", "B"]),
        ("<p hidden>No</p><p style='display : none'>No</p><p>Yes</p>", ["Yes"]),
        ("<script>no()</script><style>no{}</style><template><p>No</p></template><p>Yes</p>", ["Yes"]),
        ("<noscript><p>No</p></noscript><p>Yes</p><select><option>No</select>", ["Yes"]),
        ("<p>a\u00adb\u200bc  d\u00a0e</p>", ["abc d e"]),
        ("<p>&lt;b&gt; &amp; more</p>", ["<b> & more"]),
        ("<!-- no --><p></p><p> \n </p>", []),
    ],
)
def test_blocks_of_markup(markup: str, expected: list[str]) -> None:
    """Blocks end where a reader sees a new line."""
    document = segment_html(parse(markup), 100, 1000)
    assert expected == [block.text for block in document.blocks]


def test_paths_lead_to_the_element() -> None:
    """Positions count siblings of the same tag from one; later runs of an element say so."""
    document = segment_html(parse("<div>a<p>b</p>c</div><div><span>d</span></div><p>e<br><br>f"), 100, 1000)
    expected = [
        "html/body/div[1]",
        "html/body/div[1]/p[1]",
        "html/body/div[1]/text()[2]",
        "html/body/div[2]",
        "html/body/p[1]",
        "html/body/p[1]/text()[2]",
    ]
    assert expected == [block.source.path for block in document.blocks if isinstance(block.source, NodePath)]


def test_link_share_counts_characters_in_links() -> None:
    """Half of the text in a link is a share of one half."""
    document = segment_html(parse("<p>abcd<a href=x>efgh</a></p><a><div>all</div></a>"), 100, 1000)
    assert [0.5, 1.0] == [block.link_share for block in document.blocks]
