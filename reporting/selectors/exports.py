"""Files that somebody asked for: one's own, and those of the centre for whoever watches over them."""

from django.db.models import Prefetch, QuerySet

from grids.access import EXPORT_OVERSEERS
from grids.models import Division, SheetAccess
from grids.selectors import standings_today
from mediation.core.models import User
from reporting.access import oversees_exports
from reporting.models import Export, ExportAccess


def own_exports(user: User) -> QuerySet[Export]:
    """What the user asked for himself, newest first, with who fetched it."""
    return _with_accesses(Export.objects.filter(user=user))


def visible_exports(user: User) -> QuerySet[Export]:
    """The log: his own, and all of the centres (and what lies below them) that he oversees."""
    centres = _overseen(user)
    if centres is None:
        return own_exports(user)
    found = Export.objects.filter(centre__in=centres.values("pk")) | Export.objects.filter(
        user=user
    )
    return _with_accesses(found)


def visible_sheets(user: User) -> QuerySet[SheetAccess]:
    """The same of sheets that a page handed out at once, newest first."""
    centres, found = _overseen(user), SheetAccess.objects.filter(user=user)
    if centres is not None:
        found |= SheetAccess.objects.filter(centre__in=centres.values("pk"))
    return found.select_related("user")


def _overseen(user: User) -> QuerySet[Division] | None:
    """The centres (and what lies below them) whose files he watches over; None for nobody's."""
    if not oversees_exports(user):
        return None
    posts = [
        post
        for standing in standings_today(user)
        for post in standing.posts
        if post.role in EXPORT_OVERSEERS
    ]
    centres = Division.objects.none()
    for post in posts:
        centres = centres | Division.objects.under(post.department.centre)
    return centres


def _with_accesses(exports: QuerySet[Export]) -> QuerySet[Export]:
    accesses = ExportAccess.objects.select_related("user").order_by("at", "pk")
    return exports.select_related("user", "centre").prefetch_related(Prefetch("accesses", accesses))
