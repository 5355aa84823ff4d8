

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_projection'),
    ]

    operations = [
        migrations.AddField(
            model_name='searchdocument',
            name='analysis',
            field=models.CharField(default='', max_length=12),
        ),
    ]
