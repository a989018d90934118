"""What the tests of the JSON API may ask for."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.cast import NOW
from xietong_web.accounts.models import Member
from xietong_web.accounts.services import make_token


class Caller:
    """Somebody with a token."""

    def __init__(self, member: Member) -> None:
        self.token = make_token(name="suite", by=member, now=NOW)
        self.client = Client(raise_request_exception=True)

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        content: dict[str, Any] = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        bearer: dict[str, Any] = {"Authorization": f"Bearer {self.token}"}
        return self.client.generic(method, f"/api/v1{path}", headers={**bearer, **headers}, **content)


@pytest.fixture
def caller(db) -> Callable[[Member], Caller]:
    """Give a member a token and let them call."""
    return Caller
