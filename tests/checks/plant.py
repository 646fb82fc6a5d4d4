"""`make check-the-checks`: plants faults one after another in a copy, and fails if the tests stay
green. The working tree is not touched.

    python -m tests.checks.plant [words of a fault's name …]
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.checks.faults import FAULTS, Fault

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 900  # seconds for one run
ANEW = ("--create-db", "--reuse-db")  # made anew, and kept for the runs that follow
GREEN, RED = 0, 1  # pytest's exit codes; every other one is no answer


def copy_tracked(to: Path) -> None:
    """The tracked files as they stand in the working tree."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)


def environment(folder: Path) -> dict[str, str]:
    """A database of our own, on the given server or on a built-in one started for this run."""
    address = os.environ.get("DATABASE_URL")
    if address is None:
        sys.path.insert(0, str(folder))
        data = folder / ".planted"
        data.mkdir()
        os.environ["DATA_DIR"] = str(data)
        from tests import database

        address = database.start(os.environ["DATA_DIR"])
    parts = urlsplit(address)
    own = urlunsplit(parts._replace(path=f"{parts.path}_planted"))
    # A file of the same size written in the same second would be taken from the byte code.
    return os.environ | {
        "DATABASE_URL": own,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def run(tests: Sequence[str], folder: Path, settings: dict[str, str], *options: str) -> int:
    command = [
        sys.executable, "-m", "pytest", *tests,
        "-q", "-x", "-p", "no:cacheprovider", "--no-header", "--tb=line", "-n0", *options,
    ]  # fmt: skip
    with (folder / "planted.log").open("w", encoding="utf-8") as log:
        done = subprocess.run(
            command, cwd=folder, env=settings, stdout=log, stderr=log, timeout=PATIENCE, check=False
        )
    return done.returncode


def said(folder: Path) -> str:
    return (folder / "planted.log").read_text("utf-8")[-3000:]


def verdict(fault: Fault, folder: Path, settings: dict[str, str]) -> str:
    """Plant one fault, run its tests, take it out again; "" when they noticed it."""
    path = folder / fault.file
    before = path.read_text("utf-8")
    if before.count(fault.old) != 1:
        return f"the text to replace stands {before.count(fault.old)} times in {fault.file}"
    path.write_text(before.replace(fault.old, fault.new), encoding="utf-8")
    try:
        code = run(
            fault.tests, folder, settings,
            *(ANEW if fault.is_of_the_schema else ANEW[1:]),
        )  # fmt: skip
        if fault.is_of_the_schema:
            path.write_text(before, encoding="utf-8")
            run(fault.tests, folder, settings, *ANEW)
    finally:
        path.write_text(before, encoding="utf-8")
    if code == RED:
        return ""
    return "the tests stay green" if code == GREEN else f"no answer ({code})\n{said(folder)}"


def main(words: Sequence[str]) -> int:
    chosen = [fault for fault in FAULTS if all(word in fault.name for word in words)]
    if not chosen:
        print("No fault has all of these words in its name.")
        return 1
    with tempfile.TemporaryDirectory(prefix="planted-") as name:
        folder = Path(name)
        copy_tracked(folder)
        settings = environment(folder)
        tests = sorted({test for fault in chosen for test in fault.tests})
        print(f"{len(tests)} tests without a fault …", flush=True)
        if run(tests, folder, settings, *ANEW) != GREEN:
            print(said(folder))
            return 1
        failed = 0
        for fault in chosen:
            began = time.monotonic()
            wrong = verdict(fault, folder, settings)
            failed += bool(wrong)
            took = time.monotonic() - began
            print(
                f"{'NOT NOTICED' if wrong else 'noticed'}  {fault.name} ({took:.0f} s)", flush=True
            )
            if wrong:
                print(f"    {wrong}", flush=True)
    print(f"{len(chosen) - failed} of {len(chosen)} faults noticed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
