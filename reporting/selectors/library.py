"""Reading 案例库: what is published for all, drafts for who works on them; what keeps an entry out.

A reader of an entry never learns which case it was, unless he sees the case anyway.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from cases import access
from cases.enums import EscalateGround, Outcome, PartyKind, StageOutcome, TerminateGround
from cases.models import Case, Ending, Party, Stage
from grids.access import CASE_READERS
from grids.enums import Role
from grids.models import Division
from grids.selectors import standings_today
from mediation.core import name_check
from mediation.core.models import User
from mediation.core.name_check import Finding
from reporting.access import Reader, reader
from reporting.models import LibraryConsent, LibraryEntry
from reporting.review_enums import Cause, FailReason, LibraryKind, LibraryState
from reporting.selectors.naming import NOBODY, findings_in, names_unseen

# Who puts an entry into the library, and takes it out; never what he wrote himself.
KEEPERS = frozenset({Role.JUSTICE_OFFICER, Role.PEACE_OFFICER, Role.DIRECTOR})
TEXTS = {"title": "题目", "story": "怎么回事", "way": "怎么做的", "lesson": "经验或教训"}


def may_read(user: User) -> bool:
    return not access.standing(user).roles.isdisjoint(CASE_READERS)


def may_keep(user: User, centre: Division) -> bool:
    return any(
        post.role in KEEPERS and post.department.centre_id == centre.pk
        for one in standings_today(user)
        for post in one.posts
    )


def visible_entries(user: User) -> QuerySet[LibraryEntry]:
    """Published ones of his town; drafts and withdrawn ones for who wrote them and who keeps the
    library, as long as he sees the case."""
    if not may_read(user):
        return LibraryEntry.objects.none()
    me = access.standing(user)
    kept = [
        post.department.centre_id
        for one in standings_today(user)
        for post in one.posts
        if post.role in KEEPERS
    ]
    working = Q(written_by__in=me.users) | Q(centre__in=kept)
    seen = Q(case__in=access.visible_to(user).values("pk"))
    return LibraryEntry.objects.filter(
        Q(state=LibraryState.PUBLISHED, centre__in=me.centres) | (working & seen)
    ).select_related("category", "division", "written_by", "published_by", "centre")


def entry_of(user: User, pk: int) -> LibraryEntry:
    """Raises Http404."""
    return get_object_or_404(visible_entries(user), pk=pk)


def case_of(user: User, pk: int) -> Case:
    """The case an entry may be written from: its file is open to him. Raises Http404."""
    seen = access.visible_to(user).filter(level__gte=access.FILE)  # type: ignore[misc]
    return get_object_or_404(
        seen.select_related("category", "division", "centre").prefetch_related("parties"), pk=pk
    )


def wrote(user: User, entry: LibraryEntry) -> bool:
    """Whether the words are his: he wrote them, or he was the last to change them."""
    return user.pk in (entry.written_by_id, entry.amended_by_id)


def sees_case(user: User, entry: LibraryEntry) -> bool:
    return access.visible_to(user).filter(pk=entry.case_id).exists()


# --- what keeps it out ----------------------------------------------------------------------------


def people_of(case: Case) -> list[Party]:
    """The parties that somebody knows; each is asked."""
    return [party for party in case.parties.all() if party.name not in NOBODY]


def names_beside(case: Case) -> list[str]:
    """Who stands beside a party: agent, guardian, interpreter, a person with him."""
    return [
        name
        for party in case.parties.all()
        for line in (party.agent, party.guardian, party.interpreter, party.support_person)
        for name in name_check.names_said_in(line)
    ]


def names_of(case: Case) -> list[str]:
    """Everybody whom the case knows by name."""
    return [*(party.name for party in people_of(case)), *names_beside(case)]


def consents_of(entry: LibraryEntry) -> QuerySet[LibraryConsent]:
    """Those that stand."""
    return entry.consents.filter(taken_back_on__isnull=True).select_related("party", "by")


def not_asked(entry: LibraryEntry) -> list[Party]:
    """Parties whose consent is missing."""
    given = set(consents_of(entry).values_list("party", flat=True))
    return [party for party in people_of(entry.case) if party.pk not in given]


def findings_of(user: User, entry: LibraryEntry) -> list[tuple[str, Finding]]:
    """What in its words names somebody, by the field it stands in, as far as the reader sees."""
    names, places = names_of(entry.case), [entry.case.place]
    return [
        (label, one)
        for field, label in TEXTS.items()
        for one in findings_in(user, entry.centre, getattr(entry, field), names, places)
    ]


def unseen_in(user: User, entry: LibraryEntry) -> list[str]:
    """The fields that name somebody of the town whom the reader does not see; who, is not said."""
    names = names_of(entry.case)
    return [
        label
        for field, label in TEXTS.items()
        if names_unseen(user, entry.centre, getattr(entry, field), names)
    ]


def draft_of(case: Case) -> dict[str, str]:
    """The first words of an entry: the narrative of the file, without its people and places."""
    parties = people_of(case)
    people = [party.name for party in parties if party.kind == PartyKind.PERSON]
    people += names_beside(case)
    firms = [party.name for party in parties if party.kind != PartyKind.PERSON]
    places = [case.place] if len(case.place) > 1 else []
    return {"story": name_check.without_names(case.narrative, firms, places, people)}


# --- what is learnt -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tally:
    """One line: a cause or a reason, how many of each kind of dispute."""

    label: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Learnt:
    """Rows × categories; only categories with something in them."""

    columns: tuple[str, ...]
    rows: tuple[Tally, ...]


def learnt(user: User, what: str) -> Learnt:
    """Published entries by cause, or by reason of failing (`what`: cause · reason)."""
    entries = visible_entries(user).filter(state=LibraryState.PUBLISHED)
    if what == "reason":
        entries = entries.filter(kind=LibraryKind.FAILED)
    words = (Cause if what == "cause" else FailReason).choices
    labels = {code: str(label) for code, label in words}
    rows = (
        entries.order_by()
        .values_list(what, "category__order", "category__code", "category__short_name")
        .annotate(Count("pk"))
    )
    return _crossed([(labels[code], (order, kind, name), n) for code, order, kind, name, n in rows])


def grounds(user: User, year: int) -> Learnt:
    """没谈成的原因 of all cases of a year by category, as the papers say it: why passed up, why
    ended. Counts for readers of figures, of the villages whose rows they read."""
    reads = reader(user)
    within = (date(year, 1, 1), date(year, 12, 31))
    category = ("case__category__order", "case__category__code", "case__category__short_name")
    passed = Stage.objects.filter(outcome=StageOutcome.ESCALATED, left_on__range=within)
    ended = Ending.objects.filter(outcome=Outcome.TERMINATED, on__range=within)
    found = []
    for word, rows, labels in (
        ("上报", passed, dict(EscalateGround.choices)),
        ("终止", ended, dict(TerminateGround.choices)),
    ):
        for ground, order, code, name, many in (
            rows.filter(_counted_for(reads))
            .exclude(ground="")
            .order_by()
            .values_list("ground", *category)
            .annotate(Count("pk"))
        ):
            found.append((f"{word}：{labels.get(ground, ground)}", (order, code, name), many))
    return _crossed(found)


def _counted_for(reads: Reader) -> Q:
    """Rows of the town whose figures he reads first, in it only his villages' if it is some."""
    town = reads.town_of(None)
    if town is None:
        return Q(pk__in=[])
    own = Q() if reads.villages is None else Q(case__division__in=reads.villages)
    return Q(centre=town) & own


def _crossed(found: list[tuple[str, tuple[int, str, str], int]]) -> Learnt:
    columns = sorted({kind for _, kind, _ in found})
    labels = list(dict.fromkeys(label for label, _, _ in sorted(found)))
    counts = {(label, kind): many for label, kind, many in found}
    return Learnt(
        tuple(name for _, _, name in columns),
        tuple(
            Tally(label, tuple(counts.get((label, kind), 0) for kind in columns))
            for label in labels
        ),
    )
