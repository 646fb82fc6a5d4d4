"""《矛盾纠纷排查情况表》: its nineteen kinds, and where ours stand in it (domain.md §5.1).

Which of our categories and event types belongs to which line is data: `data/survey_lines.csv`. The
event type (GB/T 31000 table 91) goes before the category, the longer code before the shorter; what
neither names is 其他. A kind that the house does not tell apart has no code there and shows a dash.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reporting.figures.catalogue import CATALOGUE
from reporting.figures.queries import Figure, Share

LINES_FILE = Path(__file__).parent.parent / "data" / "survey_lines.csv"
OTHER = "19"

# What the form counts, by the names of the catalogue.
COUNTED: tuple[str, ...] = (
    "new",
    "handled",
    "handled_new",
    "countable_new",
    "succeeded",
    "people_under_50",
    "people_50_99",
    "people_100_499",
    "people_500_up",
    "major_new",
    "major_handled",
    "major_succeeded",
)

MAJOR_RATE = Figure(
    "major_success_rate",
    "重大成功率",
    "重大成功÷重大调处。",
    Share("major_succeeded", "major_handled"),
    "%",
)


def figure_of(name: str) -> Figure:
    """A figure of the form; KeyError for a name that is none."""
    return MAJOR_RATE if name == MAJOR_RATE.name else CATALOGUE[name]


@dataclass(frozen=True)
class Lines:
    """The kinds by number, and the codes that lead to them."""

    labels: Mapping[str, str]
    by_category: Mapping[str, str]
    by_subtype: Mapping[str, str]

    def line_of(self, category: str, subtype: str) -> str:
        """The line in which a case counts: by its event type, else its category, else 其他."""
        for code in (subtype, subtype[:2]):
            if code in self.by_subtype:
                return self.by_subtype[code]
        return self.by_category.get(category, OTHER)

    def is_told_apart(self, line: str) -> bool:
        """Whether any case of ours can stand in the line."""
        return line in {*self.by_category.values(), *self.by_subtype.values()}


def read_lines(path: Path = LINES_FILE) -> Lines:
    """The file as it stands. Raises ValueError where one code leads to two lines."""
    labels: dict[str, str] = {}
    codes: dict[str, dict[str, str]] = {"category": {}, "subtype": {}}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            labels[row["line"]] = row["label"]
            for column, found in codes.items():
                code = row[column]
                if code and found.setdefault(code, row["line"]) != row["line"]:
                    raise ValueError(f"{path.name}: {code} leads to two lines")
    return Lines(labels, codes["category"], codes["subtype"])


LINES = read_lines()
