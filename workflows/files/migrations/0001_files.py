
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('size', models.PositiveBigIntegerField()),
                ('media_type', models.CharField(max_length=100)),
                ('scan', models.CharField(choices=[('own', 'made by this system'), ('pending', 'not yet scanned'), ('clean', 'no malware found'), ('infected', 'malware found')], default='pending', max_length=10)),
                ('malware', models.CharField(blank=True, max_length=200)),
                ('scan_claimed_until', models.DateTimeField(blank=True, null=True)),
                ('stored_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('scan', 'pending')), fields=['scan_claimed_until'], name='files_not_yet_scanned')],
                'constraints': [models.CheckConstraint(condition=models.Q(('digest__length', 64)), name='digest_is_sha256_hex'), models.CheckConstraint(condition=models.Q(models.Q(('scan', 'infected'), models.Q(('malware', ''), _negated=True)), models.Q(models.Q(('scan', 'infected'), _negated=True), ('malware', '')), _connector='OR'), name='malware_is_named_where_it_was_found')],
            },
        ),
    ]
