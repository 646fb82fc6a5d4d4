"""重大紧急信访事项 (条例25): whose reports a person reads, and who may write one."""

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from cases.access import standing
from grids.enums import Role
from mediation.core.models import User
from petitions import access
from petitions.enums import Relation as R
from petitions.models import Petition, UrgentReport, UrgentStep

READERS = frozenset({Role.PETITION_OFFICER, Role.DIRECTOR, Role.PEACE_OFFICER})
# Who may meet with such an event before there is a petition.
REPORTERS = READERS | {Role.WINDOW_CLERK, Role.LEADER}
OF_THE_PETITION = frozenset({R.OFFICER, R.HEAD, R.PEACE, R.OWNER})


def may_report_urgent(user: User, petition: Petition | None = None) -> bool:
    """Alone: the posts above; of a petition: who handles or answers for it; never of an accusation."""
    if petition is None:
        return not standing(user).roles.isdisjoint(REPORTERS)
    if petition.is_sealed:
        return False
    return not access.relations(user, petition).isdisjoint(OF_THE_PETITION)


def may_read_urgent(user: User) -> bool:
    """Whether he has a list of reports at all."""
    return may_report_urgent(user) or Role.POLICE_OFFICER in standing(user).roles


def urgent_reports_for(user: User) -> QuerySet[UrgentReport]:
    """The petition office, director and 平安办 read all of their town; the owner those of his
    petitions, 派出所 those that it was told of, everybody his own."""
    me = standing(user)
    mine = Q(by__in=me.users) | Q(petition__owner__in=me.users)
    if not me.roles.isdisjoint(READERS):
        mine = Q()
    elif Role.POLICE_OFFICER in me.roles:
        mine |= Q(is_crime_feared=True)
    found = UrgentReport.objects.filter(mine, centre__in=me.centres)
    return found.select_related("centre", "petition", "by")


def get_urgent_report(user: User, pk: int) -> UrgentReport:
    """The report with its time line. Raises Http404."""
    steps = UrgentStep.objects.select_related("by").order_by("reported_at", "pk")
    found = urgent_reports_for(user).prefetch_related(Prefetch("steps", steps))
    report = found.filter(pk=pk).first()
    if report is None:
        raise Http404
    return report
