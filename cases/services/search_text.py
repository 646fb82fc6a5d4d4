"""What a case can be found by: card words for every reader of the card, file words for the file.

Minutes, terms and concessions are never searched.
"""

from cases.models import Case


def refresh(case: Case) -> None:
    """Rebuild both texts from the rows; call it after parties or text changed."""
    names = [] if case.is_masked else [party.name for party in case.parties.all()]
    case.card_text = " ".join([case.number, case.aloud, case.division.short_name, *names])
    every_name = [party.name for party in case.parties.all()]
    case.file_text = " ".join(
        [case.card_text, case.place, case.narrative, case.demand, *every_name]
    )
