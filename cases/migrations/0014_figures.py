"""Indexes for what the figures ask of cases, clocks and obligations: a stretch of days of one town."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0013_worked_on'),
        ('core', '0003_channels'),
        ('grids', '0003_network'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['id'], include=('risk', 'owner', 'people_count'), name='case_figures'),
        ),
        migrations.AddIndex(
            model_name='deadline',
            index=models.Index(condition=models.Q(('clock__in', ['MEDIATION', 'RUNG'])), fields=['centre', 'clock', 'due_on'], include=('case', 'stopped_on', 'stopped_by'), name='deadline_ran_out'),
        ),
        migrations.AddIndex(
            model_name='obligation',
            index=models.Index(fields=['centre', 'due_on'], include=('agreement',), name='obligation_due'),
        ),
        migrations.AddIndex(
            model_name='obligation',
            index=models.Index(condition=models.Q(('performed_on__isnull', False)), fields=['centre', 'performed_on'], include=('agreement',), name='obligation_performed'),
        ),
    ]
