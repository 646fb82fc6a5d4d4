"""What the window does with a petition (settings.WINDOW_MATTERS): find it, add a visit to it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import Http404

from cases.models import Visit
from cases.selectors.visits import typed_at_windows
from cases.selectors.window_search import MOST, Hit
from cases.services.finding import TAIL
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.models import User
from mediation.core.privacy import blind_index, blind_tail, normalise
from petitions import enums
from petitions.models import Access, Petition, Petitioner
from petitions.selectors.matters import for_lists
from petitions.selectors.window_search import hits_of, search_petitions, sight
from petitions.services import beside
from petitions.services.carrying import as_case
from petitions.services.door import finish, lock

LOOKED_BACK = timedelta(days=365)


class WindowPetitions:
    def search(self, user: User, q: str) -> Sequence[Hit]:
        return search_petitions(user, q)

    @transaction.atomic
    def by_number(self, user: User, *, phone: str, id_number: str) -> Sequence[Hit]:
        """By a telephone alone: an ID number finds no petition, whole or in part (rules.md §6)."""
        plain = normalise(phone)
        if not plain:
            return []
        if len(plain) == TAIL:
            asked = Q(phone_tail_index=blind_tail(plain, "phone"))
        else:
            asked = Q(phone_index=blind_index(plain, "phone"))
        recent = Q(status__in=enums.OPEN) | Q(last_act_on__gte=clock.today() - LOOKED_BACK)
        found = list(
            for_lists(sight(user))
            .filter(recent, pk__in=Petitioner.objects.filter(asked).values("petition"))
            .order_by("-registered_at", "-pk")[:MOST]
        )
        Access.objects.bulk_create(
            Access(
                centre_id=one.centre_id,
                petition=one,
                user=user,
                at=clock.now(),
                what="found_by_number",
            )
            for one in found
        )
        return hits_of(found)

    def find(self, user: User, pk: int) -> Hit | None:
        found = hits_of(for_lists(sight(user)).filter(pk=pk))
        return found[0] if found else None

    def add(self, user: User, pk: int, visit: Visit) -> None:
        """No new number, no clock, no other status: only the history and who is told."""
        seen: Petition | None = sight(user).filter(pk=pk).first()
        if seen is None:
            raise Http404
        petition = lock(seen)
        if not petition.is_open:
            raise Refused(
                "not_now",
                f"{petition.aloud}现在是“{petition.get_status_display()}”，不能再并进去。",
                instead="不服答复的，可以申请复查；有新的事，请新登记一件",
            )
        finish(beside.begin(petition, enums.Beside.VISITED, user, payload={"visit": visit.pk}))

    def typed(self, key: str) -> tuple[Mapping[str, Any], Any] | None:
        """What was typed for a visit in the petition form, in the names of the case form."""
        kept = typed_at_windows("petition", key)
        return (as_case(kept.data), kept.updated_at) if kept else None


PETITIONS = WindowPetitions()
