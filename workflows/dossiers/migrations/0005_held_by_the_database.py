"""What the database holds by itself: one more lawful move, and no due date or holding rewritten."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

LAWFUL = """
CREATE OR REPLACE FUNCTION lawful_moves() RETURNS TABLE (source text, target text)
LANGUAGE sql IMMUTABLE AS $$
    VALUES
        ('DRAFT', 'SUBMITTED'),                          -- T1
        ('DRAFT', 'PROCESSING'),                         -- T23: a correction, opened by the agency
        ('SUBMITTED', 'COMPLETION_REQUESTED'),           -- T2
        ('COMPLETION_REQUESTED', 'SUBMITTED'),           -- T3
        ('SUBMITTED', 'NOT_RECEIVED'),                   -- T4
        ('SUBMITTED', 'RECEIVED'),                       -- T5
        ('RECEIVED', 'PROCESSING'),                      -- T6
        ('PROCESSING', 'SUPPLEMENT_REQUESTED'),          -- T8
        ('SUPPLEMENT_REQUESTED', 'PROCESSING'),          -- T9
        ('SUPPLEMENT_REQUESTED', 'STOPPED'),             -- T10, T20
        ('PROCESSING', 'PAYMENT_REQUESTED'),             -- T11
        ('PAYMENT_REQUESTED', 'PROCESSING'),             -- T12
        ('PROCESSING', 'AWAITING_APPROVAL'),             -- T13
        ('AWAITING_APPROVAL', 'PROCESSING'),             -- T14
        ('AWAITING_APPROVAL', 'APPROVED'),               -- T15
        ('APPROVED', 'SIGNED'),                          -- T16
        ('SIGNED', 'ISSUED'),                            -- T17
        ('ISSUED', 'RETURNED'),                          -- T18
        ('SUBMITTED', 'WITHDRAWN'),                      -- T19
        ('COMPLETION_REQUESTED', 'WITHDRAWN'),
        ('RECEIVED', 'WITHDRAWN'),
        ('PROCESSING', 'WITHDRAWN'),
        ('SUPPLEMENT_REQUESTED', 'WITHDRAWN'),
        ('PAYMENT_REQUESTED', 'WITHDRAWN'),
        ('AWAITING_APPROVAL', 'WITHDRAWN'),
        ('COMPLETION_REQUESTED', 'STOPPED'),             -- T20
        ('RECEIVED', 'STOPPED'),
        ('PROCESSING', 'STOPPED'),
        ('PAYMENT_REQUESTED', 'STOPPED'),
        ('AWAITING_APPROVAL', 'STOPPED')
$$;
"""

# A holding may be ended, once; a due date is history from the moment it is written.
KEPT = """
CREATE FUNCTION refuse_rewriting_the_clock() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    RAISE EXCEPTION 'What % says of the past is not changed.', TG_TABLE_NAME
        USING ERRCODE = 'check_violation';
END
$$;

CREATE TRIGGER refuse_rewriting BEFORE UPDATE OR DELETE ON dossiers_duechange
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_the_clock();

CREATE TRIGGER refuse_rewriting BEFORE UPDATE ON dossiers_holding
    FOR EACH ROW WHEN (
        OLD.until IS NOT NULL
        OR (OLD.dossier_id, OLD.number, OLD.step, OLD.party, OLD.agency_id, OLD.since)
            IS DISTINCT FROM
           (NEW.dossier_id, NEW.number, NEW.step, NEW.party, NEW.agency_id, NEW.since)
    )
    EXECUTE FUNCTION refuse_rewriting_the_clock();

CREATE TRIGGER refuse_forgetting BEFORE DELETE ON dossiers_holding
    FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_the_clock();
"""

UNDO = """
DROP TRIGGER refuse_forgetting ON dossiers_holding;
DROP TRIGGER refuse_rewriting ON dossiers_holding;
DROP TRIGGER refuse_rewriting ON dossiers_duechange;
DROP FUNCTION refuse_rewriting_the_clock();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0004_who_holds_what_is_open"),
        ("people", "0001_people"),
    ]

    operations = [
        migrations.AlterField(
            model_name="dossier",
            name="counter_agency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.agency"
            ),
        ),
        migrations.RunSQL(LAWFUL, migrations.RunSQL.noop),
        migrations.RunSQL(KEPT, UNDO),
    ]
