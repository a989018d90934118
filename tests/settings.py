"""The site's settings for the suite: a workspace and keys of its own, cheap password hashes, jobs done at once."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "XIETONG_WORKSPACE" not in os.environ:  # the suite's workers take over the workspace of the process that starts them
    os.environ["XIETONG_WORKSPACE"] = tempfile.mkdtemp(prefix="xietong-suite-")
    atexit.register(shutil.rmtree, os.environ["XIETONG_WORKSPACE"], ignore_errors=True)
os.environ.setdefault("XIETONG_EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")

from xietong_web.settings import *  # noqa: F403
from xietong_web.settings import CACHES, DATABASES, WORKSPACE

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Argon2 is slow on purpose
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: browser tests have a server thread, and SQLite's shared memory cache locks whole tables.
    Path(WORKSPACE).mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": str(Path(WORKSPACE) / "suite.sqlite3")}
WHITENOISE_AUTOREFRESH = True
CACHES = {**CACHES, "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
