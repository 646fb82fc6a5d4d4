from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('petitions', '0005_mediated_demands'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='petition',
            name='petition_accusation_is_sealed',
        ),
        migrations.AddConstraint(
            model_name='petition',
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(('kind', 'accusation'), _negated=True),
                    models.Q(
                        ('card_text', ''),
                        ('content__isnull', True),
                        ('division__isnull', True),
                        ('external_number', ''),
                        ('file_text', ''),
                        ('narrative', ''),
                        ('next_step', ''),
                        ('place', ''),
                        ('risk_reason', ''),
                        ('sent_by', ''),
                        ('stuck', ''),
                        ('title', ''),
                    ),
                    _connector='OR',
                ),
                name='petition_accusation_is_sealed',
            ),
        ),
    ]
