"""The tables of the embedded broker, from the SQL that comes with it.

They are made wherever the site's own broker is: nobody should need the database's owner again in
order to go back to the embedded one. A schema of this name that is already there is left alone.
"""

from __future__ import annotations

from django.db import migrations
from pgmq.install import get_embedded_install_sql

FOUND = "SELECT 1 FROM pg_namespace WHERE nspname = 'pgmq'"


def lay(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(FOUND)
        if cursor.fetchone() is None:
            cursor.execute(get_embedded_install_sql())


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
