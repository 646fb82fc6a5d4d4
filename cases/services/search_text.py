"""What a case can be found by: card words for every reader of the card, file words for the file.

Minutes, terms and concessions are never searched.
"""

from collections.abc import Sequence

from cases.models import Case
from mediation.core import numbers


def refresh(case: Case) -> None:
    """Rebuild both texts from the rows; call it after parties or text changed."""
    case.card_text, case.file_text = texts(
        number=case.number,
        short_number=case.short_number,
        division=case.division.short_name,
        place=case.place,
        narrative=case.narrative,
        demand=case.demand,
        names=[party.name for party in case.parties.all()],
        is_masked=case.is_masked,
    )


def texts(
    *,
    number: str,
    short_number: int,
    division: str,
    place: str,
    narrative: str,
    demand: str,
    names: Sequence[str],
    is_masked: bool,
) -> tuple[str, str]:
    """The card words and the file words of a case; masked names are words of the file only."""
    card = " ".join(
        [number, numbers.short_number(short_number), division, *(() if is_masked else names)]
    )
    return card, " ".join([card, place, narrative, demand, *names])
