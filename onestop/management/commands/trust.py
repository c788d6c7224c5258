"""The demo's trust services, for programs that ask whether a certificate still holds."""

from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from onestop.demo import trust
from onestop.management.spoken import SpokenCommand
from signing.errors import SigningFailed


class Command(SpokenCommand):
    help = gettext_noop(
        "Serve the demo's time-stamps, OCSP and CRL on loopback until Ctrl-C; needs no database."
    )
    requires_system_checks = []

    def handle(self, **_options: Any) -> None:
        try:
            with trust.standing() as made:
                self.stdout.write(
                    _("Serving on port %(port)d; the root certificate is %(root)s. Ctrl-C ends it.")
                    % {"port": made.port, "root": made.roots / "root.pem"}
                )
                self.stdout.flush()
                _until_ended()
        except SigningFailed as refusal:
            raise CommandError(str(refusal)) from refusal


def _until_ended() -> None:
    """Waits for Ctrl-C or a request to end; either lets the services close their port."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    while True:
        signal.pause()
