"""Numbers without gaps, and how they are written and read.

A series is (kind, unit, year). Its row is locked until the caller's transaction ends, so that a
registration that fails gives its number back: none is skipped, none is given twice.
"""

import re
from typing import NamedTuple

from mediation.core.models import Counter
from mediation.core.privacy import fold


def take(kind: str, unit_code: str, year: int) -> int:
    """The next number of a series, from 1. Call it inside a transaction, as late as possible.

    Raises TransactionManagementError outside a transaction.
    """
    series = Counter.objects.select_for_update().filter(kind=kind, unit_code=unit_code, year=year)
    counter = series.first()
    if counter is None:
        row = Counter(kind=kind, unit_code=unit_code, year=year)
        Counter.objects.bulk_create([row], ignore_conflicts=True)
        counter = series.get()
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def reserve(kind: str, unit_code: str, year: int, count: int) -> range:
    """`count` numbers at once, for a bulk load: the range that is now the caller's."""
    first = take(kind, unit_code, year)
    Counter.objects.filter(kind=kind, unit_code=unit_code, year=year).update(last=first + count - 1)
    return range(first, first + count)


# --- written --------------------------------------------------------------------------------


def case_number(serial_label: str, year: int, number: int) -> str:
    """李矛调〔2026〕1号: one series per centre and year."""
    return f"{serial_label}矛调〔{year}〕{number}号"


def petition_number(serial_label: str, year: int, number: int) -> str:
    """李信〔2026〕1号."""
    return f"{serial_label}信〔{year}〕{number}号"


def letter_number(serial_label: str, sign: str, year: int, number: int) -> str:
    """李信答〔2026〕1号: letters of petitions, one series per kind, centre and year."""
    return f"{serial_label}信{sign}〔{year}〕{number}号"


def instant_report_number(serial_label: str, year: int, number: int) -> str:
    """李突报〔2026〕1号: reports of what cannot wait, one series per centre and year."""
    return f"{serial_label}突报〔{year}〕{number}号"


def consultation_number(serial_label: str, year: int, number: int) -> str:
    """李矛会〔2026〕1号: one series per centre and year."""
    return f"{serial_label}矛会〔{year}〕{number}号"


def lead_number(serial_label: str, year: int, number: int) -> str:
    """李苗〔2026〕1号: signs of trouble from the field, one series per centre and year."""
    return f"{serial_label}苗〔{year}〕{number}号"


def inquiry_number(serial_label: str, year: int, number: int) -> str:
    """李询〔2026〕1号: questions answered on the spot, one series per centre and year."""
    return f"{serial_label}询〔{year}〕{number}号"


def legal_aid_number(serial_label: str, year: int, number: int) -> str:
    """李援〔2026〕1号: checks before a request for legal aid, one series per centre and year."""
    return f"{serial_label}援〔{year}〕{number}号"


def bridge_reply_number(serial_label: str, year: int, number: int) -> str:
    """李矛复〔2026〕1号: the letters that go back to a court, one series per centre and year."""
    return f"{serial_label}矛复〔{year}〕{number}号"


def dossier_number(place: str, year: int, number: int) -> str:
    """（2026）李渡人调字第0001号: a people's-mediation dossier, one series per committee and year."""
    return f"（{year}）{place}人调字第{number:04d}号"


def paper_number(label: str, sign: str, year: int, number: int) -> str:
    """李渡矛终〔2026〕1号: one series per kind of paper, unit and year."""
    return f"{label}矛{sign}〔{year}〕{number}号"


def short_number(number: int) -> str:
    """797号, as it is said aloud."""
    return f"{number}号"


# --- read -----------------------------------------------------------------------------------


class NumberAsked(NamedTuple):
    """What somebody typed to find a number: its year, if he said one, and the number."""

    year: int | None
    number: int


_ASKED = re.compile(
    r"(?:\D*[〔\[(【](?P<year>\d{4})[〕\])】]\D*?)?(?P<number>\d{1,6})号?", re.ASCII
)


def parse_number(text: str) -> NumberAsked | None:
    """Read 797, 797号, 〔2026〕797, 李矛调〔2026〕797号, in half or full width; None for anything else."""
    found = _ASKED.fullmatch(re.sub(r"\s", "", fold(text)))
    if found is None:
        return None
    year = found["year"]
    return NumberAsked(int(year) if year else None, int(found["number"]))
