"""A database of the benchmark's own: on the server of DATABASE_URL, else on the built-in one.

BENCH_CASES (200,000) says how big the town is. BENCH_KEEP=1 leaves the database where it is, and
finds it again the next time.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from mediation.embedded import Postgres

NAME = "mediation_bench"
KEYS = {
    "SECRET_KEY": "only-for-the-benchmark",
    "FIELD_KEYS": "b1:YmVuY2htYXJrLW9ubHktYmVuY2htYXJrLW9ubHktYmU=",
    "FIELD_INDEX_KEY": "aW5kZXgtYmVuY2htYXJrLWluZGV4LWJlbmNobWFyay0=",
    "DEMO": "1",
    "LOG_LEVEL": "ERROR",
    "ALLOWED_HOSTS": "testserver",
    "USER_RATE": "1000000/min",
    "DJANGO_SETTINGS_MODULE": "mediation.settings",
}
IS_KEPT = os.environ.get("BENCH_KEEP") == "1"


def build(name: str = NAME) -> str:
    """Prepare the environment for Django; what the database runs on, in words."""
    folder = tempfile.mkdtemp(prefix="mediation-bench-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ |= KEYS | {"DATA_DIR": folder}
    given = os.environ.get("DATABASE_URL")
    if given:
        os.environ["DATABASE_URL"] = own_database(given, name)
        return "the server of DATABASE_URL"
    server = Postgres(Path(folder), {"fsync": "off", "shared_buffers": "512MB"})
    os.environ["DATABASE_URL"] = server.start()
    atexit.register(server.stop)
    return "the built-in Postgres"


def own_database(address: str, name: str) -> str:
    """Make the benchmark's database beside the given one; the address of it."""
    admin = psycopg2.connect(address)
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [name])
        is_there = bool(cursor.fetchone()[0])
        if is_there and not IS_KEPT:
            cursor.execute(f"DROP DATABASE {name}")
        if not (is_there and IS_KEPT):
            cursor.execute(f"CREATE DATABASE {name}")
    admin.close()
    if not IS_KEPT:
        atexit.register(drop, address, name)
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


def drop(address: str, name: str) -> None:
    admin = psycopg2.connect(address)
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    admin.close()
