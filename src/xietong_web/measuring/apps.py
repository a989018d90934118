"""Names the room to Django."""

from django.apps import AppConfig


class MeasuringConfig(AppConfig):
    """The room ``measuring`` (评估)."""

    name = "xietong_web.measuring"
    label = "measuring"

    def ready(self) -> None:
        """Let the waits know who owes whom figures."""
        from xietong_web.measuring import waiting  # noqa: F401
