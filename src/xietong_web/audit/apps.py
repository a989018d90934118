"""Names the room to Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The journal (留痕)."""

    name = "xietong_web.audit"
    label = "audit"
