"""Registers of dossiers are kept and signed; stretches of the clock have one order."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0005_held_by_the_database"),
        ("files", "0001_files"),
        ("people", "0001_people"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="clocksegment",
            options={"ordering": ["started_at", "pk"]},
        ),
        migrations.CreateModel(
            name="KeptRegister",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("year", models.PositiveSmallIntegerField()),
                ("lines", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.agency",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.post",
                    ),
                ),
                (
                    "signed",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
                "indexes": [models.Index(fields=["agency", "year"], name="registers_of_a_year")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed", None), ("signed_at", None)),
                            models.Q(("signed__isnull", False), ("signed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_signed_register_says_since_when",
                    )
                ],
            },
        ),
    ]
