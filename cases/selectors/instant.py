"""突发情况即时报: whose reports a person reads, and who may write one."""

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from cases import access
from cases.access import standing
from cases.enums import Relation as R
from cases.models import Case, InstantReport, InstantStep
from grids.enums import Role
from grids.models import Lead
from grids.selectors.leads import visible_leads
from mediation.core.models import User

READERS = frozenset({Role.PEACE_OFFICER, Role.DIRECTOR})
# Who may meet with such an event before there is a case: whoever is out in the villages, too.
REPORTERS = READERS | {
    Role.WINDOW_CLERK,
    Role.MEDIATOR,
    Role.LEADER,
    Role.GRID_WORKER,
    Role.JUSTICE_OFFICER,
}
OF_THE_CASE = frozenset({R.OFFICER, R.HEAD, R.LEADER, R.STATIONED, R.PEACE, R.DIRECTOR, R.TEAM})


def may_report_instantly(user: User, case: Case | None = None, lead: Lead | None = None) -> bool:
    """Alone: the posts above; of a case: who handles or answers for it; of a lead: who reads it."""
    if case is not None:
        return not access.relations(user, case).isdisjoint(OF_THE_CASE)
    if lead is not None:
        return visible_leads(user).filter(pk=lead.pk).exists()
    return not standing(user).roles.isdisjoint(REPORTERS)


def may_read_reports(user: User) -> bool:
    """Whether he has a list of reports at all."""
    return may_report_instantly(user) or Role.POLICE_OFFICER in standing(user).roles


def instant_reports_for(user: User) -> QuerySet[InstantReport]:
    """平安办 and the director read all of their town; of a case whoever reads its file, of a lead
    whoever reads it, 派出所 those that it was told of, everybody his own."""
    me = standing(user)
    mine = Q(by__in=me.users)
    if not me.roles.isdisjoint(READERS):
        mine = Q()
    else:
        seen = access.visible_to(user).filter(level__gte=access.FILE)  # type: ignore[misc]
        mine |= Q(case__in=seen.values("pk")) | Q(lead__in=visible_leads(user).values("pk"))
        if Role.POLICE_OFFICER in me.roles:
            mine |= Q(is_crime_feared=True)
    found = InstantReport.objects.filter(mine, centre__in=me.centres)
    return found.select_related("centre", "case", "lead", "by")


def get_instant_report(user: User, pk: int) -> InstantReport:
    """The report with its time line. Raises Http404."""
    steps = InstantStep.objects.select_related("by").order_by("reported_at", "pk")
    found = instant_reports_for(user).prefetch_related(Prefetch("steps", steps))
    report = found.filter(pk=pk).first()
    if report is None:
        raise Http404
    return report
