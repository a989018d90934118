"""Takes a version's digest and a party's key; gives the statement that is signed, the signature, and whether it holds.

The algorithm is named in every statement, so that others (SM2 with SM3) can stand beside this one. Ed25519 is RFC 8032;
key files are PKCS #8 and SubjectPublicKeyInfo in PEM (RFC 8410), as openssl writes them.
"""

import base64
import binascii
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from xietong.basics import Refusal
from xietong.endorsing.canonical import canonical_json

ALGORITHM = "Ed25519-SHA256-RFC8785"
SCHEMA = "xietong-assent/1"


def statement(
    version_digest: str, journal_head: str, party: str, plan_uid: str, version_number: int, signed_at: datetime
) -> bytes:
    """Return what a party signs: canonical JSON that names algorithm, plan, version, its digest and the journal's head.

    ``version_digest`` and ``journal_head`` are SHA-256 in hex, ``party`` is the party's code, ``signed_at`` an aware
    time, written in UTC to the microsecond. Raises ValueError for a time without zone.
    """
    if signed_at.tzinfo is None:
        raise ValueError("a signature's time needs its zone")
    return canonical_json(
        {
            "schema": SCHEMA,
            "algorithm": ALGORITHM,
            "plan": plan_uid,
            "version": version_number,
            "digest": version_digest,
            "journal": journal_head,
            "party": party,
            "signed_at": signed_at.astimezone(UTC).isoformat(timespec="microseconds"),
        }
    )


def generate_key(seed: bytes) -> tuple[bytes, bytes]:
    """Return (private, public) raw key bytes, 32 each, from 32 bytes of the caller's randomness.

    Raises ValueError for any other length.
    """
    if len(seed) != 32:
        raise ValueError(f"a seed has 32 bytes, not {len(seed)}")
    key = Ed25519PrivateKey.from_private_bytes(seed)
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


def sign(content: bytes, private_key: bytes) -> bytes:
    """Return the 64-byte Ed25519 signature over a statement. ``private_key``: 32 raw bytes, else ValueError."""
    return Ed25519PrivateKey.from_private_bytes(private_key).sign(content)


def verify(content: bytes, signature: bytes, public_key: bytes) -> bool:
    """Tell whether a signature was made over exactly this statement with the key behind a 32-byte public key."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def private_pem(private_key: bytes, password: bytes = b"") -> bytes:
    """Return a private key as PEM (PKCS #8), encrypted when a password is given."""
    lock: KeySerializationEncryption = BestAvailableEncryption(password) if password else NoEncryption()
    key = Ed25519PrivateKey.from_private_bytes(private_key)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)


def public_pem(public_key: bytes) -> bytes:
    """Return a public key as PEM (SubjectPublicKeyInfo), as ``openssl pkeyutl -verify`` takes it."""
    key = Ed25519PublicKey.from_public_bytes(public_key)
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def private_from_pem(pem: bytes, password: bytes = b"") -> bytes:
    """Return the 32 raw bytes of an Ed25519 private key in PEM. Refuses ``unusable-key``."""
    try:
        key = load_pem_private_key(pem, password or None)
    except (TypeError, ValueError, UnsupportedAlgorithm) as trouble:
        raise _unusable() from trouble
    if not isinstance(key, Ed25519PrivateKey):
        raise _unusable()
    return key.private_bytes_raw()


def public_from_pem(pem: bytes) -> bytes:
    """Return the 32 raw bytes of an Ed25519 public key in PEM. Refuses ``unusable-key``."""
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as trouble:
        raise _unusable() from trouble
    if not isinstance(key, Ed25519PublicKey):
        raise _unusable()
    return key.public_bytes_raw()


def _unusable() -> Refusal:
    return Refusal(
        "unusable-key",
        zh="这不是可用的 Ed25519 密钥文件，或口令不对；请提供 PEM 格式的 Ed25519 密钥及正确口令。",
        en="This is no usable Ed25519 key, or the password is wrong; give an Ed25519 key in PEM and its password.",
        field="public",
    )


def signature_from_upload(data: bytes) -> bytes:
    """Return the 64 bytes of a detached signature uploaded raw, in hex or in Base64. Refuses ``unusable-signature``.

    ``openssl pkeyutl -sign -rawin -inkey key.pem -in statement.json`` writes the raw form.
    """
    if len(data) == 64:
        return data
    text = b"".join(data.split())
    for read in (binascii.unhexlify, _base64):
        try:
            signature = read(text)
        except ValueError:
            continue
        if len(signature) == 64:
            return signature
    raise Refusal(
        "unusable-signature",
        zh="这不是 Ed25519 签名（应为 64 字节，或其十六进制、Base64 写法），请重新生成签名文件。",
        en="This is no Ed25519 signature (64 bytes, or those in hex or Base64); make the signature file again.",
        field="signature",
    )


def _base64(text: bytes) -> bytes:
    return base64.b64decode(text, validate=True)
