"""First letters of petitioners' names, and their phones, by which the window finds a petition."""

from collections.abc import Iterator
from typing import Any

from django.db import migrations, models
from django.db.models import Q

from mediation.core.pinyin import kept_initials


def fill(apps: Any, schema_editor: Any) -> None:
    petitioner = apps.get_model("petitions", "Petitioner")
    rows = petitioner.objects.exclude(name="").order_by("pk").only("pk", "name")
    for some in batches(rows.iterator(chunk_size=2000)):
        for one in some:
            one.initials = kept_initials(one.name)
        petitioner.objects.bulk_update(some, ["initials"])


def batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while some := [one for _, one in zip(range(1000), rows, strict=False)]:
        yield some


class Migration(migrations.Migration):
    dependencies = [("petitions", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="petitioner",
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
            model_name="petitioner",
            index=models.Index(
                fields=["centre", "initials", "petition"], name="petitioner_initials"
            ),
        ),
        migrations.AddIndex(
            model_name="petitioner",
            index=models.Index(
                condition=~Q(phone_index=""), fields=["phone_index"], name="petitioner_phone"
            ),
        ),
    ]
