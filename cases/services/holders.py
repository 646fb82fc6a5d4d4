"""Who holds a look-up code and its second factor, of any kind of matter (rules.md §6, last lines).

Wrong tries rest their source, not the matter. Every wrong try costs the same work and reads the
same, whichever half was wrong.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from cases.models import LookupTry
from mediation.core import clock
from mediation.core.errors import Refused
from mediation.core.privacy import blind_index, blind_tail, normalise

WRONG_TRIES = 5
LOCKED_FOR = timedelta(minutes=15)
KEPT_FOR = timedelta(days=1)
# What is compared when there is nothing to compare with, so that both take the same time.
NOTHING = "-" * 64
# First key of the advisory locks that let one try of a source go after the other.
LOOKUP_LOCK = 4_701
Holders = Mapping[str, QuerySet[Any]]


def find_holder(code: str, second: str, address: str, holders: Holders) -> tuple[str, int]:
    """Kind of matter and key of the one whose code and second factor these are.

    `holders`: kind → those who have a code there. Tries from one address go one after the other,
    so that five wrong ones over any number of processes are five.
    Raises `Refused`: locked · not_found, the same words whichever half was wrong.
    """
    source = salted_hmac("cases.lookup", address, algorithm="sha256").hexdigest()
    found = _try(code, second, source, holders)
    if found is None:
        raise Refused(
            "not_found",
            "没有查到，请照回执再看一眼查询码和后四位。",
            instead="手机号换过的，可以带回执到中心或村（社区）查",
        )
    return found


@transaction.atomic
def _try(code: str, second: str, source: str, holders: Holders) -> tuple[str, int] | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOOKUP_LOCK, source])
    now = clock.now()
    LookupTry.objects.filter(at__lt=now - KEPT_FOR).delete()
    if is_resting(source, now):
        minutes = int(LOCKED_FOR.total_seconds() // 60)
        raise Refused("locked", f"连续 {WRONG_TRIES} 次没对上，请过 {minutes} 分钟再查。")
    found = _matching(code, second, holders)
    if found is None:
        LookupTry.objects.create(source=source, at=now)
    return found


def is_resting(source: str, now: datetime) -> bool:
    """Five wrong tries within fifteen minutes: fifteen minutes from the fifth."""
    tries = LookupTry.objects.filter(source=source, at__gt=now - 2 * LOCKED_FOR).order_by("-at")
    last = list(tries.values_list("at", flat=True)[:WRONG_TRIES])
    if len(last) < WRONG_TRIES or last[0] <= now - LOCKED_FOR:
        return False
    return last[0] - last[-1] < LOCKED_FOR


def _matching(code: str, second: str, holders: Holders) -> tuple[str, int] | None:
    """One query for each kind of matter and one comparison of each second factor, found or not."""
    index = blind_index(code, "lookup_code") or NOTHING
    digits = normalise(second)
    typed_tail = blind_tail(digits, "phone") or NOTHING
    kind, pk, tail, pin = "", 0, "", ""
    for one, people in holders.items():
        rows = people.filter(lookup_index=index).order_by("pk")
        row = rows.values_list("pk", "phone_tail_index", "receipt_pin").first()
        if row is not None:
            kind, (pk, tail, pin) = one, row
    is_phone = hmac.compare_digest(typed_tail, tail or NOTHING + "-")
    is_pin = hmac.compare_digest(digits.encode(), (pin or NOTHING).encode())
    is_four = digits.isdecimal() and len(digits) == 4
    return (kind, pk) if kind and is_four and (is_phone or is_pin) else None
