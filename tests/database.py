"""The suite's own data directory, and its own Postgres where a machine has none."""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from mediation.embedded import Postgres

# A test database may be lost in a power cut; each worker's servers keep connections of their own.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "300",
}


def make_folder() -> str:
    """An empty data directory that ends with this process: no demo.env is read from it."""
    folder = tempfile.mkdtemp(prefix="mediation-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def start(folder: str) -> str:
    """Start a server that ends with this process; its DATABASE_URL."""
    server = Postgres(Path(folder), FAST)
    address = server.start()
    atexit.register(server.stop)  # runs before the folder goes
    return address


def end_other_sessions(condition: str = "true") -> None:
    """End every other session of the test database for which an SQL condition holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = current_database() AND pid <> pg_backend_pid() AND {condition}"
        )


def end_sessions_left_open() -> None:
    """Whoever was killed in the middle of a transaction would keep a TRUNCATE waiting."""
    end_other_sessions("state LIKE 'idle in transaction%'")


@contextmanager
def copy(suffix: str) -> Iterator[None]:
    """A copy of the empty test database for a module that fills it once and for all its tests.

    What is written in it is committed: one transaction round a whole module would keep every dead
    row and every savepoint of hundreds of requests, and grow slower with each.
    """
    usual = connection.settings_dict["NAME"]
    own = f"{usual}_{suffix}"
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [usual]
        )
        cursor.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{usual}"')
    connection.settings_dict["NAME"] = own
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{own}" WITH (FORCE)')
