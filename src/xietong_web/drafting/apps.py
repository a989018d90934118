"""Names the room to Django."""

from django.apps import AppConfig


class DraftingConfig(AppConfig):
    """The room drafting."""

    name = "xietong_web.drafting"
    label = "drafting"
