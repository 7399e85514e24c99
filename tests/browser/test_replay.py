"""Figures recomputed by the page's own script in Chromium: all the same, also unseen, and no corruption unnoticed."""

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import Opened, open_tab

pytestmark = pytest.mark.xdist_group("browser")

# Every row of every measure that has counts, recomputed: how many are as published, and each that is not.
RECOMPUTE_ALL = """() => {
    const {explorer} = window, at = (view, name, row) => Array.isArray(view[name]) ? view[name][row] : view[name];
    const outcome = {same: 0, differing: [], outside: {}};
    for (const [name, replay] of explorer.replays) {
        const measure = explorer.measures.get(name);
        for (const [kind, choices] of Object.entries(measure.kinds)) for (const series of choices)
        for (const {period, view} of series.periods) for (let row = 0; row < view.status.length; row++) {
            const [key] = explorer.index.areas[at(view, 'area', row)];
            const computed = explorer.recompute(replay, explorer.weights, kind, key, period);
            const published = {value: at(view, 'value', row)};
            for (const part of ['above', 'below']) published[part] = at(view, part, row);
            const text = measure.words[at(view, 'figure', row)];
            if (!computed) {
                const beyond = kind === 'authority' ? 'council' : /^E(92|12)/.test(key) ? 'larger' : `${name} ${kind}`;
                outcome.outside[beyond] = (outcome.outside[beyond] || 0) + 1;
            } else if (explorer.isAsPublished(computed, published)
                       && explorer.writeFigure(replay, computed.value) === text) outcome.same += 1;
            else outcome.differing.push([name, kind, key, period, computed.value, published.value, text]);
        }
    }
    return outcome;
}"""
# What the page computes of a measure, without its published figures.
COMPUTE = """([name, kind, key, period]) => {
    const {explorer} = window;
    const computed = explorer.recompute(explorer.replays.get(name), explorer.weights, kind, key, period);
    return computed && explorer.writeFigure(explorer.replays.get(name), computed.value);
}"""
# A count is changed, by its position; returns whether the figure then differs from the one published, if there is one.
CORRUPT = """([name, series_number, part, position, change, kind, key]) => {
    const {explorer} = window, at = (view, name, row) => Array.isArray(view[name]) ? view[name][row] : view[name];
    const replay = explorer.replays.get(name), series = replay.series[series_number];
    const measure = explorer.measures.get(name);
    series[part][position] += change;
    const computed = explorer.recompute(replay, explorer.weights, kind, key, series.period);
    series[part][position] -= change;
    const entry = (measure.kinds[kind] || [{periods: []}])[0].periods.find((entry) => entry.period === series.period);
    if (!entry) return null;
    const {view} = entry, {areas} = explorer.index;
    const row = [...view.status].findIndex((_, row) => areas[at(view, 'area', row)][0] === key);
    const published = {value: at(view, 'value', row)};
    for (const part of ['above', 'below']) published[part] = at(view, part, row);
    return !explorer.isAsPublished(computed, published);
}"""


@pytest.fixture(scope="module")
def loaded(browser: Any, folder: Path) -> Iterator[Any]:
    """The explorer's page with the counts and figures of every measure that has counts."""
    faults: list[str] = []
    context = browser.new_context(offline=True)
    page = open_tab(context, faults)
    page.goto((folder / "explorer.html").as_uri())
    names = sorted(path.stem for path in (folder / "replay").glob("*.js") if path.stem != "weights")
    load = "(name) => [explorer.loadMeasure(name), explorer.loadReplay(name)]"
    page.evaluate(f"async (names) => {{ await Promise.all(names.flatMap({load})); }}", names)
    yield page
    context.close()
    assert faults == []


def read_script(path: Path) -> Any:
    """Return the last value that a script of data hands over."""
    return json.loads(f"[{path.read_text(encoding='utf-8').partition('(')[2].rstrip().removesuffix(');')}]")[-1]


def test_every_figure_that_has_counts_is_the_one_that_was_published(loaded: Any) -> None:
    outcome = loaded.evaluate(RECOMPUTE_ALL)
    assert outcome["differing"] == []
    assert outcome["same"] > 7_000
    # Other councils, region and country are made of neighbourhoods elsewhere; fuel poverty has counts of one year.
    assert {name.split()[0] for name in outcome["outside"]} <= {"council", "larger", "fuel_poverty"}


def test_the_figure_is_computed_without_the_published_one(loaded: Any) -> None:
    published = loaded.evaluate("() => JSON.stringify([...explorer.measures])")
    key = ("no_qualifications", "ward-2024", "E05014882", "2021")
    before = loaded.evaluate(COMPUTE, key)
    loaded.evaluate("() => explorer.measures.clear()")
    assert loaded.evaluate(COMPUTE, key) == before is not None
    loaded.evaluate("text => { explorer.measures = new Map(JSON.parse(text)); }", published)


def test_no_script_of_counts_has_a_published_figure_or_a_closed_source(folder: Path) -> None:
    for path in (folder / "replay").glob("*.js"):
        assert '"value"' not in path.read_text(encoding="utf-8")
    hidden = [
        path.stem for path in (folder / "json").glob("*.json") if '"suppressed"' in path.read_text(encoding="utf-8")
    ]
    assert hidden
    assert not [name for name in hidden if (folder / "replay" / f"{name}.js").exists()]


def test_each_of_a_hundred_corrupted_counts_is_noticed(loaded: Any, folder: Path) -> None:
    chance = random.Random(22)
    scripts = {path.stem: read_script(path) for path in sorted((folder / "replay").glob("*.js"))}
    weights = scripts.pop("weights")
    noticed: list[bool] = []
    while len(noticed) < 100:
        name = chance.choice(sorted(scripts))
        number = chance.randrange(len(scripts[name]["series"]))
        series = scripts[name]["series"][number]
        areas = {
            (kind, key): [*whole, *(place for place, _ in shared)]
            for kind in ("borough", "community_partnership", "ward-2024", "ward-2019")
            for key, (whole, shared) in weights[series["map"]]["areas"].get(kind, {}).items()
            if "-deprivation_fifth-" not in key
        }
        kind, key = chance.choice(sorted(areas))
        position = chance.choice(areas[kind, key])
        change = chance.choice([-2, -1, 1, 2, 10, 1000])
        corrupted = [name, number, chance.choice(["above", "below"]), position, change, kind, key]
        answer = loaded.evaluate(CORRUPT, corrupted)
        noticed += [] if answer is None else [answer]
    assert noticed == [True] * 100


def test_a_reader_sees_each_count_the_sum_and_the_bytes_they_came_from(opened: Opened) -> None:
    page = opened("explorer.html#measure=no_qualifications&areas=ward-2024&period=2021&area=E05014882")
    page.locator("#replay-open").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#replay-rows tr")
    assert page.locator("#replay-words").inner_text().endswith("The published figure is the same.")
    rows = page.locator("#replay-rows tr").evaluate_all("rows => rows.map(row => [...row.cells].map(c => c.innerText))")
    above = sum(float(cells[1].replace(",", "")) for cells in rows)
    assert f"Recomputed: {above:,.0f} ÷ " in page.locator("#replay-sums").inner_text()
    assert re.search(r"sha256 [0-9a-f]{64}", page.locator("#replay-files").inner_text())
    assert page.locator("#replay-open").get_attribute("aria-expanded") == "true"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("measure=loneliness&replay=yes", "records that are not open"),
        ("measure=employment_rate&replay=yes", "its publisher gives the finished figure"),
        ("measure=no_qualifications&areas=borough&area=E92000001&replay=yes", "neighbourhoods within the borough only"),
    ],
)
def test_the_page_says_why_a_figure_cannot_be_recomputed(opened: Opened, address: str, words: str) -> None:
    page = opened(f"explorer.html#{address}")
    page.wait_for_function("document.getElementById('replay-words').textContent")
    assert words in page.locator("#replay-words").inner_text()
    assert not page.locator("#replay-details").is_visible()


def test_a_figure_that_differs_is_called_so_in_words(opened: Opened) -> None:
    page = opened("explorer.html#measure=no_qualifications&areas=ward-2024&period=2021&area=E05014882&replay=yes")
    page.wait_for_selector("#replay-rows tr")
    page.evaluate("explorer.replays.get('no_qualifications').series.forEach((part) => part.above.fill(1))")
    page.evaluate("() => explorer.drawReplay()")
    assert "This differs from the published figure" in page.locator("#replay-words").inner_text()
