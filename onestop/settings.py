"""Settings of the whole project: everything a site may change comes from the environment."""

from __future__ import annotations

import os
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from signing.demo.address import tsa_url

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_DIR", ROOT / "var"))

DEBUG = False
DEMO = os.environ.get("DEMO", "1") == "1"
SECRET_KEY = os.environ.get("SECRET_KEY", "demo-only-" + "x" * 50)
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "viewflow",
    "viewflow.workflow",
    "procedures",
    "signing",
    "workflows.people",
    "workflows.files",
    "workflows.results",
    "workflows.dossiers",
    "workflows.journal",
    "workflows.outbox",
    "workflows.steps",
    "workflows.routes",
    "onestop",
]

AUTH_USER_MODEL = "people.Account"
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [ROOT / "onestop" / "locale"]
FORMAT_MODULE_PATH = ["onestop.formats"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

FILES_DIR = VAR / "files"
ROOTS_DIR = VAR / "roots"
PAPER_LIMIT_BYTES = 20_000_000
PKI_DIR = VAR / "pki"
KEYS_DIR = Path(os.environ.get("KEYS_DIR", PKI_DIR / "keys"))
TRUST_ROOTS = os.environ.get("TRUST_ROOTS", str(PKI_DIR / "roots"))
TSA_URLS = os.environ.get("TSA_URLS", tsa_url(PKI_DIR) if DEMO else "").split(",")
PUBLIC_URL = os.environ.get("PUBLIC_URL", "http://127.0.0.1:8000")
TSA_TIMEOUT = 10

_DATABASE = conninfo_to_dict(os.environ.get("DATABASE_URL", ""))
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _DATABASE.get("dbname", "mot_cua"),
        "USER": _DATABASE.get("user", ""),
        "PASSWORD": _DATABASE.get("password", ""),
        "HOST": _DATABASE.get("host", ""),
        "PORT": _DATABASE.get("port", ""),
    }
}
