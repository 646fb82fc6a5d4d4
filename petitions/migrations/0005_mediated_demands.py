# Which demands a mediation inside a petition is about.

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "0004_letter_scans")]

    operations = [
        migrations.AddField(
            model_name="petitioncase",
            name="demands",
            field=models.ManyToManyField(
                blank=True,
                related_name="mediations",
                to="petitions.demand",
                verbose_name="调解哪几项诉求",
            ),
        ),
    ]
