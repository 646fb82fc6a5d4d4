"""What somebody writes of a half-month, held against its figures: which stated numbers are wrong.

A rate or sum that stands with its parts is worked out again; a rate that is called by the name of
a column is held against that column. What is not stated with either is not judged.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from grids.models import Category
from mediation.core.errors import Refused
from reporting.figures import CATALOGUE, FIGURES, Number
from reporting.figures.claims import Verdict, claims_in, expected, judge, rates_named_in
from reporting.selectors import Row
from reporting.selectors.comparison import parts_of

RATES = {figure.label: figure.name for figure in FIGURES if figure.unit == "%"}


def faults_in(texts: Iterable[str], row: Row, of_parts: Sequence[str] = ()) -> Iterator[str]:
    """A sentence for each stated number that does not follow; `row` is what the writer speaks of.

    A rate is worked out from its counts, with as many decimals as were written: never from a rate
    that was rounded already. `of_parts` as `rates_named_in`.
    """
    for text in texts:
        for claim in claims_in(text):
            if claim.sentence:
                yield claim.sentence
        for label, stated in rates_named_in(text, list(RATES), of_parts):
            part, whole = parts_of(CATALOGUE[RATES[label]], row.sums)
            if not whole:
                yield f"“{label}{stated}%”：本期底数是 0，这个率写“—”。"
                continue
            verdict = judge(label, [f"{part}"], f"{whole}", stated)
            found = expected(label, Decimal(part or 0), Decimal(whole), stated)
            if verdict is Verdict.TRUNCATE:
                yield (
                    f"“{label}{stated}%”：{part} ÷ {whole} 四舍五入是 {found}%，写的是截去了尾数。"
                )
            elif not verdict.is_right:
                yield f"“{label}{stated}%”：系统里是 {part} ÷ {whole}，算出来是 {found}%。"


def check(texts: Mapping[str, str], row: Row) -> None:
    """Raises `Refused` "invalid_stated" beside the first text (by its field) that states a number
    which does not follow.
    """
    categories = list(Category.objects.values_list("short_name", flat=True))
    for name, text in texts.items():
        for fault in faults_in([text], row, categories):
            raise Refused(
                "invalid_stated",
                fault,
                field=name,
                instead="请改一改再报；说的不是本期本村的，请写明是哪里、哪一期的",
            )


def together(rows: Iterable[Row]) -> Row:
    """One row of several, e.g. of the places that one village answers for."""
    sums: dict[str, Number] = {}
    for row in rows:
        for name, amount in row.sums.items():
            sums[name] = sums.get(name, 0) + amount
    return Row("", "合计", sums)
