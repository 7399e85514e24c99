"""Downloads from a publisher with faults: those that pass are waited for, the others end in words."""

import gzip
import time
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path

import pytest

from fairer_stockton.fetch.polite import DownloadError, Limits, PoliteClient, Request, Validators
from tests.unit.fetch.faults import HEAD, Answer, cut, drip, faulty_publisher, page, raw, reset, silence

BODY = b"Area code,Homes\nE01,1\n"
CHUNKED = HEAD % (b"200 OK", b"Transfer-Encoding: chunked\r\n")
LIMITS = Limits(connect=1, between_bytes=0.2, whole_file=5, attempts=3, first_pause=0.001, longest_pause=9)
QUICK = replace(LIMITS, whole_file=0.4)
GOOD = page(BODY)


def download(folder: Path, *answers: Answer, limits: Limits = LIMITS, largest: int = 1_000, **request):
    """Download from a publisher of these answers: what came, the pauses, and what was asked."""
    pauses: list[float] = []
    held = request.pop("held", None)
    with faulty_publisher(*answers) as publisher:
        client = PoliteClient(limits, sleep=pauses.append)
        try:
            said = client.download(
                Request(f"{publisher.address}/homes.csv", largest, **request), folder / "homes.csv", held
            )
        finally:
            assert not list(folder.glob("*.part"))
    return said, pauses, publisher.requests


@pytest.mark.parametrize(
    "fault",
    [
        page(b"busy", b"429 Too Many Requests"),
        page(b"", b"500 Internal Server Error"),
        page(b"<html>", b"502 Bad Gateway"),
        page(b"", b"503 Service Unavailable"),
        page(b"", b"504 Gateway Timeout"),
        page(b"", b"408 Request Timeout"),
        reset(),
        reset(HEAD % (b"200 OK", b"Content-Length: 90\r\n") + BODY),
        cut(BODY, 90),
        cut(b"", 90),
        raw(CHUNKED + b"16\r\n" + BODY + b"\r\n"),  # no last chunk
        raw(CHUNKED + b"zz\r\n"),
        raw(b"no HTTP at all\r\n\r\n"),
        raw(b""),
        raw(b"HTTP/1.1 200 OK\r\nContent-Len"),
        raw(HEAD % (b"200 OK", b"Content-Length: 1\r\nContent-Length: 2\r\n") + b"a"),
        page(gzip.compress(BODY)[:-12] + b"\0" * 12, Content_Encoding="gzip"),
        silence(0.5),
        drip(HEAD % (b"200 OK", b"Content-Length: 90\r\n"), 0.5),
    ],
)
def test_fault_that_passes_is_waited_for(fault: Answer, tmp_path: Path) -> None:
    _, pauses, requests = download(tmp_path, fault, GOOD)
    assert (tmp_path / "homes.csv").read_bytes() == BODY
    assert len(pauses) == 1
    assert len(requests) == 2


@pytest.mark.parametrize(
    ("answer", "words", "limits"),
    [
        (page(b"", b"404 Not Found"), r"status 404 \(Not Found\)", LIMITS),
        (page(b"", b"401 Unauthorized"), "status 401", LIMITS),
        (page(b"", b"410 Gone"), "status 410", LIMITS),
        (page(b"", b"302 Found", Location="/homes.csv"), "leads in a circle", LIMITS),
        (page(b"", b"302 Found", Location="ftp://127.0.0.1/"), "connection that broke|status 302", LIMITS),
        (page(b"", b"503 Busy", Retry_After="7200"), "to wait 120 minutes", LIMITS),
        (page(b"", b"304 Not Modified"), "status 304", LIMITS),
        (page(b"x" * 2_000), "more than 0 MB", LIMITS),
        (page(gzip.compress(b"x" * 2_000_000), Content_Encoding="gzip"), "more than 0 MB", LIMITS),
        (raw(HEAD % (b"200 OK", b"") + b"x" * 2_000), "more than 0 MB", LIMITS),
        (page(BODY), "more than 0 MB in one run", replace(LIMITS, bytes_of_run=5)),
        # Too slow in whole, though no wait is long by itself: in the body, and before it.
        (drip(HEAD % (b"200 OK", b"Content-Length: 900\r\n"), 0.05), "takes too long|connection that broke", QUICK),
        (drip(b"HTTP/1.1 200 OK\r\nX-Long: ", 0.05), "connection that broke", QUICK),
    ],
)
def test_fault_that_lasts_ends_in_words(answer: Answer, words: str, limits: Limits, tmp_path: Path) -> None:
    (tmp_path / "homes.csv").write_bytes(b"the earlier one")
    started = time.monotonic()
    with pytest.raises(DownloadError, match=words):
        download(tmp_path, answer, limits=limits)
    assert time.monotonic() - started < 4
    assert (tmp_path / "homes.csv").read_bytes() == b"the earlier one"


def test_fault_that_does_not_pass_is_asked_for_only_so_often(tmp_path: Path) -> None:
    with faulty_publisher(page(b"", b"503 Busy")) as publisher:
        pauses: list[float] = []
        client = PoliteClient(replace(LIMITS, attempts=4, first_pause=1, longest_pause=3), sleep=pauses.append)
        client._end_of_run += 1_000
        with pytest.raises(DownloadError, match="status 503"):
            client.download(Request(publisher.address, 9), tmp_path / "a")
    assert len(publisher.requests) == 4
    assert len(pauses) == 3
    assert all(1 <= pause <= 3 for pause in pauses)


def test_publisher_that_nobody_can_reach(tmp_path: Path) -> None:
    with faulty_publisher(GOOD) as publisher:
        address = publisher.address
    with pytest.raises(DownloadError, match="a connection that broke|does not answer"):
        PoliteClient(LIMITS, sleep=lambda _: None).download(Request(address, 9), tmp_path / "a")


def test_publisher_says_how_long_to_wait(tmp_path: Path) -> None:
    date = formatdate(time.time() + 6, usegmt=True)
    busy = [page(b"", b"503 Busy", Retry_After=value) for value in ("4", date)]
    _, pauses, _ = download(tmp_path, *busy, GOOD, limits=replace(LIMITS, whole_file=60))
    assert pauses[0] == 4
    assert 4 < pauses[1] <= 6


def test_wait_beyond_the_end_is_not_begun(tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match="status 503"):
        download(tmp_path, page(b"", b"503 Busy", Retry_After="8"), GOOD)
    assert not (tmp_path / "homes.csv").exists()


def test_only_what_has_changed_is_sent_again(tmp_path: Path) -> None:
    held = Validators('"v1"', "Mon, 02 Nov 2026 09:30:00 GMT")
    first, _, _ = download(tmp_path, page(BODY, ETag=held.etag, Last_Modified=held.last_modified))
    assert first == held
    said, _, (asked,) = download(tmp_path, page(b"", b"304 Not Modified"), held=held)
    assert said is None
    assert b'If-None-Match: "v1"\r\n' in asked
    assert b"If-Modified-Since: Mon, 02 Nov 2026 09:30:00 GMT\r\n" in asked
    assert (tmp_path / "homes.csv").read_bytes() == BODY


def test_key_goes_to_one_address_and_into_no_words(tmp_path: Path) -> None:
    request = {"body": b"{}", "headers": {"APIKey": "a key"}}
    elsewhere = page(b"", b"307 Temporary Redirect", Location="/elsewhere")
    with pytest.raises(DownloadError, match="leads elsewhere, to which no key is sent") as refused:
        download(tmp_path, elsewhere, GOOD, **request)
    assert "a key" not in str(refused.value) + repr(Request("http://a", 1, **request))
    _, _, (asked,) = download(tmp_path, GOOD, **request)
    assert b"APIKey: a key\r\n" in asked


def test_publisher_sees_who_asks(tmp_path: Path) -> None:
    _, _, (asked,) = download(tmp_path, GOOD)
    assert b"User-Agent: fairer-stockton" in asked
