
import django.db.models.deletion
import django.db.models.functions.comparison
import django_fsm
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('files', '0001_files'),
        ('people', '0001_people'),
        ('results', '0001_results'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('address', models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.CreateModel(
            name='Book',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('symbol', models.CharField(max_length=60)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='people.agency')),
            ],
        ),
        migrations.CreateModel(
            name='CodeSequence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='people.agency')),
            ],
        ),
        migrations.CreateModel(
            name='CompletionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('legal_basis', models.CharField(blank=True, max_length=300)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('approved_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
            ],
        ),
        migrations.CreateModel(
            name='CompletionItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('reason', models.CharField(max_length=500)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='dossiers.completionrequest')),
            ],
        ),
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', django_fsm.FSMField(choices=[('DRAFT', 'Draft'), ('SUBMITTED', 'Submitted, not yet received'), ('COMPLETION_REQUESTED', 'Completion requested before reception'), ('NOT_RECEIVED', 'Not received'), ('RECEIVED', 'Received'), ('PROCESSING', 'Being processed'), ('SUPPLEMENT_REQUESTED', 'Supplement requested'), ('PAYMENT_REQUESTED', 'Payment requested'), ('AWAITING_APPROVAL', 'Awaiting approval'), ('APPROVED', 'Approved, to be signed'), ('SIGNED', 'Signed, to be numbered and sealed'), ('ISSUED', 'Result issued'), ('RETURNED', 'Result handed over'), ('WITHDRAWN', 'Withdrawn by the applicant'), ('STOPPED', 'Stopped')], db_index=True, default='DRAFT', max_length=50, protected=True)),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(blank=True, max_length=60, null=True, unique=True)),
                ('lookup_secret', models.CharField(blank=True, max_length=8)),
                ('procedure_key', models.CharField(max_length=80)),
                ('procedure_revision', models.DateField()),
                ('bundle_hash', models.CharField(max_length=64)),
                ('case', models.CharField(max_length=80)),
                ('channel', models.CharField(choices=[('counter', 'at the counter'), ('online', 'online'), ('post', 'by public post')], max_length=10)),
                ('answers', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('received_at', models.DateTimeField(blank=True, null=True)),
                ('due_at', models.DateTimeField(blank=True, db_index=True, null=True)),
                ('original_due_at', models.DateTimeField(blank=True, null=True)),
                ('derivation', models.JSONField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('grant', 'granted'), ('refusal', 'refused')], max_length=10)),
                ('outcome_facts', models.JSONField(default=dict)),
                ('draft_digest', models.CharField(blank=True, max_length=64)),
                ('approved_digest', models.CharField(blank=True, max_length=64)),
                ('search_text', models.TextField(blank=True, editable=False)),
                ('sort_key', models.CharField(blank=True, editable=False, max_length=1200)),
                ('journal_count', models.PositiveIntegerField(default=0)),
                ('journal_head', models.CharField(blank=True, max_length=64)),
                ('assisted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assisted_dossiers', to=settings.AUTH_USER_MODEL)),
                ('competent_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decided_dossiers', to='people.agency')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='dossiers.contact')),
                ('handler', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                ('owner_organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='people.organisation')),
                ('owner_person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owned_dossiers', to='people.person')),
                ('receiving_agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='received_dossiers', to='people.agency')),
                ('representation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='people.representation')),
                ('signer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                ('submitter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submitted_dossiers', to='people.person')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='people.unit')),
            ],
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name='DocumentNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('taken', 'taken, not yet issued'), ('issued', 'issued'), ('void', 'void')], default='taken', max_length=10)),
                ('dated', models.DateField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('book', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='numbers', to='dossiers.book')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='document_numbers', to='dossiers.dossier')),
            ],
        ),
        migrations.CreateModel(
            name='Component',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('requirement', models.CharField(max_length=80)),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('origin', models.PositiveSmallIntegerField(choices=[(0, 'on paper only'), (1, 'electronic copy'), (2, 'reused from a component of another dossier'), (3, 'reused from a result of another dossier'), (4, 'looked up by the agency'), (5, 'made from the electronic form')])),
                ('name', models.CharField(blank=True, max_length=255)),
                ('originals', models.PositiveSmallIntegerField(default=0)),
                ('copies', models.PositiveSmallIntegerField(default=0)),
                ('added_at', models.DateTimeField()),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='files.storedfile')),
                ('result', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='results.result')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='components', to='dossiers.dossier')),
            ],
            options={
                'ordering': ['requirement', 'version'],
            },
        ),
        migrations.AddField(
            model_name='completionrequest',
            name='dossier',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='completion_requests', to='dossiers.dossier'),
        ),
        migrations.CreateModel(
            name='ClockSegment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cause', models.CharField(choices=[('running', "the agency's time"), ('supplement', 'waiting for a supplement'), ('payment', 'waiting for payment')], max_length=20)),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('basis', models.CharField(blank=True, max_length=300)),
                ('begun_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clock_segments', to='dossiers.dossier')),
            ],
            options={
                'ordering': ['started_at'],
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('01', 'Receipt and appointment slip'), ('02', 'Request for completion'), ('03', 'Refusal of reception'), ('draft', 'Draft result'), ('signed', 'Result signed by the competent person'), ('numbered', 'Signed result with number and date'), ('result', 'Issued result')], max_length=10)),
                ('made_at', models.DateTimeField()),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='dossiers.dossier')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='files.storedfile')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='book',
            constraint=models.UniqueConstraint(fields=('agency', 'symbol', 'year'), name='one_book_per_year'),
        ),
        migrations.AddConstraint(
            model_name='codesequence',
            constraint=models.UniqueConstraint(fields=('agency', 'day'), name='one_code_sequence_per_day'),
        ),
        migrations.AddConstraint(
            model_name='completionitem',
            constraint=models.UniqueConstraint(fields=('request', 'key'), name='an_item_is_asked_once'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(('owner_person', None), ('owner_organisation', None), _connector='XOR'), name='dossier_has_exactly_one_owner'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(('assisted_by', None), models.Q(('channel', 'online'), _negated=True), _connector='OR'), name='online_nobody_files_for_another'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('code', None), ('received_at', None)), models.Q(('code__isnull', False), ('received_at__isnull', False)), _connector='OR'), name='dossier_code_comes_with_reception'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('journal_count', 0), ('journal_head', '')), models.Q(('journal_count__gt', 0), models.Q(('journal_head', ''), _negated=True)), _connector='OR'), name='dossier_head_comes_with_count'),
        ),
        migrations.AddConstraint(
            model_name='documentnumber',
            constraint=models.UniqueConstraint(fields=('book', 'number'), name='a_number_is_given_once'),
        ),
        migrations.AddConstraint(
            model_name='documentnumber',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'void'), _negated=True), fields=('dossier',), name='one_live_number_per_dossier'),
        ),
        migrations.AddConstraint(
            model_name='documentnumber',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'void'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='void_number_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='component',
            constraint=models.UniqueConstraint(fields=('dossier', 'requirement', 'version'), name='one_component_per_version'),
        ),
        migrations.AddConstraint(
            model_name='component',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('file__isnull', False), ('origin__in', [1, 5]), ('result', None)), models.Q(('origin__in', [0, 4]), ('result', None)), models.Q(('file__isnull', False), ('origin', 2)), models.Q(('file__isnull', False), ('origin', 3), ('result__isnull', False)), _connector='OR'), name='component_holds_what_its_origin_says'),
        ),
        migrations.AddConstraint(
            model_name='completionrequest',
            constraint=models.UniqueConstraint(fields=('dossier', 'number'), name='completion_number_once'),
        ),
        migrations.AddConstraint(
            model_name='completionrequest',
            constraint=models.CheckConstraint(condition=models.Q(('number', 1), models.Q(models.Q(('legal_basis', ''), _negated=True), ('approved_by__isnull', False)), _connector='OR'), name='second_completion_needs_basis_and_approver'),
        ),
        migrations.AddConstraint(
            model_name='clocksegment',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('dossier',), name='one_clock_segment_open'),
        ),
        migrations.AddConstraint(
            model_name='clocksegment',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='clock_segment_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'result')), fields=('dossier',), name='one_issued_result_per_dossier'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(models.F('receiving_agency'), django.db.models.functions.comparison.Coalesce('due_at', 'submitted_at', 'created_at'), models.F('public_id'), name='received_in_turn'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(models.F('competent_agency'), django.db.models.functions.comparison.Coalesce('due_at', 'submitted_at', 'created_at'), models.F('public_id'), name='decided_in_turn'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['lookup_secret'], name='dossiers_by_tracking_code'),
        ),
    ]
