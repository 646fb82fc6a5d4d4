"""A worker takes no more memory for many rows than for few (`python -m bench.exports`: a million)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import connection

from bench import apart, many
from cases.models import Case
from reporting.models import Export
from tests import database
from tests.factories import V1, make_town
from tests.reporting.exporting import asked, register

pytestmark = pytest.mark.django_db
FEW, MANY = 10_000, 50_000
MOST_GROWTH = 20 * 1024 * 1024


@dataclass
class Written:
    """What files of so many cases took, and the last of them."""

    peaks: dict[int, int] = field(default_factory=dict)
    counted_when_asked: dict[int, int] = field(default_factory=dict)
    path: Path = Path()


@pytest.fixture(scope="module")
def written(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[Written]:
    """In a database of its own: a process beside us reads what is committed."""
    folder, found = tmp_path_factory.mktemp("exports"), Written()
    with django_db_blocker.unblock(), database.copy("exports"):
        town = make_town()
        for _ in range(5):
            register(town, division=V1)
        many.drop_indexes("party_position_once")
        environment = {
            "DJANGO_SETTINGS_MODULE": "tests.reporting.worker_settings",
            "SERVED_DATABASE": connection.settings_dict["NAME"],
            "DATA_DIR": str(folder),
        }
        for count in (FEW, MANY):
            many.cases_up_to(count)
            assert Case.objects.count() == count
            export = asked(town.user("peace"))
            found.counted_when_asked[count] = export.total_rows
            took = apart.write(export.pk, environment)
            export = Export.objects.get(pk=export.pk)
            assert (took["is_written"], export.state, export.total_rows) == (True, "done", count)
            found.peaks[count] = took["peak"]
        found.path = folder / "files" / str(export.file.name)
        yield found


def test_memory_does_not_grow_with_the_rows(written: Written) -> None:
    assert written.peaks[MANY] - written.peaks[FEW] < MOST_GROWTH, written.peaks
    # Who asks waits for no count beyond this.
    assert written.counted_when_asked == {FEW: FEW, MANY: FEW}


def test_every_row_is_in_the_file_and_the_last_line_says_how_many(written: Written) -> None:
    book = openpyxl.load_workbook(written.path, read_only=True)
    numbers = [row[0] for row in book["案件台账"].iter_rows(max_col=1, values_only=True)]
    book.close()
    assert numbers[-1] == f"共 {MANY} 条"
    assert len(set(numbers[1:-1])) == MANY
