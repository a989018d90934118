"""Names the room to Django."""

from django.apps import AppConfig


class MeasuringConfig(AppConfig):
    """The room ``measuring`` (评估)."""

    name = "xietong_web.measuring"
    label = "measuring"
