"""What one line of a list says of a petition, as far as the reader's level goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mediation.core import clock
from mediation.core.privacy import mask_numbers_in
from petitions import access
from petitions.models import Petition

MOST_NAMES = 2


@dataclass(frozen=True, slots=True)
class Row:
    """`title`, `people` and `stuck` are ready to print; `days` to the due day, negative when late."""

    petition: Petition
    title: str
    people: str
    stuck: str
    days: int | None
    is_file: bool


def rows(petitions: Iterable[Petition], today: date | None = None) -> list[Row]:
    """Rows of petitions that carry `level` and came through `for_lists`."""
    day = today or clock.today()
    return [row(petition, day) for petition in petitions]


def row(petition: Petition, today: date) -> Row:
    is_file = level_of(petition) >= access.FILE
    return Row(
        petition=petition,
        title=title_of(petition, is_file=is_file),
        people=people_of(petition),
        stuck=petition.stuck if is_file else "",
        days=days_left(petition.due_on, today),
        is_file=is_file,
    )


def level_of(petition: Petition) -> int:
    """The level that `visible_to` put on the row."""
    return int(getattr(petition, "level", 0))


def days_left(due_on: date | None, today: date) -> int | None:
    return None if due_on is None else (due_on - today).days


def title_of(petition: Petition, *, is_file: bool) -> str:
    """What it is about; on the card village and content alone, of an accusation nothing."""
    if petition.is_sealed:
        return "检举控告（密）"
    if is_file:
        return mask_numbers_in(petition.title)
    place = petition.division.short_name if petition.division else ""
    content = petition.content.name if petition.content else ""
    return f"{place} {content}".strip()


def people_of(petition: Petition) -> str:
    """何永昌; 何永昌、李桂兰等 12 人. Of an accusation nobody is named."""
    if petition.is_sealed:
        return ""
    names = [one.name for one in petition.petitioners.all()]
    if not names:
        return "姓名不清"
    told = "、".join(names[:MOST_NAMES])
    return (
        told
        if petition.head_count <= len(names[:MOST_NAMES])
        else (f"{told}等 {petition.head_count} 人")
    )
