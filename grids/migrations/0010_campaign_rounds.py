import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('grids', '0009_lead_sweep'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CampaignFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='文件名')),
                ('stored_name', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='存放名')),
                ('file_type', models.CharField(choices=[('pdf', 'PDF'), ('jpg', '照片（JPG）'), ('png', '图片（PNG）'), ('docx', 'Word 文档'), ('xlsx', 'Excel 表格')], db_collation='C', max_length=4, verbose_name='类型')),
                ('size', models.PositiveIntegerField(verbose_name='字节数')),
                ('sha256', models.CharField(db_collation='C', max_length=64, verbose_name='校验值')),
                ('uploaded_at', models.DateTimeField(verbose_name='上传时刻')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='grids.campaign', verbose_name='专项行动')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属街道（乡镇）')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
            ],
            options={
                'verbose_name': '专项行动材料',
                'verbose_name_plural': '专项行动材料',
                'ordering': ['uploaded_at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='sweepround',
            name='campaign',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='grids.campaign', verbose_name='专项行动'),
        ),
        migrations.AddConstraint(
            model_name='sweepround',
            constraint=models.CheckConstraint(condition=models.Q(('campaign__isnull', True), ('kind', 'campaign'), _connector='OR'), name='sweep_round_of_campaign_kind', violation_error_message='只有专项行动的排查才归到专项行动里。'),
        ),
    ]
