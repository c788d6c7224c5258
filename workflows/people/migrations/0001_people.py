
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('registration_number', models.CharField(blank=True, max_length=50, null=True, unique=True)),
                ('name', models.CharField(max_length=300)),
                ('address', models.CharField(blank=True, max_length=500)),
                ('search_name', models.CharField(db_index=True, editable=False, max_length=300)),
                ('sort_name', models.CharField(editable=False, max_length=1200)),
            ],
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('personal_id', models.CharField(blank=True, max_length=12, null=True, unique=True)),
                ('full_name', models.CharField(max_length=200)),
                ('birthday', models.DateField(blank=True, null=True)),
                ('gender', models.CharField(blank=True, max_length=10)),
                ('address', models.CharField(blank=True, max_length=500)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('search_name', models.CharField(db_index=True, editable=False, max_length=200)),
                ('sort_name', models.CharField(editable=False, max_length=800)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('personal_id', None), ('personal_id__regex', '^[0-9]{12}$'), _connector='OR'), name='personal_number_has_twelve_digits')],
            },
        ),
        migrations.CreateModel(
            name='Agency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(max_length=35, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('calendar', models.CharField(default='national', max_length=40)),
                ('dossier_code_pattern', models.CharField(default='{agency}-{day:%y%m%d}-{sequence:04d}', max_length=80)),
                ('one_stop', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='receives_for', to='people.agency')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='people.agency')),
            ],
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('login', models.CharField(max_length=300, unique=True)),
                ('kind', models.CharField(choices=[('citizen', 'Citizen'), ('officer', 'Officer'), ('admin', 'Administrator'), ('technical', 'Technical account')], max_length=10)),
                ('is_active', models.BooleanField(default=True)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='people.person')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name_vi', models.CharField(max_length=300)),
                ('name_en', models.CharField(max_length=300)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='people.agency')),
            ],
        ),
        migrations.CreateModel(
            name='AgencyName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_vi', models.CharField(max_length=300)),
                ('name_en', models.CharField(max_length=300)),
                ('symbol', models.CharField(max_length=30)),
                ('place', models.CharField(max_length=100)),
                ('valid_from', models.DateField()),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='people.agency')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agency', 'valid_from'), name='one_name_from_a_day')],
            },
        ),
        migrations.CreateModel(
            name='IdentityLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.CharField(max_length=40)),
                ('subject', models.CharField(max_length=255)),
                ('assurance', models.PositiveSmallIntegerField(choices=[(1, 'declared by the person'), (2, 'checked against the population database'), (3, 'checked face to face')])),
                ('linked_at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identities', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('provider', 'subject'), name='one_account_per_identity')],
            },
        ),
        migrations.CreateModel(
            name='Representation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('basis', models.CharField(max_length=300)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='people.organisation')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='represented_by', to='people.person')),
                ('representative', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='representations', to='people.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('organisation', None), ('person', None), _connector='XOR'), name='representation_of_exactly_one'), models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='representation_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('role', models.CharField(choices=[('reception', 'Reception officer'), ('head', 'Head of unit'), ('handler', 'Handler'), ('approver', 'Approver'), ('clerk', 'Records clerk'), ('leader', 'Leader'), ('administrator', 'Procedure administrator')], max_length=20)),
                ('title_vi', models.CharField(max_length=200)),
                ('title_en', models.CharField(max_length=200)),
                ('authority', models.CharField(blank=True, max_length=200)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='people.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_to', None), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='post_ends_after_it_begins')],
            },
        ),
    ]
