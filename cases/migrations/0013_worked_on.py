"""The last day on which somebody worked on a case, by which it stands still or does not."""

from django.db import migrations, models

# cases.enums.WORK, as it was when the column came.
WORK = (
    "register accept sign_for assign hand_back schedule record escalate send_back whistle"
    " report_in answer deliver resume reopen"
).split()


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_network")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="worked_on",
            field=models.DateField(null=True, verbose_name="最近办理动作日"),
        ),
        migrations.RunSQL(
            [
                (
                    """UPDATE cases_case c SET worked_on = coalesce(
                           (SELECT max(e."on") FROM cases_event e
                            WHERE e.case_id = c.id AND e.verb = ANY (%s)), c.received_on)""",
                    [WORK],
                )
            ],
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="case",
            name="worked_on",
            field=models.DateField(verbose_name="最近办理动作日"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["centre", "worked_on", "division"],
                include=["status", "risk", "due_on", "is_resting"],
                condition=models.Q(status__in=["mediating", "registered"]),
                name="case_open_state",
            ),
        ),
    ]
