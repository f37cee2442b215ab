from django.db import migrations, models
from django.db.models import OuterRef, Q, Subquery


def fill_reports(apps, schema_editor):
    """Who was asked and of what, as the question asked says."""
    for report in apps.get_model("records", "Report").objects.select_related("asked").iterator():
        report.learner_id = report.asked.learner_id
        report.course, report.bank = [*report.asked.question.split("/"), ""][:2]
        report.save(update_fields=["learner", "course", "bank"])


def fill_missed(apps, schema_editor):
    """The last checked answers outside lessons and sealed exams that are wrong."""
    Asked = apps.get_model("records", "Asked")
    checked = apps.get_model("records", "Answer").objects.filter(checked__isnull=False).exclude(
        Q(asked__attempt__mode="lesson") | Q(asked__attempt__rules__sealed=True)
    )
    same = checked.filter(asked__learner=OuterRef("asked__learner"), asked__question=OuterRef("asked__question"))
    last = checked.filter(pk=Subquery(same.order_by("-checked", "-pk").values("pk")[:1]), right=False)
    Asked.objects.filter(pk__in=last.values("asked")).update(missed=True)


def fill_rekeyed(apps, schema_editor):
    """What the trail says of each publication."""
    Publication, Trail = (apps.get_model("records", name) for name in ("Publication", "Trail"))
    keys = {}
    for row in Trail.objects.filter(kind="published"):
        keys[row.subject, row.detail.get("number")] = row.detail.get("keys", [])
    for one in Publication.objects.select_related("bank").only("number", "bank__course", "bank__ident"):
        if found := keys.get((f"{one.bank.course}/{one.bank.ident}", one.number)):
            Publication.objects.filter(pk=one.pk).update(rekeyed=found)


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0011_tallies'),
    ]

    operations = [
        migrations.AddField('asked', 'missed', models.BooleanField(default=False)),
        migrations.AddField('publication', 'rekeyed', models.JSONField(default=list)),
        migrations.AddField('report', 'bank', models.CharField(default='', max_length=100), preserve_default=False),
        migrations.AddField('report', 'course', models.CharField(default='', max_length=100), preserve_default=False),
        migrations.AddField('report', 'learner', models.ForeignKey(null=True, on_delete=models.CASCADE, to='records.learner')),
        migrations.RunPython(fill_reports, migrations.RunPython.noop),
        migrations.RunPython(fill_missed, migrations.RunPython.noop),
        migrations.RunPython(fill_rekeyed, migrations.RunPython.noop),
    ]
