"""Small stand-ins for the systems outside, each behaving as the real one may."""

from __future__ import annotations

import email
import email.policy
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from socketserver import StreamRequestHandler, ThreadingTCPServer
from types import TracebackType
from typing import Self


@dataclass
class FakeSmtp:
    """A mail server on loopback. Keeps what it takes; refuses, or holds its answer, as told."""

    refusals: dict[str, int] = field(default_factory=dict)  # address: the code it is answered with
    turned_away: int | None = None  # the code everybody is greeted with instead
    hold_at: int | None = None  # from this mail on, taken but not answered
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._changed = threading.Condition()
        self._server = _Server(("127.0.0.1", 0), _Session)
        self._server.smtp = self
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.let_go()
        self._server.shutdown()
        self._server.server_close()

    def wait_for(self, mails: int, *, seconds: float) -> None:
        """Returns once so many mails have come in; fails if they do not."""
        with self._changed:
            came = self._changed.wait_for(lambda: len(self.mails) >= mails, seconds)
        assert came, f"{len(self.mails)} of {mails} mails came in {seconds} seconds"

    def let_go(self) -> None:
        with self._changed:
            self.hold_at = None
            self._changed.notify_all()

    def take(self, recipient: str, content: bytes) -> None:
        mail = email.message_from_bytes(content, policy=email.policy.default)
        with self._changed:
            self.mails.append(mail)
            self.recipients.append(recipient)
            self._changed.notify_all()
            place = len(self.mails)
            self._changed.wait_for(lambda: self.hold_at is None or place < self.hold_at)


class _Server(ThreadingTCPServer):
    smtp: FakeSmtp
    daemon_threads = True


class _Session(StreamRequestHandler):
    """One client's talk, as far as RFC 5321 needs it to take a mail. The client may be killed."""

    server: _Server

    def handle(self) -> None:
        with suppress(ConnectionError):
            self._talk()

    def _talk(self) -> None:
        smtp = self.server.smtp
        self._answer(smtp.turned_away or 220)
        recipient = ""
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"RCPT":
                recipient = line.decode().partition("<")[2].partition(">")[0]
                self._answer(smtp.refusals.get(recipient, 250))
            elif verb == b"DATA":
                self._answer(354)
                smtp.take(recipient, self._content())
                self._answer(250)
            elif verb == b"QUIT":
                self._answer(221)
            else:
                self._answer(250)

    def _content(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        return b"".join(lines)

    def _answer(self, code: int) -> None:
        self.wfile.write(f"{code} so be it\r\n".encode())
