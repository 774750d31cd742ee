"""How language files write word classes down."""


def listed(text: str, number: int = 0) -> dict[str, int]:
    """Give every word of a text the same number."""
    return dict.fromkeys(text.split(), number)


def counted(text: str, start: int = 1) -> dict[str, int]:
    """Number groups of words set apart by semicolons: "monday mon; tuesday tue"."""
    return {word: position for position, group in enumerate(text.split(";"), start) for word in group.split()}


def valued(text: str) -> dict[str, int]:
    """Read "word=number" pairs."""
    pairs = (pair.rsplit("=", 1) for pair in text.split())
    return {word: int(number) for word, number in pairs}


def inflected(stems: str) -> dict[str, int]:
    """Give German adjectives in all their endings, numbered by groups set apart by semicolons."""
    return {
        stem + ending: position
        for position, group in enumerate(stems.split(";"), 1)
        for stem in group.split()
        for ending in ("e", "en", "er", "es", "em")
    }


def romans(*endings: str) -> dict[str, int]:
    """Number the Roman numerals of centuries, with the endings a language writes them with."""
    numerals = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi".split()  # noqa: SIM905
    return {numeral + ending: number for number, numeral in enumerate(numerals, 1) for ending in endings}
