"""Whatever number a suppressed row may hold, no page, picture or workbook gives it or is any different for it."""

import dataclasses
import re
import shutil
import zipfile
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.units import UNITS
from fairer_stockton.report import build
from fairer_stockton.report.edition import Edition, load_edition
from fairer_stockton.report.pages import disclosure
from fairer_stockton.report.words.figures import write_difference_size, write_people_count, write_value_with_unit
from fairer_stockton.run.errors import DisclosureError
from tests.conftest import AUDITED, QUIET
from tests.pipeline.canaries.search import parquet_text, pdf_text

pytestmark = pytest.mark.xdist_group("hidden figures")

NUMBERS = ["numerator", "denominator", "value", "lower_95", "upper_95", "lower_998", "upper_998"]
OF_GROUP = ["group_value", "group_lower_95", "group_upper_95", "value", "lower_95", "upper_95"]
# The first nine digits of all secret numbers of a kind; three more and the decimals are each one's own.
OBSERVED, COMMUNITY, SHOWN = 918_273_645, 827_364_591, 736_455_189
AUDITED_FILES = r"csv/\w+\.csv|parquet/\w+\.parquet"  # the second are written from the first
# Rows that are shown of the sample and are hidden here too, so that pages lose more than they were made without.
MORE = {
    "the borough itself": {"area_type": "borough", "breakdown": "all"},
    "a fifth": {"area_type": "borough", "breakdown": "deprivation_fifth"},
    "a community partnership": {"area_type": "community_partnership"},
    "a target area": {"area_type": "target_area"},
    "a ward": {"area_type": "ward", "vintage": "2024"},
    "a neighbourhood": {"area_type": "lsoa"},
}
OF_EACH = 3


def secrets(kind: int, shape: tuple[int, int]) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """Make numbers that begin alike and end differently, none of them near enough to the next to be taken for it."""
    count = shape[0] * shape[1]
    ends = 100.0 + np.random.default_rng(kind).permutation(max(count, 800_000))[:count] / 1000.0
    return kind * 1000.0 + ends.reshape(shape)


def holds_secret(content: bytes, kind: int) -> bool:
    """Return whether a secret of a kind is in a file: whole, rounded, to three figures, or moved by powers of ten."""
    text = content.decode("utf-8", errors="replace")
    three = kind // 1_000_000
    rounded = re.search(rf"(?<![\d.,]){three}(?:0{{9}}|(?:,000){{3}})(?!\d)", text)
    return str(kind) in text.replace(",", "").replace(".", "") or rounded is not None


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Return every file of an edition, every part of its workbooks and of the Word file, and the words of the rest."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".pdf":
            yield path.name, pdf_text(path.read_bytes()).encode()
        elif path.suffix == ".parquet":
            yield path.relative_to(folder).as_posix(), parquet_text(path.read_bytes()).encode()
        elif path.suffix in {".xlsx", ".ods", ".docx"}:
            with zipfile.ZipFile(path) as book:
                yield from ((f"{path.name}/{name}", book.read(name)) for name in sorted(book.namelist()))
        elif path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def made_up(edition: Edition, *, hold_secrets: bool) -> Edition:
    """Hide more rows, and give all that are hidden secret numbers, or none; one row that is shown has secrets too."""
    rows, communities = edition.observations.copy(), edition.communities.copy()
    latest = rows["period"] == rows.groupby("measure")["period"].transform("max")
    shown = latest & rows["status"].isin(["published", "low_base"]) & rows["value"].notna()
    of_borough = rows[shown & (rows["area_type"] == "borough") & (rows["breakdown"] == "all")]
    control = of_borough[of_borough["lower_95"].notna()].index[-1]
    for wanted in MORE.values():
        like = shown & (rows[list(wanted)] == pd.Series(wanted)).all(axis=1) & (rows.index != control)
        apart = rows[like].drop_duplicates("measure")
        assert len(apart) >= OF_EACH
        rows.loc[apart.index[-OF_EACH:], "status"] = "suppressed"
    hidden, unnamed = rows["status"] == "suppressed", communities["status"] == "suppressed"
    rows.loc[hidden, NUMBERS] = secrets(OBSERVED, (int(hidden.sum()), len(NUMBERS))) if hold_secrets else np.nan
    communities.loc[unnamed, "unit"] = "percentage_points"
    communities.loc[unnamed, OF_GROUP] = (
        secrets(COMMUNITY, (int(unnamed.sum()), len(OF_GROUP))) if hold_secrets else np.nan
    )
    rows.loc[control, NUMBERS] = np.sort(secrets(SHOWN, (1, len(NUMBERS))))
    return dataclasses.replace(edition, observations=rows, communities=communities)


def list_neighbourhoods_with_page(published: Edition, edition: Edition) -> tuple[str, ...]:
    """Return those of which more is hidden than in what was published, and each eighth of the others with secrets.

    The pages of all the others are made by the same code from rows of the same kinds.
    """
    rows = edition.observations
    hidden = (rows["area_type"] == "lsoa") & (rows["status"] == "suppressed")
    more = hidden & (published.observations["status"] != "suppressed")
    chosen = {*rows.loc[hidden, "area_code"].unique()[::8], *rows.loc[more, "area_code"]}
    assert more.sum() >= OF_EACH and len(chosen) >= 10
    return tuple(sorted(chosen))


@dataclasses.dataclass(frozen=True)
class Written:
    edition: Edition
    folder: Path

    @cached_property
    def files(self) -> tuple[tuple[str, bytes], ...]:
        return tuple(contents(self.folder))

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        return iter(self.files)


@pytest.fixture(scope="module")
def editions(part: Settings, tmp_path_factory: pytest.TempPathFactory) -> tuple[Written, Written]:
    """The sample's report twice, unaudited: its hidden rows hold secrets in the first and nothing in the second."""
    settings = dataclasses.replace(part, processed=tmp_path_factory.mktemp("processed"))
    shutil.copytree(part.cache, settings.cache)  # what is drawn from the same is the same picture
    written = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(build, "audit_edition", lambda *_: AUDITED)
        patched.setattr(build, "check_workbooks_and_parquet_against_csv", lambda _: None)
        published = load_edition(part)
        for hold_secrets in (True, False):
            edition = made_up(published, hold_secrets=hold_secrets)
            edition = dataclasses.replace(edition, profiles=list_neighbourhoods_with_page(published, edition))
            folder = tmp_path_factory.mktemp("secrets" if hold_secrets else "nothing")
            build.write_edition(edition, folder, QUIET, build.open_file_cache(settings.cache))
            written.append(Written(edition, folder))
    return written[0], written[1]


@pytest.mark.parametrize("kind", [OBSERVED, COMMUNITY])
def test_no_secret_of_a_suppressed_row_is_anywhere_but_in_the_files_that_the_auditor_refuses(
    editions: tuple[Written, Written], kind: int
) -> None:
    holding, _ = editions
    finds = [name for name, content in holding if holds_secret(content, kind)]
    assert [name for name in finds if not re.fullmatch(AUDITED_FILES, name)] == []
    assert "csv/observations.csv" in finds or kind == COMMUNITY
    assert "csv/communities.csv" in finds or kind == OBSERVED


def test_nothing_but_those_files_is_different_for_what_a_suppressed_row_holds(
    editions: tuple[Written, Written],
) -> None:
    """Neither an axis, a class of a map, an order nor a count rests on a hidden number."""
    holding, empty = (dict(written) for written in editions)
    assert holding.keys() == empty.keys()
    different = [name for name in holding if holding[name] != empty[name]]
    assert "csv/observations.csv" in different
    assert [name for name in different if not re.fullmatch(AUDITED_FILES, name)] == []


def test_the_auditor_refuses_csv_files_that_hold_a_secret(
    editions: tuple[Written, Written], monkeypatch: pytest.MonkeyPatch
) -> None:
    holding, _ = editions
    monkeypatch.setattr("fairer_stockton.auditor.audit.list_puzzle_makers", lambda *_: ())
    with pytest.raises(DisclosureError, match=r"csv/observations\.csv gives a number of a hidden figure"):
        disclosure.audit_edition(holding.edition, holding.folder)


def test_every_kind_of_area_has_secrets(editions: tuple[Written, Written]) -> None:
    rows = editions[0].edition.observations
    hidden = rows[rows["status"] == "suppressed"]
    assert set(hidden["area_type"]) == {"borough", "community_partnership", "target_area", "ward", "lsoa"}
    assert hidden[NUMBERS].notna().all(axis=None)
    assert (hidden[NUMBERS] // 1000 == OBSERVED).all(axis=None)
    assert not hidden[NUMBERS].stack().duplicated().any()


def test_a_secret_of_a_row_that_is_shown_is_found(editions: tuple[Written, Written]) -> None:
    for written in editions:
        finds = {Path(name).suffix for name, content in written if holds_secret(content, SHOWN)}
        assert finds >= {".html", ".svg", ".csv", ".xml"}


@pytest.mark.parametrize("kind", [OBSERVED, COMMUNITY, SHOWN])
def test_the_search_finds_every_form_of_a_number(kind: int) -> None:
    number = float(secrets(kind, (1, 1))[0, 0])
    forms = [f"{number:,.{places}f}" for places in range(5)] + [f"{number:.{places}f}" for places in range(5)]
    forms += [f"{number:.1%}", f"{number / 100:,.1f}", repr(number), f"{number:.12g}", write_people_count(number)]
    forms += [
        writer(sign * number, unit)
        for unit in UNITS
        for writer in (write_value_with_unit, write_difference_size)
        for sign in (1, -1)
    ]
    for form in forms:
        assert holds_secret(f"<text>In all, {form}, or so</text>".encode(), kind), form
        assert not holds_secret(f"<text>In all, {form}, or so</text>".encode(), kind + 1_000_000)
    # The noise of a binary fraction is no secret.
    assert not holds_secret(f"<v>12.{kind // 1_000_000}000000000001</v>".encode(), kind)
