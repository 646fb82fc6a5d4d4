"""The function behind the search indexes: pairs of neighbouring characters (DESIGN §7)."""

from django.db import migrations

# Separators of words: ASCII and Chinese punctuation, blanks, line ends.
PUNCTUATION = "\t\n\r!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~，。、；：？！“”‘’（）《》〈〉【】〔〕—…·　"

# COST tells the planner how dear it is to recompute, and so to use the index. The last character
# of a run stays alone, so that one-character prefix queries are complete.
CREATE = f"""
CREATE FUNCTION zh_tsv(t text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 5000 AS $$
DECLARE
    c text[] := string_to_array(
        translate(lower(t), E{PUNCTUATION!r}, repeat(' ', {len(PUNCTUATION)})), NULL);
    r text[];
BEGIN
    SELECT array_agg(x || rtrim(coalesce(y, ''))) INTO r
    FROM unnest(c, c[2:]) u(x, y) WHERE x <> ' ' AND x IS NOT NULL;
    RETURN array_to_tsvector(coalesce(r, '{{}}'::text[]));
END $$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION zh_tsv(text);")]
