"""A council's logo and colours: read, refused in plain words where nobody could read them, and put on every page."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from fairer_stockton.definitions.new_council import create_council_folder
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.look import write_look
from fairer_stockton.report.pages.render import TEMPLATES
from fairer_stockton.run.council import Council, load_council
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.look import Look, contrast

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 1"><path d="M0 0h4v1H0z"/></svg>'
OWN = 'logo = "logo.svg"\nlogo_alt = "Middleham Council"\n[colours]\naccent = "#5b2245"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = create_council_folder(tmp_path / "middleham", "E06000002", "2026")
    (folder / "logo.svg").write_text(SVG)
    return folder


def council_with(folder: Path, lines: str) -> Council:
    path = folder / "council.toml"
    path.write_text(path.read_text(encoding="utf-8") + lines, encoding="utf-8")
    return load_council(folder)


def edition_like(look: Look) -> Edition:
    return cast("Edition", SimpleNamespace(look=look))


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == 1
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#ffffff", "#777777") == pytest.approx(4.48, abs=0.01)


def test_a_new_council_has_the_look_of_the_package(folder: Path) -> None:
    assert load_council(folder).look == Look()


def test_a_council_has_its_own_logo_and_colours(folder: Path) -> None:
    look = council_with(folder, OWN).look
    assert (look.logo, look.logo_name, look.logo_alt) == (folder / "logo.svg", "logo.svg", "Middleham Council")
    assert (look.accent, look.heading) == ("#5b2245", "#5b2245"), "headings follow the accent"
    assert council_with(folder, 'heading = "#3d1730"\n').look.heading == "#3d1730"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ('logo = "mark.svg"\nlogo_alt = "M"\n', r"no file .*mark\.svg"),
        ('logo = "README.md"\nlogo_alt = "M"\n', r"ends in \.svg or \.png"),
        ('logo = "logo.svg"\n', "a logo without logo_alt"),
        ('logo_alt = "M"\n', "logo_alt without logo"),
        ('[colours]\naccent = "plum"\n', "a colour as in #0b3c5d"),
        ('[colours]\nlinks = "#5b2245"\n', "the colour 'links'"),
        ('[colours]\naccent = "#777777"\n', r"contrast with white is 4\.4 to 1"),
    ],
)
def test_a_look_that_nobody_could_read_is_refused(folder: Path, lines: str, message: str) -> None:
    with pytest.raises(CatalogueError, match=message) as refused:
        council_with(folder, lines)
    assert "council.toml" in str(refused.value)


def test_absent_the_style_sheet_is_the_packages_to_the_byte(tmp_path: Path) -> None:
    write_look(edition_like(Look()), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["style.css"]
    assert (tmp_path / "style.css").read_bytes() == (TEMPLATES / "style.css").read_bytes()


def test_the_look_lies_over_the_packages_style_sheet(folder: Path, tmp_path: Path) -> None:
    look = council_with(folder, OWN).look
    write_look(edition_like(look), tmp_path)
    css = (tmp_path / "style.css").read_text(encoding="utf-8")
    assert css.startswith((TEMPLATES / "style.css").read_text(encoding="utf-8"))
    assert ":root { --brand: #5b2245; }" in css
    assert "h1, h2 { color: #5b2245; }" in css
    assert (tmp_path / "logo.svg").read_text() == SVG
    write_look(edition_like(replace(look, accent="", logo=None)), tmp_path)
    assert "--brand: #5b2245" not in (tmp_path / "style.css").read_text(encoding="utf-8")


def test_whom_the_report_is_made_to(folder: Path) -> None:
    assert load_council(folder).reports_to == "Cabinet"
    path = folder / "council.toml"
    text = path.read_text(encoding="utf-8").replace('reports_to = "Cabinet"', 'reports_to = "Executive"')
    path.write_text(text, encoding="utf-8")
    wanted: Any = load_council(folder).reports_to
    assert wanted == "Executive"
