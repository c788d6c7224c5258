"""E-mail over SMTP: a code and what was done, in Vietnamese and in English, and nobody's data."""

from __future__ import annotations

import hashlib
import smtplib
from email.utils import parseaddr
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.template import Context, Engine
from django.utils.timezone import localdate

from workflows.dossiers.contacts import email_of
from workflows.dossiers.models import Dossier
from workflows.outbox.models import Message

from .errors import Away, NobodyToTell, Undeliverable

# For each of at most eleven exchanges of a session: together less than the lease of the outbox.
SECONDS = 5
PERMANENT = 500


def send(message: Message) -> None:
    """One mail to whoever is to be reached about the dossier."""
    address = email_of(message.subject, on=localdate())
    if address is None:
        raise NobodyToTell("no_address")
    _hand_over(_mail(message, _usable(address)))


def message_id(key: str) -> str:
    """The same for each sending of one message, so that a mailbox can tell the second copy."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def _mail(message: Message, address: str) -> EmailMessage:
    code = _code_of(message)
    subject, _, body = _text(message.payload["act"], code).partition("\n")
    return EmailMessage(
        subject=subject,
        body=body.lstrip(),
        to=[address],
        connection=get_connection(timeout=SECONDS),
        # RFC 3834: no machine answers it.
        headers={"Message-ID": message_id(message.key), "Auto-Submitted": "auto-generated"},
    )


def _code_of(message: Message) -> str | None:
    """The code as it stood at the act: a copy sent later must read like the one sent before."""
    received = Dossier.objects.filter(received_at__lte=message.created_at)
    return received.filter(public_id=message.subject).values_list("code", flat=True).first()


def _text(act: str, code: str | None) -> str:
    template = _engine().get_template(f"{act}.txt")
    return template.render(Context({"code": code}))


@cache
def _engine() -> Engine:
    # Plain text: an escaped letter would be read as it stands.
    return Engine(dirs=[str(settings.ROOT / "templates" / "emails")], autoescape=False)


def _usable(address: str) -> str:
    """The address, once it is sure that it is one and no more: a line break would be a header."""
    try:
        validate_email(address)
    except ValidationError:
        raise Undeliverable("address_unusable") from None
    return address


def _hand_over(mail: EmailMessage) -> None:
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        # Without its cause: the text of the error quotes the address.
        raise _refusal(min(code for code, _ in error.recipients.values())) from None
    except smtplib.SMTPResponseException as error:
        raise Away(f"smtp {error.smtp_code}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise Away(f"smtp {type(error).__name__}") from None


def _refusal(code: int) -> Exception:
    if code >= PERMANENT:
        return Undeliverable(f"recipient_refused {code}")
    return Away(f"recipient_put_off {code}")
