"""Names the room to Django."""

from django.apps import AppConfig


class FulfillingConfig(AppConfig):
    """The room ``fulfilling`` (落实)."""

    name = "xietong_web.fulfilling"
    label = "fulfilling"

    def ready(self) -> None:
        """Let the journal know who listens."""
        from xietong_web.fulfilling import listeners  # noqa: F401
        from xietong_web.fulfilling.meeting import listeners as meeting_listeners  # noqa: F401
