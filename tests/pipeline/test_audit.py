"""The auditor finds what is planted in the files of an edition, one leak at a time, and publishing then stops."""

import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.sax.saxutils import unescape

import pandas as pd
import pytest

from fairer_stockton import measuring, publishing
from fairer_stockton.auditor import knowledge
from fairer_stockton.auditor.audit import Audit, audit
from fairer_stockton.auditor.knowledge import Widths
from fairer_stockton.auditor.reading import KEY, NUMBERS
from fairer_stockton.catalogue import load_catalogue
from fairer_stockton.engine.duckdb import staged_tables
from fairer_stockton.errors import DisclosureError
from fairer_stockton.fingerprints import file_sum
from fairer_stockton.geography.memberships import create_memberships
from fairer_stockton.observations import observe
from fairer_stockton.report import writing
from fairer_stockton.report.csv_files import write_csv_files
from fairer_stockton.settings import Settings
from fairer_stockton.sources import load_sources
from tests.conftest import QUIET

pytestmark = pytest.mark.xdist_group("sample")

VINTAGES = {name: source.vintage for name, source in load_sources().items() if source.supplied}
CONTACTS = "customer_contacts"
WARDS = "2024"
PROFILED = "E01012190"
Cells = Mapping[str, object]
COLUMNS_OF = [*KEY, "domain", *NUMBERS]


# an edition to spoil


@pytest.fixture
def folder(sample: Settings, tmp_path: Path) -> Path:
    """A copy of all that the auditor reads of the published sample."""
    return copied_tables(sample.reports / sample.edition, tmp_path / "edition")


def copied_tables(edition: Path, target: Path) -> Path:
    shutil.copytree(edition / "csv", target / "csv")
    for name in ("tables.xlsx", "manifest.json"):
        shutil.copyfile(edition / name, target / name)
    return target


@pytest.fixture
def files_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the auditor bound nothing, so that what it finds is found in the files themselves."""
    monkeypatch.setattr("fairer_stockton.auditor.audit.puzzles", lambda *_: ())


@pytest.fixture
def contacts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the auditor bound the customers' contacts and nothing else, for a shorter wait."""

    def puzzles(figures: pd.DataFrame, *rest: Any) -> Iterator[knowledge.Puzzle]:
        wanted = [name for name, one in load_catalogue().items() if CONTACTS in one.tables]
        yield from knowledge.puzzles(figures[figures["measure"].isin(wanted)].reset_index(drop=True), *rest)

    monkeypatch.setattr("fairer_stockton.auditor.audit.puzzles", puzzles)


def audited(sample: Settings, folder: Path, earlier: Sequence[Path] = ()) -> Audit:
    return audit(folder, load_catalogue(), VINTAGES, Widths(5, 30), earlier, measuring.sums_of_inputs(sample))


def found_in(sample: Settings, folder: Path, earlier: Sequence[Path] = ()) -> list[str]:
    """List the faults that the auditor names."""
    with pytest.raises(DisclosureError) as caught:
        audited(sample, folder, earlier)
    message = str(caught.value)
    assert "nothing was published, and what was published stays" in message
    return re.split(r"\n\s+", message.split("found     ")[1].split("\nexpected")[0])


def table(folder: Path, name: str) -> pd.DataFrame:
    """Read a CSV file as the text that it holds."""
    return pd.read_csv(folder / "csv" / f"{name}.csv", dtype=str, keep_default_na=False)


def put(folder: Path, name: str, rows: pd.DataFrame) -> None:
    rows.to_csv(folder / "csv" / f"{name}.csv", index=False, lineterminator="\n")


def changed(folder: Path, name: str, row: Cells, cells: Cells) -> None:
    """Change cells of the one row that has the key of the given one."""
    rows = table(folder, name)
    (place,) = rows.index[(rows[KEY] == pd.Series({key: row[key] for key in KEY})).all(axis=1)]
    rows.loc[place, list(cells)] = [str(cell) for cell in cells.values()]
    put(folder, name, rows)


def changed_everywhere(folder: Path, row: Cells, cells: Cells) -> None:
    """Change cells of a figure in every CSV file of figures, so that all say the same."""
    for name in ("observations", str(row["domain"])):
        changed(folder, name, row, cells)


def first(folder: Path, name: str = "observations", **wanted: str | Callable[[pd.Series], Any]) -> dict[str, str]:
    """Give the first row of a file whose cells are these, or pass these tests."""
    rows = table(folder, name)
    for column, value in wanted.items():
        rows = rows[value(rows[column]) if callable(value) else rows[column] == value]
    return {str(key): str(cell) for key, cell in rows.iloc[0].items()}


def said(row: Cells) -> str:
    """Name a figure as the auditor does where it read it in a file."""
    group = "" if row["category"] == "all" else f", {row['category']}"
    place = f"{row['area_type']} {row['area_code']} on the map of {row['vintage']}"
    return f"{row['measure']}, {place}{group}, {row['period']}"


@pytest.fixture(scope="module")
def true_counts(sample: Settings) -> pd.DataFrame:
    """Every figure of the customers' contacts before anything is hidden."""
    chosen = {name: one for name, one in load_catalogue().items() if CONTACTS in one.tables}
    tables = {name for one in chosen.values() for name in one.tables} | set(measuring.BESIDES)
    with staged_tables(sample.staged, tables) as connection:
        create_memberships(connection, sample)
        return observe(connection, chosen, measuring.synthetic_tables(sample), set(VINTAGES))


@pytest.fixture(scope="module")
def telling(sample: Settings, true_counts: pd.DataFrame) -> tuple[dict[str, Any], dict[str, Any]]:
    """A figure hidden for another's sake and that other: the two that are hidden of a ward whose own count is shown."""
    edition = sample.reports / sample.edition
    both = true_counts.merge(table(edition, "observations")[[*KEY, "status"]], on=KEY, suffixes=("", "_now"))
    held = table(edition, "memberships")
    held = held[(held["area_type"] == "ward") & (held["lsoa_vintage"] == "2021") & (held["vintage"] == WARDS)]
    of_ward = both[both["vintage"] == WARDS].set_index(["measure", "period", "area_code"])["status_now"]
    hidden = both[(both["area_type"] == "lsoa") & (both["status_now"] == "suppressed")]
    hidden = hidden.assign(ward=hidden["area_code"].map(held.set_index("lsoacd")["area_code"]))
    contacts = hidden[hidden["measure"] == "contacts_per_1000"]
    for place, pair in contacts.groupby(["measure", "period", "ward"]):
        few = pair["numerator"].between(1, 4)
        if of_ward.to_dict()[place] == "published" and len(pair) == 2 and few.sum() == 1:
            shown, small = (pair[one].iloc[0] for one in (~few, few))
            return {key: shown[key] for key in COLUMNS_OF}, {key: small[key] for key in COLUMNS_OF}
    raise LookupError("no ward of the sample has two neighbourhoods hidden, one of them for itself")


def numbers_of(row: Cells) -> dict[str, object]:
    return {name: row[name] for name in NUMBERS} | {"status": "published", "note": ""}


# what is as it should be


def test_the_edition_as_it_is_passes(sample: Settings, folder: Path) -> None:
    found = audited(sample, folder)
    assert found.hidden == int((table(folder, "observations")["status"] == "suppressed").sum()) > 0
    assert found.bounded > found.hidden
    assert found.narrowest is not None
    assert found.narrowest_answers is not None
    assert found.narrowest >= 5 - 1e-6
    assert found.narrowest_answers >= 30 - 1e-6


def test_an_earlier_edition_that_shows_the_same_changes_nothing(
    sample: Settings, folder: Path, contacts_alone: None
) -> None:
    assert audited(sample, folder, [folder]) == replace(audited(sample, folder), editions=(folder.name,))


def test_a_zero_may_be_shown(sample: Settings, folder: Path, files_alone: None) -> None:
    shown = first(folder, area_type="lsoa", status="published", measure="contacts_per_1000")
    changed_everywhere(folder, shown, {"numerator": 0, "value": 0})
    audited(sample, folder)


# the files say too much


@pytest.mark.parametrize("column", NUMBERS)
def test_a_number_beside_a_suppressed_figure_is_found(
    sample: Settings, folder: Path, files_alone: None, column: str
) -> None:
    hidden = first(folder, status="suppressed", area_type="ward", measure="customers_satisfied")
    changed_everywhere(folder, hidden, {column: 12.5})
    assert found_in(sample, folder) == [f"csv/observations.csv gives a number of a hidden figure: {said(hidden)}"]


@pytest.mark.parametrize("kind", ["lsoa", "ward", "target_area", "borough"])
def test_a_number_in_the_file_of_the_domain_alone_is_found(
    sample: Settings, folder: Path, files_alone: None, kind: str
) -> None:
    hidden = first(folder, status="suppressed", area_type=kind, measure="customers_satisfied")
    changed(folder, hidden["domain"], hidden, {"numerator": 3})
    assert found_in(sample, folder) == [f"the CSV files do not say the same of {said(hidden)}"]


def test_a_figure_hidden_in_one_file_and_shown_in_another_is_found(
    sample: Settings, folder: Path, files_alone: None
) -> None:
    hidden = first(folder, status="suppressed", area_type="lsoa", measure="customers_satisfied")
    changed(folder, hidden["domain"], hidden, {"status": "published"})
    assert found_in(sample, folder) == [f"the CSV files do not say the same of {said(hidden)}"]


def test_a_row_that_one_file_lacks_is_found(sample: Settings, folder: Path, files_alone: None) -> None:
    hidden = first(folder, status="suppressed", area_type="lsoa", measure="customers_satisfied")
    rows = table(folder, hidden["domain"])
    put(folder, hidden["domain"], rows[~(rows[KEY] == pd.Series(hidden)[KEY]).all(axis=1)])
    assert found_in(sample, folder) == [f"the CSV files do not say the same of {said(hidden)}"]


COLUMNS = {"A": "Measure", "C": "Area", "F": "Period", "I": "Figure", "M": "Count", "P": "Mark"}


def rewritten_row(path: Path, column: str | None) -> dict[str, str]:
    """Put a number in a cell of the workbook's first hidden row, or in all and take its mark away; give its words."""
    with zipfile.ZipFile(path) as book:
        files = {name: book.read(name).decode("utf-8") for name in book.namelist()}
    strings = [
        unescape("".join(re.findall(r"<t[^>]*>([^<]*)</t>", one)))
        for one in re.findall(r"<si>.*?</si>", files["xl/sharedStrings.xml"], re.DOTALL)
    ]
    secret, nothing = strings.index("[c]"), strings.index("none")
    for name, text in files.items():
        if not name.startswith("xl/worksheets/sheet"):
            continue
        for row in re.findall(r"<row .*?</row>", text, re.DOTALL):
            cells = dict(re.findall(r'<c r="([A-Z]+)\d+"[^>]* t="s"><v>(\d+)</v></c>', row))
            if cells.get("I") != str(secret) or cells.get("P") != str(secret):
                continue
            wanted = r"[A-O]" if column is None else column
            cell = rf'<c r="({wanted}\d+)"([^>]*?) t="s"><v>{secret}</v></c>'
            new = re.sub(cell, r'<c r="\1"\2><v>12.34</v></c>', row)
            if column is None:
                new = re.sub(rf'(<c r="P\d+"[^>]* t="s"><v>){secret}(</v></c>)', rf"\g<1>{nothing}\2", new)
            assert new != row
            files[name] = text.replace(row, new)
            with zipfile.ZipFile(path, "w") as book:
                for stored, content in files.items():
                    book.writestr(stored, content)
            return {COLUMNS[place]: strings[int(number)] for place, number in cells.items() if place in COLUMNS}
    raise LookupError("no sheet has a hidden row")


@pytest.mark.parametrize("column", ["I", "M"])
def test_a_number_of_a_suppressed_figure_in_the_workbook_is_found(
    sample: Settings, folder: Path, files_alone: None, column: str
) -> None:
    row = rewritten_row(folder / "tables.xlsx", column)
    named = f"{row['Measure']}, {row['Area']}, {row['Period']}"
    assert found_in(sample, folder) == [f"tables.xlsx gives a number of a hidden figure: {named}"]


def test_a_suppressed_figure_that_the_workbook_does_not_mark_is_found(
    sample: Settings, folder: Path, files_alone: None
) -> None:
    rewritten_row(folder / "tables.xlsx", None)
    rows = table(folder, "observations")
    count = int(((rows["status"] == "suppressed") & (rows["area_type"] != "lsoa")).sum())
    (fault,) = found_in(sample, folder)
    assert fault == f"tables.xlsx marks {count - 1} figures [c], csv/observations.csv has {count} that it should"


# what is shown is too small


@pytest.mark.parametrize("rest", [False, True])
def test_a_count_below_five_is_found(sample: Settings, folder: Path, files_alone: None, rest: bool) -> None:
    shown = first(folder, status="published", area_type="ward", measure="customers_satisfied")
    changed_everywhere(folder, shown, {"numerator": float(shown["denominator"]) - 4 if rest else 4})
    assert found_in(sample, folder) == [f"a count too small to show is shown: {said(shown)}"]


def test_a_base_below_thirty_is_found(sample: Settings, folder: Path, files_alone: None) -> None:
    shown = first(folder, status="low_base", statistic="survey_share", area_type="ward")
    changed_everywhere(folder, shown, {"note": re.sub(r"^[\d,]+ ", "29 ", shown["note"])})
    assert found_in(sample, folder) == [f"a count too small to show is shown: {said(shown)}"]


def test_a_base_beside_a_suppressed_figure_is_found(sample: Settings, folder: Path, files_alone: None) -> None:
    hidden = first(folder, status="suppressed", statistic="survey_share", area_type="ward")
    changed_everywhere(folder, hidden, {"note": "17 residents answered"})
    faults = found_in(sample, folder)
    assert f"csv/observations.csv gives a number of a hidden figure: {said(hidden)}" in faults
    assert f"a count too small to show is shown: {said(hidden)}" in faults


# tables of differences


OF_BOROUGH = {"status": "suppressed", "area_type": "borough"}
SIDES: dict[str, tuple[str, dict[str, Any], Callable[[dict[str, str]], dict[str, str]]]] = {
    "a group": ("breakdown", OF_BOROUGH | {"breakdown": "ethnic_group"}, lambda row: {"group_a": row["category"]}),
    "the other group": ("breakdown", OF_BOROUGH | {"breakdown": "tenure"}, lambda row: {"group_b": row["category"]}),
    "a community": ("community", OF_BOROUGH | {"breakdown": "young_carers"}, lambda row: {"group_a": row["category"]}),
    "a fifth": ("most_v_least_fifth", OF_BOROUGH | {"breakdown": "deprivation_fifth"}, lambda _: {}),
    "a fifth of a slope": ("slope_index", OF_BOROUGH | {"breakdown": "deprivation_fifth"}, lambda _: {}),
    "a fifth of a ratio": ("relative_index", OF_BOROUGH | {"breakdown": "deprivation_fifth"}, lambda _: {}),
    "a ward": (
        "area_range",
        {"status": "suppressed", "area_type": "ward", "vintage": WARDS},
        lambda row: {"group_a": row["area_name"]},
    ),
    "a target area": (
        "target_area_v_rest",
        {"status": "suppressed", "area_type": "target_area"},
        lambda row: {"group_a": row["area_name"], "area_code": row["area_code"]},
    ),
    "the rest beside a target area": (
        "target_area_v_rest",
        OF_BOROUGH | {"breakdown": lambda names: names.str.startswith("target-")},
        lambda row: {"area_code": row["breakdown"]},
    ),
}


@pytest.mark.parametrize("side", SIDES)
def test_a_gap_one_of_whose_sides_is_suppressed_is_found(
    sample: Settings, folder: Path, files_alone: None, side: str
) -> None:
    kind, wanted, group = SIDES[side]
    rows, hidden = table(folder, "gaps"), first(folder, **wanted)
    groups = {"group_a": "Most", "group_b": "Least"}
    if kind in ("breakdown", "community"):  # whose other side is a group of the same characteristic
        observed = table(folder, "observations")
        like = observed[
            (observed["measure"] == hidden["measure"])
            & (observed["period"] == hidden["period"])
            & (observed["area_type"] == "borough")
            & (observed["breakdown"] == hidden["breakdown"])
            & (observed["category"] != hidden["category"])
        ]
        groups = dict.fromkeys(groups, like["category"].iloc[0])
    same = {"measure": hidden["measure"], "period": hidden["period"], "value": "12.5"}
    new = rows.iloc[0].to_dict() | {"gap_type": kind} | groups | same | group(hidden)
    put(folder, "gaps", pd.concat([rows, pd.DataFrame([new])], ignore_index=True))
    faults = found_in(sample, folder)
    named = f"{new['measure']}, {kind}, {new['group_a']} and {new['group_b']}, {new['period']}"
    assert faults == [f"csv/gaps.csv tells a hidden side: {named}"]


def test_the_standing_of_a_suppressed_area_is_found(sample: Settings, folder: Path, files_alone: None) -> None:
    hidden = first(folder, status="suppressed", area_type="ward", vintage=WARDS, breakdown="all")
    rows = table(folder, "standings")
    areas = ["measure", "area_type", "area_code", "vintage", "period"]
    rows = rows[~(rows[areas] == pd.Series(hidden)[areas]).all(axis=1)]
    new = rows.iloc[0].to_dict() | {name: hidden[name] for name in areas} | {"value": "12.5"}
    put(folder, "standings", pd.concat([rows, pd.DataFrame([new])], ignore_index=True))
    place = f"ward {hidden['area_code']} on the map of {WARDS}"
    named = f"{hidden['measure']}, {place}, {hidden['period']}"
    assert found_in(sample, folder) == [f"csv/standings.csv gives a hidden figure: {named}"]


def test_the_figure_of_a_suppressed_community_is_found(sample: Settings, folder: Path, files_alone: None) -> None:
    rows = table(folder, "communities")
    place = rows.index[(rows["status"] == "suppressed") & (rows["group_value"] == "")][0]
    rows.loc[place, "group_value"] = "12.5"
    put(folder, "communities", rows)
    row = rows.loc[place]
    named = f"{row['title']}, {row['measure']}, {row['period']}"
    assert found_in(sample, folder) == [f"csv/communities.csv gives a hidden figure: {named}"]


# what tells something without being the figure itself


def test_a_base_in_the_file_of_the_domain_alone_is_found(sample: Settings, folder: Path, files_alone: None) -> None:
    hidden = first(folder, status="suppressed", statistic="survey_share", area_type="ward")
    changed(folder, hidden["domain"], hidden, {"note": "17 residents answered"})
    found_in(sample, folder)


@pytest.mark.parametrize("column", ["lower_95", "upper_95", "people"])
def test_a_gap_of_a_suppressed_side_that_lacks_only_its_value_is_found(
    sample: Settings, folder: Path, files_alone: None, column: str
) -> None:
    rows, hidden = table(folder, "gaps"), first(folder, **OF_BOROUGH, breakdown="ethnic_group")
    same = {"measure": hidden["measure"], "period": hidden["period"], "gap_type": "breakdown"}
    groups = dict.fromkeys(("group_a", "group_b"), hidden["category"])
    empty = dict.fromkeys(("value", "lower_95", "upper_95", "people"), "")
    new = rows.iloc[0].to_dict() | same | groups | empty | {column: "12.5"}
    put(folder, "gaps", pd.concat([rows, pd.DataFrame([new])], ignore_index=True))
    found_in(sample, folder)


@pytest.mark.parametrize("column", ["rank", "distance"])
def test_the_place_of_a_suppressed_area_among_its_like_is_found(
    sample: Settings, folder: Path, files_alone: None, column: str
) -> None:
    hidden = first(folder, status="suppressed", area_type="ward", vintage=WARDS, breakdown="all")
    rows = table(folder, "standings")
    areas = {name: hidden[name] for name in ("measure", "area_type", "area_code", "vintage", "period")}
    new = rows.iloc[0].to_dict() | areas | dict.fromkeys(("value", "rank", "distance"), "") | {column: "3"}
    put(folder, "standings", pd.concat([rows, pd.DataFrame([new])], ignore_index=True))
    found_in(sample, folder)


@pytest.mark.parametrize("column", ["value", "lower_95", "group_lower_95", "group_upper_95"])
def test_a_difference_or_a_limit_of_a_suppressed_community_is_found(
    sample: Settings, folder: Path, files_alone: None, column: str
) -> None:
    rows = table(folder, "communities")
    hidden = (rows["status"] == "suppressed") & (rows["group_value"] == "") & (rows["else_value"] != "")
    rows.loc[rows.index[hidden][0], column] = "12.5"
    put(folder, "communities", rows)
    found_in(sample, folder)


def test_how_a_suppressed_figure_compares_is_found(sample: Settings, folder: Path, files_alone: None) -> None:
    hidden = first(folder, status="suppressed", area_type="ward", measure="customers_satisfied")
    changed_everywhere(folder, hidden, {"comparison": "worse", "trend": "increasing"})
    found_in(sample, folder)


# what subtraction tells


def test_a_figure_shown_that_gives_a_small_neighbourhood_away_is_found(
    sample: Settings, folder: Path, contacts_alone: None, telling: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    shown, small = telling
    changed_everywhere(folder, shown, numbers_of(shown))
    faults = found_in(sample, folder)
    count = small["numerator"]
    where = f"{small['measure']}, lsoa {small['area_code']}, all, {small['period']}"
    assert f"{where} can be told to within {count:,.1f} and {count:,.1f}" in faults
    assert all("can be told to within" in fault or "more" in fault for fault in faults)


# what an earlier edition told


@pytest.fixture
def earlier(sample: Settings, tmp_path: Path, telling: tuple[dict[str, Any], dict[str, Any]]) -> Path:
    """An edition of the year before, from the same files, that gave one figure which is hidden now."""
    before = copied_tables(sample.reports / sample.edition, tmp_path / "2025")
    changed_everywhere(before, telling[0], numbers_of(telling[0]))
    return before


def test_what_an_earlier_edition_told_of_the_same_files_is_known(
    sample: Settings,
    folder: Path,
    contacts_alone: None,
    earlier: Path,
    telling: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    _, small = telling
    where = f"{small['measure']}, lsoa {small['area_code']}, all, {small['period']}"
    count = small["numerator"]
    assert f"{where} can be told to within {count:,.1f} and {count:,.1f}" in found_in(sample, folder, [earlier])


def test_what_an_earlier_edition_told_of_other_files_is_not_known(
    sample: Settings, folder: Path, contacts_alone: None, earlier: Path
) -> None:
    manifest = json.loads((earlier / "manifest.json").read_text(encoding="utf-8"))
    for entry in manifest["inputs"]:
        if entry["source"] == CONTACTS:
            entry["sha256"] = "0" * 64
    (earlier / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert audited(sample, folder, [earlier]).editions == ("2025",)


# publishing


def copied(sample: Settings, work: Path) -> Settings:
    shutil.copytree(sample.processed, work / "processed")
    shutil.copytree(sample.reports, work / "reports", symlinks=True)
    return replace(sample, processed=work / "processed", reports=work / "reports")


def contents(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): file_sum(path) for path in sorted(folder.rglob("*")) if path.is_file()}


def test_publishing_with_a_leak_leaves_the_old_edition(
    sample: Settings, tmp_path: Path, files_alone: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(copied(sample, tmp_path), profiles=(PROFILED,))  # so that there is something to publish
    links = (settings.reports / settings.edition, settings.reports / "latest")
    before = [(link.resolve(), contents(link.resolve())) for link in links]
    planted: list[dict[str, str]] = []

    def write_and_leak(edition: Any, folder: Path) -> None:
        write_csv_files(edition, folder)
        planted.append(first(folder.parent, status="suppressed", area_type="lsoa"))
        changed_everywhere(folder.parent, planted[0], {"numerator": 2})

    monkeypatch.setattr(writing, "write_csv_files", write_and_leak)
    with pytest.raises(DisclosureError) as caught:
        publishing.publish(settings, QUIET)
    assert caught.value.exit_code == 7
    assert f"csv/observations.csv gives a number of a hidden figure: {said(planted[0])}" in str(caught.value)
    assert [(link.resolve(), contents(link.resolve())) for link in links] == before


def test_a_second_edition_of_the_same_data_hides_nothing_that_the_first_showed(
    sample: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "write_pictures", lambda *_: None)
    monkeypatch.setattr(writing, "save_choropleths", lambda *_: None)
    shutil.copytree(sample.processed, tmp_path / "processed")
    settings = replace(sample, processed=tmp_path / "processed", reports=tmp_path / "reports", edition="2025")
    publishing.publish(settings, QUIET)
    then = settings.reports / "2025"
    assert json.loads((then / "manifest.json").read_text(encoding="utf-8"))["earlier"] == {}
    second = replace(settings, edition="2026")
    assert not measuring.results_are_current(second)
    measuring.measure(second, QUIET)
    publishing.publish(second, QUIET)
    now = settings.reports / "2026"
    manifest = json.loads((now / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["earlier"] == {"2025": file_sum(then / "manifest.json")}
    assert (settings.reports / "latest").resolve() == now.resolve()
    both = table(then, "observations").merge(
        table(now, "observations"), on=KEY, how="outer", suffixes=("_then", "_now"), indicator=True
    )
    assert (both["_merge"] == "both").all()
    assert both["status_now"].equals(both["status_then"])
    assert (both["value_now"] == both["value_then"]).all()
    assert (both["status_now"] == "suppressed").sum() > 0
    page = (now / "quality.html").read_text(encoding="utf-8")
    assert "and 1 earlier: 2025" in page
