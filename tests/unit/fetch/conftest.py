"""A publisher on this machine."""

import http.server
import threading
from collections.abc import Iterator

import pytest


@pytest.fixture
def publisher() -> Iterator[tuple[str, dict[str, bytes]]]:
    """Serve pages on this machine, by path and query; yield the address and the pages, to be filled."""
    pages: dict[str, bytes] = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path)
            self.send_response(200 if body else 404)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", pages
    server.shutdown()
    server.server_close()
