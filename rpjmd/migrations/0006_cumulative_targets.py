

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('rpjmd', '0005_values_and_successions'),
    ]

    operations = [
        migrations.AddField(
            model_name='indicator',
            name='adds_up',
            field=models.BooleanField(default=False, verbose_name='target dijumlahkan'),
        ),
    ]
