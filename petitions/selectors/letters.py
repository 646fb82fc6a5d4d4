"""Letters of a petition as a reader sees them: issued, waiting for delivery, to be issued by hand."""

from dataclasses import dataclass

from django.http import Http404

from cases.enums import DeliverWay
from mediation.core.models import User
from petitions import access
from petitions.letters.table import LETTERS, LetterType
from petitions.models import Attachment, IssuedLetter, Petition
from petitions.selectors.matters import DECIDING, get_visible
from petitions.selectors.rows import level_of
from petitions.workflow.conditions import unsent

ROWS = (*DECIDING, "attachments")


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One issue with what may be done with it now."""

    letter: IssuedLetter
    letter_type: LetterType
    scans: list[Attachment]
    is_waiting: bool  # goes out and has not arrived
    is_old: bool  # a further version stands in its place
    may_again: bool

    @property
    def way(self) -> str:
        """How it was delivered, as the 送达回证 says it."""
        return str(DeliverWay(self.letter.way).label) if self.letter.way else ""


def file_with_letters(user: User, pk: int) -> Petition:
    """The petition with its letters and scans. Raises Http404 below the file."""
    petition = get_visible(user, pk, *ROWS)
    if level_of(petition) < access.FILE:
        raise Http404
    return petition


def letter_of(user: User, pk: int, letter_pk: int) -> tuple[Petition, IssuedLetter]:
    """An issued letter that the user may read. Raises Http404 for any other."""
    petition = file_with_letters(user, pk)
    found = next((one for one in petition.letters.all() if one.pk == letter_pk), None)
    if found is None:
        raise Http404
    found.petition = petition
    return petition, found


def letter_lines(petition: Petition, user: User) -> list[LetterLine]:
    """Every issue, the newest first."""
    relations = access.relations(user, petition)
    letters = sorted(petition.letters.all(), key=lambda one: one.pk)
    newest = {(one.kind, one.number): one.pk for one in letters}
    waiting = {one.pk for one in unsent(petition)}
    scans: dict[int, list[Attachment]] = {}
    for file in petition.attachments.all():
        if file.letter_id is not None:
            scans.setdefault(file.letter_id, []).append(file)
    lines = []
    for one in letters:
        letter_type = LETTERS[one.kind]
        is_old = newest[one.kind, one.number] != one.pk
        may_again = not is_old and not one.is_sent and not relations.isdisjoint(letter_type.again)
        lines.append(
            LetterLine(
                letter=one,
                letter_type=letter_type,
                scans=scans.get(one.pk, []),
                is_waiting=one.pk in waiting,
                is_old=is_old,
                may_again=may_again,
            )
        )
    return lines[::-1]


def issuable(petition: Petition, user: User) -> list[LetterType]:
    """The letters that this user may issue by hand now, in the order of the forms."""
    relations = access.relations(user, petition)
    return [
        one
        for one in LETTERS.values()
        if petition.status in one.states
        and not relations.isdisjoint(one.who)
        and not one.ready(petition)
    ]
