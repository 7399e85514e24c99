"""Links on a page, in the forms that GOV.UK and the Office for National Statistics have, and with their faults."""

from dataclasses import replace
from pathlib import Path

import pytest

from fairer_stockton.definitions.ways import LandingPage
from fairer_stockton.fetch.publishers.landing_page import Link
from fairer_stockton.fetch.publishers.periods import read_period_key
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.fingerprints import compute_file_checksum
from tests.unit.fetch.homes import BODY, Publisher, fetch, make_source, read_fetched


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("2022", (2022,)),
        ("2023-24", (2024,)),
        ("2023/24", (2024,)),
        ("financial year 2023 to 2024", (2024,)),
        ("2010-2023", (2023,)),
        ("2024-02", (2024, 2)),
        ("Tables, January to March 2025", (2025, 3)),
        ("February 2024", (2024, 2)),
        ("no year", ()),
        ("1999-00", (2000,)),
    ],
)
def test_period_of_a_title(words: str, key: tuple[int, ...]) -> None:
    assert read_period_key(words) == key


ATTACHMENTS = """<!DOCTYPE html><html><body><nav><a href="/">Home</a></nav>
<h3><a class="govuk-link" href="/media/1/homes_2023.csv">Homes in
  England: tables, 2023</a></h3>
<a href='/media/2/homes_2024.csv'>Homes in England: tables, 2024</a>
<a href="/media/2/homes_2024.pdf">Homes in England: tables, 2025</a>
<a href="/media/3/notes.csv">Notes on homes 2026</a>
</body></html>"""


def make_page(address: str, **keys: str) -> LandingPage:
    """Make the way of a page with a link for each year."""
    return LandingPage(
        **{"address": f"{address}/homes", "title": "homes in *: tables, {period}", "ending": ".csv", **keys}
    )


def test_link_of_the_period_is_followed(publisher: Publisher, tmp_path: Path) -> None:
    address, pages = publisher
    pages["/homes"] = ATTACHMENTS.encode()
    pages["/media/1/homes_2023.csv"], pages["/media/2/homes_2024.csv"] = b"of 2023\n", BODY.encode()
    releases, lines = fetch(tmp_path, make_source(make_page(address), "2023", "2024"))
    assert (read_fetched(tmp_path, "2023"), read_fetched(tmp_path)) == ("of 2023\n", BODY)
    assert releases == []
    assert all("could not" not in line for line in lines)


def test_link_to_a_later_release_is_noticed_and_brought_beside(publisher: Publisher, tmp_path: Path) -> None:
    address, pages = publisher
    pages["/homes"] = ATTACHMENTS.encode()
    pages["/media/1/homes_2023.csv"], pages["/media/2/homes_2024.csv"] = b"of 2023\n", BODY.encode()
    (release,), _ = fetch(tmp_path, make_source(make_page(address), "2023"))
    assert release.sentence == "new release of homes: homes_2024.csv, later than 2023"
    assert release.address == f"{address}/media/2/homes_2024.csv"
    assert release.path.read_text() == BODY
    assert not (tmp_path / "homes/2024").exists()


def test_later_release_that_is_listed_by_its_address_or_its_sum_is_no_news(
    publisher: Publisher, tmp_path: Path
) -> None:
    address, pages = publisher
    pages["/homes"] = ATTACHMENTS.replace("homes_2024.csv", "homes_2023.csv").encode()
    pages["/media/1/homes_2023.csv"], pages["/media/2/homes_2023.csv"] = b"of 2023\n", BODY.encode()
    source = make_source(make_page(address), "2023")
    (release,), _ = fetch(tmp_path, source)
    assert release.path.read_text() == BODY, "of the same name as the file before"
    (extract,) = source.extracts
    known = replace(extract, name="other.csv", url=release.address)
    assert fetch(tmp_path / "b", replace(source, extracts=(extract, known)))[0] == []
    total = compute_file_checksum(release.path)
    known = replace(extract, name="other.csv", sha256=total, mirror="x.csv")
    releases, _ = fetch(tmp_path / "c", replace(source, extracts=(extract, known)))
    assert [release for release in releases if release.is_later] == []


def test_page_of_the_release_is_found_on_the_list_of_releases(publisher: Publisher, tmp_path: Path) -> None:
    address, pages = publisher
    pages["/list"] = (
        b"<a href='/statistics/2025'>Homes 2025 (2023 data)</a><a href='/statistics/2026'>Homes 2026 (2024 data)</a>"
    )
    pages["/statistics/2025"] = b"<a href='/media/1/a.csv'>Tables</a>"
    pages["/statistics/2026"] = b"<a href='/media/2/b.csv'>Tables</a>"
    pages["/media/1/a.csv"], pages["/media/2/b.csv"] = b"of 2023\n", b"of 2024\n"
    way = replace(make_page(address, title="tables"), address=f"{address}/list", through="homes * ({period} data)")
    (release,), _ = fetch(tmp_path, make_source(way, "2023"))
    assert read_fetched(tmp_path, "2023") == "of 2023\n"
    assert release.path.name == "b.csv"


def test_page_that_has_lost_its_links_is_named_and_changes_nothing(publisher: Publisher, tmp_path: Path) -> None:
    address, pages = publisher
    pages["/homes"], pages["/media/2/homes_2024.csv"] = ATTACHMENTS.encode(), BODY.encode()
    source = make_source(make_page(address))
    fetch(tmp_path, source)
    pages["/homes"] = b"<html><a href='/moved'>The page has moved</a></html>"
    releases, lines = fetch(tmp_path, source)
    assert releases == []
    asked = "could not ask whether homes 2024 is still the latest: no link with the title"
    assert [line.startswith(asked) for line in lines] == [True, True], "the file's own link, and any later one"
    assert read_fetched(tmp_path) == BODY


def test_link_is_known_by_its_label_or_by_the_name_of_its_file(publisher: Publisher, tmp_path: Path) -> None:
    address, pages = publisher
    pages["/homes"] = (
        b"<a href='/file?uri=/housing/2023/homes2023.csv' aria-label='Download homes, 2023 in csv format'>csv</a>"
        b"<a href='/file?uri=/housing/2024/homes2024.csv' aria-label='Download homes, 2024 in csv format'>csv</a>"
    )
    pages["/file?uri=/housing/2024/homes2024.csv"] = BODY.encode()
    for title in ("homes, {period} in csv", "homes{period}"):
        fetch(tmp_path / title, make_source(make_page(address, title=title)))
        assert read_fetched(tmp_path / title) == BODY
    assert Link("https://a.org/file?uri=/x/a%20b.csv", "").file_name == "a b.csv"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html><a href='/x.csv'>Something else</a></html>", "no link with the title"),
        (b"<html></html>", "no link with the title"),
        (ATTACHMENTS.replace("2024.csv", "2024.xlsx").encode(), "no link with the title"),
        (
            ATTACHMENTS.replace("tables, 2023", "tables, 2024").encode(),
            "2 links on .* equally new: 'Homes in England: tables, 2024' .homes_2023",
        ),
        (b"", "404"),
        (b'{"error": {"message": "busy"}}', "a message in JSON"),
    ],
)
def test_page_without_the_link_or_with_two_is_refused(
    body: bytes, words: str, publisher: Publisher, tmp_path: Path
) -> None:
    address, pages = publisher
    pages["/homes"] = body
    way = make_page(address, unconfirmed="the title of the link")
    with pytest.raises(InputError, match=words) as refused:
        fetch(tmp_path, make_source(way))
    assert "not confirmed by the publisher: the title of the link" in str(refused.value)
    assert not list(tmp_path.glob("homes/*"))
