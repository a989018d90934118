"""Names the room to Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The room accounts."""

    name = "xietong_web.accounts"
    label = "accounts"
