import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('events', '0001_initial'),
        ('projects', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='eventelement',
            name='element',
            field=models.ForeignKey(help_text='An element that people work with there. One to three are enough.', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='projects.elementpage', verbose_name='element'),
        ),
    ]
