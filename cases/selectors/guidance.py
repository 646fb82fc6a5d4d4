"""Who guides the mediation of a case."""

from django.db.models import QuerySet

from cases import access
from cases.enums import Relation
from cases.models import Case, Guidance
from grids.enums import DepartmentKind, Role
from grids.selectors import people_with_role
from mediation.core.models import User


def guidances_of(case: Case) -> QuerySet[Guidance]:
    """Those in force and those that have ended, oldest first."""
    return case.guidances.select_related("user", "by", "ended_by").order_by("pk")


def guidance_offered(case: Case) -> QuerySet[User]:
    """Guidance mediators of the town who do not guide this case yet."""
    named = case.guidances.filter(ended_at__isnull=True).values("user")
    return people_with_role(Role.GUIDANCE_MEDIATOR, case.centre).exclude(pk__in=named)


def may_name_guidance(user: User, case: Case) -> bool:
    """司法所 guides mediation (人民调解法 5); the head of the street's room for its own cases."""
    found = access.relations(user, case)
    is_room = case.unit.kind == DepartmentKind.STREET_ROOM
    is_theirs = Relation.JUSTICE in found or (Relation.HEAD in found and is_room)
    return is_theirs and access.level_of(user, case) >= access.FILE


def guidance_block(user: User, case: Case) -> dict[str, object]:
    """What the case's page shows of it: names in force, and whether this reader may change them."""
    return {
        "guidances": [one for one in guidances_of(case) if one.ended_at is None],
        "may_guide": may_name_guidance(user, case),
    }
