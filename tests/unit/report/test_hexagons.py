"""The map of equal areas, the town enlarged, names with room, and a council's river and roads."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from fairer_stockton.definitions.layers import LANDMARKS
from fairer_stockton.report.charts.style import use_chart_style
from fairer_stockton.report.maps.base_map import make_base_map, select_names_with_room
from fairer_stockton.report.maps.choropleths import make_choropleths
from fairer_stockton.report.maps.drawing import draw_choropleth
from fairer_stockton.report.maps.hexagons import arrange_in_hexagons
from fairer_stockton.report.maps.inset import find_densest_square
from fairer_stockton.report.maps.landmarks import read_landmarks
from fairer_stockton.run.errors import CatalogueError
from tests.unit.report.test_maps import planted

ROW_HEIGHT = np.sqrt(3) / 2


def squares(side: int, size: float = 1000.0) -> tuple[list[str], Any]:
    """Return a sheet of squares, row by row, and their codes."""
    shapes = [shapely.box(x * size, y * size, (x + 1) * size, (y + 1) * size) for y in range(side) for x in range(side)]
    return [f"A{number:03d}" for number in range(side**2)], np.array(shapes, dtype=object)


def test_each_area_has_a_hexagon_of_its_own_on_one_grid() -> None:
    codes, shapes = squares(7)
    arranged = arrange_in_hexagons(codes, shapes)
    middles = np.array([arranged.middles[code] for code in codes])
    gaps = np.hypot(*(middles[:, None] - middles[None]).transpose(2, 0, 1))[np.triu_indices(len(codes), 1)]
    assert gaps.min() >= 0.999, "no two overlap"
    rows = middles[:, 1] / ROW_HEIGHT
    assert np.abs(rows - rows.round()).max() < 0.001
    halves = 2 * (middles[:, 0] - middles[:, 0].min())
    assert np.abs(halves - halves.round()).max() < 0.001


def test_neighbours_stay_near_and_what_lies_north_stays_north() -> None:
    codes, shapes = squares(7)
    arranged = arrange_in_hexagons(codes, shapes)
    assert arranged.touching == 2 * 7 * 6, "a shared corner makes no neighbours"
    assert arranged.still_touching >= 0.8 * arranged.touching
    middles = np.array([arranged.middles[code] for code in codes]).reshape(7, 7, 2)
    assert (np.diff(middles[..., 1].mean(axis=1)) > 0.5).all()
    assert (np.diff(middles[..., 0].mean(axis=0)) > 0.5).all()


def test_large_empty_areas_get_no_more_room_and_the_same_areas_the_same_places() -> None:
    codes, shapes = squares(5, 200.0)
    shapes = np.append(shapes, shapely.box(1000, 0, 9000, 8000))
    codes = [*codes, "B"]
    arranged = arrange_in_hexagons(codes, shapes)
    assert arranged == arrange_in_hexagons(codes, shapes)
    across = [x for x, _ in arranged.middles.values()]
    assert max(across) - min(across) < 7, "six hexagons' widths are enough for 26"
    assert arranged.still_touching >= 0.6 * arranged.touching


def test_a_single_area_and_islands_that_touch_nothing_have_hexagons_too() -> None:
    codes, shapes = squares(1)
    assert arrange_in_hexagons(codes, shapes).middles == {"A000": (0.0, 0.0)}
    apart = np.array([shapely.box(0, 0, 1, 1), shapely.box(500, 0, 501, 1)], dtype=object)
    assert len(set(arrange_in_hexagons(["A", "B"], apart).middles.values())) == 2


def test_the_densest_square_is_the_town_and_an_even_spread_has_none() -> None:
    town = [(5000.0 + 100 * x, 6000.0 + 100 * y) for x in range(5) for y in range(5)]
    country = [(2000.0 * x, 2000.0 * y) for x in range(6) for y in range(6)]
    frame = find_densest_square([*town, *country], (0.0, 10000.0, 0.0, 10000.0))
    assert frame
    west, east, south, north = frame
    assert all(west < x < east and south < y < north for x, y in town)
    assert east - west == pytest.approx(3800)
    assert find_densest_square(country, (0.0, 10000.0, 0.0, 10000.0)) is None


def test_names_never_overlap_and_the_first_are_the_last_to_be_left_out() -> None:
    positions = {"First": (50.0, 50.0), "Second": (52.0, 51.0), "Third": (51.0, 50.0), "Outside": (99.0, 50.0)}
    placed = select_names_with_room(positions, (20.0, 10.0), (0.0, 100.0, 0.0, 100.0))
    assert list(placed) == ["First", "Second", "Third"]
    assert placed["First"] == (50.0, 50.0)
    heights = sorted(y for _, y in placed.values())
    assert all(above - below >= 10 for below, above in zip(heights, heights[1:], strict=False))
    assert list(select_names_with_room(positions, (20.0, 10.0), (39.0, 61.0, 44.0, 56.0))) == ["First"]


def test_each_hexagon_bears_the_number_of_its_group_so_that_no_colour_is_needed() -> None:
    edition = planted()
    (choropleth,) = make_choropleths(edition)
    base_map = make_base_map(edition, "lsoa", choropleth.vintage, choropleth.frame["code"])
    assert base_map
    with use_chart_style():
        figure = draw_choropleth(choropleth, base_map, "", False)
    (axis,) = (each for each in figure.axes if any("A hexagon" in text.get_text() for text in each.texts))
    written = {
        (round(x, 3), round(y, 3)): line.get_marker().strip("$")
        for line in axis.lines
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
    }
    for code, group in zip(choropleth.frame["code"], choropleth.frame["group"], strict=True):
        x, y = base_map.hexagons.middles[code]
        assert written.get((round(x, 3), round(y, 3)), "0") == str(group + 1), "nothing where no figure is shown"
    legend = [text.get_text() for text in figure.legends[0].get_texts()]
    assert [words.split(":")[0] for words in legend[:5]] == ["5", "4", "3", "2", "1"]


def write_landmarks(folder: Path, kind: str = "river") -> None:
    lines = {"type": "LineString", "coordinates": [[-1.31, 54.5], [-1.28, 54.52], [-1.25, 54.53]]}
    feature = {"type": "Feature", "properties": {"kind": kind, "name": "The Water"}, "geometry": lines}
    (folder / LANDMARKS).write_text(
        json.dumps({"attribution": "Drawn by us.", "features": [feature]}), encoding="utf-8"
    )


def test_a_river_that_the_councils_folder_holds_is_drawn_and_named_in_the_key(tmp_path: Path) -> None:
    write_landmarks(tmp_path)
    (river,) = read_landmarks(tmp_path / LANDMARKS)
    assert (river.kind, river.name) == ("river", "The Water")
    x, y = river.lines[0][0]
    assert (x, y) == (pytest.approx(444_770, abs=200), pytest.approx(511_900, abs=300)), "on the national grid"
    for kind, words in (("river", "River"), ("road", "Main road")):
        write_landmarks(tmp_path, kind)
        edition = planted()  # anew, since one edition reads its landmarks once
        layers = replace(edition.definitions.layers, council=tmp_path)
        edition = replace(edition, definitions=replace(edition.definitions, layers=layers))
        (choropleth,) = make_choropleths(edition)
        base_map = make_base_map(edition, "lsoa", choropleth.vintage, choropleth.frame["code"])
        assert base_map
        with use_chart_style():
            figure = draw_choropleth(choropleth, base_map, "", False)
        assert words in [text.get_text() for text in figure.legends[0].get_texts()]
        assert any("Drawn by us." in text.get_text().replace("\n", " ") for text in figure.texts)
        assert [landmark.kind for landmark in base_map.landmarks] == [kind]
    assert tmp_path / LANDMARKS in layers.list_council_files(), "a change of it is seen, and the manifest names it"
    of_another = replace(layers, council=None)
    abroad = replace(edition, definitions=replace(edition.definitions, layers=of_another))
    elsewhere = make_base_map(abroad, "lsoa", choropleth.vintage, choropleth.frame["code"])
    assert elsewhere
    assert elsewhere.landmarks == (), "another council's map has not this council's river"


def test_a_folder_without_landmarks_has_none_and_another_kind_is_refused(tmp_path: Path) -> None:
    assert read_landmarks(None) == ()
    write_landmarks(tmp_path, "canal")
    with pytest.raises(CatalogueError, match="canal"):
        read_landmarks(tmp_path / LANDMARKS)
    (tmp_path / LANDMARKS).write_text("[]", encoding="utf-8")
    with pytest.raises(CatalogueError):
        read_landmarks(tmp_path / LANDMARKS)
