"""The table of content categories that a new house starts with (domain.md §3.3)."""

import csv
from pathlib import Path

from petitions.models import ContentCategory

CONTENTS = Path(__file__).resolve().parent.parent / "data" / "contents.csv"


def load_contents() -> int:
    """Add what is missing; a town's own names stay. Returns how many rows the file has."""
    with CONTENTS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:  # a parent stands before its children
        parent = ContentCategory.objects.filter(code=row["parent"]).first()
        ContentCategory.objects.get_or_create(
            code=row["code"], defaults={"name": row["name"], "parent": parent}
        )
    return len(rows)
