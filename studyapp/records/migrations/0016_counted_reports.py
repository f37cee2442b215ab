from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("records", "0015_asked_attempt")]

    operations = [
        migrations.RemoveIndex("report", "report_waiting"),
        migrations.RemoveIndex("report", "report_settled"),
        migrations.AddIndex(
            "report",
            models.Index(F("at").desc(), F("id").desc(), "settled", condition=Q(settled=None), name="report_waiting"),
        ),
        migrations.AddIndex(
            "report",
            models.Index(
                F("at").desc(), F("id").desc(), "settled", condition=Q(settled__isnull=False), name="report_settled"
            ),
        ),
    ]
