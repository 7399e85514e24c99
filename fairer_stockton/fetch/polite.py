"""Polite downloads: few requests, patience with a busy publisher, and an end to every wait and every file.

Faults that pass (a busy server, a connection that breaks) are tried again after a pause that grows, as RFC 9110 (HTTP
semantics, sections 10.2.3 and 15) has it; the publisher's own `Retry-After` comes first.
"""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx
    import tenacity

MB = 1_000_000
# What a publisher answers with when it may answer otherwise soon.
PASSING_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504})
PART_ENDING = ".part"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a run waits for publishers, in seconds, and how much it takes from them, in bytes."""

    connect: float = 20.0
    between_bytes: float = 600.0  # a table of every neighbourhood takes its publisher minutes before the first
    whole_file: float = 3_600.0  # with all attempts
    attempts: int = 5
    first_pause: float = 2.0
    longest_pause: float = 120.0
    whole_run: float = 4 * 3_600.0
    bytes_of_run: int = 20_000 * MB


class DownloadError(Exception):
    """A file that did not come: why, in words; `status` is the publisher's, where that was the reason."""

    def __init__(self, words: str, status: int | None = None) -> None:
        super().__init__(words)
        self.status = status


class _PassingError(DownloadError):
    """A fault that may have passed at the next attempt; `pause` is how long the publisher asks to wait."""

    def __init__(self, words: str, pause: float | None = None) -> None:
        super().__init__(words)
        self.pause = pause


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: an address or, where `body` is sent, the answer to a query; a key goes to no other address."""

    url: str
    largest_bytes: int
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def method(self) -> str:
        """How it is asked for."""
        return "GET" if self.body is None else "POST"


@dataclass(frozen=True, slots=True)
class Validators:
    """By what a publisher recognises the file that it sent last (RFC 9110, section 8.8), where it says anything."""

    etag: str = ""
    last_modified: str = ""

    def make_headers(self) -> dict[str, str]:
        """Return the headers that ask for the file only if it is another by now."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in headers.items() if value}


class PoliteClient:
    """Downloads files one after the other, within the limits of a run.

    Args:
        limits: of the run.
        clock: seconds that only grow.
        sleep: waits for some seconds.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.limits = limits or Limits()
        self._clock, self._sleep = clock, sleep
        self._end_of_run = clock() + self.limits.whole_run
        self._bytes_left = self.limits.bytes_of_run
        self.asked = self.answered = 0  # addresses, and those of them that gave what was asked for

    def download(self, request: Request, target: Path, held: Validators | None = None) -> Validators | None:
        """Download a file whole, or leave nothing.

        Args:
            request: what is asked for.
            target: the file to write.
            held: what the publisher said of the file that is held; it is then asked for only if it has changed.

        Returns:
            What the publisher says of the file now; None where it has not changed since `held`.

        Raises:
            DownloadError: it did not come.
        """
        end = min(self._clock() + self.limits.whole_file, self._end_of_run)
        unfinished = target.with_name(target.name + PART_ENDING)
        self.asked += 1
        try:
            answer: Validators | None = self._make_retrying(end)(self._try, request, unfinished, held, end)
            if answer is not None:
                unfinished.replace(target)
            self.answered += 1
            return answer
        finally:
            unfinished.unlink(missing_ok=True)

    @cached_property
    def _client(self) -> "httpx.Client":
        import httpx

        return httpx.Client(
            timeout=httpx.Timeout(self.limits.between_bytes, connect=self.limits.connect),
            limits=httpx.Limits(max_keepalive_connections=0),  # each request has an alarm on its own connection
            max_redirects=5,
            headers={"User-Agent": _name_this_program()},
        )

    def _make_retrying(self, end: float) -> "tenacity.Retrying":
        import tenacity

        growing = tenacity.wait_exponential_jitter(
            multiplier=self.limits.first_pause, max=self.limits.longest_pause, jitter=self.limits.first_pause
        )

        def choose_pause(state: "tenacity.RetryCallState") -> float:
            asked = getattr(state.outcome.exception() if state.outcome else None, "pause", None)
            return growing(state) if asked is None else asked

        def is_too_late(state: "tenacity.RetryCallState") -> bool:
            return state.attempt_number >= self.limits.attempts or self._clock() + state.upcoming_sleep > end

        return tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(_PassingError),
            wait=choose_pause,
            stop=is_too_late,
            sleep=self._sleep,
            reraise=True,
        )

    def _try(self, request: Request, unfinished: Path, held: Validators | None, end: float) -> Validators | None:
        """Ask once."""
        import httpx

        headers = {**request.headers, **(held or Validators()).make_headers()}
        try:
            with (
                _break_connection_after(end - self._clock()) as trace,
                self._client.stream(
                    request.method,
                    request.url,
                    content=request.body,
                    headers=headers,
                    follow_redirects=not request.headers,  # it would take the key to another address
                    extensions={"trace": trace},
                ) as answer,
            ):
                if answer.status_code == httpx.codes.NOT_MODIFIED and held is not None:
                    return None
                self._refuse_other_status(answer)
                self._write_body(answer, request, unfinished, end)
                return Validators(answer.headers.get("etag", ""), answer.headers.get("last-modified", ""))
        except httpx.TimeoutException:
            raise _PassingError("the publisher does not answer, or stopped in the middle") from None
        except httpx.DecodingError:
            raise _PassingError("an answer whose packing is damaged") from None
        except httpx.TransportError as fault:
            raise _PassingError(f"a connection that broke ({type(fault).__name__})") from None
        except httpx.TooManyRedirects:
            raise DownloadError("an address that leads in a circle") from None
        except httpx.InvalidURL:
            raise DownloadError("an address that is none") from None

    def _refuse_other_status(self, answer: "httpx.Response") -> None:
        if answer.is_success:
            return
        status = f"status {answer.status_code} ({answer.reason_phrase or 'no reason given'})"
        if answer.is_redirect:
            raise DownloadError(f"{status}: it leads elsewhere, to which no key is sent")
        if answer.status_code not in PASSING_STATUSES:
            raise DownloadError(status, answer.status_code)
        pause = _read_retry_after(answer.headers.get("retry-after", ""))
        if pause is not None and pause > self.limits.longest_pause:
            raise DownloadError(f"{status}, and to wait {pause / 60:,.0f} minutes")
        raise _PassingError(status, pause)

    def _write_body(self, answer: "httpx.Response", request: Request, unfinished: Path, end: float) -> None:
        written = 0
        with unfinished.open("wb") as stream:
            for chunk in answer.iter_bytes():
                written += len(chunk)
                self._bytes_left -= len(chunk)
                if written > request.largest_bytes:
                    raise DownloadError(f"more than {request.largest_bytes / MB:,.0f} MB")
                if self._bytes_left < 0:
                    raise DownloadError(f"more than {self.limits.bytes_of_run / MB:,.0f} MB in one run")
                if self._clock() > end:
                    raise DownloadError("a file that takes too long")
                stream.write(chunk)


@contextlib.contextmanager
def _break_connection_after(seconds: float) -> Iterator[Callable[[str, dict[str, Any]], None]]:
    """Break a request's connections after some seconds: a publisher that sends a byte now and then never times out.

    Yields:
        What has to be handed to the request, to learn of its connections.
    """
    connections: list[socket.socket] = []
    is_over = threading.Event()

    def learn_of_connection(event: str, facts: dict[str, Any]) -> None:
        if event == "connection.connect_tcp.complete":
            connections.append(facts["return_value"].get_extra_info("socket"))
            if is_over.is_set():  # the time ran out before there was a connection to break
                break_connections()

    def break_connections() -> None:
        is_over.set()
        for connection in connections:
            with contextlib.suppress(OSError):  # it has ended by itself
                connection.shutdown(socket.SHUT_RDWR)

    alarm = threading.Timer(max(seconds, 0.0), break_connections)
    alarm.daemon = True
    alarm.start()
    try:
        yield learn_of_connection
    finally:
        alarm.cancel()


def _read_retry_after(value: str) -> float | None:
    """Return how many seconds a publisher asks to wait: a number, or until a date; None where it does not say."""
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError):
        return None


def _name_this_program() -> str:
    """Return the name under which publishers see this program in their logs."""
    try:
        return f"fairer-stockton/{version('fairer-stockton')}"
    except PackageNotFoundError:  # a checkout that is not installed
        return "fairer-stockton"
