"""First letters of parties' names, by which the window finds a matter (cgq: 陈国强)."""

from collections.abc import Iterator
from typing import Any

from django.db import migrations, models

from mediation.core.pinyin import kept_initials

UNKNOWN = "待查"


def fill(apps: Any, schema_editor: Any) -> None:
    party = apps.get_model("cases", "Party")
    rows = party.objects.exclude(name=UNKNOWN).order_by("pk").only("pk", "name")
    for some in batches(rows.iterator(chunk_size=2000)):
        for one in some:
            one.initials = kept_initials(one.name)
        party.objects.bulk_update(some, ["initials"])


def batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while some := [one for _, one in zip(range(1000), rows, strict=False)]:
        yield some


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_visits")]

    operations = [
        migrations.AddField(
            model_name="party",
            name="initials",
            field=models.CharField(
                blank=True,
                db_collation="C",
                default="",
                max_length=40,
                verbose_name="姓名首字母",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="party",
            index=models.Index(fields=["centre", "initials", "case"], name="party_initials"),
        ),
    ]
