"""The site's settings for the suite: a workspace and keys of its own, cheap password hashes, no mail sent."""

import os
import tempfile

os.environ.setdefault("XIETONG_WORKSPACE", tempfile.mkdtemp(prefix="xietong-suite-"))
os.environ.setdefault("XIETONG_EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")

from xietong_web.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Argon2 is slow on purpose
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
