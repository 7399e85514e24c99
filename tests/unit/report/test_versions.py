"""Versions of editions: the latest stay, any of them can be put back, and a reader meets one at a time."""

import json
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urljoin

import httpx
import pytest

from benchmarks.soak.faults import Snapshots, read_operations, run_in_fork
from fairer_stockton.cli import main
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.library import load
from fairer_stockton.pipelines.report import publish as publish_as_refresh_does
from fairer_stockton.report import stage
from fairer_stockton.report.manifest import read_published_manifest
from fairer_stockton.report.versions import find_version, is_held_back, list_versions
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.run.lock import hold_lock_of_folder
from tests.conftest import QUIET, RecordedProgress

START = datetime(2026, 11, 30, 5, 30, tzinfo=UTC)
PAGES = ("index.html", "gaps.html", "income.html")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "raw", tmp_path / "processed", tmp_path / "reports", edition="2026")


def build(settings: Settings, mark: str, pages: tuple[str, ...] = PAGES) -> Path:
    """Write a small finished build, each page and table of which bears a mark and leads to all other pages."""
    folder = settings.reports / ".editions" / f"{settings.edition}-{mark * 12}"
    (folder / "csv").mkdir(parents=True)
    links = "".join(f'<a href="{page}">{page}</a>' for page in pages)
    for page in pages:
        (folder / page).write_text(f"<p>{mark}</p>{links}")
    (folder / "csv/gaps.csv").write_text(mark)
    sums = {name: compute_file_checksum(folder / name) for name in (*pages, "csv/gaps.csv")}
    facts = {"edition": settings.edition, "authority": settings.authority, "content": mark * 12, "outputs": sums}
    (folder / "manifest.json").write_text(json.dumps(facts))
    return folder


def publish(settings: Settings, mark: str, moment: datetime = START, by_hand: bool = False) -> Path:
    folder = settings.reports / ".editions" / f"{settings.edition}-{mark * 12}"
    folder = folder if folder.exists() else build(settings, mark)
    stage.publish_finished_edition(settings, folder, QUIET, moment, by_hand)
    return folder


def names(settings: Settings) -> list[str]:
    return [version.name[len("2026-")] for version in list_versions(settings.reports)]


def test_latest_builds_stay_and_older_ones_once_nobody_reads_them(settings: Settings) -> None:
    for number, mark in enumerate("abcdefg"):
        publish(settings, mark, START + timedelta(hours=number))
    assert names(settings) == [*"gfedcba"], "all were replaced less than a day ago"
    publish(settings, "h", START + timedelta(hours=26, minutes=30))
    assert names(settings) == [*"hgfedc"], "a and b were replaced more than a day ago, and five stay whatever their age"
    publish(settings, "i", START + timedelta(days=9))
    assert names(settings) == [*"ihgfe"]


def test_what_is_in_force_stays_however_old_it_is(settings: Settings) -> None:
    for number, mark in enumerate("abcde"):
        publish(settings, mark, START + timedelta(days=number))
    publish(settings, "a", START + timedelta(days=9), by_hand=True)
    assert (settings.reports / "2026/csv/gaps.csv").read_text() == "a"
    assert sorted(names(settings)) == [*"abcde"]
    publish(replaced := Settings(settings.raw, settings.processed, settings.reports, edition="2027"), "f", START)
    assert (replaced.reports / "2027").is_dir() and len(list_versions(settings.reports)) == 6, (
        "each edition has its own"
    )


def test_version_that_is_put_back_is_not_undone_until_there_is_a_new_one(settings: Settings) -> None:
    publish(settings, "a")
    publish(settings, "b")
    assert not is_held_back(settings, "a" * 64) and not is_held_back(settings, "c" * 64)
    publish(settings, "a", by_hand=True)
    assert is_held_back(settings, "b" * 64), "the one that was replaced by hand"
    assert not is_held_back(settings, "a" * 64) and not is_held_back(settings, "c" * 64)
    publish(settings, "c")
    assert not is_held_back(settings, "b" * 64)


def test_putting_an_earlier_edition_back_leaves_latest_alone(settings: Settings) -> None:
    then = Settings(settings.raw, settings.processed, settings.reports, edition="2025")
    for mark in "ab":
        publish(then, mark)
    publish(settings, "c")
    publish(then, "a", by_hand=True)
    assert (settings.reports / "2025/csv/gaps.csv").read_text() == "a"
    assert (settings.reports / "latest/csv/gaps.csv").read_text() == "c"


def test_edition_of_before_there_were_versions_stays_too(settings: Settings) -> None:
    earlier = build(settings, "a")
    (settings.reports / "2026").symlink_to(earlier)
    (settings.reports / "latest").symlink_to("2026")
    publish(settings, "b")
    assert sorted(names(settings)) == ["a", "b"]
    assert (settings.reports / f"latest/{earlier.name}/index.html").is_file(), "who reads it goes on reading"


@pytest.mark.parametrize("damage", ["[]", "{", '{"publications": 7}', '{"publications": [{"version": "x"}, 3]}'])
def test_damaged_list_of_publications_loses_no_version(settings: Settings, damage: str) -> None:
    publish(settings, "a")
    publish(settings, "b")
    (settings.reports / ".publications.json").write_text(damage)
    publish(settings, "c", START + timedelta(days=90))
    assert sorted(names(settings)) == ["a", "b", "c"]


def test_command_lists_and_puts_back(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("fairer_stockton.fetch.preflight.check_settings", lambda *_, **__: None)
    folders = [f"--{name}={getattr(settings, name)}" for name in ("raw", "processed", "reports")]
    for number, mark in enumerate("abc"):
        publish(settings, mark, START + timedelta(hours=number))
    (settings.reports / f".editions/2026-{'b' * 12}/gaps.html").unlink()
    with hold_lock_of_folder(settings.reports):
        assert main(["publish", "--list", *folders]) == 0, "whoever only looks waits for nobody"
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2026-cccccccccccc  published 2026-11-30T07:30:00Z  in force"
    assert len(lines) == 3
    for wanted, problem in (("2026-b", "no version of that name"), ("bbb", "files of it are missing"), ("", "none na")):
        assert main(["publish", "--edition=2026", f"--version={wanted}", *folders]) == 2
        refusal = capsys.readouterr().err
        assert problem in refusal
        assert "2026-aaaaaaaaaaaa  published 2026-11-30T05:30:00Z\n" in refusal, "those that are there are listed"
        assert "2026-bbbbbbbbbbbb  " not in refusal, "but none that is not whole"
    assert (settings.reports / "2026/csv/gaps.csv").read_text() == "c"
    assert main(["publish", "--edition=2026", "--version=aaa", *folders]) == 0
    assert (settings.reports / "2026/csv/gaps.csv").read_text() == "a"
    assert (settings.reports / "latest/csv/gaps.csv").read_text() == "a"


@pytest.mark.parametrize("step", range(3))
def test_interrupted_publishing_is_finished_by_the_next(
    settings: Settings, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stop before each step by which publishing is seen: readers have the old version or the new one, whole."""
    publish(settings, "a")
    names_of_steps = ("_replace_link", "write_door", "_remove_builds")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupted:
        interrupted.setattr(stage, names_of_steps[step], stop)
        with pytest.raises(KeyboardInterrupt):
            publish(settings, "b")
    for link in ("2026", "latest"):
        folder = (settings.reports / link / "manifest.json").resolve().parent
        mark = (folder / "csv/gaps.csv").read_text()
        assert all(f"<p>{mark}</p>" in (folder / page).read_text() for page in PAGES)
    publish(settings, "b")
    assert (settings.reports / "latest/csv/gaps.csv").read_text() == "b"
    assert (settings.reports / "2026/csv/gaps.csv").read_text() == "b"


def test_run_after_putting_back_was_interrupted_leads_latest_there_too(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(settings, "a")
    publish(settings, "b")
    with monkeypatch.context() as interrupted:
        interrupted.setattr(stage, "link_latest_to_edition", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            publish(settings, "a", by_hand=True)
    assert (settings.reports / "latest/csv/gaps.csv").read_text() == "b"
    for refusal in (
        "validate.verdicts.require_verdicts",
        "editions.record.refuse_unrecorded_editions",
        "report.stage.refuse_outdated_results",
    ):
        monkeypatch.setattr(f"fairer_stockton.{refusal}", lambda _: None)
    of_b = SimpleNamespace(is_current=lambda: False, content=lambda: "b" * 64)
    monkeypatch.setattr("fairer_stockton.report.manifest.make_edition_output", lambda _: of_b)
    publish_as_refresh_does(settings, QUIET)
    assert (settings.reports / "latest/csv/gaps.csv").read_text() == "a"


def test_publishing_killed_before_any_change_leaves_whole_versions(settings: Settings, tmp_path: Path) -> None:
    """Kill it before every change of the disk, in turn: each name leads to a whole version, and the next run ends it.

    The changes are counted as they come, not listed by hand.
    """
    for number, mark in enumerate("abcdef"):
        publish(settings, mark, START + timedelta(days=number))
    build(settings, "g")
    later, snapshots = START + timedelta(days=9), tmp_path / "snapshots"
    changes = Snapshots(settings.reports, snapshots)
    assert run_in_fork(lambda: 0 if publish(settings, "g", later) else 1, changes, tmp_path / "changes") == 0
    steps = len(read_operations(tmp_path / "changes"))
    assert 10 < steps < 99
    settings.reports.rename(snapshots / str(steps))  # what it leaves when nothing kills it
    for step in range(steps + 1):
        shutil.rmtree(settings.reports, ignore_errors=True)
        shutil.copytree(snapshots / str(step), settings.reports, symlinks=True)
        for link in ("2026", "latest"):
            folder = (settings.reports / link / "manifest.json").resolve().parent
            assert read_published_manifest(folder), f"{link} after {step} changes"
        assert all((settings.reports / "latest" / page).is_file() for page in PAGES)
        publish(settings, "g", later)
        assert names(settings) == [*"gfedc"]
        assert (settings.reports / "latest/csv/gaps.csv").read_text() == "g"
        assert not [path for path in settings.reports.rglob("*") if path.suffix in (".unfinished", ".link")]


def test_library_reads_what_latest_leads_to(settings: Settings) -> None:
    folder = publish(settings, "a")
    edition = load(settings.reports / "latest")
    publish(settings, "b")
    assert edition.folder == folder.resolve()


def test_door_opens_on_nothing_unfinished(settings: Settings) -> None:
    publish(settings, "a")
    build(settings, "b")  # finished, and never published
    (settings.reports / f".editions/2026-{'c' * 12}.unfinished").mkdir()
    stage.link_latest_to_edition(settings)
    there = {path.name for path in (settings.reports / "latest").iterdir()}
    assert there == {*PAGES, "csv", "manifest.json", f"2026-{'a' * 12}"}


def test_doors_go_with_their_versions(settings: Settings) -> None:
    for number, mark in enumerate("abcdefghi"):
        publish(settings, mark, START + timedelta(days=9 * number))
    doors = {path.name.partition(".")[0][len("2026-")] for path in (settings.reports / ".doors").iterdir()}
    assert doors == {*"ihgfe"}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Write nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def follow(client: httpx.Client, address: str) -> tuple[str, str]:
    """Return the address and text of a page, having gone on where it leads on."""
    text = client.get(address).raise_for_status().text
    while leads_on := re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', text):
        address = urljoin(address, leads_on[1])
        text = client.get(address).raise_for_status().text
    return address, text


def visit(client: httpx.Client, start: str) -> set[str]:
    """Return the marks of the pages and the table that a reader meets who follows every link from a first page."""
    address, text = follow(client, start)
    marks = set(re.findall("<p>(.+?)</p>", text))
    for page in re.findall('href="([^"]+)"', text):
        marks |= set(re.findall("<p>(.+?)</p>", follow(client, urljoin(address, page))[1]))
    return marks | {follow(client, urljoin(address, "csv/gaps.csv"))[1]}


@pytest.mark.parametrize("root", ["reports", "latest"])
def test_reader_meets_one_version_while_others_are_published(settings: Settings, root: str) -> None:
    publish(settings, "a")
    stop = threading.Event()

    def publish_again_and_again() -> None:
        while not stop.is_set():
            for mark in "bcdefgha":
                publish(settings, mark)

    publisher = threading.Thread(target=publish_again_and_again)
    folder, start = {"reports": (settings.reports, "latest/"), "latest": (settings.reports / "latest", "")}[root]
    visits = []
    with served(folder) as address, httpx.Client() as client:
        publisher.start()
        try:
            for number in range(25):
                visits.append(visit(client, f"{address}{start}{PAGES[number % len(PAGES)]}"))
        finally:
            stop.set()
            publisher.join()
    assert {len(marks) for marks in visits} == {1}
    assert len(set().union(*visits)) > 1, "there was another version meanwhile"


def test_publishing_is_reported(settings: Settings) -> None:
    progress = RecordedProgress()
    stage.publish_finished_edition(settings, build(settings, "a"), progress, START)
    assert progress.lines == ["published edition 2026"]


def test_version_of_nothing(settings: Settings) -> None:
    with pytest.raises(CatalogueError, match="there is none"):
        find_version(settings, "2026-aaa")
