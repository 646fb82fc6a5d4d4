from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0015_worked_on'),
    ]

    operations = [
        migrations.AddField(
            model_name='legalaidcheck',
            name='due_basis',
            field=models.CharField(blank=True, default='', max_length=300, verbose_name='期限怎么来的'),
        ),
        migrations.AddField(
            model_name='legalaidcheck',
            name='due_on',
            field=models.DateField(blank=True, null=True, verbose_name='区法律援助中心最晚哪天答复'),
        ),
        migrations.AddIndex(
            model_name='legalaidcheck',
            index=models.Index(condition=models.Q(('answered_on__isnull', True), ('forwarded_on__isnull', False)), fields=['centre', 'due_on'], name='legal_aid_waiting'),
        ),
        migrations.AddConstraint(
            model_name='legalaidcheck',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__isnull', True), ('due_on__gte', models.F('forwarded_on')), _connector='OR'), name='legal_aid_due_after_forwarding'),
        ),
    ]
