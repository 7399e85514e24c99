"""A publisher on this machine that answers as it is told: every fault that the web has, one a connection."""

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator

Answer = Callable[[socket.socket], None]
HEAD = b"HTTP/1.1 %s\r\n%s\r\n"


class FaultyPublisher:
    """Answers each connection by the next of its answers; the last of them goes on for ever."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.requests: list[bytes] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def _serve(self) -> None:
        while not self._ended.is_set():
            with contextlib.suppress(OSError):
                connection, _ = self._listening.accept()
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            asked = b""
            while b"\r\n\r\n" not in asked:
                if not (more := connection.recv(65_536)):
                    return
                asked += more
            number = min(len(self.requests), len(self.answers) - 1)
            self.requests.append(asked)
            self.answers[number](connection)
            # A closed socket with unread bytes would be a reset, which is a fault of its own.
            connection.settimeout(0.05)
            with contextlib.suppress(OSError):
                connection.recv(65_536)

    def end(self) -> None:
        self._ended.set()
        with contextlib.suppress(OSError):
            socket.create_connection(self._listening.getsockname(), timeout=1).close()
        self._listening.close()


@contextlib.contextmanager
def faulty_publisher(*answers: Answer) -> Iterator[FaultyPublisher]:
    publisher = FaultyPublisher()
    publisher.answers = list(answers)
    try:
        yield publisher
    finally:
        publisher.end()


def page(body: bytes, status: bytes = b"200 OK", **headers: str) -> Answer:
    """An answer that is whole."""
    lines = {"Content-Length": str(len(body)), "Connection": "close"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return raw(HEAD % (status, "".join(f"{name}: {value}\r\n" for name, value in lines.items()).encode()) + body)


def raw(answer: bytes) -> Answer:
    """Any bytes, and the end of the connection."""
    return lambda connection: connection.sendall(answer)


def cut(body: bytes, length: int) -> Answer:
    """A body that ends before the length that was announced."""
    return raw(HEAD % (b"200 OK", b"Content-Length: %d\r\n" % length) + body)


def reset(start: bytes = b"") -> Answer:
    """Some bytes and a reset of the connection."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(start)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()

    return answer


def drip(start: bytes, pause: float) -> Answer:
    """Some bytes, and one now and then, until nobody listens."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(start)
        for _ in range(1_000):
            time.sleep(pause)
            connection.sendall(b"x")

    return answer


def silence(seconds: float) -> Answer:
    """Nothing."""
    return lambda _: time.sleep(seconds)
