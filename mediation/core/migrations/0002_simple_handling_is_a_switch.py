"""简易办理 is the town's own switch, off at first (domain.md X13): 条例34 does not name it.

The trigger that keeps statutory rules as they are stands aside for this one correction.
"""

from django.db import migrations

CORRECT = """
ALTER TABLE core_rule DISABLE TRIGGER pgtrigger_statutory_is_read_only_57511;
UPDATE core_rule
SET law = '本镇规定', is_editable = true, is_on = false,
    note = '信访事项简易办理办法；初次提出、事实清楚、容易解决的，开通后可用'
WHERE clock = 'CONCLUDE' AND variant = 'simple';
ALTER TABLE core_rule ENABLE TRIGGER pgtrigger_statutory_is_read_only_57511;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [migrations.RunSQL(CORRECT, migrations.RunSQL.noop)]
