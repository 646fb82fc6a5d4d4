from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('grids', '0012_keepers_deputies'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='campaign',
            name='grids_campaign_report_day',
        ),
        migrations.AlterField(
            model_name='campaign',
            name='report_day',
            field=models.PositiveSmallIntegerField(default=0, help_text='次月的几号前，1–28；0 是当月最后一天', verbose_name='月推进几号前报'),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('report_day__lte', 28)), name='grids_campaign_report_day'),
        ),
    ]
