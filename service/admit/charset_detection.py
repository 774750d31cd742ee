"""Guess the charset of bytes that are not UTF-8 and do not say what they are.

Two cases. In Latin scripts bytes over 0x7F stand alone among ASCII letters: the charset is the one whose
reading fits one language's alphabet. In all other scripts such bytes come in runs, long enough for
the statistics of charset-normalizer.
"""

import re

import webencodings
from charset_normalizer import from_bytes
from charset_normalizer.utils import iana_name

_SEARCHED = 1 << 20
_SAMPLE = 8 * 1024
_ASKED_APART = 3
_RUN_SHARE = 0.3

_HIGH = re.compile(rb"[\x80-\xff]")
_RUN = re.compile(rb"[\x80-\xff]{3,}")
# "<", ">" and the line feed are no trail bytes in any multi-byte charset: cutting there splits no character.
_SEGMENT = re.compile(rb"[^<>\n]+")
_ASCII = bytes(range(0x80))

_OTHER_SCRIPTS = (
    "euc-kr", "shift_jis", "euc-jp", "gb18030", "big5", "windows-1251", "koi8-r", "koi8-u", "iso-8859-5",
    "ibm866", "windows-1253", "iso-8859-7", "windows-1255", "iso-8859-8", "windows-1256", "iso-8859-6",
    "windows-874",
)  # fmt: skip
"""WHATWG names of the charsets of non-Latin scripts."""

_LATIN = {
    "windows-1252": (
        "àâæçèéêëîïôùûüÿœ", "áéíñóúü", "äöüß", "àáâãçéêíóôõúü", "àèéìíîòóù", "åäöéæø", "áéëïóöüíèê",
        "áðéíóúýþæö", "äöõüšž", "àçèéíïòóúü·",
    ),
    "windows-1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž"),
    "windows-1254": ("çğıöşüâîû",),
    "iso-8859-2": ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž"),
    "windows-1257": ("āčēģīķļņšūž", "ąčęėįšųūž"),
}  # fmt: skip
"""Latin charsets, the commonest first, with the non-ASCII letters of the languages written in them."""

_PUNCTUATION = frozenset("‘’‚“”„«»‹›–—…•·°§©®™€£¡¿ºª²³½\u00a0\u00ad")


def detect_charset(value: bytes) -> str | None:
    """Name the most likely charset; null where none fits. Looks at a bounded part of the value."""
    sample = _sample(value)
    if not mostly_runs(sample):
        return _fit_alphabet(sample)
    # One damaged character rules the right charset out: then the longest stretches are asked apart.
    stretches = sorted(sample.split(b"\n"), key=len, reverse=True)
    for text in (sample, *stretches[:_ASKED_APART]):
        best = from_bytes(text, cp_isolation=list(_BY_CODEC), enable_fallback=False).best()
        if best is not None:
            return _BY_CODEC[best.encoding]
    return None


def mostly_runs(value: bytes) -> bool:
    """Whether bytes over 0x7F come in runs of three and more, as in no Latin script."""
    sample = value[:_SEARCHED]
    high = len(sample.translate(None, _ASCII))
    return sum(map(len, _RUN.findall(sample))) > _RUN_SHARE * high


def _sample(value: bytes) -> bytes:
    """Collect the first stretches of text that hold bytes over 0x7F."""
    first = _HIGH.search(value)
    start = 0 if first is None else max(0, value.rfind(b"\n", 0, first.start()) + 1, first.start() - _SAMPLE)
    stretches: list[bytes] = []
    size = 0
    for segment in _SEGMENT.finditer(value, start, start + _SEARCHED):
        stretch = segment[0][: _SAMPLE - size]
        if not stretch.isascii():
            stretches.append(stretch)
            size += len(stretch) + 1
            if size >= _SAMPLE:
                break
    return b"\n".join(stretches)


def _fit_alphabet(sample: bytes) -> str | None:
    """Take the Latin charset whose reading has the largest share in one language's alphabet."""
    best, best_share = None, 0.5
    for name, alphabets in _LATIN.items():
        try:
            text = sample.decode(python_codec(name))
        except UnicodeDecodeError:
            continue
        letters = [character for character in text if character > "\x7f" and character not in _PUNCTUATION]
        lowered = "".join(letters).lower()
        fits = max(sum(map(lowered.count, alphabet)) for alphabet in alphabets)
        share = fits / len(letters) if letters else 1.0
        if share > best_share:
            best, best_share = name, share
    return best


def python_codec(name: str) -> str:
    """Name Python's codec for a WHATWG charset: the superset browsers use for it."""
    if name == "gbk":
        return "gb18030"
    if name == "iso-2022-jp":
        return "iso2022_jp_ext"
    codec: str = webencodings.lookup(name).codec_info.name
    return codec


_BY_CODEC = {iana_name(python_codec(name)): name for name in _OTHER_SCRIPTS}
