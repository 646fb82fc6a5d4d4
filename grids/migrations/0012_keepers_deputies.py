import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FIELD = {
    "blank": True,
    "null": True,
    "on_delete": django.db.models.deletion.PROTECT,
    "related_name": "+",
    "to": settings.AUTH_USER_MODEL,
    "verbose_name": "代谁",
}


class Migration(migrations.Migration):
    dependencies = [
        ("grids", "0011_post_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="divisionchange",
            name="on_behalf_of",
            field=models.ForeignKey(**FIELD),
        ),
        migrations.AddField(
            model_name="handover",
            name="on_behalf_of",
            field=models.ForeignKey(**FIELD),
        ),
        migrations.AddField(
            model_name="postchange",
            name="on_behalf_of",
            field=models.ForeignKey(**FIELD),
        ),
    ]
