"""Takes the name of an environment variable; gives the whole number written there."""

import os

from xietong.basics import Refusal


def whole_number(name: str, otherwise: int, *, least: int) -> int:
    """Return the number of a variable, ``otherwise`` where it is not set. Raises Refusal ``bad-setting``."""
    written = os.environ.get(name, "").strip()
    if not written:
        return otherwise
    if not (written.isascii() and written.isdecimal()) or int(written) < least:
        raise Refusal(
            "bad-setting",
            zh=f"环境变量 {name} 是“{written}”；请写不小于{least}的整数，或不设。",
            en=f"The environment says {name}={written}; write a whole number of at least {least}, or leave it unset.",
        )
    return int(written)
