
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('files', '0001_files'),
        ('people', '0001_people'),
    ]

    operations = [
        migrations.CreateModel(
            name='Result',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('result_type', models.CharField(max_length=80)),
                ('title_vi', models.CharField(max_length=300)),
                ('title_en', models.CharField(max_length=300)),
                ('number', models.CharField(max_length=80)),
                ('issued_on', models.DateField()),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('scope', models.JSONField(default=dict)),
                ('facts', models.JSONField(default=dict)),
                ('procedure_key', models.CharField(max_length=80)),
                ('procedure_revision', models.DateField()),
                ('bundle_hash', models.CharField(max_length=64)),
                ('dossier_code', models.CharField(max_length=60, unique=True)),
                ('state', models.CharField(choices=[('active', 'in force'), ('revoked', 'revoked'), ('replaced', 'replaced')], default='active', max_length=10)),
                ('state_reason', models.CharField(blank=True, max_length=300)),
                ('state_since', models.DateTimeField()),
                ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='results.result')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='files.storedfile')),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='people.agency')),
                ('owner_organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='people.organisation')),
                ('owner_person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='people.person')),
            ],
        ),
        migrations.CreateModel(
            name='ResultUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dossier', models.UUIDField()),
                ('requirement', models.CharField(max_length=80)),
                ('purpose', models.CharField(max_length=80)),
                ('legal_basis', models.CharField(blank=True, max_length=300)),
                ('consented', models.BooleanField()),
                ('digest', models.CharField(max_length=64)),
                ('checked_at', models.DateTimeField()),
                ('result', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='results.result')),
            ],
        ),
        migrations.AddIndex(
            model_name='result',
            index=models.Index(fields=['owner_person', 'result_type'], name='results_of_a_person'),
        ),
        migrations.AddIndex(
            model_name='result',
            index=models.Index(fields=['owner_organisation', 'result_type'], name='results_of_an_org'),
        ),
        migrations.AddConstraint(
            model_name='result',
            constraint=models.UniqueConstraint(fields=('issuer', 'number', 'issued_on'), name='a_result_number_is_issued_once'),
        ),
        migrations.AddConstraint(
            model_name='result',
            constraint=models.CheckConstraint(condition=models.Q(('owner_person', None), ('owner_organisation', None), _connector='XOR'), name='result_has_exactly_one_owner'),
        ),
        migrations.AddConstraint(
            model_name='result',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'revoked'), _negated=True), models.Q(('state_reason', ''), _negated=True), _connector='OR'), name='result_is_revoked_with_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='result',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'replaced'), ('replaced_by', None), _connector='XOR'), name='result_is_replaced_by_another'),
        ),
        migrations.AddConstraint(
            model_name='resultuse',
            constraint=models.UniqueConstraint(fields=('result', 'dossier', 'requirement'), name='a_result_is_used_once'),
        ),
        migrations.AddConstraint(
            model_name='resultuse',
            constraint=models.CheckConstraint(condition=models.Q(('consented', True), models.Q(('legal_basis', ''), _negated=True), _connector='OR'), name='a_use_has_a_ground'),
        ),
    ]
