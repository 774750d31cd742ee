"""Pages that differ in one number, so that each event tells which page it came from."""

import json
import re

from tests.flow.kafka_io import Written

PAGE = """<!doctype html><html lang="en"><head><title>Ferry line {number} opens to passengers</title>
<link rel="canonical" href="https://news.example/ferries/{number}">
<meta property="article:published_time" content="2024-11-13T09:30:00+00:00"></head><body>
<nav><a href="/">Home</a> <a href="/transport">Transport</a></nav>
<article><h1>Ferry line {number} opens to passengers</h1>
<p>The city opened ferry line {number} on Wednesday, joining the old harbour to the northern islands.</p>
<p>About four hundred people took the first boat, which left ten minutes late because of fog.</p>
<p>"We have waited for this for years," said Maria Lind, who works on the largest of the islands.</p>
{more}</article>
<footer>Copyright News Example</footer></body></html>"""


def page(number: int, *, order: str = "", paragraphs: int = 0) -> bytes:
    """Write one page, at will with an order for the poison stage, or longer."""
    sentence = "Timetable {0} of line {1} counts {2} departures a day, and the operator plans more of them."
    more = "\n".join(
        f"<p>{sentence.format(n, number, (n * 7919 + number) % 997)}</p>" for n in range(paragraphs)
    )
    if order:
        more += f"<!-- poison:{order} -->"
    return PAGE.format(number=number, more=more).encode()


def number_of(event: Written) -> int:
    """Return which page an event was made from."""
    assert event.value is not None
    found = re.search(r"[Ff]erry line (\d+)", json.loads(event.value)["article"]["text"])
    assert found is not None
    return int(found[1])


def offset_of(event: Written) -> tuple[int, int]:
    """Return partition and offset of the raw record an event was made from."""
    assert event.value is not None
    origin = json.loads(event.value)["lineage"]["input"]
    return origin["partition"], origin["offset"]
