"""A publisher on this machine."""

import http.server
import threading
from collections.abc import Iterator

import pytest

from fairer_stockton.fetch import stage as fetching
from fairer_stockton.fetch.polite import Limits, PoliteClient

KEY = "a key of this machine"


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no fetch wait for a publisher of this machine."""
    limits = Limits(attempts=2, first_pause=0.001, longest_pause=9)
    monkeypatch.setattr(fetching, "PoliteClient", lambda: PoliteClient(limits, sleep=lambda _: None))


@pytest.fixture
def publisher() -> Iterator[tuple[str, dict[str, bytes]]]:
    """Serve pages on this machine, by path and query; yield the address and the pages, to be filled.

    What is posted with the right key is answered by the page of its path, a line feed and its body.
    """
    pages: dict[str, bytes] = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path)
            self.answer(200 if body else 404, body or b"")

        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
            body = pages.get(f"{self.path}\n{asked}")
            if self.headers["APIKey"] != KEY:
                self.answer(401, b"")
            else:
                self.answer(200 if body else 400, body or b"")

        def answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", pages
    server.shutdown()
    server.server_close()
