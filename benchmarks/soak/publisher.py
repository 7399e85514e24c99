"""A publisher on this machine, which serves files well or with one of the faults of the web."""

import random
import struct
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FAULTS = ("busy", "gone", "a web page", "cut short", "reset", "nothing")


class Publisher:
    """Serves files by name. `faults` are those that each answer is drawn from; none where it is well."""

    def __init__(self, files: Mapping[str, Path], draws: random.Random) -> None:
        self.faults: tuple[str, ...] = ()
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = files[self.path.lstrip("/")].read_bytes()
                fault = draws.choice(publisher.faults) if publisher.faults else ""
                if fault == "reset":
                    self.connection.setsockopt(1, 13, struct.pack("ii", 1, 0))  # SO_LINGER: closing resets
                    self.connection.close()
                    return
                status = {"busy": 503, "gone": 404}.get(fault, 200)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                page = b"<!doctype html><title>Sorry</title>".ljust(len(body))
                self.wfile.write(
                    {"a web page": page, "cut short": body[: len(body) // 2], "nothing": b""}.get(fault, body)
                )

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def address(self) -> str:
        """The address below which the files lie."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def end(self) -> None:
        """Serve nothing any more."""
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def publisher_of_files(files: Mapping[str, Path], draws: random.Random) -> Iterator[Publisher]:
    """Serve files while the block runs."""
    publisher = Publisher(files, draws)
    try:
        yield publisher
    finally:
        publisher.end()
