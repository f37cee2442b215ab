from hashlib import sha256

from django.db import migrations, models
from django.db.models import F, Q


def copy(apps, editor):
    apps.get_model('records', 'Bank').objects.update(moved=F('draft'))
    publications = apps.get_model('records', 'Publication').objects
    publications.update(moved=F('items'), moved_text=F('text'))
    for pk in list(publications.values_list('pk', flat=True)):
        text = publications.values_list('text', flat=True).get(pk=pk)
        publications.filter(pk=pk).update(hash=sha256(text.encode()).hexdigest())
    if editor.connection.vendor == 'postgresql':
        editor.execute('SET CONSTRAINTS ALL IMMEDIATE')  # it alters no table with a check still to come


def moved(model, field, by):
    """A column stands last once it was removed and came back."""
    return [migrations.RemoveField(model, field), migrations.RenameField(model, by, field)]


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0013_growth_indexes'),
    ]

    operations = [
        migrations.RemoveConstraint('asked', 'one_first_answer'),
        migrations.AddConstraint('asked', models.UniqueConstraint(F('learner'), F('question'), F('first'), condition=Q(first=True), name='one_first_answer')),
        migrations.RemoveIndex('asked', 'asked_by_question'),
        migrations.AddIndex('asked', models.Index(F('learner'), F('question'), F('attempt'), name='asked_by_question')),
        migrations.RemoveIndex('asked', 'asked_missed'),
        migrations.AddIndex('asked', models.Index(F('learner'), F('question'), F('missed'), condition=Q(missed=True), name='asked_missed')),
        migrations.AddIndex('cohort', models.Index(models.ExpressionWrapper(Q(archived__isnull=False), output_field=models.BooleanField()), F('made').desc(), F('id').desc(), name='cohort_in_order')),
        migrations.AddField('bank', 'moved', models.TextField(default='')),
        migrations.AddField('publication', 'hash', models.CharField(default='', max_length=64)),
        migrations.AddField('publication', 'moved', models.JSONField(default=list)),
        migrations.AddField('publication', 'moved_text', models.TextField(default='')),
        migrations.RunPython(copy, migrations.RunPython.noop),
        *moved('bank', 'draft', 'moved'),
        *moved('publication', 'items', 'moved'),
        *moved('publication', 'text', 'moved_text'),
        migrations.AlterField('bank', 'draft', models.TextField()),
        migrations.AlterField('publication', 'hash', models.CharField(max_length=64)),
        migrations.AlterField('publication', 'items', models.JSONField()),
        migrations.AlterField('publication', 'text', models.TextField()),
    ]
