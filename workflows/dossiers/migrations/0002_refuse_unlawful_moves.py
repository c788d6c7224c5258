"""The lawful moves of a dossier's status, held by the database too: whatever writes, is refused.

The pairs are frozen here. A move added to `status.py` comes with a migration that replaces
`lawful_moves`; a test compares the two.
"""

from __future__ import annotations

from django.db import migrations

LAWFUL = """
CREATE FUNCTION lawful_moves() RETURNS TABLE (source text, target text)
LANGUAGE sql IMMUTABLE AS $$
    VALUES
        ('DRAFT', 'SUBMITTED'),                          -- T1
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

# The search path of the migration is kept, so that the trigger also works while a dump is restored.
REFUSE = """
CREATE FUNCTION refuse_unlawful_moves() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        RAISE EXCEPTION 'A dossier begins as DRAFT, not as %.', NEW.status
            USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (SELECT FROM lawful_moves() WHERE source = OLD.status AND target = NEW.status)
    THEN
        RAISE EXCEPTION 'No law lets a dossier go from % to %.', OLD.status, NEW.status
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER refuse_unlawful_beginnings BEFORE INSERT ON dossiers_dossier
    FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM 'DRAFT')
    EXECUTE FUNCTION refuse_unlawful_moves();

CREATE TRIGGER refuse_unlawful_moves BEFORE UPDATE ON dossiers_dossier
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION refuse_unlawful_moves();
"""

UNDO = """
DROP TRIGGER refuse_unlawful_moves ON dossiers_dossier;
DROP TRIGGER refuse_unlawful_beginnings ON dossiers_dossier;
DROP FUNCTION refuse_unlawful_moves();
DROP FUNCTION lawful_moves();
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0001_dossiers")]

    operations = [migrations.RunSQL(LAWFUL + REFUSE, UNDO)]
