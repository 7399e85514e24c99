"""Fetching: from a mirror and from a publisher on this machine, checked by sum, put in place whole."""

import dataclasses
import hashlib
import json
from pathlib import Path

import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Column, Extract, Source
from fairer_stockton.fetch import raw_folder
from fairer_stockton.fetch import stage as fetching
from fairer_stockton.run.errors import InputError, MissingSourceError
from fairer_stockton.run.progress import Progress
from tests.conftest import RecordedProgress, with_sources
from tests.unit.fetch.faults import faulty_publisher, page

QUIET = Progress(quiet=True)
BODY = b"Area code,Homes\nE01,1\n"
SUM = hashlib.sha256(BODY).hexdigest()


def source(url: str = "", total: str = SUM, mirror: str = "homes.csv") -> Source:
    extract = Extract("homes.csv", "2022", total, url, "extract", (Column("homes", "Homes", "count"),), mirror)
    return Source("homes", "Homes", "A department", "", "OGL-3.0", "2021", (), (extract,))


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    folder = tmp_path / "mirror" / "deep" / "down"
    folder.mkdir(parents=True)
    (folder / "homes.csv").write_bytes(BODY)
    return tmp_path / "mirror"


def settings(tmp_path: Path, *sources: Source) -> Settings:
    return with_sources(Settings(raw=tmp_path / "raw"), *sources)


def test_mirror_is_searched_by_name_and_sum(tmp_path: Path, mirror: Path) -> None:
    (mirror / "homes.csv").write_bytes(b"another file of this name")
    fetching.fetch(settings(tmp_path, source()), QUIET, mirror)
    folder = tmp_path / "raw/homes/2022"
    provenance = raw_folder.read_provenance(folder)
    assert provenance["synthetic"] is False
    assert provenance["files"][0]["origin"] == "mirror: deep/down/homes.csv"
    found = raw_folder.find_raw_files(tmp_path / "raw", source())[0]
    assert (found.path.read_bytes(), found.synthetic, found.sha256) == (BODY, False, SUM)


def test_file_in_place_is_not_fetched_again(tmp_path: Path, mirror: Path) -> None:
    fetching.fetch(settings(tmp_path, source()), QUIET, mirror)
    (mirror / "deep/down/homes.csv").unlink()  # so that it would be missed if it were asked for
    fetching.fetch(settings(tmp_path, source()), QUIET, mirror)


def test_changed_file_in_place_is_fetched_again(tmp_path: Path, mirror: Path) -> None:
    fetching.fetch(settings(tmp_path, source()), QUIET, mirror)
    (tmp_path / "raw/homes/2022/homes.csv").write_bytes(b"spoilt")
    fetching.fetch(settings(tmp_path, source()), QUIET, mirror)
    assert (tmp_path / "raw/homes/2022/homes.csv").read_bytes() == BODY


def test_wrong_sum_is_refused_and_the_old_file_kept(tmp_path: Path, mirror: Path) -> None:
    fetching.fetch(settings(tmp_path, source()), QUIET, mirror)
    with pytest.raises(InputError) as caught:
        fetching.fetch(settings(tmp_path, source(total="0" * 64)), QUIET, mirror)
    assert SUM in caught.value.found
    assert (tmp_path / "raw/homes/2022/homes.csv").read_bytes() == BODY


def source_of_two_files() -> Source:
    listed = source().extracts[0]
    return dataclasses.replace(source(), extracts=(listed, dataclasses.replace(listed, name="b.csv", mirror="b.csv")))


def test_mirror_that_lacks_a_file_lists_it_and_brings_the_others(tmp_path: Path, mirror: Path) -> None:
    two, progress = source_of_two_files(), RecordedProgress()
    fetching.fetch(settings(tmp_path, two), progress, mirror)
    assert progress.lines == ["fetched homes 2022", f"not in {mirror}: homes 2022: b.csv"]
    assert [file.path.name for file in raw_folder.find_raw_files(tmp_path / "raw", two)] == ["homes.csv"]
    (mirror / "deep/down/homes.csv").unlink()
    (mirror / "b.csv").write_bytes(BODY)
    fetching.fetch(settings(tmp_path, two), QUIET, mirror)
    files = raw_folder.read_provenance(tmp_path / "raw/homes/2022")["files"]
    assert [file["origin"] for file in files] == ["mirror: deep/down/homes.csv", "mirror: b.csv"], "none was lost"


def test_mirror_that_has_no_file_is_refused(tmp_path: Path, mirror: Path) -> None:
    (mirror / "deep/down/homes.csv").unlink()
    with pytest.raises(MissingSourceError, match=r"homes 2022: homes\.csv\s+homes 2022: b\.csv"):
        fetching.fetch(settings(tmp_path, source_of_two_files()), QUIET, mirror)
    with pytest.raises(MissingSourceError, match="no such folder"):
        fetching.fetch(settings(tmp_path, source()), QUIET, mirror / "nowhere")


def test_publisher(tmp_path: Path, publisher) -> None:
    address, pages = publisher
    pages["/homes.csv"] = BODY
    fetching.fetch(settings(tmp_path, source(f"{address}/homes.csv")), QUIET)
    assert (tmp_path / "raw/homes/2022/homes.csv").read_bytes() == BODY
    assert json.loads((tmp_path / "raw/homes/2022/provenance.json").read_text())["files"][0]["sha256"] == SUM


@pytest.mark.parametrize(
    ("body", "mirror_name", "said"),
    [
        (None, "homes.csv", "404"),
        (b"<!DOCTYPE html><title>moved</title>", "homes.csv.gz", "a web page"),
    ],
)
def test_publisher_that_fails_leaves_nothing(
    tmp_path: Path, publisher, body: bytes | None, mirror_name: str, said: str
) -> None:
    address, pages = publisher
    if body:
        pages["/homes.csv"] = body
    with pytest.raises(InputError) as caught:
        fetching.fetch(settings(tmp_path, source(f"{address}/homes.csv", mirror=mirror_name)), QUIET)
    assert said in str(caught.value)
    assert not (tmp_path / "raw/homes/2022").exists()


def test_another_release_than_the_recorded_one_is_brought_beside(tmp_path: Path, publisher) -> None:
    address, pages = publisher
    pages["/homes.csv"] = b"other bytes"
    here = settings(tmp_path, source(f"{address}/homes.csv"))
    (release,) = fetching.fetch(here, QUIET)
    assert release.path == tmp_path / "raw/.new-releases/homes/2022/homes.csv"
    assert (release.path.read_bytes(), release.address) == (b"other bytes", f"{address}/homes.csv")
    assert not (tmp_path / "raw/homes/2022").exists(), "nobody has agreed to it"


def test_another_release_does_not_take_the_place_of_what_is_held(tmp_path: Path, publisher) -> None:
    address, pages = publisher
    pages["/homes.csv"] = BODY
    fetching.fetch(settings(tmp_path, source(f"{address}/homes.csv")), QUIET)
    with pytest.raises(InputError, match="another release"):
        fetching.fetch(settings(tmp_path, source(f"{address}/homes.csv", total="0" * 64)), QUIET)
    assert (tmp_path / "raw/homes/2022/homes.csv").read_bytes() == BODY


def test_rebuilt_mirror_copy_does_not_bind_the_publishers_bytes(tmp_path: Path, publisher) -> None:
    address, pages = publisher
    pages["/homes.csv"] = BODY
    rebuilt = source(f"{address}/homes.csv", total="0" * 64, mirror="homes_rebuilt.csv.gz")
    fetching.fetch(settings(tmp_path, rebuilt), QUIET)
    assert raw_folder.find_raw_files(tmp_path / "raw", rebuilt)[0].sha256 == SUM


def test_sum_of_a_file_never_seen_is_named_and_recorded_at_the_first_fetch(tmp_path: Path, publisher) -> None:
    address, pages = publisher
    pages["/homes.csv"] = BODY
    unseen, progress = source(f"{address}/homes.csv", total=""), RecordedProgress()
    fetching.fetch(settings(tmp_path, unseen), progress)
    assert progress.lines == [
        "fetched homes 2022",
        f"first seen: homes.csv has sha256 {SUM}; record it in the source's TOML",
    ]
    assert raw_folder.find_raw_files(tmp_path / "raw", unseen)[0].sha256 == SUM
    del pages["/homes.csv"]  # so that it would be missed if it were asked for again, once its sum is recorded
    recorded = source(f"{address}/homes.csv")
    fetching.fetch(settings(tmp_path, recorded), QUIET)
    assert raw_folder.find_raw_files(tmp_path / "raw", recorded)[0].sha256 == SUM
    with pytest.raises(InputError, match=f"the release of sha256 {SUM}"):
        raw_folder.find_raw_files(tmp_path / "raw", source(total="0" * 64))


def test_change_of_a_file_whose_sum_is_not_recorded_is_refused(tmp_path: Path, mirror: Path) -> None:
    fetching.fetch(settings(tmp_path, source(total="")), QUIET, mirror)
    (tmp_path / "raw/homes/2022/homes.csv").write_bytes(b"Area code,Homes\nE01,2\n")
    with pytest.raises(InputError, match="bytes that differ from those recorded when it was placed"):
        raw_folder.find_raw_files(tmp_path / "raw", source(total=""))


def test_files_of_one_name_that_differ_are_refused_while_no_sum_says_which(tmp_path: Path, mirror: Path) -> None:
    (mirror / "homes.csv").write_bytes(b"another file of this name")
    with pytest.raises(InputError, match="another file of that name that differs"):
        fetching.fetch(settings(tmp_path, source(total="")), QUIET, mirror)


def test_release_that_the_toml_no_longer_asks_for_is_refused(tmp_path: Path, mirror: Path) -> None:
    fetching.fetch(settings(tmp_path, source()), QUIET, mirror)
    with pytest.raises(InputError, match="as the source's TOML says now"):
        raw_folder.find_raw_files(tmp_path / "raw", source(total="0" * 64))


def test_files_without_provenance_are_refused(tmp_path: Path) -> None:
    (tmp_path / "raw/homes/2022").mkdir(parents=True)
    (tmp_path / "raw/homes/2022/homes.csv").write_bytes(BODY)
    with pytest.raises(InputError, match="no provenance"):
        raw_folder.find_raw_files(tmp_path / "raw", source())


def test_one_failure_does_not_stop_the_others(tmp_path: Path, publisher) -> None:
    address, pages = publisher
    pages["/b.csv"] = BODY
    bad = source(f"{address}/nothing.csv")
    good = dataclasses.replace(source(f"{address}/b.csv"), name="other")
    with pytest.raises(InputError, match="404"):
        fetching.fetch(settings(tmp_path, bad, good), QUIET)
    assert (tmp_path / "raw/other/2022/homes.csv").read_bytes() == BODY


def test_what_the_council_supplies_is_not_fetched(tmp_path: Path, mirror: Path) -> None:
    fetching.fetch(settings(tmp_path, dataclasses.replace(source(mirror="nowhere.csv"), supplied=True)), QUIET, mirror)
    assert not (tmp_path / "raw").exists()


def test_source_that_is_nowhere(tmp_path: Path) -> None:
    with pytest.raises(MissingSourceError, match="make sample"):
        raw_folder.find_raw_files(tmp_path / "raw", source())


def test_damaged_provenance(tmp_path: Path) -> None:
    folder = tmp_path / "raw/homes/2022"
    folder.mkdir(parents=True)
    (folder / "provenance.json").write_text('{"synthetic":')
    with pytest.raises(InputError, match="damaged provenance"):
        raw_folder.find_raw_files(tmp_path / "raw", source())


def test_new_release_is_brought_beside_and_named(tmp_path: Path, publisher) -> None:
    address, pages = publisher
    pages["/homes.csv"] = BODY
    progress, here = RecordedProgress(), settings(tmp_path, source(f"{address}/homes.csv", total=""))
    assert fetching.fetch(here, QUIET) == []
    assert fetching.fetch(here, progress) == []
    pages["/homes.csv"] = changed = BODY + b"E02,2\n"
    (release,) = fetching.fetch(here, progress)
    beside = tmp_path / "raw/.new-releases/homes/2022/homes.csv"
    assert release.path == beside
    assert release.sentence == "new release of homes: homes.csv of 2022 has changed"
    assert progress.lines == []
    assert beside.read_bytes() == changed
    assert raw_folder.find_raw_files(tmp_path / "raw", here.definitions.sources["homes"])[0].path.read_bytes() == BODY


def test_no_answer_from_any_publisher_is_the_connection_s_fault(tmp_path: Path, publisher) -> None:
    address, pages = publisher
    every = [dataclasses.replace(source(f"{address}/homes.csv"), name=f"homes_{number}") for number in range(5)]
    pages["/homes.csv"] = BODY
    fetching.fetch(settings(tmp_path, *every), QUIET)
    del pages["/homes.csv"]
    with pytest.raises(InputError, match="no answer from any of 5 addresses"):
        fetching.fetch(settings(tmp_path, *every), QUIET)


def test_publisher_that_does_not_answer_leaves_in_force_what_is(tmp_path: Path, publisher) -> None:
    address, pages = publisher
    pages["/homes.csv"] = BODY
    progress, here = RecordedProgress(), settings(tmp_path, source(f"{address}/homes.csv"))
    fetching.fetch(here, QUIET)
    del pages["/homes.csv"]
    fetching.fetch(here, progress)
    pages["/homes.csv"] = b"<html>we are busy"
    fetching.fetch(here, progress)
    asked = "could not ask whether homes 2022 is still the latest"
    assert progress.lines == [f"{asked}: status 404 (Not Found)", f"{asked}: a web page"]
    assert (tmp_path / "raw/homes/2022/homes.csv").read_bytes() == BODY


def test_only_a_changed_file_is_sent_again(tmp_path: Path) -> None:
    here = page(BODY, ETag='"v1"'), page(b"", b"304 Not Modified")
    with faulty_publisher(*here) as publisher:
        fetching.fetch(settings(tmp_path, source(f"{publisher.address}/homes.csv")), QUIET)
        progress = RecordedProgress()
        fetching.fetch(settings(tmp_path, source(f"{publisher.address}/homes.csv")), progress)
    assert b'If-None-Match: "v1"' in publisher.requests[1]
    assert progress.lines == []


def test_publisher_of_a_copy_is_asked_and_then_only_for_what_has_changed(tmp_path: Path, mirror: Path) -> None:
    here = page(BODY, ETag='"v1"'), page(b"", b"304 Not Modified"), page(BODY + b"E02,2\n", ETag='"v2"')
    with faulty_publisher(*here) as publisher:
        alone = settings(tmp_path, source(f"{publisher.address}/homes.csv"))
        fetching.fetch(alone, QUIET, mirror)
        assert publisher.requests == [], "a mirror is asked alone"
        assert fetching.fetch(alone, QUIET) == fetching.fetch(alone, QUIET) == []
        (release,) = fetching.fetch(alone, QUIET)
    assert b"If-None-Match" not in publisher.requests[0]
    assert b'If-None-Match: "v1"' in publisher.requests[1]
    assert release.path.read_bytes() == BODY + b"E02,2\n"
    (entry,) = raw_folder.read_provenance(tmp_path / "raw/homes/2022")["files"]
    assert (entry["etag"], entry["origin"]) == ('"v1"', "mirror: deep/down/homes.csv")


def test_copy_of_another_form_is_not_compared_with_the_publishers_file(tmp_path: Path, publisher, mirror: Path) -> None:
    (mirror / "rebuilt.csv").write_bytes(BODY)
    publisher[1]["/homes.csv"] = b"the publisher's own form\n"
    rebuilt = settings(tmp_path, source(f"{publisher[0]}/homes.csv", mirror="rebuilt.csv"))
    fetching.fetch(rebuilt, QUIET, mirror)
    assert raw_folder.read_provenance(tmp_path / "raw/homes/2022")["files"][0]["origin"] == "mirror: rebuilt.csv"
    assert fetching.fetch(rebuilt, QUIET) == []
