"""What lies in a dossier, in the archive's order, as far as the reader's sight goes.

`entries` reads the rows that came with the case (`dossier_of`); no query of its own.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.http import Http404

from cases import access, labels
from cases.enums import Document, DossierPart, PartyRole
from cases.models import Attachment, Case, Dossier, Obligation, Paper, RetentionRule
from cases.papers.table import PAPERS
from cases.selectors.agreements import COURT_PAPERS
from cases.selectors.matters import file_of
from cases.workflow.dossier import (
    AGREEMENTS,
    FOR_COURT_FILES,
    ORDER,
    PART_OF_PAPER,
    Place,
    satisfies,
)
from mediation.core import clock
from mediation.core.models import User

NAMED = 2  # parties on each side whose names stand in the title


@dataclass(frozen=True, slots=True)
class Entry:
    """One paper or file in its place; `row` is the Paper or the Attachment itself."""

    part: DossierPart
    title: str
    row: Paper | Attachment
    on: date
    of_paper: int | None = None  # its own key, or that of the paper which a scan shows signed

    @property
    def is_paper(self) -> bool:
        return isinstance(self.row, Paper)


@dataclass(frozen=True, slots=True)
class Gap:
    """A place that may not be empty and is; `helps` says what to do."""

    part: DossierPart
    helps: str

    @property
    def sentence(self) -> str:
        return f"{self.part.label}：还没有。{self.helps}。"


@dataclass(frozen=True, slots=True)
class Shelf:
    """One place of the order as the page shows it."""

    number: int
    place: Place
    label: str
    is_required: bool
    entries: list[Entry] = field(default_factory=list)
    gap: Gap | None = None


def dossier_of(user: User, pk: int) -> Case:
    """The case for readers of its record, with all its rows. Raises Http404 for everybody else."""
    case = file_of(user, pk)
    if access.level_of(user, case) < access.RECORD or not access.readable_stages(user, case):
        raise Http404
    return case


def entries(
    case: Case, readable: Collection[int] | None = None, *, for_court: bool = False
) -> list[Entry]:
    """Papers and files in order; of the record only those of `readable` stages (None: all).

    `for_court` leaves out what was said in talks and what was conceded (特邀调解规定 22).
    """
    shown = [
        entry
        for entry in (*papers_in(case), *files_in(case))
        if may_read(case, entry, readable) and not (for_court and not may_go_to_court(case, entry))
    ]
    order = {place.part: number for number, place in enumerate(ORDER)}
    begun = {one.row.pk: one.on for one in shown if one.is_paper}
    return sorted(
        shown,
        key=lambda one: (
            order[one.part],
            begun.get(one.of_paper or 0, one.on),  # a scan lies behind its paper
            one.of_paper or 0,
            not one.is_paper,
            one.row.pk,
        ),
    )


def papers_in(case: Case) -> list[Entry]:
    """Of every paper the last issue about the same subject. The receipt is no paper of a dossier."""
    last = {(one.kind, one.subject or one.pk): one for one in case.papers.all()}
    return [
        Entry(PART_OF_PAPER[one.kind], title_of(one), one, clock.local_day(one.issued_at), one.pk)
        for one in last.values()
        if one.kind in PART_OF_PAPER
    ]


def files_in(case: Case) -> list[Entry]:
    """Where each file belongs: as it was placed, with its paper, with the obligation whose
    performance it shows, else among the evidence."""
    papers = {one.pk: one for one in case.papers.all()}
    met = Obligation.objects.filter(agreement__case=case, evidence__isnull=False)
    receipts = set(met.values_list("evidence", flat=True))
    found = []
    for file in case.attachments.all():
        paper = papers.get(file.paper_id or 0)
        part, title = DossierPart.EVIDENCE, file.name
        if file.pk in receipts:
            part = DossierPart.PERFORMANCE
        if paper is not None:
            part = PART_OF_PAPER.get(paper.kind, part)
            title = f"{title_of(paper)}（签字扫描件）"
        if file.dossier_part:
            part = DossierPart(file.dossier_part)
        on = clock.local_day(file.uploaded_at)
        found.append(Entry(part, title, file, on, paper.pk if paper else None))
    return found


def may_read(case: Case, entry: Entry, readable: Collection[int] | None) -> bool:
    """The record of a stage is for its own readers; the rest of the file for all who came here."""
    if readable is None:
        return True
    is_marked = isinstance(entry.row, Attachment) and entry.row.is_record
    if is_marked and entry.row.stage_id not in readable:
        return False
    paper = paper_of(case, entry)
    return paper is None or not is_of_record(paper) or stage_of(case, paper) in readable


def paper_of(case: Case, entry: Entry) -> Paper | None:
    """The paper itself, or the one that a scan shows signed."""
    return next((one for one in case.papers.all() if one.pk == entry.of_paper), None)


def is_of_record(paper: Paper) -> bool:
    return PAPERS[Document(paper.kind)].is_record


def stage_of(case: Case, paper: Paper) -> int | None:
    """The stage that the paper belongs to; of older papers the one that stood at that moment."""
    if paper.stage_id is not None:
        return paper.stage_id
    stages = list(case.stages.all())
    for stage in stages:
        if stage.left_at == paper.issued_at:
            return stage.pk
    been = [stage.pk for stage in stages if stage.entered_at <= paper.issued_at]
    return been[-1] if been else None


def title_of(paper: Paper) -> str:
    return labels.label(Document, paper.kind)


def may_go_to_court(case: Case, entry: Entry) -> bool:
    """Facts and results; never minutes, nor the terms of what is no longer agreed."""
    if isinstance(entry.row, Attachment) and entry.row.is_record:
        return False
    paper = paper_of(case, entry)
    if paper is None:
        return entry.part in FOR_COURT_FILES
    if paper.kind in AGREEMENTS:
        in_force = {one.stage_id for one in case.agreements.all() if not one.is_undone}
        return stage_of(case, paper) in in_force
    return paper.kind in COURT_PAPERS or paper.kind == Document.CONFIRMATION


def gaps(case: Case) -> list[Gap]:
    """What the dossier must hold and does not, whoever is reading."""
    return [shelf.gap for shelf in shelves(case, entries(case)) if shelf.gap]


def shelves(case: Case, shown: list[Entry]) -> list[Shelf]:
    """The twelve places with what lies there of `shown`; a gap is judged by all there is."""
    there: dict[DossierPart, list[Entry]] = {}
    for one in entries(case):
        there.setdefault(one.part, []).append(one)
    rows = []
    for number, place in enumerate(ORDER, start=1):
        found = there.get(place.part, [])
        papers = {one.row.kind for one in found if isinstance(one.row, Paper)}
        has_files = any(not one.is_paper for one in found)
        is_whole = satisfies(place, case, papers, has_files)
        label = place.part.label
        rows.append(
            Shelf(
                number=number,
                place=place,
                label=label,
                is_required=place.is_required(case),
                entries=[one for one in shown if one.part == place.part],
                gap=None if is_whole else Gap(place.part, place.helps),
            )
        )
    return rows


def has_note(case: Case) -> bool:
    """Whether a 卷宗情况说明 (R11) says why something is missing."""
    return any(one.kind == Document.DOSSIER_NOTE for one in case.papers.all())


def name_of_dossier(case: Case) -> str:
    """卷名: who with whom, about what."""
    sides: dict[bool, list[str]] = {True: [], False: []}
    for party in case.parties.all():
        sides[party.role == PartyRole.APPLICANT].append(party.name)
    named = [
        "、".join(names[:NAMED]) + ("等" if len(names) > NAMED else "")
        for names in (sides[True], sides[False])
        if names
    ]
    return f"{'与'.join(named)}{case.category}"


def mediators_of(case: Case) -> str:
    """Who presided over the sittings; without one, whoever handled the case."""
    people = [one.mediator for one in case.sessions.all() if one.mediator and one.outcome]
    people = people or [stage.officer for stage in case.stages.all() if stage.officer]
    return "、".join(dict.fromkeys(person.name for person in people if person))


def retention_of(case: Case) -> RetentionRule | None:
    """The line of the town's table that fits best: both, then category, then outcome, then any."""
    rules = RetentionRule.objects.filter(is_active=True).order_by("pk")
    fitting = [
        rule
        for rule in rules
        if rule.outcome in ("", case.outcome) and rule.category_id in (None, case.category_id)
    ]
    return max(
        fitting, key=lambda rule: (rule.category_id is not None, bool(rule.outcome)), default=None
    )


def archived(case: Case) -> Dossier | None:
    """The dossier in force, if it went to the archive."""
    return (
        Dossier.objects.filter(case=case, is_undone=False)
        .select_related("made_by", "archived_by")
        .first()
    )
