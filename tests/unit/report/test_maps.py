"""Maps of neighbourhoods: honest classes, nothing of what is suppressed, every area by name, the British grid."""

import dataclasses
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairer_stockton.report.drawing import list_pictures_to_draw, write_pictures
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.maps.choropleths import Choropleth, make_choropleths
from fairer_stockton.report.maps.classes import CLASS_EDGES, CLASS_SHADES, classify_values_for_map
from fairer_stockton.report.maps.inline import write_inline_map, write_locator_map, write_shared_map_shapes
from fairer_stockton.report.outlines import ATTRIBUTION
from fairer_stockton.report.pages.all_pages import make_domain_maps_page, make_maps_page
from fairer_stockton.report.pages.maps import group_choropleths_by_domain
from fairer_stockton.report.pages.site import make_maps_page_name_of_domain
from fairer_stockton.report.pages.views import make_page_views
from fairer_stockton.run.progress import Progress

from .conftest import make_edition, observation

SIDE = 6
SECRET = 77.7
AREAS = [f"E010{position:05d}" for position in range(SIDE * SIDE)]
HIDDEN, LACKING = AREAS[3], AREAS[4]


def _square(cell: int) -> str:
    across, up = cell % SIDE, cell // SIDE
    corners = ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
    ring = [[round(-1.3 + 0.01 * (across + x), 2), round(54.5 + 0.01 * (up + y), 2)] for x, y in corners]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def _memberships() -> pd.DataFrame:
    rows = []
    for position, code in enumerate(AREAS):
        half = "North" if position // SIDE >= SIDE // 2 else "South"
        third = f"Ward {position % SIDE // 2}"
        rows += [
            (code, "2021", "lsoa", code, f"Place {position:03d}", "2021"),
            (code, "2021", "ward", third, third, "2024"),
            (code, "2021", "community_partnership", half, half, "2019"),
            (code, "2021", "borough", "E06000004", "Stockton-on-Tees", "2022"),
        ]
    columns = ["lsoacd", "lsoa_vintage", "area_type", "area_code", "area_name", "vintage"]
    return pd.DataFrame(rows, columns=columns).assign(share=1.0, converted_from="", fit=float("nan"))


def planted(polarity: str = "lower_is_better") -> Edition:
    """A borough of 36 squares: the value is the place's number, one is suppressed and one has no row at all."""
    edition = make_edition()
    rows = [
        observation(
            "lsoa",
            area_code=code,
            area_name=f"Place {cell:03d}",
            vintage="2021",
            value=float(cell),
        )
        for cell, code in enumerate(AREAS)
        if code != LACKING
    ]
    # the contract allows no value here; maps must not rely on that
    rows[3] |= {"status": "suppressed", "value": SECRET}
    older = [{**row, "period": "2011", "value": 1.0, "status": "published"} for row in rows]
    older += [{**row, "vintage": "2011", "converted_from": "2021", "value": 2.0} for row in rows if row["value"] < 9]
    others = edition.observations[edition.observations["measure"] != "most_deprived_tenth"]
    return dataclasses.replace(
        edition,
        observations=pd.concat([others, pd.DataFrame(rows + older)], ignore_index=True),
        boundaries=pd.DataFrame(
            {"lsoa11cd": None, "lsoa21cd": AREAS, "geometry": [_square(cell) for cell in range(len(AREAS))]}
        ),
        memberships=_memberships(),
        measures={
            **edition.measures,
            "cold_homes": dataclasses.replace(edition.measures["cold_homes"], polarity=polarity),
        },
    )


def with_local_areas(edition: Edition) -> Edition:
    """Add a measure that comes by MSOA alone: six of them, a row of the borough each, of which the last has no row."""
    places = edition.memberships[edition.memberships["area_type"] == "lsoa"]
    rows = [int(code[4:]) // SIDE for code in places["lsoacd"]]
    codes = [f"E020{row:05d}" for row in rows]
    local = places.assign(area_type="msoa", area_code=codes, area_name=[f"Row {row}" for row in rows])
    income = dataclasses.replace(edition.measures["cold_homes"], name="income_by_msoa", title="Income by MSOA")
    figures = [
        observation("msoa", measure=income.name, area_code=f"E020{row:05d}", area_name=f"Row {row}", vintage="2021",
                    value=10.0 * row)
        for row in range(SIDE - 1)
    ]  # fmt: skip
    return dataclasses.replace(
        edition,
        measures={**edition.measures, income.name: income},
        memberships=pd.concat([edition.memberships, local], ignore_index=True),
        observations=pd.concat([edition.observations, pd.DataFrame(figures)], ignore_index=True),
    )


def the_map(edition: Edition) -> Choropleth:
    (choropleth,) = make_choropleths(edition)
    return choropleth


@given(st.lists(st.floats(0, 100).map(lambda value: round(value, 2)), min_size=1, max_size=150), st.booleans())
def test_classes_never_part_equal_values_and_keep_their_order(values: list[float], lower: bool) -> None:
    classes, group = classify_values_for_map(
        np.array(values), "percent", "lower_is_better" if lower else "higher_is_better"
    )
    written = pd.DataFrame({"written": [f"{value:.1f}" for value in values], "group": group, "value": values})
    assert (written.groupby("written")["group"].nunique() == 1).all()
    assert [map_class.count for map_class in classes] == [int((group == rank).sum()) for rank in range(len(classes))]
    assert 1 <= len(classes) <= 5
    assert all(map_class.count for map_class in classes)
    ends = written.groupby("group")["value"].agg(["min", "max"]).sort_index(ascending=lower)
    assert (ends["max"].to_numpy()[:-1] < ends["min"].to_numpy()[1:]).all()
    assert [map_class.shade for map_class in classes] == sorted({map_class.shade for map_class in classes})


def test_breaks_are_round_and_every_value_lies_in_the_range_of_its_class() -> None:
    values = np.linspace(3.04, 48.96, 120)
    classes, group = classify_values_for_map(values, "percent", "lower_is_better")
    assert [map_class.label for map_class in classes][1:4] == ["10.0% to 19.9%", "20.0% to 29.9%", "30.0% to 39.9%"]
    for value, rank in zip(values, group, strict=True):
        low, high = (float(end) for end in re.findall(r"[\d.]+", classes[rank].label))
        assert low <= round(value, 1) <= high


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([4.0] * 9, ["4.0%"]),
        ([0.0] * 70 + [3.0, 5.0, 9.0] * 10, ["0.0%", "3.0%", "5.0%", "9.0%"]),
        ([0.0, 100.0, 0.0], ["No", "Yes"]),
        ([0.0, 0.0], ["No"]),
    ],
)
def test_few_values_make_few_classes(values: list[float], labels: list[str]) -> None:
    assert [
        map_class.label for map_class in classify_values_for_map(np.array(values), "percent", "lower_is_better")[0]
    ] == labels


def test_darker_is_worse() -> None:
    values = np.arange(50.0)
    for polarity, worst, word in (
        ("lower_is_better", 49, "worst"),
        ("higher_is_better", 0, "worst"),
        ("neutral", 49, "highest"),
    ):
        classes, group = classify_values_for_map(values, "percent", polarity)
        assert classes[group[worst]].shade == 5
        assert classes[group[worst]].rank_words == f"{word} of five groups"


def _luminance(colour: str) -> float:
    parts = [int(colour[position : position + 2], 16) / 255 for position in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_each_shade_stands_out_from_its_edge_and_from_the_one_before() -> None:
    lights = {shade: _luminance(colour) + 0.05 for shade, colour in CLASS_SHADES.items()}
    for shade, light in lights.items():
        edge = _luminance(CLASS_EDGES[shade]) + 0.05
        assert max(light, edge) / min(light, edge) >= 3
    assert all(lights[shade] / lights[shade + 1] > 1.7 for shade in range(1, 5))


def test_a_map_is_of_the_latest_period_and_names_every_neighbourhood() -> None:
    choropleth = the_map(planted())
    assert (choropleth.period, choropleth.vintage, choropleth.name) == ("2022", "2021", "map-cold-homes")
    assert list(choropleth.frame["code"]) == AREAS
    assert len(choropleth.table.rows) == len(AREAS)
    assert choropleth.hidden == {"suppressed": 1, "not_available": 1}


def test_the_alternative_text_states_the_finding() -> None:
    choropleth = the_map(planted())
    assert choropleth.alt == (
        "Highest in Place 035 (Ward 2 ward), 35.0%; lowest in Place 000 (Ward 0 ward), 0.0%; "
        "Stockton-on-Tees as a whole: 12.1%. The worst of five groups (28.0% to 35.0%) holds 8 neighbourhoods, "
        "all in North. 1 neighbourhood’s figure is suppressed and 1 neighbourhood has no figure."
    )
    better = the_map(planted("higher_is_better")).alt
    assert "The worst of five groups (0.0% to 7.9%) holds 6 neighbourhoods, all in South." in better


def test_a_measure_by_msoa_alone_has_a_map_of_local_areas(tmp_path: Path) -> None:
    edition = with_local_areas(planted())
    homes, income = make_choropleths(edition)
    assert (homes.kind.area_type, income.kind.area_type, len(income.frame)) == ("lsoa", "msoa", SIDE)
    assert income.alt == (
        "Highest in Row 4, 40.0%; lowest in Row 0, 0.0%. The worst of five groups (40.0%) holds 1 local area. "
        "1 local area has no figure."
    )
    assert income.table.header == ("Local area (MSOA)", "Figure", "Group")
    shared, drawn = write_shared_map_shapes(edition, [homes, income]), write_inline_map(edition, income)
    defined = re.findall(r' id="(.*?)"', shared)
    assert set(re.findall(r'href="#(.*?)"', drawn)) <= set(defined)
    assert len(defined) == len(set(defined))
    assert drawn.count('tabindex="0"') == SIDE
    assert write_inline_map(edition, homes).count('tabindex="0"') == len(AREAS)
    pages = map_pages(edition)
    assert "1 measures are known" not in pages["maps.html"]
    assert "and 1 more for every local area" in pages["maps.html"]
    assert "areas=msoa-2021" in pages["maps-housing.html"]
    draw_maps(edition, tmp_path)
    assert "Local areas by value (how" in (tmp_path / "map-income-by-msoa.svg").read_text(encoding="utf-8")


def draw_maps(edition: Edition, folder: Path) -> None:
    """Draw the maps of an edition and nothing else."""
    maps = [
        one for one in list_pictures_to_draw(edition, make_page_views(edition)) if isinstance(one.shows, Choropleth)
    ]
    write_pictures(maps, folder, edition.stamp, Progress(quiet=True))


def map_pages(edition: Edition) -> dict[str, str]:
    """Make every page of maps, by its file's name."""
    views = make_page_views(edition)
    explored = group_choropleths_by_domain(edition, views.choropleths)
    large = {
        make_maps_page_name_of_domain(domain): make_domain_maps_page(edition, domain, maps) for domain, maps in explored
    }
    return {"maps.html": make_maps_page(edition, views), **large}


def test_nothing_of_a_suppressed_neighbourhood_is_anywhere(tmp_path: Path) -> None:
    edition = planted()
    choropleth = the_map(edition)
    row = choropleth.frame.set_index("code").loc[HIDDEN]
    assert (row["group"], row["figure"], np.isnan(row["value"])) == (-1, "[c]", True)
    draw_maps(edition, tmp_path)
    for text in (
        choropleth.alt,
        str(choropleth.table),
        *map_pages(edition).values(),
        *(file.read_text() for file in tmp_path.glob("*.svg")),
    ):
        assert str(SECRET) not in text
    areas = re.findall(
        r'<g class="(\S+)" tabindex="0" role="img" aria-label="(.*?)">', write_inline_map(edition, choropleth)
    )
    words = {label: style for style, label in areas}
    assert words[f"Place 003 ({HIDDEN}), Ward 1 ward: suppressed"] == "suppressed"
    assert words[f"Place 004 ({LACKING}), Ward 2 ward: no figure"] == "not-available"


def test_every_neighbourhood_is_in_the_inline_map_once_with_its_name_and_value() -> None:
    edition = planted()
    choropleth = the_map(edition)
    drawn, shared = write_inline_map(edition, choropleth), write_shared_map_shapes(edition, [choropleth])
    labels = re.findall(r'tabindex="0" role="img" aria-label="(.*?)"', drawn)
    assert len(labels) == len(set(labels)) == len(AREAS)
    for position, code in enumerate(AREAS):
        if code not in (HIDDEN, LACKING):
            (label,) = (text for text in labels if f"({code})" in text)
            assert re.fullmatch(
                rf"Place {position:03d} \({code}\), Ward \d ward: {position}\.0%, in the .* groups", label
            )
    used, defined = set(re.findall(r'href="#(.*?)"', drawn)), re.findall(r' id="(.*?)"', shared)
    assert used <= set(defined)
    assert len(defined) == len(set(defined))
    assert "<script" not in drawn + shared


def test_shapes_lie_on_the_british_national_grid() -> None:
    shapes = planted().outlines.neighbourhoods("2021")
    assert shapes.crs.to_epsg() == 27700
    west, south, east, north = shapes.total_bounds
    # one cell is 0.01 degrees: about 647 by 1,113 metres at 54.5 degrees north
    assert west == pytest.approx(445_400, abs=200)
    assert south == pytest.approx(511_900, abs=300)
    assert east - west == pytest.approx(6 * 647, abs=120)
    assert north - south == pytest.approx(6 * 1113, abs=120)


def test_the_same_edition_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        edition = planted()
        draw_maps(edition, tmp_path / name)
        for file, page in map_pages(edition).items():
            (tmp_path / name / file).write_text(page, encoding="utf-8")
    files = sorted(file.name for file in (tmp_path / "one").iterdir())
    assert files == ["map-cold-homes-narrow.svg", "map-cold-homes.svg", "maps-housing.html", "maps.html"]
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_the_page_of_all_maps_leads_to_each() -> None:
    edition = planted()
    pages, choropleth = map_pages(edition), the_map(edition)
    assert f'<a href="maps-housing.html#{choropleth.name}">{choropleth.title}</a>' in pages["maps.html"]
    assert f'<img src="charts/{choropleth.name}-narrow.svg"' in pages["maps.html"]
    assert f' id="{choropleth.name}">' in pages["maps-housing.html"]
    assert 'tabindex="0" role="img"' not in pages["maps.html"]  # it is light: what can be explored is on the others


def test_a_static_map_has_what_a_map_needs(tmp_path: Path) -> None:
    edition = planted()
    choropleth = the_map(edition)
    draw_maps(edition, tmp_path)
    text = (tmp_path / "map-cold-homes.svg").read_text()
    for words in (
        ATTRIBUTION,
        ">5 km<",
        ">N<",
        choropleth.title,
        "28.0% to 35.0% (8)",
        "Suppressed [c] (1)",
        "No figure (1)",
    ):
        assert words in text, words
    assert "SAMPLE" not in text


def test_without_boundaries_the_page_says_so_and_shows_tables(tmp_path: Path) -> None:
    whole = planted()
    elsewhere = whole.boundaries.assign(lsoa21cd=[f"E019{position:05d}" for position in range(len(AREAS))])
    for boundaries in (None, elsewhere):
        edition = dataclasses.replace(whole, boundaries=boundaries)
        draw_maps(edition, tmp_path)
        pages = map_pages(edition)
        for page in pages.values():
            assert "has no boundaries of the neighbourhoods of Stockton-on-Tees" in page
            assert "<svg" not in page
            assert "<img" not in page
        assert pages["maps-housing.html"].count('<th scope="row">') == len(AREAS)
        assert write_locator_map(edition, "ward", "Ward 1", "2024") == ""
    assert not list(tmp_path.iterdir())


def test_a_neighbourhood_without_a_boundary_among_others_is_an_error() -> None:
    whole = planted()
    edition = dataclasses.replace(whole, boundaries=whole.boundaries[1:])
    with pytest.raises(LookupError, match=f"1 of 36 have no boundary: {AREAS[0]}"):
        write_inline_map(edition, the_map(edition))


def test_a_locator_map_names_its_area_and_says_where_it_lies() -> None:
    edition = planted()
    drawn = write_locator_map(edition, "ward", "Ward 0", "2024")
    assert 'role="img" aria-label="Map: Ward 0 (Ward) lies in the west of Stockton-on-Tees."' in drawn
    assert drawn.count("<path") == 2
    assert "in the north" in write_locator_map(edition, "community_partnership", "North", "2019")
    assert "in the south-east" in write_locator_map(edition, "lsoa", AREAS[5], "2021")
    with pytest.raises(LookupError, match="no ward 'Ward 9'"):
        write_locator_map(edition, "ward", "Ward 9", "2024")


def test_a_measure_that_is_yes_or_no_has_two_classes_and_counts(edition: Edition) -> None:
    (choropleth,) = (each for each in make_choropleths(edition) if each.measure.name == "most_deprived_tenth")
    assert [(part.label, part.count) for part in choropleth.classes] == [("No", 2), ("Yes", 2)]
    assert choropleth.alt == "Yes for 2 of 4 neighbourhoods. Stockton-on-Tees as a whole: 50.0%."
    assert set(choropleth.frame["figure"]) == {"no", "yes"}
