from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0001_initial'),
    ]

    operations = [
        migrations.RenameField(
            model_name='team',
            old_name='trusted',
            new_name='can_publish',
        ),
    ]
