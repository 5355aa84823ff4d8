from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("projects", "0004_the_model_is_one_place")]

    operations = [
        migrations.AddField(
            model_name="adoption",
            name="own_case_key",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="adoption",
            constraint=models.CheckConstraint(
                condition=Q(own_case_key=None) | Q(case_key=None) | ~Q(own_case_key=F("case_key")),
                name="own_case_is_another_one",
            ),
        ),
    ]
