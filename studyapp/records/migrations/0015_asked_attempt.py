from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0014_long_texts'),
    ]

    operations = [
        migrations.AlterField('asked', 'attempt', models.ForeignKey(db_index=False, on_delete=models.CASCADE, to='records.attempt')),
    ]
