"""The table of content categories: that of a new house, and the province's (domain.md §3.3)."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from petitions.models import ContentCategory

CONTENTS = Path(__file__).resolve().parent.parent / "data" / "contents.csv"
COLUMNS = ("code", "name", "parent")
_CODE = re.compile(r"[0-9A-Za-z]{1,6}")


@dataclass
class Loaded:
    """What came of a table; nothing was written when anything was refused."""

    added: int = 0
    changed: int = 0
    closed: int = 0
    refused: list[str] = field(default_factory=list)


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


@transaction.atomic
def replace_contents(rows: Sequence[Mapping[str, str]], *, is_dry_run: bool = False) -> Loaded:
    """Bring the table in step with `rows` (code, name, parent code; upper ones first).

    What is not among them is put out of use; petitions keep what they were given.
    """
    known = {one.code: one for one in ContentCategory.objects.select_related("parent")}
    loaded = Loaded(refused=faults_of(rows))
    if loaded.refused:
        return loaded
    for row in rows:
        code, name = row["code"].strip(), row["name"].strip()
        parent = known.get((row.get("parent") or "").strip())
        one = known.get(code)
        if one is None:
            one = known[code] = ContentCategory(code=code, name=name, parent=parent)
            loaded.added += 1
        elif (one.name, one.parent, one.is_active) != (name, parent, True):
            one.name, one.parent, one.is_active = name, parent, True
            loaded.changed += 1
        else:
            continue
        if not is_dry_run:
            one.save()
    named = {row["code"].strip() for row in rows}
    gone = [one for code, one in known.items() if code not in named and one.is_active]
    loaded.closed = len(gone)
    if not is_dry_run:
        ContentCategory.objects.filter(pk__in=[one.pk for one in gone]).update(is_active=False)
    return loaded


def faults_of(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """A sentence for each line that cannot be read, the heading being line 1."""
    upper: set[str] = set()
    seen: set[str] = set()
    faults = []
    for line, row in enumerate(rows, start=2):
        code, name = (row.get("code") or "").strip(), (row.get("name") or "").strip()
        parent = (row.get("parent") or "").strip()
        if not _CODE.fullmatch(code):
            faults.append(f"第 {line} 行：代码要是 1 到 6 位数字或字母。")
        elif code in seen:
            faults.append(f"第 {line} 行：代码 {code} 前面已经有了。")
        elif not name or len(name) > 40:
            faults.append(f"第 {line} 行：名称要写，最多 40 个字。")
        elif parent and parent not in upper:
            faults.append(f"第 {line} 行：上一级 {parent} 要写在它前面，并且自己没有上一级。")
        seen.add(code)
        if not parent:
            upper.add(code)
    return [*faults, *([] if rows else ["表里一行也没有。"])]
