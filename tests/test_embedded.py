"""The built-in Postgres starts again whatever became of it, and opens folders no further than needed."""

import os
import signal
import stat
import sys
from contextlib import ExitStack, suppress

import psutil
import psycopg2
import pytest
from django.core.exceptions import ImproperlyConfigured

from mediation import embedded, processes


@pytest.fixture
def server(tmp_path):
    server = embedded.Postgres(tmp_path, {"fsync": "off"})
    yield server
    server.stop()


def connect(server):
    folder = server.server.get_postmaster_info().socket_dir
    return psycopg2.connect(host=str(folder), user="postgres", dbname=embedded.DATABASE)


def ask(server, question):
    connection = connect(server)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(question)
        answer = cursor.fetchone() if cursor.description else None
    connection.close()
    return answer


def test_data_outlives_a_stop_and_a_kill(server, tmp_path):
    server.start()
    ask(server, "CREATE TABLE kept AS SELECT 7 AS n")
    server.stop()
    server.start()
    assert ask(server, "SELECT n FROM kept") == (7,)

    postmaster = psutil.Process(int((server.pgdata / "postmaster.pid").read_text().split()[0]))
    family = [postmaster, *postmaster.children()]
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)
    psutil.wait_procs(family, 10)
    again = embedded.Postgres(tmp_path, {"fsync": "off"})
    again.start()
    assert ask(again, "SELECT n FROM kept") == (7,)
    assert ask(again, "SHOW jit") == ("off",)


def test_a_number_that_belongs_to_another_program_is_not_taken_for_a_server(server):
    server.start()
    pid_file = server.pgdata / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    server.stop()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    server.start()
    assert ask(server, "SELECT 1") == (1,)


def test_a_first_start_that_was_killed_is_begun_again(server):
    server.pgdata.mkdir()
    (server.pgdata / "PG_VERSION").write_text("18\n")
    server.start()
    assert ask(server, "SELECT 1") == (1,)


def test_folders_above_are_opened_for_passing_through_only(tmp_path):
    top = tmp_path / "closed"
    inner = top / "inner" / "deep"
    inner.mkdir(parents=True)
    top.chmod(0o700)
    (top / "inner").chmod(0o750)
    embedded.let_pass(inner)
    assert stat.S_IMODE(top.stat().st_mode) == 0o701
    assert stat.S_IMODE((top / "inner").stat().st_mode) == 0o751


@pytest.fixture
def moved_in(tmp_path):
    """Makes the `up` of the directory, as often as asked, and lets go of its lock at the end."""
    with ExitStack() as locks:

        def take_over():
            house = processes.House(tmp_path)
            locks.enter_context(house.lock)
            house.take_over()
            return house

        yield take_over


def test_a_part_that_ignores_the_request_to_end_is_killed(moved_in, tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "STOP_PATIENCE", 0.5)
    house = moved_in()
    stubborn = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(99)"
    house.start("web", [sys.executable, "-c", stubborn], os.environ)
    popen = house.parts["web"].popen
    while not (tmp_path / "log" / "web.log").read_text():
        pass
    house.stop()
    assert popen.returncode == -signal.SIGKILL


def test_a_second_up_in_the_same_directory_is_refused(moved_in):
    first = moved_in()
    with pytest.raises(ImproperlyConfigured, match="已经在运行"):
        moved_in()
    first.stop()
    moved_in()


def test_what_a_killed_up_left_running_is_ended(moved_in):
    killed = moved_in()
    killed.start("worker", ["sleep", "99"], os.environ)
    orphan = killed.parts["worker"].popen
    killed.lock.close()
    moved_in()
    assert orphan.wait(5) == -signal.SIGTERM
