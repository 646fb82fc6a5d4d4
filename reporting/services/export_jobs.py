"""Making one file: claimed by one process, written chunk by chunk, whole or not there at all.

Whoever writes a file holds a lock of its database session on it. When he is killed the session
ends and the lock is free: that is how the next one, or the look round every minute, finds the job
and says so to its owner. It is not begun again by itself: what killed one worker may kill the next.
"""

import hashlib
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files import File
from django.db import InterfaceError, OperationalError, connection
from django.db.models import F
from django.db.models.functions import Greatest

from mediation.core import clock
from reporting.access import may_export, posts_today
from reporting.enums import ExportFormat, ExportState
from reporting.exports import as_csv, as_list
from reporting.exports.lists import LISTS, asked_for
from reporting.models import Export
from reporting.services.exports import UNFINISHED

LOCK = 0x4558  # a number of our own among the advisory locks of the database
SILENT = timedelta(minutes=30)  # a worker that holds its lock and does nothing hangs
FORGOTTEN = timedelta(hours=6)  # in the queue: its message is lost
EVERY = 1.0  # seconds between two signs of life
BROKEN_OFF = "生成的程序中途断了，没有留下半个文件。请点“再生成一次”。"
NEVER_BEGUN = "排队太久没有轮到，请点“再生成一次”。"
WENT_WRONG = "这次没有生成好，不是您的问题，请点“再生成一次”。"
NOT_HIS = "您现在的岗位不能导出，这份文件没有生成。"


class Cancelled(Exception):
    """The owner does not want the file any more, or it was given up meanwhile."""


class Ready(File):
    """A finished file on this disk: the storage takes it over by renaming it, in one step."""

    def temporary_file_path(self) -> str:
        return str(self.file.name)


def write_export(export_id: UUID | str) -> bool:
    """Make the file of a request; False when there is nothing to do any more. May run twice."""
    with _held(export_id) as is_ours:
        if not is_ours:
            return False
        now = clock.now()
        waiting = Export.objects.filter(pk=export_id, state=ExportState.WAITING)
        if not waiting.update(state=ExportState.RUNNING, done_rows=0, started_at=now, beat_at=now):
            _break_off(export_id)  # nobody holds it: who began it is dead
            return False
        export = Export.objects.select_related("user").get(pk=export_id)
        if not may_export(export.user):
            fail_export(export_id, NOT_HIS)
            return False
        folder = _folder_of(export_id)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            return _write(export, folder / f"list.{export.format}")
        except Cancelled:
            return False
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _write(export: Export, path: Path) -> bool:
    of, filters = asked_for(export.params)
    listing = LISTS[of]
    posts = posts_today(export.user)
    rows = listing.rows(export.user, filters)
    matched, most = rows.order_by().count(), settings.EXPORT_MOST_ROWS
    rows = rows[:most]
    running = Export.objects.filter(pk=export.pk, state=ExportState.RUNNING)
    running.update(total_rows=min(matched, most))

    def is_cut(count: int) -> bool:
        return matched > count == most

    def closing(count: int) -> str:
        return f"只导出前 {count} 条，共 {matched} 条" if is_cut(count) else f"共 {count} 条"

    above = listing.above(export.user, filters)
    write = as_csv.write if export.format == ExportFormat.CSV else as_list.write
    lines, progress = listing.lines(rows), _progress(export)
    count = write(path, listing, lines, progress, closing, _foot(export), above)
    with path.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        _remove_file(export)
        export.file.save(Path(export.stored_as).name, Ready(content), save=False)
    is_done = running.update(
        state=ExportState.DONE,
        file=export.file.name,
        sha256=sha256,
        posts=posts,
        done_rows=count,
        total_rows=count,
        matched_rows=matched if is_cut(count) else None,
        finished_at=clock.now(),
    )
    if not is_done:
        _remove_file(export)
    return bool(is_done)


def _progress(export: Export) -> Callable[[int], None]:
    """Says how far it is, at most once a second; raises Cancelled when nobody waits any more."""
    running = Export.objects.filter(pk=export.pk, state=ExportState.RUNNING)
    said_at = 0.0

    def progress(count: int) -> None:
        nonlocal said_at
        if time.monotonic() - said_at < EVERY and count:
            return
        said_at = time.monotonic()
        total = Greatest(F("total_rows"), count)
        if not running.update(done_rows=count, total_rows=total, beat_at=clock.now()):
            raise Cancelled

    return progress


def fail_export(export_id: UUID | str, message: str = WENT_WRONG) -> None:
    """Say that a file could not be made; the owner may ask again."""
    _give_up(export_id, UNFINISHED, message)


def find_broken_off() -> int:
    """Jobs whose worker is dead or hangs, and such as nobody began: they say so; their number.

    Takes away what a killed worker left on the disk, too; one who hangs takes his own away.
    """
    now, count = clock.now(), 0
    for key, beat_at in Export.objects.filter(state=ExportState.RUNNING).values_list(
        "pk", "beat_at"
    ):
        with _held(key) as is_free:
            if is_free or beat_at is None or beat_at < now - SILENT:
                count += _break_off(key)
    count += Export.objects.filter(
        state=ExportState.WAITING, created_at__lt=now - FORGOTTEN
    ).update(state=ExportState.FAILED, message=NEVER_BEGUN, finished_at=now)
    for folder in _work().glob("*-*"):
        with _held(folder.name) as is_free:
            if is_free:
                shutil.rmtree(folder, ignore_errors=True)
    return count


def _break_off(export_id: UUID | str) -> int:
    return _give_up(export_id, [ExportState.RUNNING], BROKEN_OFF)


def _give_up(export_id: UUID | str, states: Sequence[str], message: str) -> int:
    """Say why there is no file; one that was put down and not yet said to be there goes, too."""
    given_up = Export.objects.filter(pk=export_id, state__in=states).update(
        state=ExportState.FAILED, message=message, finished_at=clock.now()
    )
    if given_up:
        _remove_file(Export.objects.get(pk=export_id))
    return given_up


@contextmanager
def _held(export_id: UUID | str) -> Iterator[bool]:
    """Whether we alone have the job, for the length of the block."""
    key = [LOCK, str(export_id)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", key)
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with (
                suppress(InterfaceError, OperationalError),  # a session that ended let go of it
                connection.cursor() as cursor,
            ):
                cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", key)


def _work() -> Path:
    """Beside the files, so that a finished one is renamed and never copied."""
    return Path(settings.DATA_DIR) / "exports-in-work"


def _folder_of(export_id: UUID | str) -> Path:
    return _work() / str(export_id)


def _remove_file(export: Export) -> None:
    export.file.storage.delete(export.stored_as)


def _foot(export: Export) -> str:
    """Who took it along, when and what for (domain.md §8 row 24), at the foot of each page."""
    when = f"{clock.local(export.created_at):%Y-%m-%d %H:%M}"
    return f"{export.user.name} {when} 导出　用途：{export.get_purpose_display()}"
