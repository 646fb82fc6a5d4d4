"""包案: the eight items of 四定四包, the 五个一, and 挂牌督办 (domain.md §7 rows 25, 184, 185)."""

from datetime import date
from typing import Any

from django.db import transaction

from cases.enums import OPEN
from cases.enums import Relation as R
from cases.models import Case, Listing, OwnershipFile
from cases.services import writing
from cases.services.door import lock
from cases.services.plans import check_version
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User

LISTERS = frozenset({R.LEADER, R.DIRECTOR, R.PEACE})
TEXTS = (
    "measures",
    "responsibility",
    "overall",
    "coordination",
    "guidance",
    "resolution",
    "soothing",
)


@transaction.atomic
def write_ownership(
    case: Case,
    actor: User,
    *,
    due_on: date | None = None,
    version: int | None = None,
    **texts: Any,
) -> OwnershipFile:
    """A new version of the case's 包案 file, by its owner leader (his liaison types for him).

    An item may stay empty; the page lists what is missing. `version` is the one the screen had
    loaded, 0 for none. Raises `Refused`: not_now · not_yours · stale · nothing_changed · invalid….
    """
    case = lock(case)
    writing.check_may(case, actor, {R.LEADER}, "填包案表")
    writing.check_status(case, OPEN, "填包案表")
    last = current_ownership(case)
    check_version(last.version if last else 0, version, last.by if last else None)
    if due_on is not None:
        due_on = writing.day(due_on, "due_on", earliest=case.received_on)
    found = OwnershipFile(
        centre=case.centre,
        case=case,
        version=last.version + 1 if last else 1,
        leader=case.owner,
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


def current_ownership(case: Case) -> OwnershipFile | None:
    return case.ownership_files.select_related("by", "leader").order_by("-version").first()


@transaction.atomic
def list_case(case: Case, actor: User, *, reason: str, due_on: date) -> Listing:
    """挂牌督办: the case stands on the list until it is taken off; one listing at a time.

    Raises `Refused`: not_now · not_yours · listed_already · needs · invalid….
    """
    case = lock(case)
    writing.check_may(case, actor, LISTERS, "挂牌督办")
    writing.check_status(case, OPEN, "挂牌督办")
    if case.listings.filter(lifted_on__isnull=True).exists():
        raise Refused("listed_already", "这件事已经在挂牌督办。", instead="要改限期的，先摘牌再挂")
    today = clock.today()
    return Listing.objects.create(
        centre=case.centre,
        case=case,
        listed_on=today,
        by=actor,
        at=clock.now(),
        reason=writing.words(reason, "reason", 300),
        due_on=writing.day(due_on, "due_on", earliest=today),
    )


@transaction.atomic
def lift_listing(case: Case, actor: User, *, reason: str) -> Listing:
    """摘牌, with the reason why. Raises `Refused`: not_yours · not_listed · needs · invalid…."""
    case = lock(case)
    writing.check_may(case, actor, LISTERS, "摘牌")
    listing = case.listings.filter(lifted_on__isnull=True).first()
    if listing is None:
        raise Refused("not_listed", "这件事现在没有挂牌。")
    listing.lift_reason = writing.words(reason, "lift_reason", 300)
    listing.lifted_on, listing.lifted_at, listing.lifted_by = clock.today(), clock.now(), actor
    listing.save()
    return listing
