import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('users', '__first__'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtailcore', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='ExternalLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=1000, unique=True, verbose_name='address')),
                ('checked_at', models.DateTimeField(null=True, verbose_name='last checked')),
                ('due_at', models.DateTimeField(db_index=True)),
                ('status', models.PositiveSmallIntegerField(default=0, verbose_name='answer')),
                ('failures', models.PositiveSmallIntegerField(default=0, verbose_name='failures in a row')),
                ('pages', models.ManyToManyField(related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'link to another site',
                'verbose_name_plural': 'links to other sites',
            },
        ),
        migrations.CreateModel(
            name='TranslationState',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField()),
                ('translation_id', models.PositiveBigIntegerField(null=True)),
                ('state', models.CharField(choices=[('missing', 'Missing'), ('partly', 'Partly translated'), ('outdated', 'Outdated'), ('machine', 'Machine-made'), ('draft', 'Newer draft waits'), ('complete', 'Published'), ('reviewed', 'Published and reviewed'), ('separate', 'Written separately'), ('source', 'Original'), ('unwanted', 'Not wanted')], max_length=10, verbose_name='state')),
                ('total', models.PositiveIntegerField(default=0)),
                ('missing', models.PositiveIntegerField(default=0)),
                ('outdated', models.PositiveIntegerField(default=0)),
                ('machine', models.PositiveIntegerField(default=0)),
                ('wanted', models.BooleanField(default=True)),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('locale', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.locale')),
                ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'state of a translation',
                'verbose_name_plural': 'states of translations',
                'indexes': [models.Index(fields=['locale', 'state'], name='editing_tra_locale__c40a95_idx')],
                'constraints': [models.UniqueConstraint(fields=('translation_key', 'locale'), name='unique_translation_state')],
            },
        ),
    ]
