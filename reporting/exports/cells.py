"""What a cell of a list may be, and how a text that a program might run is kept a text."""

import re

# A program that opens the file reads a formula where a cell begins with one of these, after
# whatever it drops first; the wide forms are turned into the narrow ones by Chinese input methods
# and some programs (domain.md §8 row 17).
_RUNS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫]|[\t\r\n]")
LONGEST = 32_767  # characters that a cell of a workbook holds
REST_LEFT_OUT = "……（太长，后面的在系统里看）"


def looks_like_formula(text: str) -> bool:
    """Whether a program might run the text instead of showing it."""
    return _RUNS.match(text) is not None


def as_plain_text(text: str) -> str:
    """The text with an apostrophe before it where it would be run: for files without types."""
    return f"'{text}" if looks_like_formula(text) else text


def fitting(text: str) -> str:
    """The text, cut with a word of it where a cell cannot hold it."""
    if len(text) <= LONGEST:
        return text
    return text[: LONGEST - len(REST_LEFT_OUT)] + REST_LEFT_OUT
