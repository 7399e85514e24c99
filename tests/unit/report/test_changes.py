"""The page of changes: parts that add up, reasons that the records show, and nothing of what is hidden."""

import dataclasses
import html
import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from fairer_stockton.fingerprints import file_sum
from fairer_stockton.report.changes.before import before
from fairer_stockton.report.changes.causes import BOUNDARY, DEFINITION, SOURCE, Causes
from fairer_stockton.report.changes.differences import Difference, Portion, differences
from fairer_stockton.report.changes.lists import change_lists
from fairer_stockton.report.changes.view import changes_view
from fairer_stockton.report.changes.words import (
    NOT_CLEAR,
    POPULATION,
    REAL,
    SURVEY_WAVE,
    UNTOLD,
    over_time,
    parts,
    why,
)
from fairer_stockton.report.edition import Edition, Input
from fairer_stockton.report.figures import write, write_difference, write_difference_limits
from fairer_stockton.report.forms.csv_files import write_csv_files
from fairer_stockton.report.pages import changes_page
from fairer_stockton.statistics.proportions import wilson

from .conftest import make_edition, measure, observation
from .test_writing import Page

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
Row = dict[str, Any]


def share(count: float, people: float, **given: Any) -> Row:
    """Make a row of the borough: a proportion with its own interval."""
    found = wilson(count, people, 100.0)
    numbers = {"value": found.value, "lower_95": found.lower_95, "upper_95": found.upper_95}
    plain = {name: float(number) for name, number in numbers.items()}
    return observation(numerator=count, denominator=people, **plain, **given)


def with_rows(edition: Edition, *rows: Row) -> Edition:
    """Give an edition other rows for the borough's cold homes."""
    table = edition.observations
    rest = table[
        ~((table["measure"] == "cold_homes") & (table["area_type"] == "borough") & (table["breakdown"] == "all"))
    ]
    return dataclasses.replace(edition, observations=pd.concat([rest, pd.DataFrame(list(rows))], ignore_index=True))


def saved(edition: Edition, folder: Path, definitions: dict[str, str] | None = None) -> Path:
    """Publish what the page reads of an earlier edition: its tables and its record."""
    write_csv_files(edition, folder / "csv")
    inputs = [
        {"source": name, "file": file.name, "period": file.period, "sha256": file.sha256, "synthetic": file.synthetic}
        for name, files in edition.inputs.items()
        for file in files
    ]
    manifest = {"authority": edition.authority, "inputs": inputs}
    manifest |= {} if definitions is None else {"measures": definitions}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def of_files(edition: Edition, *files: tuple[str, str, str]) -> Edition:
    """Give an edition other files for its one source: name, period, sum."""
    return dataclasses.replace(edition, inputs={"homes": tuple(Input(*file, False) for file in files)})


Pair = Callable[..., Edition]


@pytest.fixture
def after(tmp_path: Path) -> Pair:
    """Publish an edition of 2025 and give that of 2026 which follows it."""
    definition = tmp_path / "cold_homes.toml"
    definition.write_text("now")

    def follow(then: Edition, now: Edition, defined: str | None = file_sum(definition)) -> Edition:
        definitions = None if defined is None else {"cold_homes": defined}
        earlier = saved(then, tmp_path / "2025", definitions)
        cold = dataclasses.replace(now.measures["cold_homes"], path=definition)
        return dataclasses.replace(now, earlier=(earlier,), measures={**now.measures, "cold_homes": cold})

    return follow


def cold(edition: Edition) -> Difference:
    """Give the difference in cold homes."""
    earlier = before(edition)
    assert earlier
    return next(one for one in differences(edition, earlier) if one.measure.name == "cold_homes")


def sizes(found: Difference) -> dict[str, float]:
    return {part.kind: part.size for part in parts(found)}


def test_a_first_edition_says_so_and_what_comes_next_year(edition: Edition) -> None:
    page = changes_page(edition)
    assert "This is the first edition" in page
    assert "What this page will show next year" in page
    read = Page(page)
    assert not read.named("table")
    assert [len(read.named(tag)) for tag in ("h1", "h2", "details")] == [
        1,
        4,
        1,
    ]  # three of the headings name the shelves of all pages


def test_an_edition_of_the_same_figures_has_no_difference(edition: Edition, after: Pair) -> None:
    now = after(edition, edition)
    view = changes_view(now)
    assert all(one.unmoved for one in differences(now, before(now)))  # type: ignore[arg-type]
    assert all(line[3:] == ("no difference", "–") for part in view.domains for line in part.table.rows)
    assert all(not part.answers for part in view.domains)
    assert all(not one.items for one in view.lists)
    assert "none are newer or revised and 5 the same." in view.lead


def test_a_difference_is_split_into_revision_real_change_and_population(edition: Edition, after: Pair) -> None:
    then = of_files(with_rows(edition, share(2000, 10000)), ("homes.csv", "2022", "a" * 64))
    now = of_files(
        with_rows(edition, share(2400, 10000), share(3600, 12000, period="2023")), ("homes.csv", "2022", "b" * 64)
    )
    found = cold(after(then, now))
    # Revised by 4 points, all in the count. Then 100·1200·(1/10000 + 1/12000)/2 = 11 by the count, 5 less by people.
    assert sizes(found) == pytest.approx({SOURCE: 4.0, REAL: 11.0, POPULATION: -5.0})
    assert sum(sizes(found).values()) == pytest.approx(found.total) == pytest.approx(10.0)
    revised, since = why(found)
    assert revised == (
        "For 2022 we gave 20.0%; now it is 24.0%: 4.0 percentage points more. The reason is a revised source: a file "
        "that it comes from is not the one that the last edition was made from."
    )
    assert since.startswith("2023 against 2022: a real change, 6.0 percentage points more (95% interval 4.8 to")
    assert since.endswith(
        "Of this, the count alone makes 11.0 percentage points more, and the population that it is out of "
        "5.0 percentage points less."
    )


def test_a_revised_population_is_named_so(edition: Edition, after: Pair) -> None:
    then = of_files(with_rows(edition, share(2000, 10000)), ("homes.csv", "2022", "a" * 64))
    now = of_files(with_rows(edition, share(2000, 8000)), ("homes.csv", "2022", "b" * 64))
    assert sizes(cold(after(then, now))) == pytest.approx({f"{POPULATION}, revised": 5.0})


def test_a_count_and_population_revised_alike_are_not_called_unrevised(edition: Edition, after: Pair) -> None:
    found = cold(after(with_rows(edition, share(2000, 10000)), with_rows(edition, share(2400, 12000))))
    assert found.total == 0
    assert not found.unmoved
    assert sum(sizes(found).values()) == pytest.approx(0.0)
    assert len(sizes(found)) == 2
    assert why(found)[0].startswith("For 2022 we gave 20.0%; now it is 20.0%: no difference.")


@pytest.mark.parametrize(
    ("changed", "reasons"),
    [
        ({}, ()),
        ({"file"}, (SOURCE,)),
        ({"map"}, (BOUNDARY,)),
        ({"conversion"}, (BOUNDARY,)),
        ({"definition"}, (DEFINITION,)),
        ({"file", "definition"}, (SOURCE, DEFINITION)),
        ({"file", "map", "definition"}, (SOURCE, BOUNDARY, DEFINITION)),
    ],
)
def test_reasons_are_those_that_the_records_show(
    edition: Edition, after: Pair, changed: set[str], reasons: tuple[str, ...]
) -> None:
    then = of_files(with_rows(edition, share(2000, 10000)), ("homes.csv", "2022", "a" * 64))
    given = {"vintage": "2025"} if "map" in changed else {}
    given |= {"converted_from": "2011"} if "conversion" in changed else {}
    now = of_files(with_rows(edition, share(2400, 10000, **given)), ("homes.csv", "2022", "ab"["file" in changed] * 64))
    found = cold(after(then, now, "0" * 64) if "definition" in changed else after(then, now))
    assert found.causes == Causes(reasons, recorded=True)
    (said,) = why(found)
    if not reasons:
        assert "these records do not say why" in said
    elif len(reasons) == 1:
        assert f"The reason is a {reasons[0]}: " in said
    else:
        assert f"and {reasons[-1]} together: how much comes from each cannot be told." in said
    assert all(reason in said for reason in reasons)
    assert len(parts(found)) == 1


def test_another_periods_file_is_no_reason_unless_nothing_is_nearer(edition: Edition, after: Pair) -> None:
    then = of_files(with_rows(edition, share(2000, 10000)), ("a.csv", "2022", "a" * 64), ("b.csv", "2021", "b" * 64))
    changed = of_files(with_rows(edition, share(2400, 10000)), ("a.csv", "2022", "a" * 64), ("b.csv", "2021", "c" * 64))
    assert cold(after(then, changed, "0" * 64)).causes.found == (DEFINITION,)
    assert cold(after(then, changed)).causes.found == (SOURCE,)


@pytest.mark.parametrize(
    ("period", "revised", "reasons"),
    [
        ("2022/23", "2022-23", (SOURCE, DEFINITION)),
        ("2022/23", "2021-22", (DEFINITION,)),
        ("2019 and 2025", "2019", (SOURCE, DEFINITION)),
        ("2019 and 2025", "2015", (DEFINITION,)),
        ("2020", "2015", (SOURCE, DEFINITION)),  # no file is of that time, so it may rest on any
    ],
)
def test_files_are_known_by_the_figures_period(
    edition: Edition, after: Pair, period: str, revised: str, reasons: tuple[str, ...]
) -> None:
    periods = ("2015", "2019", "2021-22", "2022-23", "2025")
    files = [(f"{one}.csv", one, f"{place}" * 64) for place, one in enumerate(periods)]
    others = [(name, one, "b" * 64 if one == revised else total) for name, one, total in files]
    then = of_files(with_rows(edition, share(2000, 10000, period=period)), *files)
    now = of_files(with_rows(edition, share(2400, 10000, period=period)), *others)
    assert cold(after(then, now, "0" * 64)).causes.found == reasons


def test_an_added_file_revises_nothing(edition: Edition, after: Pair) -> None:
    then = of_files(with_rows(edition, share(2000, 10000)), ("a.csv", "2022", "a" * 64))
    now = of_files(with_rows(edition, share(2400, 10000)), ("a.csv", "2022", "a" * 64), ("b.csv", "2023", "b" * 64))
    assert cold(after(then, now)).causes.found == ()


def test_a_definition_that_was_not_recorded_is_not_guessed(edition: Edition, after: Pair) -> None:
    then, now = with_rows(edition, share(2000, 10000)), with_rows(edition, share(2400, 10000))
    found = cold(after(then, now, defined=None))
    assert found.causes == Causes((), recorded=False)
    assert "the earlier edition does not record it" in why(found)[0]


def test_a_changed_definition_that_left_the_figure_is_said(edition: Edition, after: Pair) -> None:
    then = with_rows(edition, share(2000, 10000))
    now = with_rows(edition, share(2000, 10000), share(2400, 10000, period="2023"))
    assert why(cold(after(then, now, "0" * 64)))[0] == (
        "For 2022 both editions give 20.0%: nothing was revised. The file that defines the measure has changed, but "
        "not this figure."
    )


def test_no_change_is_called_real_that_chance_could_make(edition: Edition, after: Pair) -> None:
    then = with_rows(edition, share(20, 100))
    found = cold(after(then, with_rows(edition, share(20, 100), share(22, 100, period="2023"))))
    assert over_time(found) == NOT_CLEAR
    assert "2023 against 2022: no clear change (95% interval from 9" in why(found)[1]
    bare = observation(value=90.0, numerator=90, denominator=100, period="2023")
    same = cold(after(then, with_rows(edition, share(20, 100), {**bare, "value": 20.0})))
    assert why(same)[1] == "2023 against 2022: no difference."
    untold = cold(after(then, with_rows(edition, share(20, 100), bare)))
    assert over_time(untold) == UNTOLD
    assert "we cannot say whether that is a real change" in why(untold)[1]
    for one in (found, untold):
        assert REAL not in sizes(one)
        assert "a real change, " not in why(one)[1]


def test_a_survey_is_a_new_wave(edition: Edition, after: Pair) -> None:
    wave = {"statistic": "survey_share"}
    asked = {**edition.measures, "cold_homes": measure(statistic="survey_share")}
    plain = dataclasses.replace(edition, measures=asked)
    then = with_rows(plain, share(200, 1000, **wave))
    found = cold(after(then, with_rows(plain, share(200, 1000, **wave), share(300, 1000, period="2023", **wave))))
    assert sizes(found) == pytest.approx({SURVEY_WAVE: 10.0})
    assert why(found)[1].startswith("A new survey wave, 2023 against 2022: a clear change, 10.0 percentage")


def test_periods_that_share_years_and_cash_are_said_with_care(edition: Edition, after: Pair) -> None:
    first, second = {"period": "2019 to 2021"}, {"period": "2020 to 2022"}
    then, now = share(2000, 10000, **first), share(3000, 10000, **second)
    assert "share years" in why(cold(after(with_rows(edition, then), with_rows(edition, then, now))))[1]
    apart = share(3000, 10000, period="2022 to 2024")
    assert "share years" not in why(cold(after(with_rows(edition, then), with_rows(edition, then, apart))))[1]
    cash = dataclasses.replace(cold(after(with_rows(edition, then), with_rows(edition, then, now))))
    cash = dataclasses.replace(cash, measure=dataclasses.replace(cash.measure, nominal=True))
    assert "the rise in prices is not taken out" in why(cash)[1]


def test_a_period_that_is_gone_leaves_the_parts_untold(edition: Edition, after: Pair) -> None:
    found = cold(after(with_rows(edition, share(20, 100)), with_rows(edition, share(30, 100, period="2023"))))
    assert sizes(found) == pytest.approx({"revision and change not told apart": 10.0})
    assert why(found)[1].endswith("cannot be told apart.")
    redefined = cold(
        after(with_rows(edition, share(20, 100)), with_rows(edition, share(30, 100, period="2023")), "0" * 64)
    )
    assert why(redefined)[1].endswith("The records show a changed definition.")


HIDDEN = {"value": math.nan, "numerator": math.nan, "denominator": math.nan, "status": "suppressed", "note": "few"}


@pytest.mark.parametrize("place", ["then", "again", "now"])
def test_of_a_hidden_figure_no_number_is_given(edition: Edition, after: Pair, place: str) -> None:
    hidden = observation(**HIDDEN), observation(**HIDDEN, period="2023")
    rows = {"then": share(2345, 10000), "again": share(2345, 10000), "now": share(4321, 10000, period="2023")}
    given = {**rows, place: hidden[place == "now"]}
    if place == "now":  # nothing else to show
        given["again"] = hidden[0]
    now = with_rows(edition, given["again"], given["now"])
    following = after(with_rows(edition, given["then"]), now.without_hidden())
    found = cold(following)
    assert found.state == "hidden"
    assert parts(found) == []
    line = next(line for part in changes_view(following).domains for line in part.table.rows if "Cold" in line[0])
    assert line == ("Cold homes (stands in)", "hidden", "hidden", "not given", "–")
    assert not NUMBER.search(" ".join(why(found)))
    page = changes_page(following)
    assert not re.search(r"23\.4|23\.5|43\.2|19\.[78]", page)


def test_an_invented_figure_is_not_compared_with_a_real_one(edition: Edition, after: Pair) -> None:
    then = with_rows(edition, share(2345, 10000, synthetic=True))
    found = cold(after(then, with_rows(edition, share(3456, 10000))))
    assert found.state == "invented"
    assert why(found) == [
        "One of the two figures rests on the generated sample and is invented. So they are not compared."
    ]


def test_another_unit_or_no_figure_is_no_difference(edition: Edition, after: Pair) -> None:
    then = with_rows(edition, share(20, 100))
    assert cold(after(then, with_rows(edition, {**share(20, 100), "unit": "per_1000"}))).state == "unit"
    none = observation(value=math.nan, status="not_available", note="withheld")
    assert cold(after(then, with_rows(edition, none))).state == "unknown"


def test_what_is_new_or_gone_is_listed(edition: Edition, after: Pair) -> None:
    then = of_files(edition, ("a.csv", "2022", "a" * 64), ("b.csv", "2021", "b" * 64))
    table = edition.observations
    then = dataclasses.replace(
        then, observations=table[table["measure"] != "pay"], priorities=_priorities(["surely", "barely", "not"])
    )
    now = of_files(edition, ("a.csv", "2022", "c" * 64), ("d.csv", "2023", "d" * 64))
    now = dataclasses.replace(
        now, observations=table[table["measure"] != "score"], priorities=_priorities(["surely", "close", "probably"])
    )
    following = after(then, now)
    earlier = before(following)
    assert earlier
    lists = {one.title: one.items for one in change_lists(following, earlier)}
    assert lists["Measures"] == ("New: Weekly pay.", "No longer given: School score.")
    assert lists["Sources"] == ("The homes of a test: revised a.csv; new d.csv; no longer used b.csv.",)
    assert lists["Priority neighbourhoods"] == (
        "Joined: Square 2 (L2): not among the first 10 in the last edition, probably among the first 10 in this one.",
        "Left: Square 1 (L1): among the first 10 only just in the last edition, close to the first 10 in this one.",
    )
    assert lists["Disadvantaged communities"] == ()


def _priorities(verdicts: list[str]) -> pd.DataFrame:
    rows = [
        {"kind": "neighbourhood", "area_code": f"L{place}", "area_name": f"Square {place}", "verdict": verdict}
        for place, verdict in enumerate(verdicts)
    ]
    return pd.DataFrame(rows).reindex(columns=list(make_edition().priorities.columns))


def test_every_number_on_the_page_comes_from_the_tables(edition: Edition, after: Pair) -> None:
    rows = (share(2000, 10000), share(2400, 10100), share(3600, 12000, period="2023"))
    following = after(with_rows(edition, rows[0]), with_rows(edition, *rows[1:]))
    page = changes_page(following)
    cells = html.unescape(
        re.sub(
            r"<[^>]+>",
            " ",
            page.partition('<section class="part"')[2].partition('<section class="part" aria-labelledby="lists"')[0],
        )
    )
    allowed = {"95", *NUMBER.findall(" ".join(following.observations["period"]))}
    for row in (*rows, *following.observations.to_dict("records")):
        allowed |= set(NUMBER.findall(write(row["value"], row["unit"])))
    found = cold(following)
    exact = {  # worked out again from the rows, by the other form of each part
        "revision": 100 * (2400 / 10100 - 2000 / 10000),
        "revised count": 100 * ((2400 - 2000) / 10000 + (2400 - 2000) / 10100) / 2,
        "revised people": 100 * (2000 + 2400) / 2 * (1 / 10100 - 1 / 10000),
        "time": 100 * (3600 / 12000 - 2400 / 10100),
        "count": 100 * ((3600 - 2400) / 10100 + (3600 - 2400) / 12000) / 2,
        "people": 100 * (2400 + 3600) / 2 * (1 / 12000 - 1 / 10100),
        "total": 100 * (3600 / 12000 - 2000 / 10000),
    }
    assert found.revision == Portion(
        *(pytest.approx(exact[name]) for name in ("revision", "revised count", "revised people"))
    )
    assert found.over_time == Portion(*(pytest.approx(exact[name]) for name in ("time", "count", "people")))
    for size in exact.values():
        allowed |= set(NUMBER.findall(write_difference(size, "percentage_points")))
    limits = {"unit": "percentage_points", "lower_95": found.lower_95, "upper_95": found.upper_95}
    allowed |= set(NUMBER.findall(write_difference_limits(limits)))
    read = Page(page)  # every tag closed
    assert len(read.named("table")) == len(read.named("caption")) == 3
    names = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
    assert len(names) == len(set(names))
    numbers = NUMBER.findall(cells.replace("edition 2025", ""))
    assert len(numbers) > 20
    assert [number for number in numbers if number not in allowed] == []


def test_the_page_is_the_same_each_time(edition: Edition, after: Pair) -> None:
    following = after(with_rows(edition, share(20, 100)), edition)
    assert changes_page(following) == changes_page(dataclasses.replace(following))
