"""A file is made by one worker or by none: killed ones are found and say so, nothing half stays."""

import os
import signal
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mediation.core import clock
from reporting import services, tasks
from reporting.enums import ExportState
from reporting.exports import as_list
from reporting.models import Export
from reporting.services import export_invariants, export_jobs
from tests.factories import V1, Town
from tests.forks import fork
from tests.reporting.exporting import asked, register, rows_of, written

PATIENCE = 120.0  # seconds


@pytest.fixture
def disk(settings: Any, tmp_path: Path) -> Path:
    """Files on a disk, as in the house: what a killed process leaves there can be looked for."""
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    }
    return tmp_path


def left_on(disk: Path) -> list[str]:
    return sorted(path.name for path in disk.rglob("*") if path.is_file())


def until(what: Any) -> None:
    ends_at = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < ends_at, "did not come about"
        time.sleep(0.02)


def standing_still(monkeypatch: pytest.MonkeyPatch, where: Path) -> None:
    """Whoever writes a workbook stops in the middle of it, and says that he is there."""
    write = as_list.write

    def write_and_stop(path: Path, listing: Any, lines: Any, *more: Any, **above: Any) -> int:
        def stopping() -> Any:
            for line in lines:
                yield line
                (path.parent / "begun").touch()
                (where / "here").touch()
                time.sleep(PATIENCE)

        return write(path, listing, stopping(), *more, **above)

    monkeypatch.setattr(as_list, "write", write_and_stop)


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_is_found_says_so_and_leaves_nothing(
    town: Town, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = register(town, division=V1)
    peace = town.user("peace")
    export = asked(peace)
    with monkeypatch.context() as patch:
        standing_still(patch, disk)
        worker = fork(lambda: services.write_export(export.pk))
        until((disk / "here").exists)
        export.refresh_from_db()
        assert export.state == ExportState.RUNNING
        assert services.find_broken_off() == 0  # he lives
        assert not services.write_export(export.pk)  # and nobody else writes it
        assert "list.xlsx" in left_on(disk) or "begun" in left_on(disk)
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
    (disk / "here").unlink()
    until(lambda: tasks.find_broken_off() == 1)
    export.refresh_from_db()
    assert export.state == ExportState.FAILED
    assert left_on(disk) == []
    desk = Client()
    desk.force_login(peace)
    page = desk.get("/exports/").content.decode()
    assert "中途断了" in page
    assert f"/exports/{export.pk}/again/" in page
    monkeypatch.setattr(tasks.write_export, "delay", lambda key: None)
    assert desk.post(f"/exports/{export.pk}/again/").status_code == 302
    fresh = Export.objects.exclude(pk=export.pk).get()
    assert (fresh.user, fresh.purpose, fresh.params) == (peace, export.purpose, export.params)
    assert [row[0] for row in rows_of(written(fresh))] == ["案号", case.number, "共 1 条"]
    assert left_on(disk) == [f"{fresh.pk}.xlsx"]
    assert oct((disk / "files" / "exports" / f"{fresh.pk}.xlsx").stat().st_mode)[-3:] == "600"


@pytest.mark.django_db(transaction=True)
def test_the_message_of_a_dead_worker_that_comes_again_does_not_begin_it_again(
    town: Town, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(town, division=V1)
    export = asked(town.user("peace"))
    with monkeypatch.context() as patch:
        standing_still(patch, disk)
        worker = fork(lambda: services.write_export(export.pk))
        until((disk / "here").exists)
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)

    def said() -> bool:
        assert not tasks.write_export(str(export.pk))
        export.refresh_from_db()
        return bool(export.state == ExportState.FAILED)

    until(said)
    assert "再生成一次" in export.message


@pytest.mark.django_db(transaction=True)
def test_of_four_workers_one_writes_it(town: Town, disk: Path) -> None:
    register(town, division=V1)
    export = asked(town.user("peace"))

    def write() -> None:
        if services.write_export(export.pk):
            (disk / f"written-{os.getpid()}").touch()

    for worker in [fork(write) for _ in range(4)]:
        assert os.waitpid(worker, 0)[1] == 0
    assert len(list(disk.glob("written-*"))) == 1
    export.refresh_from_db()
    assert export.state == ExportState.DONE
    assert len(rows_of(export)) == 3


@pytest.mark.django_db(transaction=True)
def test_one_who_hangs_is_given_up_and_what_he_brings_later_is_thrown_away(
    town: Town, disk: Path, monkeypatch: pytest.MonkeyPatch, at: Any
) -> None:
    register(town, division=V1)
    at("2026-11-16 10:00")
    export = asked(town.user("peace"))
    may_go_on, has_begun = threading.Event(), threading.Event()
    write = as_list.write

    def late(path: Path, listing: Any, lines: Any, *more: Any, **above: Any) -> int:
        def slow() -> Any:
            for line in lines:
                yield line
                has_begun.set()
                assert may_go_on.wait(PATIENCE)

        return write(path, listing, slow(), *more, **above)

    monkeypatch.setattr(as_list, "write", late)
    ended: list[bool] = []

    def work() -> None:
        try:
            ended.append(services.write_export(export.pk))
        finally:
            export_jobs.connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    assert has_begun.wait(PATIENCE)
    at("2026-11-16 10:30")
    assert services.find_broken_off() == 0
    at("2026-11-16 10:31")
    assert services.find_broken_off() == 1
    may_go_on.set()
    worker.join(PATIENCE)
    assert ended == [False]
    export.refresh_from_db()
    assert (export.state, export.file.name) == (ExportState.FAILED, "")
    assert left_on(disk) == []


@pytest.mark.django_db
def test_one_that_nobody_began_says_so(town: Town, disk: Path) -> None:
    export = asked(town.user("peace"))
    assert services.find_broken_off() == 0
    Export.objects.filter(pk=export.pk).update(
        created_at=clock.now() - export_jobs.FORGOTTEN - timedelta(minutes=1)
    )
    assert services.find_broken_off() == 1
    export.refresh_from_db()
    assert export.may_be_asked_again
    assert "排队太久" in export.message
    assert not services.write_export(export.pk)


@pytest.mark.django_db
def test_a_cancelled_one_stops_in_the_middle_and_leaves_nothing(
    town: Town, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(town, division=V1)
    export = asked(town.user("peace"))
    write = as_list.write

    def cancelled_meanwhile(*given: Any, **above: Any) -> int:
        services.cancel_export(export)
        return write(*given, **above)

    monkeypatch.setattr(as_list, "write", cancelled_meanwhile)
    assert not services.write_export(export.pk)
    export.refresh_from_db()
    assert export.state == ExportState.CANCELLED
    assert left_on(disk) == []
    assert export.may_be_asked_again


@pytest.mark.django_db
def test_a_cancel_in_the_last_moment_takes_the_file_away_again(
    town: Town, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(town, division=V1)
    export = asked(town.user("peace"))
    foot = export_jobs._remove_file
    calls: list[str] = []

    def cancel_first(one: Export) -> None:
        if not calls:
            services.cancel_export(one)
        calls.append(str(one.pk))
        foot(one)

    monkeypatch.setattr(export_jobs, "_remove_file", cancel_first)
    assert not services.write_export(export.pk)
    assert len(calls) == 2
    assert left_on(disk) == []


@pytest.mark.django_db
def test_what_a_dead_worker_of_a_cancelled_one_left_is_swept_up(town: Town, disk: Path) -> None:
    export = asked(town.user("peace"))
    services.cancel_export(export)
    folder = disk / "exports-in-work" / str(export.pk)
    folder.mkdir(parents=True)
    (folder / "list.xlsx").write_bytes(b"half")
    assert services.find_broken_off() == 0
    assert left_on(disk) == []


@pytest.mark.django_db
def test_a_file_that_no_row_knows_of_goes_with_its_seven_days(town: Town, disk: Path) -> None:
    """Its owner cancelled, and the worker was killed before he took it away again."""
    register(town, division=V1)
    kept = written(asked(town.user("peace")))
    export = asked(town.user("peace"))
    services.cancel_export(export)
    orphan = disk / "files" / "exports" / f"{export.pk}.xlsx"
    orphan.write_bytes(b"whole")
    assert services.expire_exports() == 0
    assert left_on(disk) == sorted([f"{kept.pk}.xlsx", orphan.name])
    Export.objects.filter(pk=export.pk).update(expires_at=clock.now() - timedelta(minutes=1))
    assert services.expire_exports() == 1
    assert left_on(disk) == [f"{kept.pk}.xlsx"]


@pytest.mark.django_db
def test_one_that_expires_while_it_is_written_stays_expired(
    town: Town, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register(town, division=V1)
    export = asked(town.user("peace"), q="")
    write = as_list.write

    def expired_meanwhile(*given: Any, **above: Any) -> int:
        count = write(*given, **above)
        Export.objects.filter(pk=export.pk).update(
            done_rows=1, expires_at=clock.now() - timedelta(minutes=1)
        )
        assert services.expire_exports() == 1
        return count

    monkeypatch.setattr(as_list, "write", expired_meanwhile)
    assert not services.write_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.file.name, export.params) == (ExportState.EXPIRED, "", {})
    assert export.done_rows == 1  # what the worker said meanwhile is not written over
    assert left_on(disk) == []


@pytest.mark.django_db
def test_a_file_that_is_gone_and_filters_that_should_be_are_noticed(town: Town, disk: Path) -> None:
    register(town, division=V1)
    kept, lost, expired = (written(asked(town.user("peace"), division=V1)) for _ in range(3))
    Export.objects.filter(pk=expired.pk).update(expires_at=clock.now() - timedelta(days=1))
    assert services.expire_exports() == 1
    assert list(export_invariants.faults()) == []
    lost.file.storage.delete(lost.file.name)
    Export.objects.filter(pk=expired.pk).update(params={"q": "somebody"})
    assert list(export_invariants.faults()) == [
        f"导出 {lost.pk} 写着已生成，文件不在",
        f"导出 {expired.pk} 已经过期，文件或者筛选条件还留着",
    ]
    assert left_on(disk) == [f"{kept.pk}.xlsx"]
