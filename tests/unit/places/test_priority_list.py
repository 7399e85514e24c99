import json
import tomllib
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from fairer_stockton.definitions.priority_recipe import PriorityRecipe, load_priority_recipe
from fairer_stockton.places.priority_evidence import DOMAINS, MERGED, NO_RESIDENTS, SPLIT, read_neighbourhoods
from fairer_stockton.places.priority_groups import NO_OUTLINE
from fairer_stockton.places.priority_list import rank_priorities
from fairer_stockton.report.charts.priorities import draw_priority_chart
from fairer_stockton.report.charts.style import use_chart_style
from fairer_stockton.report.pages.priorities import make_priorities_view, write_share
from fairer_stockton.report.pages.render import make_template_environment
from fairer_stockton.run.errors import CatalogueError, ValidationError
from fairer_stockton.run.look import Look
from fairer_stockton.run.package import COUNCIL
from fairer_stockton.schemas.results.priorities import PRIORITY_COLUMNS, Priorities
from tests.conftest import DEFINITIONS

ENGLAND, AUTHORITY = 100, "E06000004"
# 2025: the places of N00 to N09 in England; N00, N01 and N03 touch in a row, N02 lies apart
PLACES = {"N00": 1, "N01": 3, "N02": 5, "N03": 8, "N04": 12, "N05": 20, "N06": 35, "N07": 50, "N08": 70, "N09": 95}
LEFT = {"N00": 0, "N01": 1, "N03": 2, "N04": 3, "N02": 9}


def edition(period: str, column: str, here: dict[str, int], domains: bool) -> pd.DataFrame:
    """Make an edition in which these neighbourhoods have these ranks and others fill England."""
    codes = {rank: code for code, rank in here.items()}
    rows = pd.DataFrame({"imd_rank": range(1, ENGLAND + 1)})
    rows[column] = [codes.get(rank, f"X{rank:02d}") for rank in rows["imd_rank"]]
    rows["lsoa21cd" if column == "lsoa11cd" else "lsoa11cd"] = None
    rows["lsoanm"] = "Place " + rows[column]
    rows["period"] = period
    rows["imd_score"] = 101.0 - rows["imd_rank"]
    rows["income_score"] = rows["imd_score"] / 200 if domains else np.nan
    rows["population"] = 1500.0
    for place, name in enumerate(DOMAINS):
        rows[f"{name}_rank"] = (rows["imd_rank"] + 3 * place - 1) % ENGLAND + 1.0 if domains else np.nan
    return rows


@pytest.fixture
def frames() -> dict[str, pd.DataFrame]:
    """N04 and N05 were one, M0; N06 was two, M1 and M2; the others have not changed."""
    same = [code for code in PLACES if code not in ("N04", "N05", "N06")]
    old = {code: PLACES[code] for code in same} | {"M0": 9, "M1": 4, "M2": 60}
    lookup = [(code, code, "U") for code in same]
    lookup += [("M0", "N04", "S"), ("M0", "N05", "S"), ("M1", "N06", "M"), ("M2", "N06", "M")]
    boundaries = [
        {"lsoa11cd": None, "lsoa21cd": code, "lsoanm": code, "geometry": _square(place), "period": "2021"}
        for code, place in LEFT.items()
    ]
    wards = {"N02": "Far", "N03": "Mid"}
    editions = [edition("2015", "lsoa11cd", old, False), edition("2019", "lsoa11cd", old, True)]
    return {
        "indices": pd.concat([*editions, edition("2025", "lsoa21cd", PLACES, True)], ignore_index=True),
        "lookup": pd.DataFrame(lookup, columns=["lsoa11cd", "lsoa21cd", "change"]).assign(lad22cd=AUTHORITY),
        "wards": pd.DataFrame(
            {
                "lsoa21cd": list(PLACES),
                "wd24nm": [wards.get(code, "Near") for code in PLACES],
                "lad24cd": AUTHORITY,
            }
        ),
        "residents": pd.DataFrame({"lsoa21cd": list(PLACES), "residents": range(1000, 2000, 100)}),
        "boundaries": pd.DataFrame(boundaries),
    }


def _square(place: int) -> str:
    west, east, south, north = -1.3 + 0.01 * place, -1.29 + 0.01 * place, 54.5, 54.51
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


@pytest.fixture
def still() -> PriorityRecipe:
    """The recipe with three first neighbourhoods, one first group, and nothing that varies."""
    recipe = DEFINITIONS.recipe
    vary = tuple(replace(one, size=0.0) for one in recipe.vary)
    return replace(recipe, top=3, draws=1000, vary=vary, group=replace(recipe.group, top=1))


def test_a_neighbourhood_takes_its_places_from_the_one_it_was_part_of(frames: dict[str, pd.DataFrame]) -> None:
    frames.pop("boundaries")
    found = read_neighbourhoods(**frames, authority=AUTHORITY)
    assert found.ranks.loc["N03"].tolist() == [8, 8, 8]
    assert found.ranks.loc["N04"].tolist() == [9, 9, 12]
    assert found.ranks.loc["N05"].tolist() == [9, 9, 20]
    # scores 97 and 41 have mean 69, which is the score of rank 32: never the mean of ranks or tenths
    assert found.ranks.loc["N06"].tolist() == [32, 32, 35]
    assert (found.table.loc["N05", "note"], found.table.loc["N06", "note"]) == (SPLIT, MERGED)
    assert found.england_rate == pytest.approx(50.5 / 200)


def test_the_table_keeps_its_contract_and_says_what_counts(
    frames: dict[str, pd.DataFrame], still: PriorityRecipe
) -> None:
    table = rank_priorities(**frames, authority=AUTHORITY, recipe=still, more_sources=["people"])
    Priorities.validate(table, lazy=True)
    assert tuple(table.columns) == PRIORITY_COLUMNS
    places = table[table["kind"] == "neighbourhood"].set_index("area_code")
    assert list(places.index)[:2] == ["N00", "N01"]
    assert places.loc["N04", "editions_in_worst_tenth"] == 2
    # domains of N03, rank 8 overall, have ranks 8, 11, 14 and so on
    assert (places.loc["N03", "domains_in_worst_tenth"], places.loc["N00", "domains_in_worst_tenth"]) == (1, 4)
    assert places.loc["N00", "people_above_england"] == pytest.approx(1000 * (0.5 - 0.2525))
    assert places.loc["N09", "people_above_england"] < 0
    # N08 and N09 have none beyond England's rate, and share the last place among ten
    assert (places.loc["N09", "people_component"], places.loc["N00", "deprivation_component"]) == (0.5 / 9, 1.0)
    assert set(places["verdict"]) == {"surely", "not"}
    assert set(table["sources"]) == {"indices_of_deprivation lsoa11_lsoa21 lsoa21_wd24 lsoa_boundaries people"}
    assert set(table["period"]) == {"2025"}


def test_groups_are_of_neighbours_in_the_worst_tenth(frames: dict[str, pd.DataFrame], still: PriorityRecipe) -> None:
    table = rank_priorities(**frames, authority=AUTHORITY, recipe=still)
    groups = table[table["kind"] == "group"].set_index("area_code")
    assert dict(groups["members"]) == {"group-N00": "N00 N01 N03", "group-N02": "N02"}
    assert groups.loc["group-N00", "area_name"] == "Near and Mid (3 neighbourhoods)"
    assert groups.loc["group-N02", "area_name"] == "Far (Place N02)"
    assert groups.loc["group-N00", "residents"] == 1000 + 1100 + 1300
    score = (1000 * 100 + 1100 * 98 + 1300 * 93) / 3400
    assert groups.loc["group-N00", "deprivation_score"] == pytest.approx(score)
    assert groups.loc["group-N00", "deprivation_rank"] == 5  # four have scores above 96.7
    parts = table.set_index("area_code").loc[["N00", "N01", "N03"], "people_above_england"]
    assert groups.loc["group-N00", "people_above_england"] == pytest.approx(parts.sum())
    assert sorted(groups["rank"]) == [1, 2]


def test_without_boundaries_there_are_no_groups(frames: dict[str, pd.DataFrame], still: PriorityRecipe) -> None:
    table = rank_priorities(**{**frames, "boundaries": None}, authority=AUTHORITY, recipe=still)
    assert set(table["kind"]) == {"neighbourhood"}
    assert "lsoa_boundaries" not in table["sources"].iloc[0]
    few = frames["boundaries"][frames["boundaries"]["lsoa21cd"] != "N02"]
    lone = rank_priorities(**{**frames, "boundaries": few}, authority=AUTHORITY, recipe=still).set_index("area_code")
    assert NO_OUTLINE in lone.loc["group-N02", "note"]
    assert NO_OUTLINE not in lone.loc["group-N00", "note"]


def test_residents_that_are_not_known_are_said_so(frames: dict[str, pd.DataFrame], still: PriorityRecipe) -> None:
    latest = frames["indices"]["period"] == "2025"
    frames["indices"].loc[latest, "population"] = np.nan
    for known in (frames["residents"].iloc[2:], frames["residents"].iloc[:0]):
        table = rank_priorities(**{**frames, "residents": known}, authority=AUTHORITY, recipe=still)
        Priorities.validate(table, lazy=True)
        first = table.set_index("area_code").loc["N00"]
        assert NO_RESIDENTS in first["note"]
        assert np.isnan(first["residents"])
        assert np.isnan(first["people_above_england"])
        assert np.isnan(table.set_index("area_code").loc["group-N00", "residents"])


def test_the_order_of_the_rows_does_not_matter_and_the_seed_decides(frames: dict[str, pd.DataFrame]) -> None:
    recipe = replace(DEFINITIONS.recipe, top=3, draws=1000)
    table = rank_priorities(**frames, authority=AUTHORITY, recipe=recipe)
    mixed = {name: rows.sample(frac=1, random_state=3) for name, rows in frames.items()}
    pd.testing.assert_frame_equal(table, rank_priorities(**mixed, authority=AUTHORITY, recipe=recipe))
    other = rank_priorities(**frames, authority=AUTHORITY, recipe=replace(recipe, seed=1))
    assert (other["top_share"] != table["top_share"]).any()
    assert other["rank"].tolist() == table["rank"].tolist()
    assert table["top_share"].sum() == pytest.approx(3 + 2, abs=0.01)  # three neighbourhoods and both groups


def test_a_neighbourhood_without_a_rank_is_named(frames: dict[str, pd.DataFrame]) -> None:
    rows = frames["indices"]
    frames["indices"] = rows[(rows["lsoa21cd"] != "N07")]
    with pytest.raises(ValidationError, match="N07"):
        rank_priorities(**frames, authority=AUTHORITY, recipe=DEFINITIONS.recipe)
    with pytest.raises(ValidationError, match="E06000001"):
        rank_priorities(**frames, authority="E06000001", recipe=DEFINITIONS.recipe)


def test_the_page_says_the_finding(frames: dict[str, pd.DataFrame]) -> None:
    table = rank_priorities(**frames, authority=AUTHORITY, recipe=DEFINITIONS.recipe)
    edition = SimpleNamespace(
        **{"name": "2026", "year": "2026", "date": "", "title": "A title", "contact": "A council"},
        **{"priorities": table, "boundaries": frames["boundaries"], "look": Look()},
    )
    view = make_priorities_view(edition, DEFINITIONS.recipe)
    assert view.lead.startswith("There are only 10 neighbourhoods here, so all are among the first 10")
    assert "the most deprived of England’s neighbourhoods" in view.sentences[0]
    assert len(view.neighbourhoods.rows) == 10
    assert all(len(row) == len(view.neighbourhoods.header) for row in view.neighbourhoods.rows)
    assert view.groups and len(view.groups.rows) == 2
    assert view.chart and "stay within the first 10" in view.chart.alt
    page = (
        make_template_environment()
        .get_template("priorities.html.j2")
        .render(edition=edition, stamp="", site=(), view=view, attribution="")
    )
    assert page.count("<table") == 4
    with use_chart_style():
        for narrow in (False, True):
            assert draw_priority_chart(view.chart, "SAMPLE", narrow).axes
    lone = SimpleNamespace(priorities=table[table["kind"] == "neighbourhood"], boundaries=None)
    assert "outlines" in make_priorities_view(lone, DEFINITIONS.recipe).no_groups


def test_the_page_names_those_at_the_edge(frames: dict[str, pd.DataFrame], still: PriorityRecipe) -> None:
    table = rank_priorities(**frames, authority=AUTHORITY, recipe=still)
    words = ["surely", "probably", "barely", *["close"] * 2]
    table.loc[:4, "verdict"] = words
    table.loc[:4, "top_share"] = [1.0, 0.8, 0.4, 0.3, 0.2]
    table.loc[0, ["residents", "people_above_england"]] = np.nan
    view = make_priorities_view(SimpleNamespace(priorities=table, boundaries=None), DEFINITIONS.recipe)
    assert view.lead == (
        "Of 10 neighbourhoods, 1 is almost certainly in the 10 with greatest need, 1 probably is, 1 is only just "
        "included and 2 are borderline."
    )
    assert "Place N01 (Near) in 80% of the trials; Place N02 (Far) in 40%" in view.sentences[1]
    assert view.neighbourhoods.rows[0][6] == "not known"
    assert view.neighbourhoods.rows[2][-1] == "among the first 10 only just"


def test_a_share_is_never_written_as_all_or_none_where_it_is_not() -> None:
    assert [write_share(share) for share in (0, 0.0001, 0.5, 0.9999, 1)] == [
        "0%",
        "under 1%",
        "50%",
        "over 99%",
        "100%",
    ]


def test_the_recipe_is_declared_in_words() -> None:
    recipe = DEFINITIONS.recipe
    assert "confirmed by the council" in recipe.status
    assert all(one.words for one in (*recipe.components, *recipe.vary, recipe.group))
    assert sum(one.weight for one in recipe.components) == pytest.approx(1)
    assert (recipe.top, recipe.draws) == (10, 10_000)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("weight = 0.4", "weight = 0.5"), "add up to one"),
        (("weight = 0.4", "wait = 0.4"), "component: .*wait"),
        (("[component.people]", "[component.folk]"), "unknown key 'folk'"),
        (("[vary.rate]", "[[vary.rate]]"), "vary"),
        (("top    = 10 ", "tip    = 10 "), "own keys: .*tip"),
        (("[verdict]", "[verdicts]"), "'verdict' is missing"),
        (("[group]", "[group"), "the file: "),
    ],
)
def test_a_wrong_recipe_is_named(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    text = (COUNCIL / "priorities.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text) and change[0] in text
    path = tmp_path / "priorities.toml"
    path.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(CatalogueError, match=said):
        load_priority_recipe(path)
