"""Small real servers that stand in the way of a trust service: late, garbled, or lying."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer

POLL = 0.05
# So that a test of patience fails rather than hangs.
LONGEST = 10
Answer = Callable[[str, bytes], bytes]


@contextmanager
def answering(answer: Answer, *, port: int = 0) -> Iterator[str]:
    """The address of a server that gives `answer` of path and question, while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._give(b"")

        def do_POST(self) -> None:
            self._give(self.rfile.read(int(self.headers["Content-Length"])))

        def _give(self, asked: bytes) -> None:
            content = answer(self.path, asked)
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            pass

    with _serving(Handler, port) as url:
        yield url


@contextmanager
def silent() -> Iterator[str]:
    """Takes the question, and says nothing until the block ends."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            over.wait(LONGEST)

        def log_message(self, *args: object) -> None:
            pass

    with _serving(Handler) as url:
        try:
            yield url
        finally:
            over.set()


@contextmanager
def dripping() -> Iterator[str]:
    """Answers byte by byte, never done: each read is quick, the whole takes for ever."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(200)
            self.end_headers()
            for _ in range(round(LONGEST / 0.02)):
                if over.wait(0.02):
                    return
                self.wfile.write(b"\x30")

        def log_message(self, *args: object) -> None:
            pass

    with _serving(Handler) as url:
        try:
            yield url
        finally:
            over.set()


@contextmanager
def _serving(handler: type[BaseHTTPRequestHandler], port: int = 0) -> Iterator[str]:
    with _Server(("127.0.0.1", port), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(POLL,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """One that has gone away before the answer is what these servers are made for."""
