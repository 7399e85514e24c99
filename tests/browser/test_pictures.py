"""Pictures as they reach the eye, from pixels: in colour, in greys, and where a system forces light on dark."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from fairer_stockton.report.charts.style import ON_DARK, PAPER, RULE, TINT

pytestmark = pytest.mark.xdist_group("browser")

# One picture of each kind in the sample: the ends of their names, and of a map, which keeps its white ground.
KINDS = (
    "*-fifths.svg", "*-time.svg", "*-areas.svg", "*-wards.svg", "*-funnel.svg", "gaps-over-time.svg",
    "councils-*.svg", "movement-of-*.svg", "priority-ranks.svg", "why-the-gap.svg",
)  # fmt: skip
MAPS = ("map-*.svg", "most-deprived-tenth-map.svg")
FORCED_DARK = "(forced-colors: active) and (prefers-color-scheme: dark)"
WIDTH, SHARPNESS = 700, 2  # of a picture, and how many pixels a point of it has across
GREY = np.array([0.2126, 0.7152, 0.0722])  # the part of each colour in the grey that a printer or a filter makes of it
FEWEST = 0.0004  # of a picture's pixels: the share of what is a mark, not the edge of one
MEDIA: dict[str, dict[str, str]] = {"colour": {}, "dark": {"forced_colors": "active", "color_scheme": "dark"}}


def find_picture(folder: Path, pattern: str) -> Path:
    """Return the smallest picture of a kind that the sample has, drawn for wide pages."""
    found = [path for path in (folder / "charts").glob(pattern) if not path.stem.endswith("-narrow")]
    assert found, pattern
    return min(found, key=lambda path: (path.stat().st_size, path.name))


@pytest.fixture(scope="module")
def looks(browser: Any, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[tuple[str, str], Any]]:
    """The pixels of each kind of picture, as numbers from 0 to 255, in every look: one page and screenshot a look."""
    paths = {pattern: find_picture(folder, pattern) for pattern in (*KINDS, *MAPS)}
    shown = "".join(
        f'<picture><source media="{FORCED_DARK}" srcset="{path.as_uri()}#dark">'
        f'<img src="{path.as_uri()}" width="{WIDTH}"></picture>'
        for path in paths.values()
    )
    pixels: dict[tuple[str, str], Any] = {}
    for look, media in MEDIA.items():
        page_file = tmp_path_factory.mktemp("pictures") / f"{look}.html"
        page_file.write_text(f"<style>body {{ margin: 0 }} img {{ display: block }}</style>{shown}", encoding="utf-8")
        context = browser.new_context(viewport={"width": WIDTH, "height": 800}, device_scale_factor=SHARPNESS, **media)
        page = context.new_page()
        page.goto(page_file.as_uri())
        ends = page.evaluate("[...document.images].map(image => image.offsetTop + image.offsetHeight)")
        with Image.open(io.BytesIO(page.screenshot(full_page=True))) as screenshot:
            whole = np.asarray(screenshot.convert("RGB"), dtype=np.int64)[:, : SHARPNESS * WIDTH]
        for pattern, top, bottom in zip(paths, [0, *ends], ends, strict=False):
            pixels[look, pattern] = whole[SHARPNESS * top : SHARPNESS * bottom]
        context.close()
    for pattern in paths:
        grey = np.rint(pixels["colour", pattern] @ GREY).astype(np.int64)
        pixels["grey", pattern] = np.repeat(grey[..., None], 3, axis=2)
    yield pixels


def test_pages_ask_for_the_dark_colours_of_charts_where_dark_is_forced(browser: Any, folder: Path) -> None:
    for media, ending in ((MEDIA["colour"], ".svg"), (MEDIA["dark"], ".svg#dark")):
        page = browser.new_page(**media)
        page.goto((folder / "gaps.html").as_uri())
        shown = page.evaluate("[...document.querySelectorAll('picture img')].map(image => image.currentSrc)")
        page.close()
        assert len(shown) == 2
        assert all(address.endswith(ending) for address in shown)


def luminance(colours: Any) -> Any:
    """Return the relative luminance of colours (0 to 255), as WCAG 2.2 defines it."""
    parts = np.asarray(colours, dtype=float) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return linear @ GREY


def contrast(one: Any, other: Any) -> Any:
    """Return the contrast of colours with another."""
    light, dark = np.maximum(luminance(one), luminance(other)), np.minimum(luminance(one), luminance(other))
    return (light + 0.05) / (dark + 0.05)


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def list_solid_colours(pixels: Any) -> Any:
    """Return the colours of a picture that fill blocks of two by two pixels, which the edge of a mark does not."""
    codes = pixels @ np.array([65536, 256, 1])
    solid = (codes[1:, 1:] == codes[:-1, 1:]) & (codes[1:, 1:] == codes[1:, :-1]) & (codes[1:, 1:] == codes[:-1, :-1])
    found, counts = np.unique(codes[1:, 1:][solid], return_counts=True)
    often = found[counts >= FEWEST * codes.size]
    return np.stack([often // 65536, often // 256 % 256, often % 256], axis=1)


def is_blend(colours: Any, ground: tuple[int, ...], colour: tuple[int, ...]) -> Any:
    """Return which colours are the ground, this colour or one between the two, as at the edge of a thin line."""
    way, steps = np.subtract(colour, ground), colours - np.array(ground)
    share = np.clip(steps @ way / (way @ way), 0, 1)
    return np.abs(steps - share[:, None] * way).max(axis=1) <= 3


def list_faint_marks(pixels: Any, ground: str, exempt: tuple[str, ...]) -> list[tuple[int, ...]]:
    """Return the colours of marks that do not stand out from the ground by 3:1, but for those of what is no mark."""
    colours = list_solid_colours(pixels)
    marks = colours[~np.logical_or.reduce([is_blend(colours, rgb(ground), rgb(colour)) for colour in exempt])]
    assert len(marks), "there are marks"
    return [tuple(mark) for mark in marks[contrast(marks, rgb(ground)) < 3].tolist()]


def to_grey(colour: str) -> str:
    """Return a colour as a grey."""
    grey = round(float(np.array(rgb(colour)) @ GREY))
    return f"#{grey:02x}{grey:02x}{grey:02x}"


@pytest.mark.parametrize("kind", KINDS)
def test_every_mark_of_a_chart_stands_out_in_colour_in_grey_and_on_forced_dark(
    looks: dict[tuple[str, str], Any], kind: str
) -> None:
    faint = {
        "colour": list_faint_marks(looks["colour", kind], PAPER, (RULE, TINT)),
        "grey": list_faint_marks(looks["grey", kind], PAPER, (to_grey(RULE), to_grey(TINT))),
        "dark": list_faint_marks(looks["dark", kind], ON_DARK[PAPER], (ON_DARK[RULE], ON_DARK[TINT])),
    }
    assert faint == {"colour": [], "grey": [], "dark": []}


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_has_a_dark_ground_where_dark_is_forced(looks: dict[tuple[str, str], Any], kind: str) -> None:
    pixels = looks["dark", kind]
    assert pixels[2, 2].tolist() == list(rgb(ON_DARK[PAPER]))
    white = (pixels == 255).all(axis=2).mean()
    assert 0 < white < 0.2, "letters are white, and no white plate is left"


@pytest.mark.parametrize("kind", MAPS)
def test_a_map_keeps_its_white_ground_where_dark_is_forced_since_darker_means_worse(
    looks: dict[tuple[str, str], Any], kind: str
) -> None:
    assert looks["dark", kind][2, 2].tolist() == [255, 255, 255]
    assert (np.abs(looks["dark", kind] - looks["colour", kind]).max(axis=2) > 60).mean() < 0.005
