from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0012_growth'),
    ]

    operations = [
        migrations.AlterField('report', 'learner', models.ForeignKey(on_delete=models.CASCADE, to='records.learner')),
        migrations.AlterField('asked', 'learner', models.ForeignKey(db_index=False, on_delete=models.CASCADE, to='records.learner')),
        migrations.AddIndex('asked', models.Index(F('learner'), F('id').desc(), name='asked_by_time')),
        migrations.AddIndex('asked', models.Index(F('learner'), F('id').desc(), condition=Q(first=True), name='asked_first')),
        migrations.AddIndex('asked', models.Index(F('learner'), F('question'), condition=Q(missed=True), name='asked_missed')),
        migrations.AddIndex('revision', models.Index(F('course'), F('ident'), name='revision_by_ident')),
        migrations.RemoveIndex('report', 'report_open'),
        migrations.AddIndex('report', models.Index(F('course'), F('bank'), name='report_by_bank')),
        migrations.AddIndex('report', models.Index(F('at').desc(), F('id').desc(), condition=Q(settled=None), name='report_waiting')),
        migrations.AddIndex('report', models.Index(F('at').desc(), F('id').desc(), condition=Q(settled__isnull=False), name='report_settled')),
    ]
