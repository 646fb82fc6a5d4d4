"""An agreement of the spine with one day to perform by has one obligation, of each side."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_mediation_room")]

    operations = [
        migrations.RunSQL(
            """INSERT INTO cases_obligation
                   (centre_id, case_id, agreement_id, seq, what, amount, due_on, state, text)
               SELECT centre_id, case_id, id, 1, '按协议内容履行', amount, performed_by_on,
                      'waiting', ''
               FROM cases_agreement WHERE performed_by_on IS NOT NULL""",
            "DELETE FROM cases_obligation",
        ),
    ]
