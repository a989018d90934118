"""A notice that was told together with others says with which one: until now that was looked up by party, moment and
the words of the matter."""

from typing import Any

from django.db import migrations, models
from django.db.models import Q

KINDS = {"report", "review", "confirmation", "signature", "predecessor", "answer"}


def say_heads(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    """Give the notices of earlier rounds the one notice they were told with."""
    notices = apps.get_model("fulfilling", "Notice").objects
    for head in notices.filter(rung="gathered"):
        told = "/".join(head.matter.split("/")[2:-1])  # gathered/<party>[/<recipient>/<kind of wait>]/<day>
        recipient, _, kind = told.partition("/")
        matters = Q(matter__startswith=f"{kind}/") if kind else ~Q(matter__regex=f"^({'|'.join(sorted(KINDS))})/")
        office = Q(recipient="joint_office") | Q(organisation__isnull=False)
        people = ~office & Q(recipient=recipient) & matters if told else office
        of_round = notices.filter(people, plan=head.plan_id, party=head.party_id, made_at=head.made_at)
        of_round.exclude(rung="gathered").exclude(deliveries__channel="inbox").update(head=head)


class Migration(migrations.Migration):

    dependencies = [
        ("fulfilling", "0008_light_log_stays"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="head",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.deletion.RESTRICT,
                related_name="told",
                to="fulfilling.notice",
            ),
        ),
        migrations.RunPython(say_heads, migrations.RunPython.noop),
    ]
