"""Settings of the whole project: everything a site may change comes from the environment.

variable        meaning                                              if it is not set
--------------  ---------------------------------------------------  -------------------------------
DEMO            1: invented people and keys, loopback; 0: real work  1, but to be said where
                                                                     an address leads elsewhere
SECRET_KEY      50 characters by chance, known to nobody             required if DEMO=0
ALLOWED_HOSTS   names the site answers to, between commas            required if DEMO=0
PUBLIC_URL      address that is printed on slips                     http://127.0.0.1:8000
VAR_DIR         folder of all that is kept outside the database      var
DATABASE_URL    postgresql://user:password@host/name, 15 or newer    embedded server in VAR_DIR
BROKER_URL      broker of the hints that Celery carries              pgmq in the same database
EMAIL_URL       smtp://, smtp+tls:// or smtps://user:password@host   demo: files in VAR_DIR/mails;
                                                                     else smtp://localhost
EMAIL_FROM      sender of e-mails                                    mot-cua@localhost
CLAMD           /path/of/socket or host:port of ClamAV's daemon,     files that are handed in
                which sees each file before anybody opens it         are not scanned
KEYS_DIR        folder of the key files                              VAR_DIR/pki/keys
SLIP_PIN        PIN of the keys by which slips are signed for their  demo: the one of its keys;
                agency, by the system itself                         else slips are not signed
TRUST_ROOTS     PEM file or folder of trusted root certificates      VAR_DIR/pki/roots
TSA_URLS        time-stamp authorities, between commas, in order     demo: the one it runs itself
WARN_DAYS       working days before the due day on which the office  2
                is warned
SILENCE_LIMIT   how long an applicant may leave a request for a      60 calendar days
                supplement unanswered; provisional
LOG_LEVEL       least grave message that is logged                   INFO
CLI_LANGUAGE    vi or en, what manage.py speaks; LANGUAGE is the     vi
                system's own, and set on many machines
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from csp import constants as csp

from onestop import environment
from signing.demo.address import tsa_url
from signing.demo.pin import PIN as DEMO_PIN

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var")).resolve()

DEBUG = False
DEMO = environment.chosen("DEMO", ("0", "1"), default="1") == "1"
if DEMO:
    SECRET_KEY = os.environ.get("SECRET_KEY") or "demo-only-known-to-everybody-" + "x" * 50
    ALLOWED_HOSTS = environment.listed("ALLOWED_HOSTS", "127.0.0.1,localhost")
else:
    SECRET_KEY = environment.required("SECRET_KEY")
    environment.required("ALLOWED_HOSTS")
    ALLOWED_HOSTS = environment.listed("ALLOWED_HOSTS")
PUBLIC_URL = environment.web("PUBLIC_URL", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_htmx",
    "axes",
    "csp",
    "viewflow",
    "viewflow.workflow",
    "procedures",
    "signing",
    "workflows.clock",
    "workflows.people",
    "workflows.files",
    "workflows.results",
    "workflows.dossiers",
    "workflows.journal",
    "workflows.outbox",
    "workflows.steps",
    "workflows.routes",
    "onestop.ui",
    "onestop",
]
AUTH_USER_MODEL = "people.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOT_URLCONF = "onestop.urls"
WSGI_APPLICATION = "onestop.wsgi.application"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "onestop.frame.middleware.Frame",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "onestop.frame.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "onestop.ui.context.page",
            ]
        },
    }
]
STATIC_URL = "static/"
# The demo serves its files from where they lie; a site collects them once (`collectstatic`).
WHITENOISE_USE_FINDERS = DEMO
STATIC_ROOT = None if DEMO else VAR / "static"
if not DEMO:
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

# No script and no style but our own files, no frame around us and none within.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [csp.NONE],
        "script-src": [csp.SELF],
        "style-src": [csp.SELF],
        "img-src": [csp.SELF, "data:"],
        "font-src": [csp.SELF],
        "connect-src": [csp.SELF],
        "form-action": [csp.SELF],
        "base-uri": [csp.NONE],
        "frame-ancestors": [csp.NONE],
    }
}
CSRF_FAILURE_VIEW = "onestop.frame.errors.stale_form"

# Officers enter by password and code; after five wrong passwords their address waits.
PASSWORD_BACKEND = "django.contrib.auth.backends.ModelBackend"  # noqa: S105  a class's name
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", PASSWORD_BACKEND]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "onestop.entry.views.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
# By this name credentials are given to Django; else failures would be nobody's and lock nobody out.
AXES_USERNAME_FORM_FIELD = "username"
# Beside passwords, what must not stay in the record of a failure.
AXES_SENSITIVE_PARAMETERS = ["code", "pin"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
OTP_TOTP_ISSUER = "Một Cửa"
LOGIN_URL = "entry:choose"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
SECURE_HSTS_PRELOAD = not DEMO
SESSION_COOKIE_SECURE = not DEMO
CSRF_COOKIE_SECURE = not DEMO

# The dossier's language is Vietnamese, and a legal day begins at midnight in Hà Nội.
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
CLI_LANGUAGE = environment.chosen("CLI_LANGUAGE", ("vi", "en"), default="vi")
LOCALE_PATHS = [ROOT / "onestop" / "locale"]
FORMAT_MODULE_PATH = ["onestop.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

DATABASES = {"default": environment.database(os.environ.get("DATABASE_URL", ""), VAR / "postgres")}
BROKER_URL = os.environ.get("BROKER_URL") or "pgmq://database"
if not os.environ.get("DEMO"):
    environment.stays_here(
        {
            "DATABASE_URL": environment.hosts(DATABASES["default"]),
            "ALLOWED_HOSTS": ALLOWED_HOSTS,
            "PUBLIC_URL": [environment.host_of(PUBLIC_URL)],
        }
    )

FILES_DIR = VAR / "files"
ROOTS_DIR = VAR / "roots"
PAPER_LIMIT_BYTES = 20_000_000
CLAMD = environment.scanner(os.environ.get("CLAMD", ""))
# How many working days before the due day the office is warned of it.
WARN_DAYS = environment.number("WARN_DAYS", 2, least=1)
# How long an applicant may be silent before the head may stop the dossier. No text of law that we
# know of says so: an internal limit of the agency, shown as provisional wherever it is used.
SILENCE_LIMIT = environment.days("SILENCE_LIMIT", "60 calendar days")
# How long a message that was sent is remembered.
OUTBOX_DAYS = 90

PKI_DIR = VAR / "pki"
KEYS_DIR = Path(os.environ.get("KEYS_DIR", PKI_DIR / "keys"))
SLIP_PIN = os.environ.get("SLIP_PIN") or (DEMO_PIN if DEMO else "")
TRUST_ROOTS = os.environ.get("TRUST_ROOTS", str(PKI_DIR / "roots"))
TSA_URLS = environment.listed("TSA_URLS", tsa_url(PKI_DIR) if DEMO else "")
TSA_TIMEOUT = 10

DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("EMAIL_FROM", "Một Cửa <mot-cua@localhost>")
EMAIL_FILE_PATH = VAR / "mails"
if DEMO and not os.environ.get("EMAIL_URL"):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
else:
    globals().update(environment.mail(os.environ.get("EMAIL_URL") or "smtp://localhost"))

# Nothing is mailed to administrators, and no error is logged with its words: see onestop.logs.
LOG_LEVEL = environment.chosen("LOG_LEVEL", environment.LEVELS, default="INFO")
LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "onestop.logs.WithoutPersons"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
