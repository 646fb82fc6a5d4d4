"""Half-months with returns, lists and corrections; warnings, reports, meetings, reviews, targets.

Two steps fill in what earlier releases left: the lists behind locked numbers, as far as the books
still tell, and which list an export was of.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models
from mediation.core.triggers import AddTriggers

# Figures whose rows are refused to everybody once they are locked: their lists can still be told.
# What hangs on the case itself (risk, people, owner, amount, follow-ups) cannot.
BACKFILL = """
INSERT INTO reporting_countedlist (centre_id, half_month_id, figures)
SELECT centre_id, id, ARRAY[
    'opening', 'new', 'reopened', 'adjusted', 'resolved', 'ended', 'closing', 'base', 'handled',
    'countable_new', 'handled_new', 'succeeded', 'written', 'oral', 'judged', 'resolved_earlier',
    'resolved_local', 'resolved_first_rung', 'tracking', 'ended_terminated', 'ended_withdrawn',
    'ended_declined', 'ended_transferred', 'ended_referred', 'ended_merged'
]
FROM reporting_halfmonth WHERE state = 'locked';

WITH month AS (
    SELECT *, date_trunc('month', cut_off)::date AS first_of_it,
           (date_trunc('month', cut_off) - interval '1 day')::date AS last_of_the_one_before
    FROM reporting_halfmonth WHERE state = 'locked'
),
half AS (
    SELECT id, centre_id, cut_off AS last_on,
           CASE WHEN extract(day FROM cut_off) > 14 THEN first_of_it + 14
                ELSE last_of_the_one_before - GREATEST(
                    extract(day FROM last_of_the_one_before)::int - 30, 0) + 1
           END AS first_on
    FROM month
),
told AS (
    SELECT h.id, h.centre_id, m.case_id, m.division_id, m.category_id, m.source,
           ARRAY[
               m.kind,
               CASE WHEN m.kind = 'ended' THEN 'ended_' || m.sub END,
               CASE WHEN m.kind = 'resolved' AND m.sub IN ('written', 'oral') THEN 'succeeded' END,
               CASE WHEN m.kind = 'resolved' AND m.sub IN ('written', 'oral') THEN m.sub END,
               CASE WHEN m.kind = 'resolved' AND m.entered_on < h.first_on
                    THEN 'resolved_earlier' END,
               CASE WHEN m.kind = 'resolved' AND m.tier IN ('village', 'street')
                    THEN 'resolved_local' END,
               CASE WHEN m.kind = 'resolved' AND m.is_first_rung THEN 'resolved_first_rung' END,
               CASE WHEN m.kind = 'resolved' OR (m.kind = 'ended' AND m.sub IN
                         ('referred', 'terminated', 'withdrawn')) THEN 'judged' END,
               CASE WHEN m.kind = 'new' AND NOT sent.away THEN 'countable_new' END,
               CASE WHEN m.kind = 'new' AND NOT sent.away AND word.last = 'accepted'
                    THEN 'handled_new' END
           ]::varchar[] AS figures
    FROM half h
    JOIN reporting_movement m
      ON m.centre_id = h.centre_id AND m.booked_on BETWEEN h.first_on AND h.last_on
    CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT 1 FROM reporting_movement a
            WHERE a.case_id = m.case_id AND a.centre_id = h.centre_id AND a.kind = 'ended'
              AND a.sub IN ('declined', 'transferred')
              AND a.booked_on BETWEEN h.first_on AND h.last_on
        ) AS away
    ) sent
    LEFT JOIN LATERAL (
        SELECT b.kind AS last FROM reporting_booking b
        WHERE b.case_id = m.case_id AND b.kind IN ('new', 'reopened', 'accepted')
          AND b.booked_on <= h.last_on
        ORDER BY b.seq DESC LIMIT 1
    ) word ON true
    UNION ALL
    SELECT h.id, h.centre_id, s.case_id, s.division_id, s.category_id, s.source,
           CASE WHEN s.kind = 'tracked' THEN ARRAY[
               CASE WHEN s.left_on IS NULL OR s.left_on > h.last_on THEN 'tracking' END
           ] ELSE ARRAY[
               CASE WHEN s.entered_on < h.first_on THEN 'opening' END,
               CASE WHEN s.left_on IS NULL OR s.left_on > h.last_on THEN 'closing' END,
               CASE WHEN part.of_base THEN 'base' END,
               CASE WHEN part.of_base AND word.last = 'accepted' THEN 'handled' END
           ] END::varchar[]
    FROM half h
    JOIN reporting_stay s
      ON s.centre_id = h.centre_id AND s.entered_on <= h.last_on
     AND (s.left_on IS NULL OR s.left_on >= h.first_on)
    CROSS JOIN LATERAL (
        SELECT NOT (s.left_on IS NOT NULL AND s.left_by = 'adjusted'
                    AND s.left_on BETWEEN h.first_on AND h.last_on) AS of_base
    ) part
    LEFT JOIN LATERAL (
        SELECT b.kind AS last FROM reporting_booking b
        WHERE b.case_id = s.case_id AND b.kind IN ('new', 'reopened', 'accepted')
          AND b.booked_on <= h.last_on
        ORDER BY b.seq DESC LIMIT 1
    ) word ON true
)
INSERT INTO reporting_countedcase
    (centre_id, half_month_id, case_id, division_id, category_id, source, nth, figures)
SELECT centre_id, id, case_id, division_id, category_id, source, nth,
       array_agg(figure::varchar(40) ORDER BY figure)
FROM (
    SELECT told.id, told.centre_id, case_id, division_id, category_id, source, figure,
           row_number() OVER (
               PARTITION BY told.id, case_id, division_id, category_id, source, figure
           ) AS nth
    FROM told, unnest(told.figures) AS figure
    WHERE figure IS NOT NULL
) AS counted
GROUP BY centre_id, id, case_id, division_id, category_id, source, nth;
"""


def name_the_lists(apps, editor):
    """What was asked for stood among the filters, which are forgotten with the file."""
    exports = apps.get_model("reporting", "Export")
    for of in ("petitions", "leads"):
        exports.objects.filter(params__of=of).update(listing=of)


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0014_figures'),
        ('core', '__first__'),
        ('grids', '0003_network'),
        ('reporting', '0002_export_purpose'),
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveSmallIntegerField(verbose_name='第几次更正')),
                ('reason', models.CharField(max_length=200, verbose_name='为什么更正')),
                ('sha256', models.CharField(db_collation='C', max_length=64, verbose_name='差异的指纹')),
                ('at', models.DateTimeField(verbose_name='更正时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁更正的')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('half_month', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='reporting.halfmonth', verbose_name='半月报')),
                ('on_behalf_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁更正的')),
            ],
            options={
                'verbose_name': '半月报更正',
                'verbose_name_plural': '半月报更正',
                'ordering': ['half_month', 'seq'],
                'constraints': [models.UniqueConstraint(fields=('half_month', 'seq'), name='correction_seq_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='correction_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='CorrectionLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('new', '新增'), ('reopened', '反弹重开'), ('resolved', '化解'), ('ended', '分流'), ('adjusted', '调整'), ('accepted', '受理'), ('court_accepted', '法院立案'), ('confirmed', '司法确认'), ('closed', '结案归档')], db_collation='C', max_length=20, verbose_name='哪一栏')),
                ('source', models.CharField(db_collation='C', max_length=20, verbose_name='来源')),
                ('amount', models.SmallIntegerField(verbose_name='差几件')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case', verbose_name='案件')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.category', verbose_name='纠纷类别')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('correction', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='reporting.correction', verbose_name='半月报更正')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='村（社区）')),
            ],
            options={
                'verbose_name': '更正的差异',
                'verbose_name_plural': '更正的差异',
                'ordering': ['correction', 'division', 'category', 'source', 'case', 'kind'],
                'constraints': [models.UniqueConstraint(fields=('correction', 'case', 'kind', 'division', 'category', 'source'), name='correction_line_once'), models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='correction_line_says_something'), models.CheckConstraint(condition=models.Q(('kind__in', ['new', 'reopened', 'adjusted', 'resolved', 'ended'])), name='correction_line_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='CountedCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(db_collation='C', max_length=20, verbose_name='来源')),
                ('nth', models.PositiveSmallIntegerField(default=1, verbose_name='第几次')),
                ('figures', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None, verbose_name='计入哪些指标')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counted_in', to='cases.case', verbose_name='案件')),
                ('category', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.category', verbose_name='纠纷类别')),
                ('centre', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('division', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='村（社区）')),
                ('half_month', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='counted', to='reporting.halfmonth', verbose_name='半月报')),
            ],
            options={
                'verbose_name': '计入的案件',
                'verbose_name_plural': '计入的案件',
                'ordering': ['half_month', 'case', 'id'],
                'constraints': [models.UniqueConstraint(fields=('half_month', 'case', 'division', 'category', 'source', 'nth'), name='counted_case_once'), models.CheckConstraint(condition=models.Q(('figures__len__gt', 0)), name='counted_case_in_a_figure')],
            },
        ),
        migrations.CreateModel(
            name='CountedList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figures', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None, verbose_name='留存了名单的指标')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('half_month', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='counted_list', to='reporting.halfmonth', verbose_name='半月报')),
            ],
            options={
                'verbose_name': '计入名单',
                'verbose_name_plural': '计入名单',
                'ordering': ['half_month'],
            },
        ),
        migrations.CreateModel(
            name='DutyMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.CharField(db_collation='C', max_length=20, verbose_name='任务')),
                ('first_on', models.DateField(verbose_name='哪一期')),
                ('done_on', models.DateField(verbose_name='完成日期')),
                ('note', models.CharField(max_length=200, verbose_name='报给谁、怎么报的')),
                ('at', models.DateTimeField(verbose_name='登记时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁登记的')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.department', verbose_name='责任单位')),
            ],
            options={
                'verbose_name': '任务完成登记',
                'verbose_name_plural': '任务完成登记',
                'ordering': ['-first_on', '-id'],
                'constraints': [models.UniqueConstraint(fields=('unit', 'duty', 'first_on'), name='duty_mark_once')],
            },
        ),
        migrations.CreateModel(
            name='ExportAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='时刻')),
                ('what', models.CharField(db_collation='C', max_length=60, verbose_name='看了什么')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='事由')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('export', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accesses', to='reporting.export', verbose_name='导出任务')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='查看人')),
            ],
            options={
                'verbose_name': '导出下载记录',
                'verbose_name_plural': '导出下载记录',
                'ordering': ['id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HalfMonthStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('step', models.CharField(choices=[('submit', '提交'), ('approve', '批准'), ('send_back', '退回')], db_collation='C', max_length=10, verbose_name='哪一步')),
                ('words', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('sha256', models.CharField(blank=True, db_collation='C', max_length=64, verbose_name='当时数字的指纹')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经手人')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('half_month', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='reporting.halfmonth', verbose_name='半月报')),
                ('on_behalf_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办的')),
            ],
            options={
                'verbose_name': '半月报的步骤',
                'verbose_name_plural': '半月报的步骤',
                'ordering': ['half_month', 'seq'],
                'constraints': [models.UniqueConstraint(fields=('half_month', 'seq'), name='half_month_step_seq_once'), models.CheckConstraint(condition=models.Q(('step__in', ['submit', 'approve']), models.Q(('step', 'send_back'), models.Q(('words', ''), _negated=True)), _connector='OR'), name='half_month_sent_back_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='KeptForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(choices=[('survey', '矛盾纠纷排查情况表'), ('mediation', '人民调解案件情况统计表')], db_collation='C', max_length=10, verbose_name='哪张表')),
                ('first_on', models.DateField(verbose_name='起日')),
                ('last_on', models.DateField(verbose_name='止日')),
                ('numbers', models.JSONField(default=dict, verbose_name='表里的数')),
                ('sha256', models.CharField(db_collation='C', max_length=64, verbose_name='数字指纹')),
                ('kept_at', models.DateTimeField(verbose_name='留存时间')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
            ],
            options={
                'verbose_name': '留存的统计表',
                'verbose_name_plural': '留存的统计表',
                'ordering': ['centre', 'last_on', 'first_on', 'form'],
                'constraints': [models.UniqueConstraint(fields=('centre', 'form', 'first_on', 'last_on'), name='kept_form_once'), models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='kept_form_ends_after_start'), models.CheckConstraint(condition=models.Q(('form__in', ['survey', 'mediation'])), name='kept_form_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='LibraryEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', '草稿'), ('published', '已入库'), ('withdrawn', '已撤下')], db_collation='C', default='draft', max_length=10, verbose_name='状态')),
                ('kind', models.CharField(choices=[('settled', '谈成的'), ('failed', '没谈成的')], db_collation='C', max_length=10, verbose_name='结果')),
                ('title', models.CharField(max_length=60, verbose_name='题目')),
                ('story', models.TextField(verbose_name='怎么回事')),
                ('way', models.TextField(verbose_name='怎么做的')),
                ('lesson', models.TextField(verbose_name='经验或教训')),
                ('cause', models.CharField(choices=[('boundary', '界线、权属不清'), ('papers', '合同、字据没写清'), ('money', '欠款、欠薪'), ('building', '施工、改造影响他人'), ('care', '赡养、抚养、照顾'), ('relations', '家庭、邻里相处'), ('policy', '政策、标准没讲清'), ('service', '服务、质量达不到约定'), ('injury', '人身、财产损害'), ('other', '其他')], db_collation='C', max_length=12, verbose_name='成因')),
                ('reason', models.CharField(blank=True, choices=[('facts', '事实查不清'), ('gap', '要求差得太远'), ('no_papers', '缺证据、缺材料'), ('not_ours', '要由别的机关决定'), ('ability', '一时没有能力履行'), ('late', '介入太晚'), ('work', '我们的工作没做到'), ('other_way', '当事人选择了别的途径'), ('other', '其他')], db_collation='C', default='', max_length=12, verbose_name='没谈成的原因')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版本')),
                ('form_key', models.UUIDField(unique=True, verbose_name='表单标识')),
                ('written_at', models.DateTimeField(verbose_name='写的时间')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='放入时间')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='撤下时间')),
                ('withdrawn_why', models.CharField(blank=True, max_length=200, verbose_name='为什么撤下')),
                ('amended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁最后改的')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='library_entries', to='cases.case', verbose_name='出自哪件')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.category', verbose_name='纠纷类别')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('division', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='村（社区）')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁放入的')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁撤下的')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁写的')),
            ],
            options={
                'verbose_name': '案例',
                'verbose_name_plural': '案例',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['centre', 'state', '-id'], name='library_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'published', 'withdrawn']), ('kind__in', ['settled', 'failed']), ('cause__in', ['boundary', 'papers', 'money', 'building', 'care', 'relations', 'policy', 'service', 'injury', 'other'])), name='library_codes_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'failed'), ('reason__in', ['facts', 'gap', 'no_papers', 'not_ours', 'ability', 'late', 'work', 'other_way', 'other'])), models.Q(('kind', 'settled'), ('reason', '')), _connector='OR'), name='library_reason_of_what_failed'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('published_by__isnull', True), ('state', 'draft'), ('withdrawn_at__isnull', True)), models.Q(('published_at__isnull', False), ('published_by__isnull', False), ('state', 'published'), ('withdrawn_at__isnull', True)), models.Q(('state', 'withdrawn'), ('withdrawn_at__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='library_state_in_full'), models.CheckConstraint(condition=models.Q(('published_by__isnull', True), models.Q(models.Q(('published_by', models.F('written_by')), _negated=True), models.Q(('amended_by__isnull', True), models.Q(('published_by', models.F('amended_by')), _negated=True), _connector='OR')), _connector='OR'), name='library_published_by_another', violation_error_message='自己写的、自己刚改过的案例，请另一位同志核对后放入。')],
            },
        ),
        migrations.CreateModel(
            name='LibraryConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_written', models.BooleanField(default=False, verbose_name='书面同意')),
                ('on', models.DateField(verbose_name='哪天同意的')),
                ('at', models.DateTimeField(verbose_name='录入时间')),
                ('taken_back_on', models.DateField(blank=True, null=True, verbose_name='哪天收回的')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁记的')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case', verbose_name='出自哪件')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.party', verbose_name='当事人')),
                ('taken_back_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁记的收回')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='reporting.libraryentry', verbose_name='案例')),
            ],
            options={
                'verbose_name': '入库同意',
                'verbose_name_plural': '入库同意',
                'ordering': ['entry', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_back_on__isnull', True)), fields=('entry', 'party'), name='library_consent_once'), models.CheckConstraint(condition=models.Q(models.Q(('taken_back_by__isnull', True), ('taken_back_on__isnull', True)), models.Q(('taken_back_by__isnull', False), ('taken_back_on__isnull', False)), _connector='OR'), name='library_consent_taken_back_in_full')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('half_month', '半月例会'), ('week', '入驻部门周例会'), ('justice', '司法所半月研判会'), ('village', '村（社区）每周研判'), ('month', '月工作调度会')], db_collation='C', max_length=20, verbose_name='会议种类')),
                ('number', models.CharField(blank=True, db_collation='C', max_length=40, verbose_name='会议编号')),
                ('first_on', models.DateField(verbose_name='从哪天')),
                ('last_on', models.DateField(verbose_name='到哪天')),
                ('held_on', models.DateField(verbose_name='开会日期')),
                ('place', models.CharField(blank=True, max_length=100, verbose_name='地点')),
                ('opened_at', models.DateTimeField(verbose_name='建立时间')),
                ('minutes', models.TextField(blank=True, verbose_name='会议纪要')),
                ('minutes_at', models.DateTimeField(blank=True, null=True, verbose_name='纪要定稿时间')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版本')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('chair', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='主持人')),
                ('minutes_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='纪要谁写的')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.department', verbose_name='召集单位')),
            ],
            options={
                'verbose_name': '研判会议',
                'verbose_name_plural': '研判会议',
                'ordering': ['-held_on', '-id'],
                'indexes': [models.Index(fields=['centre', '-held_on', '-id'], name='meeting_newest')],
                'constraints': [models.UniqueConstraint(fields=('unit', 'kind', 'first_on'), name='meeting_once'), models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('unit', 'number'), name='meeting_number_once'), models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='meeting_days_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('minutes_at__isnull', True), ('minutes_by__isnull', True), ('number', '')), models.Q(('chair__isnull', False), ('minutes_at__isnull', False), ('minutes_by__isnull', False), models.Q(('minutes', ''), _negated=True), models.Q(('number', ''), _negated=True), models.Q(('place', ''), _negated=True)), _connector='OR'), name='meeting_final_is_whole')],
            },
        ),
        migrations.CreateModel(
            name='MeetingItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('title', models.CharField(max_length=100, verbose_name='议题')),
                ('words', models.TextField(blank=True, verbose_name='研究情况')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='reporting.meeting', verbose_name='研判会议')),
            ],
            options={
                'verbose_name': '会议议题',
                'verbose_name_plural': '会议议题',
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'position'), name='meeting_item_place_once')],
            },
        ),
        migrations.CreateModel(
            name='MeetingSeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='签到时间')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='reporting.meeting', verbose_name='研判会议')),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.post', verbose_name='签到的岗位')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.department', verbose_name='参会单位')),
            ],
            options={
                'verbose_name': '参会签到',
                'verbose_name_plural': '参会签到',
                'ordering': ['unit__order', 'unit__code'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'unit'), name='meeting_seat_once'), models.CheckConstraint(condition=models.Q(models.Q(('post__isnull', True), ('signed_at__isnull', True)), models.Q(('post__isnull', False), ('signed_at__isnull', False)), _connector='OR'), name='meeting_seat_signed_by_a_post')],
            },
        ),
        migrations.CreateModel(
            name='MeetingTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='议定事项')),
                ('due_on', models.DateField(verbose_name='完成期限')),
                ('at', models.DateTimeField(verbose_name='录入时间')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='完成日期')),
                ('result', models.CharField(blank=True, max_length=500, verbose_name='完成情况')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='报完成的时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁录的')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁报的完成')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='reporting.meeting', verbose_name='研判会议')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.department', verbose_name='落实单位')),
            ],
            options={
                'verbose_name': '会议议定事项',
                'verbose_name_plural': '会议议定事项',
                'ordering': ['due_on', 'id'],
                'indexes': [models.Index(condition=models.Q(('done_on__isnull', True)), fields=['unit', 'due_on'], name='meeting_task_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True), ('done_on__isnull', True), ('result', '')), models.Q(('done_at__isnull', False), ('done_by__isnull', False), ('done_on__isnull', False), models.Q(('result', ''), _negated=True)), _connector='OR'), name='meeting_task_done_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='RiseExplanation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=500, verbose_name='原因')),
                ('at', models.DateTimeField(verbose_name='什么时候写的')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁写的')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.category', verbose_name='纠纷类别')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('half_month', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='explanations', to='reporting.halfmonth', verbose_name='半月报')),
                ('on_behalf_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁写的')),
            ],
            options={
                'verbose_name': '增多原因',
                'verbose_name_plural': '增多原因',
                'ordering': ['half_month', 'category', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='rise_explained_in_words')],
            },
        ),
        migrations.CreateModel(
            name='Sampling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_on', models.DateField(verbose_name='从哪天')),
                ('last_on', models.DateField(verbose_name='到哪天')),
                ('size', models.PositiveSmallIntegerField(verbose_name='每类抽几件')),
                ('seed', models.CharField(db_collation='C', max_length=64, verbose_name='抽签种子')),
                ('at', models.DateTimeField(verbose_name='什么时候抽的')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁抽的')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
            ],
            options={
                'verbose_name': '评查抽样',
                'verbose_name_plural': '评查抽样',
                'ordering': ['-first_on'],
                'constraints': [models.UniqueConstraint(fields=('centre', 'first_on'), name='sampling_once_a_quarter', violation_error_message='这个季度已经抽过。'), models.CheckConstraint(condition=models.Q(('last_on__gt', models.F('first_on'))), name='sampling_days_in_order'), models.CheckConstraint(condition=models.Q(('size__range', (1, 10))), name='sampling_size'), models.CheckConstraint(condition=models.Q(('seed', ''), _negated=True), name='sampling_has_seed')],
            },
        ),
        migrations.CreateModel(
            name='SampleList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('hard', '难案积案'), ('failed', '没谈成'), ('settled', '化解的')], db_collation='C', max_length=10, verbose_name='类别')),
                ('numbers', models.JSONField(default=list, verbose_name='名单')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.department', verbose_name='单位')),
                ('sampling', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lists', to='reporting.sampling', verbose_name='抽样')),
            ],
            options={
                'verbose_name': '评查名单',
                'verbose_name_plural': '评查名单',
                'ordering': ['sampling', 'unit', 'id'],
                'constraints': [models.UniqueConstraint(fields=('sampling', 'unit', 'kind'), name='sample_list_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['hard', 'failed', 'settled'])), name='sample_list_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='SampledCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(verbose_name='第几个抽出')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='samples', to='cases.case', verbose_name='案件')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drawn', to='reporting.samplelist', verbose_name='名单')),
            ],
            options={
                'verbose_name': '抽中的案件',
                'verbose_name_plural': '抽中的案件',
                'ordering': ['of', 'place'],
                'constraints': [models.UniqueConstraint(fields=('of', 'place'), name='sampled_case_place_once'), models.UniqueConstraint(fields=('of', 'case'), name='sampled_case_once')],
            },
        ),
        migrations.CreateModel(
            name='SampleSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marks', models.JSONField(default=dict, verbose_name='各要点')),
                ('findings', models.TextField(verbose_name='评查情况')),
                ('is_own', models.BooleanField(default=False, verbose_name='本单位自查')),
                ('has_to_mend', models.BooleanField(verbose_name='有要改的')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='哪天前整改')),
                ('on', models.DateField(verbose_name='评查日期')),
                ('at', models.DateTimeField(verbose_name='录入时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁评查的')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('sampled', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sheet', to='reporting.sampledcase', verbose_name='抽中的案件')),
            ],
            options={
                'verbose_name': '评查表',
                'verbose_name_plural': '评查表',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('due_on__isnull', False), ('has_to_mend', True)), models.Q(('due_on__isnull', True), ('has_to_mend', False)), _connector='OR'), name='sample_sheet_mend_by_a_day')],
            },
        ),
        migrations.CreateModel(
            name='SampleReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('kind', models.CharField(choices=[('answer', '整改情况'), ('accept', '整改到位'), ('again', '还要再改')], db_collation='C', max_length=10, verbose_name='经过')),
                ('text', models.TextField(blank=True, verbose_name='说明')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='再改到哪天')),
                ('at', models.DateTimeField(verbose_name='录入时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经手人')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('sheet', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='reporting.samplesheet', verbose_name='评查表')),
            ],
            options={
                'verbose_name': '评查整改',
                'verbose_name_plural': '评查整改',
                'ordering': ['sheet', 'seq'],
                'constraints': [models.UniqueConstraint(fields=('sheet', 'seq'), name='sample_reply_seq_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['answer', 'accept', 'again'])), name='sample_reply_kind_known'), models.CheckConstraint(condition=models.Q(('kind', 'accept'), models.Q(('text', ''), _negated=True), _connector='OR'), name='sample_reply_has_words'), models.CheckConstraint(condition=models.Q(models.Q(('due_on__isnull', False), ('kind', 'again')), models.Q(models.Q(('kind', 'again'), _negated=True), ('due_on__isnull', True)), _connector='OR'), name='sample_reply_again_by_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Target',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('figure', models.CharField(db_collation='C', max_length=40, verbose_name='指标')),
                ('year', models.PositiveSmallIntegerField(verbose_name='从哪一年起')),
                ('least', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='不低于（%）')),
                ('reason', models.CharField(max_length=200, verbose_name='依据')),
                ('at', models.DateTimeField(verbose_name='定的时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁定的')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('division', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='村（社区）')),
                ('on_behalf_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁定的')),
            ],
            options={
                'verbose_name': '目标值',
                'verbose_name_plural': '目标值',
                'ordering': ['centre', 'year', 'id'],
                'indexes': [models.Index(fields=['centre', 'year', 'id'], name='target_of_a_year')],
                'constraints': [models.CheckConstraint(condition=models.Q(('least__isnull', True), ('least__range', (0, 100)), _connector='OR'), name='target_is_per_cent'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='target_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='VillageReturn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField(verbose_name='哪天前报')),
                ('state', models.CharField(choices=[('waiting', '还没有报'), ('filed', '已报'), ('sent_back', '退回重报')], db_collation='C', default='waiting', max_length=10, verbose_name='状态')),
                ('first_filed_on', models.DateField(blank=True, null=True, verbose_name='第一次报的日期')),
                ('opened_at', models.DateTimeField(verbose_name='打开时间')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='half_month_returns', to='grids.division', verbose_name='村（社区）')),
                ('half_month', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='reporting.halfmonth', verbose_name='半月报')),
            ],
            options={
                'verbose_name': '村（社区）报表',
                'verbose_name_plural': '村（社区）报表',
                'ordering': ['half_month', 'division'],
                'indexes': [models.Index(fields=['centre', 'due_on'], name='return_due')],
                'constraints': [models.UniqueConstraint(fields=('half_month', 'division'), name='return_once'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'filed', 'sent_back'])), name='return_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('first_filed_on__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('first_filed_on__isnull', False)), _connector='OR'), name='return_filed_on_a_day')],
            },
        ),
        migrations.CreateModel(
            name='ReturnUrge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='哪天催的')),
                ('at', models.DateTimeField(verbose_name='什么时候催的')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁催的')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('on_behalf_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁催的')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='urges', to='reporting.villagereturn', verbose_name='报表')),
            ],
            options={
                'verbose_name': '报表催报',
                'verbose_name_plural': '报表催报',
                'ordering': ['of', 'on'],
                'constraints': [models.UniqueConstraint(fields=('of', 'on'), name='return_urge_once_a_day', violation_error_message='今天已经催过了。')],
            },
        ),
        migrations.CreateModel(
            name='ReturnVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveSmallIntegerField(verbose_name='第几次报')),
                ('numbers', models.JSONField(default=dict, verbose_name='系统的数')),
                ('is_zero', models.BooleanField(verbose_name='零报告')),
                ('features', models.TextField(blank=True, verbose_name='特点')),
                ('causes', models.TextField(blank=True, verbose_name='成因')),
                ('hotspots', models.TextField(blank=True, verbose_name='易发多发领域')),
                ('advice', models.TextField(blank=True, verbose_name='建议')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='为什么改')),
                ('at', models.DateTimeField(verbose_name='上报时间')),
                ('filed_on', models.DateField(verbose_name='上报日期')),
                ('form_key', models.UUIDField(unique=True, verbose_name='表单号')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁报的')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('on_behalf_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁报的')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='reporting.villagereturn', verbose_name='报表')),
            ],
            options={
                'verbose_name': '报上来的一版',
                'verbose_name_plural': '报上来的一版',
                'ordering': ['of', 'seq'],
                'constraints': [models.UniqueConstraint(fields=('of', 'seq'), name='return_version_seq_once'), models.CheckConstraint(condition=models.Q(models.Q(('seq', 1), _negated=True), ('reason', ''), _connector='OR'), name='return_first_version_changes_nothing'), models.CheckConstraint(condition=models.Q(('is_zero', True), models.Q(('features', ''), _negated=True), _connector='OR'), name='return_version_with_analysis')],
            },
        ),
        migrations.CreateModel(
            name='ReturnSendBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=200, verbose_name='为什么退回')),
                ('at', models.DateTimeField(verbose_name='退回时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁退的')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('on_behalf_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁退的')),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='send_back', to='reporting.returnversion', verbose_name='报上来的一版')),
            ],
            options={
                'verbose_name': '报表退回',
                'verbose_name_plural': '报表退回',
                'ordering': ['version'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='return_sent_back_with_reason')],
            },
        ),
        migrations.CreateModel(
            name='TypedNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.CharField(db_collation='C', max_length=10, verbose_name='哪一栏')),
                ('system', models.IntegerField(verbose_name='系统的数')),
                ('typed', models.IntegerField(verbose_name='村里填的数')),
                ('why', models.CharField(max_length=200, verbose_name='为什么不一样')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case', verbose_name='说的是哪一件')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.category', verbose_name='纠纷类别')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='typed', to='reporting.returnversion', verbose_name='报上来的一版')),
            ],
            options={
                'verbose_name': '手工改过的数',
                'verbose_name_plural': '手工改过的数',
                'ordering': ['version', 'category__order', 'category__code', 'line'],
                'constraints': [models.UniqueConstraint(fields=('version', 'category', 'line'), name='typed_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('typed', models.F('system')), _negated=True), ('typed__gte', 0)), name='typed_number_differs'), models.CheckConstraint(condition=models.Q(('why', ''), _negated=True), name='typed_number_with_reason'), models.CheckConstraint(condition=models.Q(('line__in', ('new', 'reopened', 'resolved', 'ended'))), name='typed_number_line_known')],
            },
        ),
        migrations.CreateModel(
            name='NumberDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveSmallIntegerField(verbose_name='次序')),
                ('how', models.CharField(choices=[('system', '用系统的数'), ('register', '请村里补登或更正案件')], db_collation='C', max_length=10, verbose_name='怎么定')),
                ('words', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('at', models.DateTimeField(verbose_name='什么时候定的')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁定的')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('on_behalf_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁定的')),
                ('number', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='reporting.typednumber', verbose_name='手工改过的数')),
            ],
            options={
                'verbose_name': '对手工数的决定',
                'verbose_name_plural': '对手工数的决定',
                'ordering': ['number', 'seq'],
                'constraints': [models.UniqueConstraint(fields=('number', 'seq'), name='number_decision_seq_once'), models.CheckConstraint(condition=models.Q(('how__in', ['system', 'register'])), name='number_decision_known')],
            },
        ),
        migrations.CreateModel(
            name='WarningSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.CharField(choices=[('cases', '矛盾纠纷'), ('leads', '苗头')], db_collation='C', max_length=8, verbose_name='看什么')),
                ('is_on', models.BooleanField(default=True, verbose_name='启用')),
                ('at_least', models.PositiveSmallIntegerField(default=3, verbose_name='近7天至少几件')),
                ('times', models.DecimalField(decimal_places=1, default=Decimal('1.5'), max_digits=3, verbose_name='超过平时几倍')),
                ('one_in', models.PositiveIntegerField(default=500, verbose_name='平时多少周才会碰巧有一次')),
                ('answer_workdays', models.PositiveSmallIntegerField(default=3, verbose_name='几个工作日内回复')),
                ('at', models.DateTimeField(verbose_name='什么时候定的')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁定的')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
            ],
            options={
                'verbose_name': '预警规则',
                'verbose_name_plural': '预警规则',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['centre', 'series', '-id'], name='warning_setting_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('series__in', ['cases', 'leads']), ('at_least__range', (2, 50)), ('times__range', (Decimal('1'), Decimal('10'))), ('one_in__range', (20, 100000)), ('answer_workdays__range', (1, 10))), name='warning_setting_in_bounds')],
            },
        ),
        migrations.CreateModel(
            name='Warning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.CharField(choices=[('cases', '矛盾纠纷'), ('leads', '苗头')], db_collation='C', max_length=8, verbose_name='看什么')),
                ('is_of_the_rest', models.BooleanField(default=False, verbose_name='不含已单独预警的村（社区）')),
                ('raised_on', models.DateField(verbose_name='预警日期')),
                ('raised_at', models.DateTimeField(verbose_name='发出时间')),
                ('base_from_on', models.DateField(verbose_name='对照期开始')),
                ('from_on', models.DateField(verbose_name='近7天开始')),
                ('to_on', models.DateField(verbose_name='近7天截止')),
                ('counted', models.PositiveIntegerField(verbose_name='近7天件数')),
                ('base_counted', models.PositiveIntegerField(verbose_name='对照期件数')),
                ('last_on', models.DateField(verbose_name='最近一次仍高的日期')),
                ('most', models.PositiveIntegerField(verbose_name='七天最多件数')),
                ('ending', models.CharField(blank=True, choices=[('genuine', '确有上升，已采取措施'), ('explained', '原因清楚，不用另外处理'), ('false_alarm', '误报')], db_collation='C', default='', max_length=12, verbose_name='结论')),
                ('closing_reason', models.CharField(blank=True, default='', max_length=500, verbose_name='结束的理由')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='结束日期')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='结束录入时间')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.category', verbose_name='纠纷类别')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁结束的')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='地方')),
                ('setting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.warningsetting', verbose_name='按哪条规则')),
            ],
            options={
                'verbose_name': '预警',
                'verbose_name_plural': '预警',
                'ordering': ['-raised_on', '-id'],
                'indexes': [models.Index(fields=['centre', '-raised_on', '-id'], name='warning_newest'), models.Index(condition=models.Q(('closed_on__isnull', True)), fields=['centre'], name='warning_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_on__isnull', True)), fields=('series', 'division', 'category'), name='warning_one_open'), models.UniqueConstraint(fields=('series', 'division', 'category', 'raised_on'), name='warning_once_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True), ('closed_on__isnull', True), ('closing_reason', ''), ('ending', '')), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('closed_on__isnull', False), models.Q(('ending', ''), _negated=True), models.Q(('closing_reason', ''), _negated=True)), _connector='OR'), name='warning_closed_in_full'), models.CheckConstraint(condition=models.Q(('series__in', ['cases', 'leads']), ('ending__in', ['', 'genuine', 'explained', 'false_alarm'])), name='warning_codes_known'), models.CheckConstraint(condition=models.Q(('base_from_on__lt', models.F('from_on')), ('from_on__lt', models.F('to_on')), ('to_on__lt', models.F('raised_on')), ('last_on__gte', models.F('raised_on')), ('counted__gte', 1), ('most__gte', models.F('counted'))), name='warning_days_in_order'), models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_on__gte', models.F('raised_on')), _connector='OR'), name='warning_closed_after_raised')],
            },
        ),
        migrations.CreateModel(
            name='WarningAsk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_on', models.DateField(verbose_name='哪天请的')),
                ('due_on', models.DateField(verbose_name='回复期限')),
                ('answered_on', models.DateField(blank=True, null=True, verbose_name='回复日期')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.department', verbose_name='请谁回复')),
                ('warning', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asks', to='reporting.warning', verbose_name='预警')),
            ],
            options={
                'verbose_name': '预警请谁回复',
                'verbose_name_plural': '预警请谁回复',
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('answered_on__isnull', True)), fields=['due_on'], name='warning_ask_waiting'), models.Index(fields=['unit', 'warning'], name='warning_ask_of_unit')],
                'constraints': [models.UniqueConstraint(fields=('warning', 'unit'), name='warning_asks_a_unit_once'), models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('asked_on')), models.Q(('answered_on__isnull', True), ('answered_on__gte', models.F('asked_on')), _connector='OR')), name='warning_ask_days_in_order')],
            },
        ),
        migrations.CreateModel(
            name='WarningMatter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case', verbose_name='案件')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('lead', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.lead', verbose_name='苗头')),
                ('warning', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='matters', to='reporting.warning', verbose_name='预警')),
            ],
            options={
                'verbose_name': '预警计入的事项',
                'verbose_name_plural': '预警计入的事项',
                'ordering': ['warning', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', False), ('lead__isnull', True)), models.Q(('case__isnull', True), ('lead__isnull', False)), _connector='OR'), name='warning_matter_is_one'), models.UniqueConstraint(fields=('warning', 'case'), name='warning_case_once'), models.UniqueConstraint(fields=('warning', 'lead'), name='warning_lead_once')],
            },
        ),
        migrations.CreateModel(
            name='WarningStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('raised', '发出预警'), ('asked', '请单位回复'), ('answered', '回复'), ('returned', '请再说明'), ('urged', '催办'), ('closed', '结束')], db_collation='C', max_length=10, verbose_name='经过')),
                ('found', models.CharField(blank=True, default='', max_length=500, verbose_name='查明的情况')),
                ('done', models.CharField(blank=True, default='', max_length=500, verbose_name='采取的措施')),
                ('words', models.CharField(blank=True, default='', max_length=500, verbose_name='说明')),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经手人')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('on_behalf_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代何人')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.department', verbose_name='哪个单位')),
                ('warning', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='reporting.warning', verbose_name='预警')),
            ],
            options={
                'verbose_name': '预警经过',
                'verbose_name_plural': '预警经过',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('by__isnull', False), ('kind__in', ['raised', 'asked']), _connector='OR'), name='warning_step_has_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'answered'), _negated=True), models.Q(('unit__isnull', False), models.Q(('found', ''), _negated=True), models.Q(('done', ''), _negated=True)), _connector='OR'), name='warning_answer_in_full'), models.CheckConstraint(condition=models.Q(('kind__in', ['raised', 'asked', 'answered', 'returned', 'urged', 'closed'])), name='warning_step_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='WrittenReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('village_week', '村（社区）每周分析'), ('department_month', '部门每月分析'), ('half_month', '半月研判报告'), ('month', '矛盾纠纷分析研判月报告'), ('public_order', '社会治安综合分析研判报告'), ('quarter', '季度总结'), ('year', '年度总结'), ('campaign', '专项行动总结')], db_collation='C', max_length=20, verbose_name='种类')),
                ('first_on', models.DateField(verbose_name='从哪天')),
                ('last_on', models.DateField(verbose_name='到哪天')),
                ('due_on', models.DateField(verbose_name='哪天前报')),
                ('edition', models.PositiveSmallIntegerField(default=1, verbose_name='第几稿')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='为什么更正')),
                ('state', models.CharField(choices=[('draft', '起草'), ('to_sign', '待签发'), ('sent', '已签发报送')], db_collation='C', default='draft', max_length=10, verbose_name='状态')),
                ('disclosure', models.CharField(choices=[('public', '公开'), ('internal', '内部'), ('closed', '不公开')], db_collation='C', default='internal', max_length=10, verbose_name='公开属性')),
                ('sections', models.JSONField(blank=True, default=dict, verbose_name='研判文字')),
                ('facts', models.JSONField(blank=True, default=dict, verbose_name='数字')),
                ('version', models.PositiveIntegerField(default=1, verbose_name='版本')),
                ('at', models.DateTimeField(verbose_name='起草时间')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='送签时间')),
                ('returned_why', models.CharField(blank=True, max_length=200, verbose_name='退回理由')),
                ('number', models.CharField(blank=True, db_collation='C', max_length=40, verbose_name='发文字号')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='报送时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁起草')),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='grids.campaign', verbose_name='专项行动')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('corrects', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='reporting.writtenreport', verbose_name='更正哪一份')),
                ('division', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='统计范围')),
                ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='签发人')),
                ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁送签')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.department', verbose_name='编报单位')),
            ],
            options={
                'verbose_name': '研判报告',
                'verbose_name_plural': '研判报告',
                'ordering': ['-last_on', '-id'],
                'indexes': [models.Index(fields=['centre', '-last_on', '-id'], name='written_report_newest'), models.Index(fields=['unit', 'kind', 'first_on'], name='written_report_turn')],
                'constraints': [models.UniqueConstraint(fields=('unit', 'kind', 'first_on', 'campaign', 'edition'), name='written_report_once', nulls_distinct=False), models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('unit', 'number'), name='written_report_number_once'), models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='written_report_days_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('number', ''), ('sent_at__isnull', True), ('signed_by__isnull', True), ('state', 'draft'), ('submitted_at__isnull', True), ('submitted_by__isnull', True)), models.Q(('number', ''), ('sent_at__isnull', True), ('signed_by__isnull', True), ('state', 'to_sign'), ('submitted_at__isnull', False), ('submitted_by__isnull', False)), models.Q(('sent_at__isnull', False), ('signed_by__isnull', False), ('state', 'sent'), ('submitted_at__isnull', False), ('submitted_by__isnull', False), models.Q(('number', ''), _negated=True)), _connector='OR'), name='written_report_sent_is_signed'), models.CheckConstraint(condition=models.Q(models.Q(('corrects__isnull', True), ('edition', 1), ('reason', '')), models.Q(('corrects__isnull', False), ('edition__gt', 1), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='written_report_correction_says_why'), models.CheckConstraint(condition=models.Q(('campaign__isnull', True), ('kind', 'campaign'), _connector='XOR'), name='written_report_of_a_campaign'), models.CheckConstraint(condition=models.Q(('disclosure__in', ['public', 'internal', 'closed'])), name='written_report_disclosure')],
            },
        ),
        migrations.CreateModel(
            name='ReportEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField(verbose_name='序号')),
                ('verb', models.CharField(db_collation='C', max_length=40, verbose_name='动作')),
                ('at', models.DateTimeField(verbose_name='记录时刻')),
                ('on', models.DateField(verbose_name='发生日')),
                ('booked_on', models.DateField(verbose_name='记账日')),
                ('payload', models.JSONField(blank=True, default=dict, verbose_name='内容')),
                ('previous_hash', models.CharField(blank=True, db_collation='C', max_length=64, verbose_name='上一条校验值')),
                ('hash', models.CharField(db_collation='C', max_length=64, verbose_name='校验值')),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经手人')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('on_behalf_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代何人')),
                ('prepared_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拟办人')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='reporting.writtenreport', verbose_name='报告')),
            ],
            options={
                'verbose_name': '报告经过',
                'verbose_name_plural': '报告经过',
                'ordering': ['seq'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('report', 'seq'), name='report_event_seq_once')],
            },
        ),
        migrations.CreateModel(
            name='ReportRecipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='收件单位名称')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='报送时间')),
                ('received_at', models.DateTimeField(blank=True, null=True, verbose_name='签收时间')),
                ('received_by', models.CharField(blank=True, max_length=40, verbose_name='谁签收的')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心')),
                ('recorded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='谁登记的签收')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.department', verbose_name='收件单位')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recipients', to='reporting.writtenreport', verbose_name='报告')),
            ],
            options={
                'verbose_name': '报告收件单位',
                'verbose_name_plural': '报告收件单位',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('report', 'name'), name='report_recipient_once'), models.CheckConstraint(condition=models.Q(models.Q(('received_at__isnull', True), ('received_by', ''), ('recorded_by__isnull', True)), models.Q(('received_at__gte', models.F('sent_at')), ('received_at__isnull', False), ('recorded_by__isnull', False), models.Q(('received_by', ''), _negated=True)), _connector='OR'), name='report_receipt_by_somebody')],
            },
        ),
        migrations.RemoveConstraint(
            model_name='booking',
            name='booking_kind_known',
        ),
        migrations.RemoveConstraint(
            model_name='halfmonth',
            name='half_month_locked_with_time',
        ),
        migrations.RemoveIndex(
            model_name='booking',
            name='booking_court',
        ),
        migrations.AddField(
            model_name='export',
            name='beat_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='最近一次动静'),
        ),
        migrations.AddField(
            model_name='export',
            name='centre',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='grids.division', verbose_name='所属中心'),
        ),
        migrations.AddField(
            model_name='export',
            name='format',
            field=models.CharField(choices=[('xlsx', 'Excel'), ('csv', 'CSV')], db_collation='C', default='xlsx', max_length=4, verbose_name='格式'),
        ),
        migrations.AddField(
            model_name='export',
            name='listing',
            field=models.CharField(db_collation='C', default='cases', max_length=20, verbose_name='哪一份'),
        ),
        migrations.AddField(
            model_name='export',
            name='matched_rows',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='没截断时的行数'),
        ),
        migrations.AddField(
            model_name='export',
            name='posts',
            field=models.JSONField(blank=True, default=list, verbose_name='写的时候凭哪些任职'),
        ),
        migrations.AddField(
            model_name='export',
            name='started_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='开始时间'),
        ),
        migrations.AlterField(
            model_name='booking',
            name='kind',
            field=models.CharField(choices=[('new', '新增'), ('reopened', '反弹重开'), ('resolved', '化解'), ('ended', '分流'), ('adjusted', '调整'), ('accepted', '受理'), ('court_accepted', '法院立案'), ('confirmed', '司法确认'), ('closed', '结案归档')], db_collation='C', max_length=20, verbose_name='种类'),
        ),
        migrations.AlterField(
            model_name='halfmonth',
            name='state',
            field=models.CharField(choices=[('open', '未锁定'), ('submitted', '已提交'), ('approved', '已批准'), ('locked', '已锁定')], db_collation='C', default='open', max_length=10, verbose_name='状态'),
        ),
        migrations.AlterField(
            model_name='movement',
            name='kind',
            field=models.CharField(choices=[('new', '新增'), ('reopened', '反弹重开'), ('resolved', '化解'), ('ended', '分流'), ('adjusted', '调整'), ('accepted', '受理'), ('court_accepted', '法院立案'), ('confirmed', '司法确认'), ('closed', '结案归档')], db_collation='C', max_length=20, verbose_name='种类'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(condition=models.Q(('kind__in', ['court_accepted', 'confirmed'])), fields=['centre', 'booked_on'], name='booking_court'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(fields=['case', '-seq'], include=('kind', 'booked_on'), name='booking_words'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(condition=models.Q(('booked_on__gt', models.F('on'))), fields=['centre', 'booked_on'], name='booking_late'),
        ),
        migrations.AddIndex(
            model_name='export',
            index=models.Index(fields=['centre', '-created_at'], name='export_of_centre'),
        ),
        migrations.AddIndex(
            model_name='export',
            index=models.Index(condition=models.Q(('state__in', ['waiting', 'running'])), fields=['created_at'], name='export_unfinished'),
        ),
        migrations.RunPython(name_the_lists, migrations.RunPython.noop),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='halfmonth',
            trigger=pgtrigger.compiler.Trigger(name='half_month_states', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{open:submitted,submitted:open,submitted:approved,approved:open,open:locked,submitted:locked,approved:locked}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='eef860220b4b5f6bac6ebe348a5e462fbb7178da', operation='UPDATE', pgid='pgtrigger_half_month_states_77ac4', table='reporting_halfmonth', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['new', 'reopened', 'resolved', 'ended', 'accepted', 'court_accepted', 'confirmed', 'closed'])), name='booking_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(('format__in', ['xlsx', 'csv'])), name='export_format_known'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'done'), _negated=True), models.Q(('file', ''), _negated=True), _connector='OR'), name='export_done_has_file'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(('matched_rows__isnull', True), ('matched_rows__gt', models.F('total_rows')), _connector='OR'), name='export_cut_is_short'),
        ),
        migrations.AddConstraint(
            model_name='halfmonth',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'locked'), _negated=True), ('locked_at__isnull', True)), models.Q(('locked_at__isnull', False), ('state', 'locked'), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='half_month_locked_with_time'),
        ),
        migrations.AddConstraint(
            model_name='halfmonth',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'submitted', 'approved', 'locked'])), name='half_month_state_known'),
        ),
        AddTriggers(
            [
                ("correction", pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='771da3ca1901a32c96bbc8b231126a4e5a85d0ff', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_213d3', table='reporting_correction', when='BEFORE'))),
                ("correction", pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;", hash='6fb2bd9cc8505f175ec3b798aa71bc23ef901331', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_95235', table='reporting_correction', when='BEFORE'))),
                ("correction", pgtrigger.compiler.Trigger(name='correction_of_a_locked_one', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NOT EXISTS (\n        SELECT 1 FROM reporting_halfmonth h WHERE h.id = NEW.half_month_id AND h.state = 'locked'\n    ) THEN\n        RAISE EXCEPTION 'only a locked half-month is corrected';\n    END IF;\n    RETURN NEW;\n", hash='704122245edd5289fb4b09bf096d75106c1242a8', operation='INSERT', pgid='pgtrigger_correction_of_a_locked_one_0cf18', table='reporting_correction', when='BEFORE'))),
                ("correctionline", pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='83ffff2d89a97c33cfbfd4c8cb68ff4abb34d875', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_76c3c', table='reporting_correctionline', when='BEFORE'))),
                ("correctionline", pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;", hash='979aa585cdf21cacfdd668456d579bc0826ccd87', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_cf0a3', table='reporting_correctionline', when='BEFORE'))),
                ("countedcase", pgtrigger.compiler.Trigger(name='counted_case_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9e5d1ab19a0bcb77e50dedf06e5e8fd25b911e8c', operation='UPDATE OR DELETE', pgid='pgtrigger_counted_case_never_changes_c3319', table='reporting_countedcase', when='BEFORE'))),
                ("countedcase", pgtrigger.compiler.Trigger(name='counted_case_before_lock', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM reporting_halfmonth h\n        WHERE h.state = 'locked' AND h.id IN (SELECT r.half_month_id FROM new_rows r)\n    ) THEN\n        RAISE EXCEPTION 'half-month is locked';\n    END IF;\n    RETURN NULL;\n", hash='77f76ba5b3ccd1f3c0e8acdfb3a200f09998e564', level='STATEMENT', operation='INSERT', pgid='pgtrigger_counted_case_before_lock_7afaa', referencing='REFERENCING NEW TABLE AS new_rows ', table='reporting_countedcase', when='AFTER'))),
                ("countedlist", pgtrigger.compiler.Trigger(name='counted_list_never_changes', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='108ad2ee207d35b1ec49da9dd76ed0fbd3513281', operation='UPDATE OR DELETE', pgid='pgtrigger_counted_list_never_changes_d8b61', table='reporting_countedlist', when='BEFORE'))),
                ("countedlist", pgtrigger.compiler.Trigger(name='counted_list_before_lock', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM reporting_halfmonth h WHERE h.id = NEW.half_month_id AND h.state = 'locked'\n    ) THEN\n        RAISE EXCEPTION 'half-month is locked';\n    END IF;\n    RETURN NEW;\n", hash='6202a88b9b791576caa27e7802d571cdfd9e16ad', operation='INSERT', pgid='pgtrigger_counted_list_before_lock_35a07', table='reporting_countedlist', when='BEFORE'))),
                ("exportaccess", pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='33be326895e88a59ad3c2a5adbb6229f3224ac36', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_60ccf', table='reporting_exportaccess', when='BEFORE'))),
                ("exportaccess", pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;", hash='bd5aa5b66bf9c136a79b1b2ca518c4caa060e07d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_25e79', table='reporting_exportaccess', when='BEFORE'))),
                ("halfmonthstep", pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9a0642f34d98322d80148a1f594ce4f9b3e67afa', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_471f9', table='reporting_halfmonthstep', when='BEFORE'))),
                ("halfmonthstep", pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;", hash='a155782af86b9bc8b299ad618f9d561bfbdaefd6', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_a8ede', table='reporting_halfmonthstep', when='BEFORE'))),
                ("keptform", pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='77c954fb48380d2ef1bd3f99fc1094366d527ff2', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_694b3', table='reporting_keptform', when='BEFORE'))),
                ("keptform", pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;", hash='4505e0cae0071b13d3ab57b077578518ff6ffe02', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_eb743', table='reporting_keptform', when='BEFORE'))),
                ("libraryentry", pgtrigger.compiler.Trigger(name='library_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='bc78a955594533559b5aa9f21112124c4cfbe40e', operation='DELETE', pgid='pgtrigger_library_kept_1cd00', table='reporting_libraryentry', when='BEFORE'))),
                ("libraryentry", pgtrigger.compiler.Trigger(name='library_stays_as_read', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF OLD.state <> 'draft' AND (OLD.kind, OLD.category_id, OLD.division_id, OLD.title, OLD.story, OLD.way, OLD.lesson, OLD.cause, OLD.reason) IS DISTINCT FROM (NEW.kind, NEW.category_id, NEW.division_id, NEW.title, NEW.story, NEW.way, NEW.lesson, NEW.cause, NEW.reason) THEN\n        RAISE EXCEPTION 'a published entry stays as it was read';\n    END IF;\n    RETURN NEW;\n", hash='c0ee2cd2b4af48f3c945f0fc081518ace4b6fea8', operation='UPDATE', pgid='pgtrigger_library_stays_as_read_c39fb', table='reporting_libraryentry', when='BEFORE'))),
                ("libraryentry", pgtrigger.compiler.Trigger(name='library_state_graph', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:published,draft:withdrawn,published:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='63dbe1a5b4f4149bec6924e693e6607384203bc2', operation='UPDATE', pgid='pgtrigger_library_state_graph_2339c', table='reporting_libraryentry', when='BEFORE'))),
                ("meeting", pgtrigger.compiler.Trigger(name='meeting_final_for_good', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."minutes_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='173601afe60bb7b89d09ab5a8b8cf11f6bf34381', operation='UPDATE OR DELETE', pgid='pgtrigger_meeting_final_for_good_e67c7', table='reporting_meeting', when='BEFORE'))),
                ("meetingitem", pgtrigger.compiler.Trigger(name='meeting_item_written', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM reporting_meeting m\n        WHERE m.id = NEW.meeting_id AND m.minutes_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'minutes are final';\n    END IF;\n    RETURN NEW;\n", hash='eb85dddfd926984d9885c937fb6d645e0fc4444b', operation='INSERT OR UPDATE', pgid='pgtrigger_meeting_item_written_9e02a', table='reporting_meetingitem', when='BEFORE'))),
                ("meetingitem", pgtrigger.compiler.Trigger(name='meeting_item_dropped', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM reporting_meeting m\n        WHERE m.id = OLD.meeting_id AND m.minutes_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'minutes are final';\n    END IF;\n    RETURN OLD;\n", hash='ebb9a9744ac048584e7a12bf9488245a58a2b5a1', operation='DELETE', pgid='pgtrigger_meeting_item_dropped_b7168', table='reporting_meetingitem', when='BEFORE'))),
                ("meetingseat", pgtrigger.compiler.Trigger(name='meeting_seat_written', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM reporting_meeting m\n        WHERE m.id = NEW.meeting_id AND m.minutes_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'minutes are final';\n    END IF;\n    RETURN NEW;\n", hash='e3ad35cd53d85d90f5d1cfcd13f98deb2d415417', operation='INSERT OR UPDATE', pgid='pgtrigger_meeting_seat_written_6b9b0', table='reporting_meetingseat', when='BEFORE'))),
                ("meetingseat", pgtrigger.compiler.Trigger(name='meeting_seat_dropped', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF EXISTS (\n        SELECT 1 FROM reporting_meeting m\n        WHERE m.id = OLD.meeting_id AND m.minutes_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'minutes are final';\n    END IF;\n    RETURN OLD;\n", hash='a906f67ba1f81f4542d2cba344e82ce47ca1c775', operation='DELETE', pgid='pgtrigger_meeting_seat_dropped_d9e38', table='reporting_meetingseat', when='BEFORE'))),
                ("meetingtask", pgtrigger.compiler.Trigger(name='meeting_task_done_for_good', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."done_on" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d9583bc2bd993cce6711823ae60bf96ee882c4e3', operation='UPDATE OR DELETE', pgid='pgtrigger_meeting_task_done_for_good_6890d', table='reporting_meetingtask', when='BEFORE'))),
                ("meetingtask", pgtrigger.compiler.Trigger(name='meeting_task_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='4fb7d1ff726e83d10c090898b15e5a37179a8623', operation='DELETE', pgid='pgtrigger_meeting_task_kept_8f57c', table='reporting_meetingtask', when='BEFORE'))),
                ("returnsendback", pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e8907cc8923000472a56c30e8bfb43db54a93836', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_624fc', table='reporting_returnsendback', when='BEFORE'))),
                ("returnsendback", pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;", hash='0a7d92f38ae1c8be5aec26e9a359c8ff7ea0a136', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_24e6f', table='reporting_returnsendback', when='BEFORE'))),
                ("riseexplanation", pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e3d6e804d5047ce2ab2f98fd25a43d8501882ffe', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_b9dd3', table='reporting_riseexplanation', when='BEFORE'))),
                ("riseexplanation", pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;", hash='b7d7d583229ebf34812b20b98acfe7f148048ef2', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_82c6b', table='reporting_riseexplanation', when='BEFORE'))),
                ("sampledcase", pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='060a4b259c703656e3dc3d01720f405f8ad9ab25', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_12c3d', table='reporting_sampledcase', when='BEFORE'))),
                ("sampledcase", pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;", hash='065901425d70b187f1b05b57edf43fa615d826b3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_d5245', table='reporting_sampledcase', when='BEFORE'))),
                ("samplesheet", pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='255f704e06cfac91d3ec1984de5f36f4848b0e56', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_914a7', table='reporting_samplesheet', when='BEFORE'))),
                ("samplesheet", pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;", hash='efc1167830262e57f175805a1ab7b8c4f876c7ea', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_74f45', table='reporting_samplesheet', when='BEFORE'))),
                ("samplereply", pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7da5bed028ca39c9144b7ae1787cb789b3029463', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_0a0c8', table='reporting_samplereply', when='BEFORE'))),
                ("samplereply", pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;", hash='4f105961420ccb72fd4d5fbec501e4b5ac3f4148', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_3a263', table='reporting_samplereply', when='BEFORE'))),
                ("sampling", pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='cfc1cd1f5471195aa29cb17a3210307b22035cd1', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d7b97', table='reporting_sampling', when='BEFORE'))),
                ("sampling", pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;", hash='1c2dde57d3032933bfdef935d7c9f53e30e2dc42', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_65d5e', table='reporting_sampling', when='BEFORE'))),
                ("samplelist", pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='c69daae8fe9f5d9d41cd1f7969cd1ea5c996eb68', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_24b62', table='reporting_samplelist', when='BEFORE'))),
                ("samplelist", pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;", hash='4b98a182703766d6e06a13bc063ee90b2a67d1bf', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_740de', table='reporting_samplelist', when='BEFORE'))),
                ("target", pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='963762a631477d22d722fc75927ea3658b7be4d6', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_6ff13', table='reporting_target', when='BEFORE'))),
                ("target", pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;", hash='71008d287c06fbcec0d3afef81a968582c74ea09', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_01525', table='reporting_target', when='BEFORE'))),
                ("typednumber", pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='0ddebe43887c62a71ef4ab44784bc9f12f8db702', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_2e439', table='reporting_typednumber', when='BEFORE'))),
                ("typednumber", pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;", hash='51cc174ff02e11d3a2eb53b72d0cc50f93cedb98', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_1ca56', table='reporting_typednumber', when='BEFORE'))),
                ("numberdecision", pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='de376fde941e208c1f375372ffe6c02c43826516', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_39640', table='reporting_numberdecision', when='BEFORE'))),
                ("numberdecision", pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;", hash='b9190f1e2dcb39232a8a46f58d434ff35fd47043', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_cb25e', table='reporting_numberdecision', when='BEFORE'))),
                ("villagereturn", pgtrigger.compiler.Trigger(name='return_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='b9c08e4e75fdec742a297c3d7821f1a69cee0910', operation='DELETE', pgid='pgtrigger_return_kept_bcda4', table='reporting_villagereturn', when='BEFORE'))),
                ("villagereturn", pgtrigger.compiler.Trigger(name='return_first_day_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n                    IF OLD.first_filed_on IS NOT NULL\n                       AND NEW.first_filed_on IS DISTINCT FROM OLD.first_filed_on THEN\n                        RAISE EXCEPTION 'the first day of a return stays';\n                    END IF;\n                    RETURN NEW;\n                ", hash='ac2ba980e1ed691fe23460368edfe0e798b73dbe', operation='UPDATE', pgid='pgtrigger_return_first_day_stays_c42b7', table='reporting_villagereturn', when='BEFORE'))),
                ("returnversion", pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e8039f8bc11e98de18982f4f5a772c19443425de', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1a61d', table='reporting_returnversion', when='BEFORE'))),
                ("returnversion", pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;", hash='17c6f377031ed44387f148957e820de582436df5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_5edb5', table='reporting_returnversion', when='BEFORE'))),
                ("returnurge", pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='05588853410727ef80f633342fd8c44a23b26fda', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_05a58', table='reporting_returnurge', when='BEFORE'))),
                ("returnurge", pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;", hash='1df641b28f288bddd35307a75161e1de748f656f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_6da84', table='reporting_returnurge', when='BEFORE'))),
                ("warningask", pgtrigger.compiler.Trigger(name='warning_ask_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='d93b6b73c2bb68fffa36684c34c82716e26b1da6', operation='DELETE', pgid='pgtrigger_warning_ask_never_deleted_efe45', table='reporting_warningask', when='BEFORE'))),
                ("warningmatter", pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='74b2e23b7b3969b26af2350a0cea73ff4f397b13', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_dfa58', table='reporting_warningmatter', when='BEFORE'))),
                ("warningmatter", pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;", hash='161ddc8cc4b64c878c7e23b1a638487e94d6779d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_7680d', table='reporting_warningmatter', when='BEFORE'))),
                ("warningsetting", pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='e10f0106e12e7d6a8d87c701edd1a0782eccc2ce', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_ef116', table='reporting_warningsetting', when='BEFORE'))),
                ("warningsetting", pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;", hash='4b7efe53126acb000d990e200174317821df0dd4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_56a6d', table='reporting_warningsetting', when='BEFORE'))),
                ("warning", pgtrigger.compiler.Trigger(name='warning_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='041095828c523e366bd208399e7ff40dbc334f9d', operation='DELETE', pgid='pgtrigger_warning_never_deleted_ff280', table='reporting_warning', when='BEFORE'))),
                ("warning", pgtrigger.compiler.Trigger(name='warning_count_is_fixed', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."centre_id" IS DISTINCT FROM (NEW."centre_id") OR OLD."series" IS DISTINCT FROM (NEW."series") OR OLD."division_id" IS DISTINCT FROM (NEW."division_id") OR OLD."category_id" IS DISTINCT FROM (NEW."category_id") OR OLD."is_of_the_rest" IS DISTINCT FROM (NEW."is_of_the_rest") OR OLD."raised_on" IS DISTINCT FROM (NEW."raised_on") OR OLD."raised_at" IS DISTINCT FROM (NEW."raised_at") OR OLD."base_from_on" IS DISTINCT FROM (NEW."base_from_on") OR OLD."from_on" IS DISTINCT FROM (NEW."from_on") OR OLD."to_on" IS DISTINCT FROM (NEW."to_on") OR OLD."counted" IS DISTINCT FROM (NEW."counted") OR OLD."base_counted" IS DISTINCT FROM (NEW."base_counted") OR OLD."setting_id" IS DISTINCT FROM (NEW."setting_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='97781ff01d03c075bd9fcce99d8e46f46ecc488d', operation='UPDATE', pgid='pgtrigger_warning_count_is_fixed_624d9', table='reporting_warning', when='BEFORE'))),
                ("warning", pgtrigger.compiler.Trigger(name='warning_closed_for_good', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."closed_on" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e17e5ba17743495939f3f9da2f1299602f1cdbce', operation='UPDATE', pgid='pgtrigger_warning_closed_for_good_5b8c5', table='reporting_warning', when='BEFORE'))),
                ("warningstep", pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='9458fb3be3ee451c7896ced92e621449a2592a38', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_4f6b8', table='reporting_warningstep', when='BEFORE'))),
                ("warningstep", pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;", hash='3904a1cdcaaa2a9445a98b0e55dfa53155dee2f3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_25b43', table='reporting_warningstep', when='BEFORE'))),
                ("writtenreport", pgtrigger.compiler.Trigger(name='written_report_sent_for_good', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" = \'sent\')', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='51e0c464bb711bafdc9ca197dc93ebf66e042617', operation='UPDATE OR DELETE', pgid='pgtrigger_written_report_sent_for_good_7371e', table='reporting_writtenreport', when='BEFORE'))),
                ("reportrecipient", pgtrigger.compiler.Trigger(name='report_receipt_for_good', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."received_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d9cef9abd181b817cc7bfba51b00dd5722d3ab0f', operation='UPDATE OR DELETE', pgid='pgtrigger_report_receipt_for_good_769b1', table='reporting_reportrecipient', when='BEFORE'))),
                ("reportrecipient", pgtrigger.compiler.Trigger(name='report_recipient_kept', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."sent_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='0a1701f5de40c96151d7f3ea7e9b3782bbaaffa6', operation='DELETE', pgid='pgtrigger_report_recipient_kept_9427c', table='reporting_reportrecipient', when='BEFORE'))),
                ("reportevent", pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='19fbce4176f1a2ca6b1c1731117466334181de2f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_73e88', table='reporting_reportevent', when='BEFORE'))),
                ("reportevent", pgtrigger.compiler.Trigger(name='no_truncate', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'history is append-only: %', TG_TABLE_NAME;", hash='fd6c3116314b6d2e2776a4e2eb7c237fcad6b865', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_no_truncate_df5d0', table='reporting_reportevent', when='BEFORE'))),
            ]
        ),
    ]
