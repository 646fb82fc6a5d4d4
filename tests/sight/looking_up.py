"""What was said on the look-up page about a petition, and who may read it (rules.md §6)."""

from typing import Any

from petitions.models import DataRequest, Petitioner, PublicWord
from petitions.services import data_requests, words
from tests.sight.world import NOBODY

NO_WORD = 987_654_323  # a key that no row has
# His note is of the file; the complaint is the director's alone; the request is theirs who answer it.
DIRECTOR = frozenset({"director"})
ANSWERING = frozenset({"director", "petition"})


def plant(office: Any, name: str = "heard") -> None:
    """A note, a complaint and a request of one petitioner."""
    person = Petitioner.objects.filter(petition=office.petitions[name]).get()
    words.add_note(person, office.text(name, "note of the look-up"))
    complaint = _word(office, name, "complaint to the director", DIRECTOR)
    words.complain(person, complaint)
    asked = _word(office, name, "request about own data", ANSWERING)
    data_requests.ask_own(person, kind="correction", text=asked)


def _word(office: Any, name: str, where: str, readers: frozenset[str]) -> str:
    made = str(office.world.word(name, NOBODY, where))
    office.world.readers[made] = readers
    return made


def complaints(world: Any) -> list[dict[str, Any]]:
    keys = [*PublicWord.objects.order_by("pk").values_list("pk", flat=True), NO_WORD]
    return [{"pk": pk, "word": pk} for pk in keys]


def requests(world: Any) -> list[dict[str, Any]]:
    rows = DataRequest.objects.order_by("pk").values_list("petition", "pk")
    return [{"pk": petition, "asked": pk} for petition, pk in [*rows, (NO_WORD, NO_WORD)]]
