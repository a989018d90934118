"""Names the frame to Django."""

from django.apps import AppConfig


class ThemeConfig(AppConfig):
    """Frame, components and front-end sources."""

    name = "xietong_web.theme"
    label = "theme"
