"""Lists that wait for their confirmation are checked again: what a check keeps has another form."""

from django.db import migrations


def check_again(apps, schema_editor):
    batches = apps.get_model("households", "ImportBatch").objects
    batches.filter(state="checked").update(state="received", staged=None)


class Migration(migrations.Migration):
    dependencies = [("households", "0003_review_process")]
    operations = [migrations.RunPython(check_again, migrations.RunPython.noop)]
