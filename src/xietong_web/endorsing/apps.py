"""Names the room to Django."""

from django.apps import AppConfig


class EndorsingConfig(AppConfig):
    """The room endorsing."""

    name = "xietong_web.endorsing"
    label = "endorsing"
