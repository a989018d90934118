"""A notice says what question it leads to: of an urge that was read back from the words of its matter, of a notice of the
ladder it was not known."""

from typing import Any

from django.db import migrations, models

ASKED = "urge/answer/"


def say_about(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    """Give earlier urges for an answer that is about no item their question, which stands last in their matter."""
    notices = apps.get_model("fulfilling", "Notice").objects
    for urge in notices.filter(matter__startswith=ASKED, item="").only("matter").iterator():
        notices.filter(pk=urge.pk).update(about=urge.matter.split("/", 3)[3])


class Migration(migrations.Migration):

    dependencies = [
        ("fulfilling", "0009_head_of_a_notice"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="about",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.RunPython(say_about, migrations.RunPython.noop),
    ]
