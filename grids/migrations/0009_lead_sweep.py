import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('grids', '0008_resources'),
    ]

    operations = [
        migrations.AddField(
            model_name='lead',
            name='sweep',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leads', to='grids.sweepround', verbose_name='排查轮次'),
        ),
    ]
