"""What a petition can be found by. Of an accusation nothing."""

from mediation.core import numbers
from petitions.models import Petition


def refresh(petition: Petition) -> None:
    """Rebuild the text from the rows; call it after people or text changed."""
    if petition.is_sealed:
        petition.file_text = ""
        return
    names = [one.name for one in petition.petitioners.all()] if petition.pk else []
    demands = [one.text for one in petition.demands.all()] if petition.pk else []
    words = (
        petition.number,
        numbers.short_number(petition.short_number),
        petition.division.short_name if petition.division else "",
        petition.title,
        petition.place,
        petition.narrative,
        *names,
        *demands,
    )
    petition.file_text = " ".join(filter(None, words))
