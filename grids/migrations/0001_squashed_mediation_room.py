"""The grids with the mediation room at once: what a new house runs in place of the steps it replaces."""

import datetime
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.expressions
import grids.models.rooms
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('grids', '0001_initial'),
        ('grids', '0002_mediation_room'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(db_collation='C', max_length=2, unique=True, verbose_name='代码')),
                ('name', models.CharField(max_length=20, verbose_name='名称')),
                ('short_name', models.CharField(max_length=10, verbose_name='简称')),
                ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                ('since', models.DateField(blank=True, null=True, verbose_name='启用日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='排序')),
            ],
            options={
                'verbose_name': '纠纷类别',
                'verbose_name_plural': '纠纷类别',
                'ordering': ['order', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Resource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('room', '房间'), ('staff', '工作人员'), ('case', '案件')], max_length=6, verbose_name='类型')),
            ],
            options={
                'verbose_name': '可预约资源',
                'verbose_name_plural': '可预约资源',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Division',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(db_collation='C', max_length=14, unique=True, verbose_name='区划代码')),
                ('path', models.CharField(db_collation='C', max_length=14, unique=True, verbose_name='路径')),
                ('name', models.CharField(max_length=60, verbose_name='法定名称')),
                ('short_name', models.CharField(max_length=40, verbose_name='简称')),
                ('level', models.CharField(choices=[('city', '市（州）'), ('county', '区县'), ('town', '乡镇（街道）'), ('village', '村（社区）'), ('grid', '网格')], max_length=8, verbose_name='层级')),
                ('kind', models.CharField(choices=[('city', '市'), ('county', '区县'), ('street', '街道'), ('town', '镇'), ('township', '乡'), ('community', '社区'), ('village', '村'), ('grid', '网格')], max_length=10, verbose_name='类型')),
                ('initials', models.CharField(blank=True, db_collation='C', max_length=40, verbose_name='拼音首字母')),
                ('serial_label', models.CharField(blank=True, help_text='如：李', max_length=4, verbose_name='编号简称')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='启用日期')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='grids.division', verbose_name='并入')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='grids.division', verbose_name='上级辖区')),
            ],
            options={
                'verbose_name': '辖区',
                'verbose_name_plural': '辖区',
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('code__startswith', models.F('path'))), name='grids_division_path_begins_code'), models.CheckConstraint(condition=models.Q(models.Q(('level', 'city'), _negated=True), ('path__regex', '^[0-9]{4}$'), _connector='OR'), name='grids_division_city_path_length'), models.CheckConstraint(condition=models.Q(models.Q(('level', 'county'), _negated=True), ('path__regex', '^[0-9]{6}$'), _connector='OR'), name='grids_division_county_path_length'), models.CheckConstraint(condition=models.Q(models.Q(('level', 'town'), _negated=True), ('path__regex', '^[0-9]{9}$'), _connector='OR'), name='grids_division_town_path_length'), models.CheckConstraint(condition=models.Q(models.Q(('level', 'village'), _negated=True), ('path__regex', '^[0-9]{12}$'), _connector='OR'), name='grids_division_village_path_length'), models.CheckConstraint(condition=models.Q(models.Q(('level', 'grid'), _negated=True), ('path__regex', '^[0-9]{14}$'), _connector='OR'), name='grids_division_grid_path_length')],
            },
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(db_collation='C', max_length=40, unique=True, verbose_name='单位代码')),
                ('name', models.CharField(max_length=60, verbose_name='全称')),
                ('short_name', models.CharField(max_length=30, verbose_name='简称')),
                ('kind', models.CharField(choices=[('centre', '调处中心'), ('street_room', '人民调解室'), ('committee', '村（社区）调委会'), ('peace_office', '平安办'), ('justice_office', '司法所'), ('police_station', '派出所'), ('leadership', '领导班子'), ('department', '部门、站所'), ('petition_office', '信访办'), ('discipline', '纪检办')], max_length=16, verbose_name='类型')),
                ('serial_label', models.CharField(blank=True, help_text='如：李渡（李渡人调字）', max_length=12, verbose_name='卷宗编号简称')),
                ('is_handling', models.BooleanField(default=False, verbose_name='承办案件')),
                ('phone', models.CharField(blank=True, db_collation='C', max_length=20, verbose_name='办公电话')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='排序')),
                ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                ('first_responsible', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='第一责任人（主要负责人）')),
                ('main_responsible', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='主要责任人（分管领导）')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='grids.division', verbose_name='所属街道（乡镇）')),
                ('division', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='committees', to='grids.division', verbose_name='所辖村（社区）')),
            ],
            options={
                'verbose_name': '单位',
                'verbose_name_plural': '单位',
                'ordering': ['order', 'code'],
                'indexes': [models.Index(fields=['centre', 'kind'], name='grids_department_of_kind')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'committee'), _negated=True), ('division__isnull', False), _connector='OR'), name='grids_committee_has_village', violation_error_message='村（社区）调委会需要选定所辖村（社区）。'), models.UniqueConstraint(condition=models.Q(('is_active', True), ('kind', 'committee')), fields=('division',), name='grids_one_committee_per_village', violation_error_message='这个村（社区）已有调委会。')],
            },
        ),
        migrations.CreateModel(
            name='ChecklistItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('checklist', models.CharField(choices=[('renewed', '五重新'), ('clear', '五清楚')], db_collation='C', max_length=10, verbose_name='清单')),
                ('text', models.CharField(max_length=100, verbose_name='条目')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='排序')),
                ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属街道（乡镇）')),
            ],
            options={
                'verbose_name': '五重新、五清楚',
                'verbose_name_plural': '五重新、五清楚',
                'ordering': ['checklist', 'order', 'id'],
                'constraints': [models.UniqueConstraint(fields=('centre', 'checklist', 'text'), name='grids_checklist_item_once', violation_error_message='这一条已经有了。')],
            },
        ),
        migrations.CreateModel(
            name='DivisionName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='曾用名')),
                ('short_name', models.CharField(max_length=40, verbose_name='曾用简称')),
                ('valid_to', models.DateField(verbose_name='停用日期')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_names', to='grids.division', verbose_name='辖区')),
            ],
            options={
                'verbose_name': '辖区曾用名',
                'verbose_name_plural': '辖区曾用名',
                'ordering': ['division', 'valid_to'],
            },
        ),
        migrations.CreateModel(
            name='InstructionPreset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=120, verbose_name='批示语')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='排序')),
                ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='instruction_presets', to='grids.category', verbose_name='纠纷类别')),
            ],
            options={
                'verbose_name': '常用批示语',
                'verbose_name_plural': '常用批示语',
                'ordering': ['order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Mediator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='开始日期')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='结束日期')),
                ('kind', models.CharField(choices=[('committee_member', '调委会委员'), ('full_time', '专职调解员'), ('part_time', '兼职调解员'), ('guidance', '调解指导员'), ('studio', '个人调解工作室'), ('legal_adviser', '村（社区）法律顾问'), ('police_assistant', '村（社区）警务助理')], db_collation='C', max_length=20, verbose_name='类别')),
                ('studio_name', models.CharField(blank=True, help_text='个人调解工作室填写，如：老何调解工作室', max_length=40, verbose_name='工作室名称')),
                ('is_woman', models.BooleanField(default=False, help_text='调委会应当有妇女成员（人民调解法第八条）', verbose_name='女')),
                ('specialties', models.ManyToManyField(blank=True, related_name='mediators', to='grids.category', verbose_name='擅长类别')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mediators', to='grids.department', verbose_name='调委会或调解室')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mediator_terms', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
            ],
            options={
                'verbose_name': '调解员',
                'verbose_name_plural': '调解员',
                'ordering': ['unit', 'kind', 'id'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gte', models.F('from_on')), _connector='OR'), name='grids_mediator_ends_after_start', violation_error_message='结束日期不能早于开始日期。'), models.UniqueConstraint(fields=('user', 'unit', 'kind', 'from_on'), name='grids_one_mediator_term', violation_error_message='这位同志在该单位已有同一天开始的任期。'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'studio'), models.Q(('studio_name', ''), _negated=True)), models.Q(models.Q(('kind', 'studio'), _negated=True), ('studio_name', '')), _connector='OR'), name='grids_studio_has_name', violation_error_message='个人调解工作室需要写明名称，其他类别不用写。'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'committee_member'), _negated=True), models.Q(('to_on__isnull', False), ('to_on__lt', django.db.models.expressions.CombinedExpression(models.F('from_on'), '+', models.Value(datetime.timedelta(days=1096))))), _connector='OR'), name='grids_committee_term_is_three_years', violation_error_message='调委会委员每届任期三年，请填写结束日期，可以连任。')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='开始日期')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='结束日期')),
                ('role', models.CharField(choices=[('window_clerk', '窗口登记员'), ('mediator', '调解员'), ('leader', '包案领导'), ('liaison', '领导联络员'), ('peace_officer', '平安办工作人员'), ('justice_officer', '司法所工作人员'), ('police_officer', '派出所民警'), ('department_officer', '部门工作人员'), ('grid_worker', '网格员'), ('director', '中心主任'), ('petition_officer', '信访接待员'), ('discipline', '纪检人员'), ('guidance_mediator', '调解指导员'), ('auditor', '审计管理员'), ('security_admin', '安全管理员'), ('system_admin', '系统管理员')], max_length=20, verbose_name='角色')),
                ('is_head', models.BooleanField(default=False, verbose_name='单位负责人')),
                ('is_duty', models.BooleanField(default=False, verbose_name='值班')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='grids.department', verbose_name='单位')),
                ('division', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='grids.division', verbose_name='网格（网格员）')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
            ],
            options={
                'verbose_name': '岗位',
                'verbose_name_plural': '岗位',
                'ordering': ['department', '-is_head', 'id'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gte', models.F('from_on')), _connector='OR'), name='grids_post_ends_after_start', violation_error_message='结束日期不能早于开始日期。'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'grid_worker'), _negated=True), ('division__isnull', False), _connector='OR'), name='grids_grid_worker_has_grid', violation_error_message='网格员需要选定网格。'), models.UniqueConstraint(condition=models.Q(('to_on', None)), fields=('user', 'department', 'role', 'division'), name='grids_one_open_post', nulls_distinct=False, violation_error_message='这位同志在该单位已有同一角色的在岗记录。')],
            },
        ),
        migrations.CreateModel(
            name='Occupancy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('during', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='时段')),
                ('is_cancelled', models.BooleanField(default=False, verbose_name='已取消')),
                ('reason', models.CharField(blank=True, max_length=60, verbose_name='用途')),
                ('slot', models.GeneratedField(db_persist=True, expression=grids.models.rooms.FoldedSlot(models.F('resource'), models.F('during')), output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField(), verbose_name='占用区间')),
                ('resource', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='occupancies', to='grids.resource', verbose_name='资源')),
            ],
            options={
                'verbose_name': '占用',
                'verbose_name_plural': '占用',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('during__isempty', False), ('during__lower_inf', False), ('during__upper_inf', False)), name='grids_occupancy_is_a_span', violation_error_message='请填写开始和结束时间，结束要晚于开始。'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('is_cancelled', False)), expressions=[('slot', '&&')], name='grids_occupancy_no_overlap', violation_error_message='这个时段已被占用，请换一个时间或房间。')],
            },
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('kind', models.CharField(choices=[('mediation', '调解室'), ('brand', '品牌调解室'), ('court', '诉调对接室'), ('petition', '访调对接室'), ('police', '公调对接室'), ('counselling', '心理咨询室')], max_length=12, verbose_name='类型')),
                ('opens_at', models.TimeField(verbose_name='开放时间')),
                ('closes_at', models.TimeField(verbose_name='关闭时间')),
                ('seats', models.PositiveSmallIntegerField(default=8, verbose_name='座位数')),
                ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rooms', to='grids.division', verbose_name='所属街道（乡镇）')),
                ('resource', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='room', to='grids.resource', verbose_name='资源')),
            ],
            options={
                'verbose_name': '房间',
                'verbose_name_plural': '房间',
                'ordering': ['centre', 'id'],
                'constraints': [models.UniqueConstraint(fields=('centre', 'name'), name='grids_room_name'), models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='grids_room_closes_after_opening')],
            },
        ),
        migrations.CreateModel(
            name='StaffResource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('resource', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='grids.resource', verbose_name='资源')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='staff_resource', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
            ],
            options={
                'verbose_name': '人员资源',
                'verbose_name_plural': '人员资源',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Station',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='开始日期')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='结束日期')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stations', to='grids.division', verbose_name='村（社区）')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stations', to=settings.AUTH_USER_MODEL, verbose_name='领导')),
            ],
            options={
                'verbose_name': '驻村安排',
                'verbose_name_plural': '驻村安排',
                'ordering': ['division', 'from_on'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gte', models.F('from_on')), _connector='OR'), name='grids_station_ends_after_start', violation_error_message='结束日期不能早于开始日期。'), models.UniqueConstraint(condition=models.Q(('to_on', None)), fields=('division',), name='grids_one_stationed_leader', violation_error_message='这个村（社区）已有驻村领导，请先填写前任的结束日期。')],
            },
        ),
        migrations.CreateModel(
            name='Subtype',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(db_collation='C', max_length=4, unique=True, verbose_name='代码')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='grids.subtype', verbose_name='上级类别')),
            ],
            options={
                'verbose_name': '事件类别（GB/T 31000）',
                'verbose_name_plural': '事件类别（GB/T 31000）',
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='RoutingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('keyword', models.CharField(blank=True, max_length=100, verbose_name='关键词（顿号分隔）')),
                ('source', models.CharField(blank=True, max_length=100, verbose_name='依据')),
                ('since', models.DateField(blank=True, null=True, verbose_name='启用日期')),
                ('until', models.DateField(blank=True, null=True, verbose_name='停用日期')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='routing_rules', to='grids.category', verbose_name='纠纷类别')),
                ('co_departments', models.ManyToManyField(blank=True, related_name='co_handles', to='grids.department', verbose_name='协办单位')),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leads', to='grids.department', verbose_name='牵头单位')),
                ('subtype', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='routing_rules', to='grids.subtype', verbose_name='事件类别')),
            ],
            options={
                'verbose_name': '牵头规则',
                'verbose_name_plural': '牵头规则',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('category__isnull', False), ('subtype__isnull', False), models.Q(('keyword', ''), _negated=True), _connector='OR'), name='grids_routing_says_what', violation_error_message='类别、事件类别、关键词至少填一项。')],
            },
        ),
        migrations.CreateModel(
            name='TeamSeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='开始日期')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='结束日期')),
                ('seat', models.CharField(choices=[('leader', '驻村（社区）领导'), ('chief', '主驻村（社区）干部'), ('secretary', '村（社区）书记'), ('staff', '工作人员')], max_length=10, verbose_name='席位')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team_seats', to='grids.division', verbose_name='村（社区）')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team_seats', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
            ],
            options={
                'verbose_name': '责任组席位',
                'verbose_name_plural': '责任组席位',
                'ordering': ['division', 'id'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gte', models.F('from_on')), _connector='OR'), name='grids_teamseat_ends_after_start', violation_error_message='结束日期不能早于开始日期。'), models.UniqueConstraint(condition=models.Q(('to_on', None)), fields=('division', 'user'), name='grids_one_seat_per_person', violation_error_message='这位同志已在该村（社区）责任组内。'), models.UniqueConstraint(condition=models.Q(('to_on', None), models.Q(('seat', 'staff'), _negated=True)), fields=('division', 'seat'), name='grids_one_person_per_single_seat', violation_error_message='这个席位已有人，请先填写前任的结束日期。')],
            },
        ),
        migrations.CreateModel(
            name='Deputy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='开始日期')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='结束日期')),
                ('kind', models.CharField(choices=[('deputy', '代理'), ('liaison', '联络员代录')], default='deputy', max_length=8, verbose_name='方式')),
                ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputy_for', to=settings.AUTH_USER_MODEL, verbose_name='代理人')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deputies', to=settings.AUTH_USER_MODEL, verbose_name='被代理人')),
            ],
            options={
                'verbose_name': '代理安排',
                'verbose_name_plural': '代理安排',
                'ordering': ['user', 'from_on'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on', None), ('to_on__gte', models.F('from_on')), _connector='OR'), name='grids_deputy_ends_after_start', violation_error_message='结束日期不能早于开始日期。'), models.CheckConstraint(condition=models.Q(('user', models.F('deputy')), _negated=True), name='grids_deputy_is_another', violation_error_message='代理人需要是另一位同志。')],
            },
        ),
    ]
