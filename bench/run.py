"""Make the town, look at every plan, take the times, write results.md; exit 1 on a breach."""

import os
import platform
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as time_of_day
from io import StringIO
from pathlib import Path

from bench import house

WHERE = house.build()

import django  # noqa: E402 - settings read the environment that was just built

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils.timezone import get_default_timezone  # noqa: E402

from bench import pages  # noqa: E402
from cases import notices  # noqa: E402
from cases.models import Case, Deadline  # noqa: E402
from mediation.core import calendar, clock  # noqa: E402
from mediation.core.models import Notice, ReminderRun  # noqa: E402

RESULTS = Path(__file__).parent / "results.md"
DAY = timedelta(days=1)
DAYS = 5 * 365  # the years over which they came in
CASES = int(os.environ.get("BENCH_CASES", "200000"))


def say(text: str) -> None:
    print(text, flush=True)


def timed(what: str, call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    seconds = time.perf_counter() - start
    say(f"{what}: {seconds:.0f} s")
    return seconds


def seed() -> float:
    """The town with its cases, analysed; seconds, 0 where it was kept from the last time."""
    call_command("migrate", verbosity=0)
    if Case.objects.exists():
        return 0
    call_command("load_reference", stdout=StringIO())
    seconds = timed(
        f"{CASES} cases",
        lambda: call_command("seed_demo", cases=CASES, days=DAYS, stdout=StringIO()),
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return seconds


def reminders() -> list[str]:
    """One day's pass over all running clocks; a second one adds nothing."""
    ReminderRun.objects.all().delete()
    before = Notice.objects.count()
    day = calendar.load().workday_on_or_after(clock.today())
    ReminderRun.objects.create(day=day - DAY, finished_at=clock.now())
    running = Deadline.objects.filter(stopped_on__isnull=True).count()
    with clock.standing_at(datetime.combine(day, time_of_day(8, 30), get_default_timezone())):
        start = time.perf_counter()
        notices.write_due()
        seconds = time.perf_counter() - start
        written = Notice.objects.count() - before
        notices.write_due()
    again = Notice.objects.count() - before - written
    LINES.append(f"| reminders of one day in one pass | {running} running clocks, {written} notices "
                 f"| {seconds:.1f} s | a second pass adds {again} |")  # fmt: skip
    say(LINES[-1])
    return [f"reminders: a second pass wrote {again} more"] if again else []


LINES: list[str] = []


def main() -> int:
    settings.ROOT_URLCONF = "bench.urls"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    seeding = seed()
    breaches: list[str] = []
    above: list[str] = []  # the goal for the finished house; told, no breach yet
    rows = [
        "| page | for | SQL | ms | × a bare page | plans |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for page in pages.all_pages():
        pages.measure(page)
        limit = f" (≤ {page.limit:g})" if page.limit else ""
        ratio = f"{page.ratio:.1f}{limit}" if page.bare_seconds else "–"
        plans = "no big scan" if not page.faults else f"{len(page.faults)} faults"
        rows.append(f"| {page.name} | {page.role} | {page.statements} | "
                    f"{page.seconds * 1000:.1f} | {ratio} | {plans} |")  # fmt: skip
        say(rows[-1])
        breaches += [f"{page.name} ({page.role}): {fault}" for fault in page.faults]
        if page.is_too_slow:
            above.append(f"{page.name} ({page.role}): {page.ratio:.1f} × a bare page")
    breaches += reminders()
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    RESULTS.write_text(
        "\n".join(
            [
                "# Benchmark",
                "",
                f"{Case.objects.count()} cases, Postgres {version} ({WHERE}), Python "
                f"{platform.python_version()}, {os.cpu_count()} processors. Quickest of "
                f"up to {pages.ROUNDS} requests through the test client; a bare page is the same "
                "template with the same rows and nothing to look up.",
                f"Seeding took {seeding:.0f} s." if seeding else "",
                "",
                *rows,
                "",
                "| work | amount | time | |",
                "| --- | --- | --- | --- |",
                *LINES,
                "",
                "## Above the goal of three times a bare page",
                "",
                *([f"- {one}" for one in above] or ["None."]),
                "",
                "## Breaches",
                "",
                *([f"- {breach}" for breach in breaches] or ["None."]),
                "",
            ]
        ),
        encoding="utf-8",
    )
    for breach in breaches:
        say(f"BREACH {breach}")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
