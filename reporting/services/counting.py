"""Keeping the list of cases behind every number of a half-month that is being locked."""

from django.db import connections

from reporting.models import CountedCase, CountedList, HalfMonth
from reporting.periods import half_month
from reporting.selectors.counted import KEPT, counted_sql


def keep_lists(locked: HalfMonth) -> int:
    """Write down who is counted in which cell, from the rows that give the sums; how many rows.

    Two statements, however many cases; only cases that are in the figures of the half-month.
    To be called while it is being locked: afterwards the database refuses.
    """
    CountedList.objects.create(centre=locked.centre, half_month=locked, figures=sorted(KEPT))
    sql, parameters = counted_sql(locked.centre, half_month(locked.cut_off))
    with connections[CountedCase.objects.db].cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO reporting_countedcase
                (centre_id, half_month_id, case_id, division_id, category_id, source, nth, figures)
            SELECT %s, %s, case_id, division_id, category_id, source, nth, figures
            FROM ({sql}) AS counted
            """,  # noqa: S608 - put together by the ORM, values apart
            [locked.centre_id, locked.pk, *parameters],
        )
        return int(cursor.rowcount)
