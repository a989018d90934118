"""Takes a party's private key; gives it sealed for the database, and back in the hour of signing."""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from xietong.basics import Refusal

_NONCE = 12


def seal_key(private: bytes, party_code: str) -> str:
    """Return a private key under the workspace's key (AES-256-GCM, the party's code authenticated), as base64."""
    nonce = os.urandom(_NONCE)
    return base64.b64encode(nonce + _cipher().encrypt(nonce, private, party_code.encode())).decode()


def open_key(sealed: str, party_code: str) -> bytes:
    """Return the private key. Raises Refusal ``key-unusable`` under another workspace's key or for another party."""
    content = base64.b64decode(sealed)
    try:
        return _cipher().decrypt(content[:_NONCE], content[_NONCE:], party_code.encode())
    except InvalidTag as trouble:
        raise Refusal(
            "key-unusable",
            zh="签名密钥无法打开：工作区密钥已更换或记录被改动；请登记新的签名密钥。",
            en="The signing key cannot be opened: the workspace's key has changed or the record was altered; "
            "register a new signing key.",
        ) from trouble


def _cipher() -> AESGCM:
    return AESGCM(bytes.fromhex(settings.KEY_STORE_KEY))
