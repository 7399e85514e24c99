"""How old a reader must be: residents' pages are for eleven-year-olds, all others for thirteen-year-olds."""

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from tests.reading_age import ReadingAge, measure_reading_age, read_sentences

pytestmark = pytest.mark.xdist_group("reading age")  # so that each page is read once for all that judge it

RESIDENTS_AGE, READERS_AGE = 11, 13
FOR_RESIDENTS = ("residents.html", "area-*.html")
FINDING = ("finding", "answer")  # of the first page
NOT_OURS = ("sources.html",)  # lines that licences ask for, in their own words
FEWEST_SENTENCES = 5  # a page of fewer has no style


@pytest.fixture(scope="module")
def names(sample: Settings) -> frozenset[str]:
    """The names of places, which no writer can choose."""
    rows = pd.read_parquet(sample.measures / "observations.parquet", columns=["area_name"])
    found = set(rows["area_name"].unique())
    return frozenset(found | {name.partition(" (")[0] for name in found})


@cache
def read_page(path: Path, names: frozenset[str]) -> tuple[int, ReadingAge | None]:
    sentences = read_sentences(path.read_text(encoding="utf-8"))
    return len(sentences), measure_reading_age(sentences, names) if sentences else None


def list_too_hard(paths: list[Path], names: frozenset[str], oldest: float) -> list[str]:
    faults = []
    for path in paths:
        count, reading = read_page(path, names)
        if reading and count >= FEWEST_SENTENCES and reading.age > oldest:
            faults.append("\n  ".join([f"{path.name}: {reading.age:.1f}, more than {oldest}", *reading.hardest[:8]]))
    return faults


def test_residents_pages_are_read_at_eleven(sample: Settings, names: frozenset[str]) -> None:
    folder = sample.reports / sample.edition
    pages = [path for pattern in FOR_RESIDENTS for path in sorted(folder.glob(pattern))]
    assert len(pages) > 30
    assert not (faults := list_too_hard(pages, names, RESIDENTS_AGE)), "\n".join(faults)


def test_other_pages_are_read_at_thirteen(sample: Settings, names: frozenset[str]) -> None:
    pages = [path for path in sorted((sample.reports / sample.edition).glob("*.html")) if path.name not in NOT_OURS]
    assert not (faults := list_too_hard(pages, names, READERS_AGE)), "\n".join(faults)


def test_the_finding_of_the_first_page_is_read_at_eleven(sample: Settings, names: frozenset[str]) -> None:
    page = (sample.reports / sample.edition / "index.html").read_text(encoding="utf-8")
    sentences = read_sentences(page, FINDING)
    reading = measure_reading_age(sentences, names) if sentences else None
    assert reading is None or reading.age <= RESIDENTS_AGE, "\n".join(reading.hardest)
