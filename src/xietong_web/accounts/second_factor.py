"""Takes a request or a secret; gives when its person last confirmed a second factor, and the secret sealed."""

import base64
import os
from datetime import UTC, datetime

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from xietong_web.accounts.models import Person

_NONCE = 12
_PURPOSE = b"second factor"


def proven_at(request: HttpRequest) -> datetime | None:
    """Return the time of the last confirmed code, passkey or recovery code, or ``None``."""
    records = [record for record in get_authentication_records(request, request.user) if record["method"] == "mfa"]
    return max((datetime.fromtimestamp(record["at"], UTC) for record in records), default=None)


def confirm_url(person: Person) -> str:
    """Return the page that asks for the second factor a person has; empty where there is none."""
    kinds = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    if Authenticator.Type.TOTP in kinds:
        return reverse("mfa_reauthenticate")
    return reverse("mfa_reauthenticate_webauthn") if Authenticator.Type.WEBAUTHN in kinds else ""


class SealedSecrets(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of authenticator apps under the workspace's key, which the database does not hold."""

    def encrypt(self, text: str) -> str:
        """Return a secret sealed: AES-256-GCM, as base64."""
        nonce = os.urandom(_NONCE)
        return base64.b64encode(nonce + _cipher().encrypt(nonce, text.encode(), _PURPOSE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret again; raises InvalidTag where it was sealed under another workspace's key."""
        sealed = base64.b64decode(encrypted_text)
        return _cipher().decrypt(sealed[:_NONCE], sealed[_NONCE:], _PURPOSE).decode()


def _cipher() -> AESGCM:
    return AESGCM(bytes.fromhex(settings.KEY_STORE_KEY))
