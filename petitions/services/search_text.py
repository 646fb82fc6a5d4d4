"""What a petition can be found by. Of an accusation nothing but its number."""

from mediation.core import numbers
from petitions.models import Petition


def refresh(petition: Petition) -> None:
    """Rebuild both texts from the rows; call it after people or text changed."""
    if petition.is_sealed:
        petition.file_text = petition.card_text = ""
        return
    names = [one.name for one in petition.petitioners.all()] if petition.pk else []
    demands = [one.text for one in petition.demands.all()] if petition.pk else []
    card = (
        petition.number,
        numbers.short_number(petition.short_number),
        petition.division.short_name if petition.division else "",
        petition.content.name if petition.content else "",
        *names,
    )
    words = (*card, petition.title, petition.place, petition.narrative, *demands)
    petition.card_text = " ".join(filter(None, card))
    petition.file_text = " ".join(filter(None, words))
