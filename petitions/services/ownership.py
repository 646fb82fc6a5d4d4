"""包案 of a difficult petition: who owns it, and his file of 四定四包 (domain.md §7 rows 69, 184, 185).

Naming an owner is no verb: it changes neither status nor clocks. He reads the file and may instruct.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from cases.services import writing
from cases.services.plans import check_version as check_text_version
from grids.enums import Role
from grids.selectors import people_with_role
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from petitions import access, enums
from petitions.enums import Beside
from petitions.enums import Relation as R
from petitions.models import OwnershipFile, Petition
from petitions.services import beside
from petitions.services.door import check_version, finish, lock

NAMERS = frozenset({R.HEAD, R.PEACE})
OWNERS = (Role.LEADER, Role.DIRECTOR)
TEXTS: Mapping[str, str] = {
    "measures": "定措施",
    "responsibility": "定责任",
    "overall": "包统筹",
    "coordination": "包协调",
    "guidance": "包疏导",
    "resolution": "包化解",
    "team": "工作专班",
    "plan": "化解方案",
    "soothing": "疏导措施",
}


def may_name_owner(user: User, petition: Petition) -> bool:
    return petition.status in enums.OPEN and not access.relations(user, petition).isdisjoint(NAMERS)


def may_write_ownership(user: User, petition: Petition) -> bool:
    return petition.status in enums.OPEN and R.OWNER in access.relations(user, petition)


@transaction.atomic
def name_owner(
    petition: Petition, actor: User, owner: int | User, *, version: int | None = None
) -> Petition:
    """The petition is difficult and this leader answers for it. By the director or 平安办.

    Raises Refused: stale · not_yours · not_now · invalid_choice · nothing_changed.
    """
    petition = lock(petition)
    check_version(petition, version)
    if access.relations(actor, petition).isdisjoint(NAMERS):
        raise Refused("not_yours", "包案领导由中心主任或平安办来定。", who="中心主任或平安办")
    if petition.status not in enums.OPEN:
        raise Refused("not_now", f"“{petition.get_status_display()}”的信访件不用再定包案领导。")
    key = getattr(owner, "pk", owner)
    found = next((one for one in leaders_of_town(petition) if str(one.pk) == str(key)), None)
    if found is None:
        raise Refused("invalid_choice", "请从本镇的领导里选一位。", field="owner")
    if petition.owner_id == found.pk:
        raise Refused("nothing_changed", f"现在就是{found.name}包案。", field="owner")
    act = beside.begin(petition, Beside.OWN, actor, payload={"owner": found.pk})
    act.change(owner=found, is_difficult=True)
    finish(act)
    return petition


def leaders_of_town(petition: Petition) -> list[User]:
    """Who may own a petition: the leaders of the town, and the director."""
    found = {one.pk: one for role in OWNERS for one in people_with_role(role, petition.centre)}
    return list(found.values())


@transaction.atomic
def write_ownership(
    petition: Petition,
    actor: User,
    *,
    due_on: date | None = None,
    version: int | None = None,
    **texts: Any,
) -> OwnershipFile:
    """A new version of the file, by the owner (his liaison types for him); an item may wait.

    `version` is the one the screen had loaded, 0 for none.
    Raises Refused: not_yours · not_now · stale · nothing_changed · needs · invalid….
    """
    petition = lock(petition)
    if R.OWNER not in access.relations(actor, petition):
        raise Refused("not_yours", "包案表由包案领导来填。", who="包案领导")
    if petition.status not in enums.OPEN:
        raise Refused("not_now", f"“{petition.get_status_display()}”的信访件不用再填包案表。")
    last = petition.ownership_files.select_related("by").order_by("-version").first()
    check_text_version(last.version if last else 0, version, last.by if last else None)
    if due_on is not None:
        due_on = writing.day(due_on, "due_on", earliest=petition.received_on)
    found = OwnershipFile(
        centre=petition.centre,
        petition=petition,
        version=last.version + 1 if last else 1,
        leader=petition.owner,
        due_on=due_on,
        by=actor,
        at=clock.now(),
        **{name: writing.words(texts.get(name), name, is_needed=False) for name in TEXTS},
    )
    compared = ("leader_id", "due_on", *TEXTS)
    if last and all(getattr(last, name) == getattr(found, name) for name in compared):
        raise Refused("nothing_changed", "没有改动，不用保存。")
    if not last and not due_on and not any(getattr(found, name) for name in TEXTS):
        raise Refused("needs", "至少填一项再保存。")
    found.save()
    return found
