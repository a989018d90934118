"""Takes a code; gives what waits for its refusal, said in Chinese too."""

import pytest

from xietong.basics import Refusal


def refused(code: str) -> pytest.RaisesExc[Refusal]:
    """Expect a refusal of that code."""
    return pytest.raises(Refusal, check=lambda one: one.code == code and bool(one.wording.zh))
