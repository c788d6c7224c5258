"""Dossiers from before: whose counter they are at, who holds them, and the due date they have.

Who held them earlier was not written down, so a dossier's first holding begins with its last act.
"""

from __future__ import annotations

from django.db import migrations

# Of each status that is open: the step that comes next, and at which agency (none: the applicant).
HOLDERS = {
    "SUBMITTED": ("receive", "receiving"),
    "COMPLETION_REQUESTED": ("complete", None),
    "RECEIVED": ("assign", "receiving"),
    "PROCESSING": ("assess", "handler"),
    "AWAITING_APPROVAL": ("approve", "signer"),
    "APPROVED": ("sign", "signer"),
    "SIGNED": ("number", "competent"),
    "ISSUED": ("hand_over", "receiving"),
}


def carry_on(apps, schema_editor):
    Dossier = apps.get_model("dossiers", "Dossier")
    last_acts = _last_acts(schema_editor.connection)
    for dossier in Dossier.objects.select_related("handler__unit", "signer__unit").iterator():
        Dossier.objects.filter(pk=dossier.pk).update(counter_agency=dossier.receiving_agency_id)
        if dossier.due_at is not None:
            _due(apps, dossier)
        if dossier.status in HOLDERS:
            _hold(apps, dossier, last_acts.get(dossier.pk) or dossier.submitted_at)


def _last_acts(connection):
    """When each dossier was last acted on. The journal is built on dossiers, so its model is not
    at hand here; on a new database its table is not there yet, and nothing is to be carried on.
    """
    if "journal_entry" not in connection.introspection.table_names():
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT dossier_id, max(at) FROM journal_entry GROUP BY dossier_id")
        return dict(cursor.fetchall())


def _due(apps, dossier):
    planned = any(step.get("step") == "planned" for step in dossier.derivation or [])
    apps.get_model("dossiers", "DueChange").objects.create(
        dossier=dossier,
        number=1,
        cause="planned" if planned else "received",
        due_at=dossier.due_at,
        derivation=dossier.derivation or [],
        at=dossier.received_at,
        promised=True,
    )


def _hold(apps, dossier, since):
    step, where = HOLDERS[dossier.status]
    taken = dossier.document_numbers.filter(state="taken").exists()
    step = "issue" if step == "number" and taken else step
    post = getattr(dossier, where) if where in ("handler", "signer") else None
    agency = {
        "receiving": dossier.receiving_agency_id,
        "competent": dossier.competent_agency_id,
    }.get(where, post.unit.agency_id if post else None)
    apps.get_model("dossiers", "Holding").objects.create(
        dossier=dossier,
        number=1,
        step=step,
        party="agency" if where else "citizen",
        agency_id=agency,
        unit_id=post.unit_id if post else None,
        post=post,
        since=since,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0003_clocks_and_ends"),
        ("people", "0001_people"),
    ]

    operations = [migrations.RunPython(carry_on, migrations.RunPython.noop)]
