from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_legal_aid_due"),
    ]

    operations = [
        migrations.AddField(
            model_name="instantreport",
            name="form_key",
            field=models.UUIDField(blank=True, null=True, unique=True, verbose_name="表单标识"),
        ),
    ]
