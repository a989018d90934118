"""Names the room to Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The room documents."""

    name = "xietong_web.documents"
    label = "documents"
