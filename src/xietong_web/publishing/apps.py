"""Names the room to Django."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """The room ``publishing`` (公开)."""

    name = "xietong_web.publishing"
    label = "publishing"
