"""工作专班: who sees one, its documents with what is missing, its cases within sight."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from cases import access
from cases.enums import TaskForceDocumentKind
from cases.models import TaskForce, TaskForceDocument, TaskForceMember
from cases.selectors.matters import for_lists
from cases.selectors.rows import Row, rows
from grids.enums import Role
from mediation.core.models import User

READERS = frozenset({Role.PEACE_OFFICER, Role.DIRECTOR, Role.LEADER})
ROSTER = "工作专班名单"


@dataclass(frozen=True, slots=True)
class Folder:
    """One of the four documents: its label, its last version if there is one, the older ones."""

    label: str
    kind: str
    last: TaskForceDocument | None
    older: list[TaskForceDocument]
    is_there: bool


def task_forces_for(user: User) -> QuerySet[TaskForce]:
    """Those of the user's town: all for 平安办, the director and leaders, else his units' own."""
    me = access.standing(user)
    found = TaskForce.objects.filter(centre__in=me.centres)
    if me.roles.isdisjoint(READERS):
        mine = TaskForceMember.objects.filter(user__in=me.users)
        joined = TaskForce.units.through.objects.filter(department__in=me.units)
        found = found.filter(
            Q(lead_unit__in=me.units)
            | Q(pk__in=joined.values("taskforce"))
            | Q(pk__in=mine.values("task_force"))
        )
    return found.select_related("lead_unit", "by").prefetch_related(
        "units",
        Prefetch("members", TaskForceMember.objects.select_related("user")),
        Prefetch("documents", TaskForceDocument.objects.select_related("uploaded_by")),
    )


def folders_of(force: TaskForce) -> list[Folder]:
    """The four documents in the order of the seed, the roster second."""
    written: dict[str, list[TaskForceDocument]] = {}
    for one in sorted(force.documents.all(), key=lambda one: one.pk, reverse=True):
        written.setdefault(one.kind, []).append(one)
    found = []
    for kind, label in TaskForceDocumentKind.choices:
        versions = written.get(kind, [])
        last = versions[0] if versions else None
        found.append(Folder(str(label), kind, last, versions[1:], last is not None))
    found.insert(1, Folder(ROSTER, "roster", None, [], bool(force.members.all())))
    return found


def missing_of(force: TaskForce) -> list[str]:
    return [folder.label for folder in folders_of(force) if not folder.is_there]


def cases_of(user: User, force: TaskForce) -> tuple[list[Row], int]:
    """Rows of its cases within the reader's sight, and how many lie outside."""
    keys = list(force.cases.order_by("pk").values_list("pk", flat=True))
    seen = for_lists(access.visible_to(user).filter(pk__in=keys)).order_by("due_on", "pk")
    found = rows(seen)
    return found, len(keys) - len(found)


def documents_for(user: User) -> QuerySet[TaskForceDocument]:
    """Files of task forces that this user sees, for download."""
    return TaskForceDocument.objects.filter(
        size__gt=0, task_force__in=task_forces_for(user).order_by().values("pk")
    )
