"""Signatures hold for exactly what was signed, also when they were made with openssl."""

import base64
import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.drafting.plans import STEADY, plan_of
from xietong import endorsing
from xietong.basics import Refusal

PRIVATE, PUBLIC = endorsing.generate_key(bytes(range(32)))
NOON = datetime(2021, 11, 23, 12, 0, tzinfo=UTC)
STATEMENT = endorsing.statement("a" * 64, "b" * 64, "cq-edu", "p", 1, NOON)


def test_the_statement_names_everything_that_is_assented_to():
    assert json.loads(STATEMENT) == {
        "schema": "xietong-assent/1",
        "algorithm": "Ed25519-SHA256-RFC8785",
        "plan": "p",
        "version": 1,
        "digest": "a" * 64,
        "journal": "b" * 64,
        "party": "cq-edu",
        "signed_at": "2021-11-23T12:00:00.000000+00:00",
    }


def test_the_same_moment_in_another_zone_is_the_same_statement():
    shanghai = NOON.astimezone(timezone(timedelta(hours=8)))
    assert endorsing.statement("a" * 64, "b" * 64, "cq-edu", "p", 1, shanghai) == STATEMENT
    with pytest.raises(ValueError, match="zone"):
        endorsing.statement("a" * 64, "b" * 64, "cq-edu", "p", 1, NOON.replace(tzinfo=None))


def test_a_signature_holds_for_what_was_signed():
    assert endorsing.verify(STATEMENT, endorsing.sign(STATEMENT, PRIVATE), PUBLIC)


@STEADY
@given(st.integers(0, len(STATEMENT) * 8 - 1))
def test_any_bit_changed_in_the_statement_is_found(bit):
    altered = bytearray(STATEMENT)
    altered[bit // 8] ^= 1 << bit % 8
    assert not endorsing.verify(bytes(altered), endorsing.sign(STATEMENT, PRIVATE), PUBLIC)


@STEADY
@given(st.integers(0, 511))
def test_any_bit_changed_in_the_signature_is_found(bit):
    signature = bytearray(endorsing.sign(STATEMENT, PRIVATE))
    signature[bit // 8] ^= 1 << bit % 8
    assert not endorsing.verify(STATEMENT, bytes(signature), PUBLIC)


def test_another_key_or_no_key_does_not_hold():
    other = endorsing.generate_key(bytes(32))[1]
    signature = endorsing.sign(STATEMENT, PRIVATE)
    assert not endorsing.verify(STATEMENT, signature, other)
    assert not endorsing.verify(STATEMENT, signature, b"short")
    assert not endorsing.verify(STATEMENT, b"short", PUBLIC)


def test_a_seed_has_thirty_two_bytes():
    with pytest.raises(ValueError, match="32 bytes"):
        endorsing.generate_key(b"short")


@pytest.mark.parametrize("password", [b"", b"secret"])
def test_keys_come_back_from_their_files(password):
    assert endorsing.private_from_pem(endorsing.private_pem(PRIVATE, password), password) == PRIVATE
    assert endorsing.public_from_pem(endorsing.public_pem(PUBLIC)) == PUBLIC


def test_keys_that_cannot_be_used_are_refused():
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

    curve = generate_private_key(SECP256R1())
    private = curve.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = curve.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    locked = endorsing.private_pem(PRIVATE, b"secret")
    for act in (
        lambda: endorsing.private_from_pem(private),
        lambda: endorsing.private_from_pem(locked),
        lambda: endorsing.private_from_pem(locked, b"wrong"),
        lambda: endorsing.private_from_pem(b"no key"),
        lambda: endorsing.public_from_pem(public),
        lambda: endorsing.public_from_pem(b"no key"),
    ):
        with pytest.raises(Refusal) as refusal:
            act()
        assert refusal.value.code == "unusable-key"


def test_a_detached_signature_is_taken_raw_in_hex_or_in_base64():
    signature = endorsing.sign(STATEMENT, PRIVATE)
    for upload in (signature, signature.hex().encode() + b"\n", base64.encodebytes(signature)):
        assert endorsing.signature_from_upload(upload) == signature
    for upload in (b"", b"zz", signature[:63], base64.b64encode(signature[:10])):
        with pytest.raises(Refusal) as refusal:
            endorsing.signature_from_upload(upload)
        assert refusal.value.code == "unusable-signature"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_a_signature_made_with_openssl_is_accepted_and_ours_by_openssl(tmp_path):
    key, paper, mark = tmp_path / "key.pem", tmp_path / "statement.json", tmp_path / "statement.sig"
    paper.write_bytes(STATEMENT)

    def openssl(*words):
        return subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True).stdout

    openssl("genpkey", "-algorithm", "ed25519", "-out", key)
    openssl("pkeyutl", "-sign", "-rawin", "-inkey", key, "-in", paper, "-out", mark)
    public = endorsing.public_from_pem(openssl("pkey", "-in", key, "-pubout"))
    assert endorsing.verify(STATEMENT, endorsing.signature_from_upload(mark.read_bytes()), public)
    assert endorsing.sign(STATEMENT, endorsing.private_from_pem(key.read_bytes())) == mark.read_bytes()
    mark.write_bytes(endorsing.sign(STATEMENT, PRIVATE))
    key.write_bytes(endorsing.public_pem(PUBLIC))
    said = openssl("pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", key, "-in", paper, "-sigfile", mark)
    assert b"Successfully" in said


def test_a_version_is_signed_end_to_end():
    content = endorsing.canonical(plan_of("a\n  b"))
    paper = endorsing.statement(endorsing.digest(content), endorsing.GENESIS, "cq-edu", "p", 1, NOON)
    assert endorsing.verify(paper, endorsing.sign(paper, PRIVATE), PUBLIC)
