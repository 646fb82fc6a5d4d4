"""First letters of Chinese words, so that a clerk finds 大塘村4组 by typing dt4."""

import unicodedata

# Characters read differently when they are a surname.
_SURNAMES = {
    "曾": "z",
    "单": "s",
    "解": "x",
    "仇": "q",
    "查": "z",
    "区": "o",
    "翟": "z",
    "盖": "g",
    "朴": "p",
    "缪": "m",
    "秘": "b",
    "折": "s",
    "种": "c",
    "尉迟": "yc",
    "万俟": "mq",
    "澹台": "tt",
}

# Words that every place has: nobody types them.
_PLACE_SUFFIXES = ("街道", "社区", "网格", "乡", "镇", "村", "组")


def normalise(text: str) -> str:
    """Fold full-width letters and digits, drop blanks, lower-case."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def initials(text: str) -> str:
    """First letters of every character; letters and digits stay: 大塘村4组 → dtc4z."""
    # Its dictionary takes half a second to load, and most processes never ask.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    return "".join(lazy_pinyin(normalise(text), style=Style.FIRST_LETTER))


def name_initials(name: str) -> str:
    """As `initials`, with the reading that a character has as a surname: 曾小雨 → zxy."""
    name = normalise(name)
    for length in (2, 1):
        if (reading := _SURNAMES.get(name[:length])) is not None:
            return reading + initials(name[length:])
    return initials(name)


def kept_initials(name: str) -> str:
    """What is kept beside a name so that `cgq` finds 陈国强: `name_initials`, 40 signs at most."""
    return "".join(sign for sign in name_initials(name) if sign.isascii() and sign.isalnum())[:40]


def place_initials(name: str) -> str:
    """What finds a place: first letters without 村, 社区, 组, then in full: `dt4 dtc4z`."""
    short = normalise(name)
    for suffix in _PLACE_SUFFIXES:
        # 镇 or 村 may begin a name (镇江社区): only what follows something is a suffix.
        short = short[:1] + short[1:].replace(suffix, "")
    forms = dict.fromkeys((initials(short), initials(name)))
    return " ".join(forms)
