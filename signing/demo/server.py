"""The demo's trust services over HTTP on loopback: time-stamps, OCSP, CRL and certificates."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer

from django.utils.translation import gettext_lazy as _

from signing.errors import SigningFailed

from .address import HOST
from .answering import Answering
from .pki import DemoPki

# RFC 3161, 3.4; RFC 6960, A.2; RFC 5280, 4.2.1.13 and 4.2.2.1. Some programs read nothing without.
TYPES = {
    "tsa": "application/timestamp-reply",
    "ocsp": "application/ocsp-response",
    "crl": "application/pkix-crl",
    "certificate": "application/pkix-cert",
}
POLL = 0.05  # seconds until the end of serving is noticed


class PortTaken(SigningFailed):
    def __init__(self, pki: DemoPki) -> None:
        super().__init__(
            _(
                "Another program uses port %(port)s, which the demo's certificates name."
                " Stop it, or write another number into %(file)s."
            )
            % {"port": pki.port, "file": pki.folder / "port"}
        )


@contextmanager
def serve(pki: DemoPki) -> Iterator[None]:
    """Answers for `pki` while the block runs, in a thread."""
    server = _bound(pki)
    thread = threading.Thread(
        target=server.serve_forever, args=(POLL,), name="demo-trust", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _bound(pki: DemoPki) -> _Server:
    try:
        return _Server(pki)
    except OSError:
        raise PortTaken(pki) from None


class _Server(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, pki: DemoPki) -> None:
        self.answering = Answering(pki)
        super().__init__((HOST, pki.port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        try:
            asked = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            content = self.server.answering.to(self.path, asked, at=datetime.now(UTC))
        except (KeyError, ValueError):
            self.send_error(400)
            return
        self.send_response(200)
        self.send_header("Content-Type", TYPES[self.path.rpartition("/")[2]])
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Says nothing: the demo's own lines are to be read."""
