"""Takes the environment; gives Django's settings. The variables ``XIETONG_…`` are named in docs/reference."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from xietong_web.settings.database import database
from xietong_web.settings.numbers import whole_number
from xietong_web.settings.secrets import secret

WORKSPACE = Path(os.environ.get("XIETONG_WORKSPACE", "var")).absolute()
DEMONSTRATION = os.environ.get("XIETONG_DEMONSTRATION", "") == "1"
ANALYTICS = os.environ.get("XIETONG_ANALYTICS", "")  # empty: DuckDB in this process; spark://host:port: a cluster
SMALL_CELLS = whole_number("XIETONG_SMALL_CELLS", 10, least=2)  # counts below it are hidden from the public
DEBUG = os.environ.get("XIETONG_DEBUG", "") == "1"
PUBLIC_URL = os.environ.get("XIETONG_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
SECURE = PUBLIC_URL.startswith("https://")
PASSWORD_PROFILE = os.environ.get("XIETONG_PASSWORD_PROFILE", "asvs5")  # asvs5 | mlps3

SECRET_KEY = os.environ.get("XIETONG_SECRET_KEY") or secret(WORKSPACE, "secret")
JOURNAL_SEAL_KEY = os.environ.get("XIETONG_JOURNAL_SEAL_KEY") or secret(WORKSPACE, "seal")
KEY_STORE_KEY = os.environ.get("XIETONG_KEY_STORE_KEY") or secret(WORKSPACE, "signing")
ALLOWED_HOSTS = os.environ.get("XIETONG_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
PROXIES = os.environ.get("XIETONG_PROXIES", "").replace(",", " ").split()

# Our rooms stand before the packages whose templates and words they replace.
INSTALLED_APPS = [
    "xietong_web.theme",
    "xietong_web.audit",
    "xietong_web.accounts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "template_partials",
    "xietong_web.documents",
    "xietong_web.drafting",
    "xietong_web.endorsing",
    "xietong_web.fulfilling",
    "xietong_web.measuring",
    "xietong_web.publishing",
]

MIDDLEWARE = [
    "xietong_web.accounts.proxies.BehindProxies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "xietong_web.accounts.middleware.ActingMember",
    "xietong_web.accounts.middleware.RenewPassword",
    "xietong_web.theme.middleware.ShowRefusals",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "xietong_web.urls"
WSGI_APPLICATION = "xietong_web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["xietong_web.theme.templatetags.theme"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "xietong_web.theme.context.frame",
            ],
        },
    },
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), WORKSPACE)}
# On disk, because every server process must see the same counters (sign-in attempts).
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(WORKSPACE / "cache")},
    "pages": {  # xietong_web.fulfilling.kept_pages: of one process, some 60 MB at most
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 600,
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILES = WORKSPACE / "files"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "xietong_web.accounts.known.Backend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "xietong_web.accounts.passwords.ProfileValidator", "OPTIONS": {"profile": PASSWORD_PROFILE}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "xietong_web.accounts.adapter.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no letter to strangers, who could not sign up anyway
# Five failures of a name from one address lock that pair out (axes, below). These stop who tries from many addresses
# and leave an office behind one address, in the hour when all sign in, alone.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": "100/m/ip,100/h/key"}
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser, and after SESSION_COOKIE_AGE at the latest
MFA_FORMS = {
    "authenticate": "xietong_web.accounts.code_forms.AuthenticateForm",
    "reauthenticate": "xietong_web.accounts.code_forms.ReauthenticateForm",
    "activate_totp": "xietong_web.accounts.code_forms.ActivateForm",
}
MFA_ADAPTER = "xietong_web.accounts.second_factor.SealedSecrets"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # people come in by invitation: the address proves nothing that the link did not
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "xietong"
MFA_TOTP_TOLERANCE = 1  # a step of 30 s either way, as RFC 6238 (5.2) recommends: typing and the network take time
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_USERNAME_CALLABLE = "xietong_web.accounts.adapter.sign_in_name"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

SESSION_ENGINE = "xietong_web.accounts.known"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 12 * 3600
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# 64 MB in front of the reading engine's own 50 MB limit, which gives the sentence; a 200 MB body is cut off here.
UPLOAD_LIMIT = 64 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_HANDLERS = [
    "xietong_web.documents.uploads.LimitedUpload",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
EMAIL_BACKEND = os.environ.get("XIETONG_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = os.environ.get("XIETONG_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("XIETONG_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("XIETONG_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("XIETONG_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("XIETONG_SMTP_SECURITY", "") == "starttls"
EMAIL_USE_SSL = os.environ.get("XIETONG_SMTP_SECURITY", "") == "tls"
EMAIL_TIMEOUT = 20
# Notices go by mail only where the operator has named a mail server; the inbox is always there.
NOTICES_BY_MAIL = "XIETONG_SMTP_HOST" in os.environ
# The hosts (with their port where it is not 443) that group robots may stand at: nothing is sent anywhere else.
WEBHOOK_HOSTS = os.environ.get("XIETONG_WEBHOOK_HOSTS", "qyapi.weixin.qq.com,oapi.dingtalk.com,open.feishu.cn").split(
    ","
)
DEFAULT_FROM_EMAIL = os.environ.get("XIETONG_MAIL_FROM", "xietong@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        # The job worker says at every end that it ends; whoever pressed Ctrl-C knows.
        "unasked": {
            "()": "django.utils.log.CallbackFilter",
            "callback": lambda record: "shutting down gracefully" not in record.getMessage(),
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["unasked"],
            "level": os.environ.get("XIETONG_LOG_LEVEL", "WARNING"),
        }
    },
    "root": {"handlers": ["console"], "level": os.environ.get("XIETONG_LOG_LEVEL", "WARNING")},
}
