"""At most five whom the parties of a collective dispute choose to speak for them (seed 002).

The others stand in no list, their number is `people_count`; everybody may still speak for himself.
"""

from collections.abc import Sequence

from django.db import transaction

from cases.access import relations, stood_for
from cases.enums import Verb
from cases.models import Case, Party
from cases.services.act import Act
from cases.services.door import check_version, finish, lock
from cases.workflow import GRAPH
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User

MOST = 5


@transaction.atomic
def choose_representatives(
    case: Case, actor: User, keys: Sequence[str | int], *, version: int | None = None
) -> Case:
    """Write down whom the parties chose; an empty list says that each speaks for himself again.

    A correction of the file like any other (rules.md §2 row 31). Raises Refused: stale · not_now ·
    not_yours · too_many · invalid_party · nothing_changed.
    """
    case = lock(case)
    check_version(case, version)
    GRAPH.check_open(case, Verb.AMEND, relations(actor, case))
    if len(set(keys)) > MOST:
        raise Refused(
            "too_many",
            f"代表最多推选 {MOST} 位",
            instead="其他人都可以自己到场说话，不用当代表",
            field="representatives",
        )
    parties = {str(party.pk): party for party in case.parties.all()}
    if not {str(key) for key in keys} <= set(parties):
        raise Refused("invalid_party", "没有找到这位当事人。", field="representatives")
    chosen = [parties[str(key)] for key in dict.fromkeys(keys)]
    before = {party.pk for party in parties.values() if party.representative_seat}
    if before == {party.pk for party in chosen}:
        raise Refused("nothing_changed", "没有改动，不用保存。")
    seat(case, chosen)
    now = clock.now()
    finish(
        Act(
            case=case,
            verb=Verb.AMEND,
            actor=actor,
            on=clock.local_day(now),
            now=now,
            status_before=case.status,
            tier_before=case.tier,
            payload={"fields": ["representatives"]},
            on_behalf_of=stood_for(actor, case),
        )
    )
    return case


def seat(case: Case, chosen: Sequence[Party]) -> None:
    case.parties.exclude(representative_seat=None).update(representative_seat=None)
    for number, party in enumerate(chosen, start=1):
        Party.objects.filter(pk=party.pk).update(representative_seat=number)
