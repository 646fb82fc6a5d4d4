"""What must always be true of returns, steps and corrections (settings.INVARIANTS)."""

from collections.abc import Iterator, Mapping

from django.db import connection

# Sentence → SELECT of the keys of the returns or half-months of which it is true.
FAULTS: Mapping[str, str] = {
    "报表：状态与报的各版、退回不符": """
        SELECT r.id FROM reporting_villagereturn r
        LEFT JOIN LATERAL (
            SELECT v.id FROM reporting_returnversion v WHERE v.of_id = r.id ORDER BY v.seq DESC LIMIT 1
        ) v ON true
        LEFT JOIN reporting_returnsendback b ON b.version_id = v.id
        WHERE r.state <> CASE WHEN v.id IS NULL THEN 'waiting'
                              WHEN b.id IS NULL THEN 'filed' ELSE 'sent_back' END""",
    "报表：第一次报的日期与第一版不符": """
        SELECT r.id FROM reporting_villagereturn r
        LEFT JOIN reporting_returnversion v ON v.of_id = r.id AND v.seq = 1
        WHERE r.first_filed_on IS DISTINCT FROM v.filed_on""",
    "报表：期限不是半月报的截止日，或者不在同一个街道（乡镇）": """
        SELECT r.id FROM reporting_villagereturn r
        JOIN reporting_halfmonth h ON h.id = r.half_month_id
        WHERE r.due_on <> h.cut_off OR r.centre_id <> h.centre_id""",
    "报表：手工数没有写系统的数，或者系统的数与当时的不符": """
        SELECT v.of_id FROM reporting_typednumber t
        JOIN reporting_returnversion v ON v.id = t.version_id
        JOIN grids_category c ON c.id = t.category_id
        WHERE t.system <> COALESCE((v.numbers -> c.code ->> t.line)::int, 0)""",
    "半月报：没有锁定的状态与最后一步不符": """
        SELECT h.id FROM reporting_halfmonth h
        LEFT JOIN LATERAL (
            SELECT s.step FROM reporting_halfmonthstep s
            WHERE s.half_month_id = h.id ORDER BY s.seq DESC LIMIT 1
        ) s ON true
        WHERE h.state <> 'locked'
          AND h.state <> CASE s.step WHEN 'submit' THEN 'submitted'
                                     WHEN 'approve' THEN 'approved' ELSE 'open' END""",
    "半月报：由同一个人提交和批准": """
        SELECT a.half_month_id FROM reporting_halfmonthstep a
        JOIN reporting_halfmonthstep s ON s.half_month_id = a.half_month_id AND s.seq = a.seq - 1
        WHERE a.step = 'approve' AND (s.step <> 'submit' OR s.by_id = a.by_id)""",
    "半月报：更正的是没有锁定的一期": """
        SELECT c.half_month_id FROM reporting_correction c
        JOIN reporting_halfmonth h ON h.id = c.half_month_id WHERE h.state <> 'locked'""",
}


def faults() -> Iterator[str]:
    """A sentence for each thing that is wrong."""
    with connection.cursor() as cursor:
        for sentence, query in FAULTS.items():
            cursor.execute(query)
            for key in sorted({key for (key,) in cursor.fetchall()}):
                yield f"{sentence}（{key}）"
