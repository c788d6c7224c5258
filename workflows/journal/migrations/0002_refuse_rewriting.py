"""What stands in a log stands: the database refuses to change, delete or empty it.

Emptying is let through in a test database only, whose name begins with test_; tests flush by it.
"""

from __future__ import annotations

from django.db import migrations

REFUSE = """
CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'The log % is only ever added to; % is refused.', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER refuse_rewriting BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();

CREATE TRIGGER refuse_rewriting BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_access
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting();
"""

UNDO = """
DROP TRIGGER refuse_rewriting ON journal_access;
DROP TRIGGER refuse_rewriting ON journal_entry;
DROP FUNCTION refuse_rewriting();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_journal")]

    operations = [migrations.RunSQL(REFUSE, UNDO)]
