from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="rule",
            name="has_auto_escalate",
            field=models.BooleanField(
                default=False,
                help_text="只对村（社区）办理和街道办理有用；不勾选时由平安办决定",
                verbose_name="超期满 5 天自动上报",
            ),
        ),
    ]
