"""A council's folder lies over the package, file by file; what is a council's own never falls through to another."""

from dataclasses import replace
from pathlib import Path

import pytest

from fairer_stockton.cli import main
from fairer_stockton.definitions.layers import DefinitionLayers
from fairer_stockton.definitions.new_council import create_council_folder
from fairer_stockton.definitions.project import load_definitions
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.council import load_council, load_council_of_working_folder
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.package import COUNCIL, PACKAGE

OWN = ("communities", "claims", "recipe", "named_areas")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return create_council_folder(tmp_path / "middlesbrough", "E06000002", "2026")


def test_a_new_council_has_nothing_of_another(folder: Path) -> None:
    definitions = load_definitions(load_council(folder))
    assert not any(getattr(definitions, part) for part in OWN)
    assert not definitions.supplied
    assert definitions.framework == load_definitions(load_council(COUNCIL)).framework


def test_figures_of_another_council_take_nothing_from_this_one() -> None:
    definitions = Settings(authority="E06000002").definitions
    assert not any(getattr(definitions, part) for part in OWN)
    assert not definitions.supplied
    assert Settings().definitions.supplied == set(Settings().council.extracts)


def test_a_councils_file_lies_over_the_packages(folder: Path) -> None:
    theirs = PACKAGE / "measures/learning/no_qualifications.toml"
    ours = folder / "measures/learning/no_qualifications.toml"
    ours.parent.mkdir(parents=True)
    ours.write_text(theirs.read_text(encoding="utf-8").replace("title", "title", 1), encoding="utf-8")
    definitions = load_definitions(load_council(folder))
    assert definitions.measures["no_qualifications"].path == ours
    assert definitions.measures["turnout"].path.is_relative_to(PACKAGE)
    assert (
        definitions.layers.list_origins_of_council_files()["measures/learning/no_qualifications.toml"]
        == "over the package's"
    )


def test_national_facts_are_found_in_a_councils_folder_too(folder: Path) -> None:
    (folder / "recoded_councils.toml").write_text('[recoded]\nE06000002 = "E06000099"\n', encoding="utf-8")
    definitions = load_definitions(load_council(folder))
    assert definitions.national.recoded_councils == {"E06000002": "E06000099"}
    assert definitions.national.maps == load_definitions(load_council(COUNCIL)).national.maps


def test_definitions_that_are_handed_in_take_the_place_of_files() -> None:
    handed = replace(Settings().definitions, measures={})
    settings = Settings(handed_definitions=handed)
    assert settings.definitions is handed
    assert replace(settings, edition="2031").definitions is handed


def test_a_council_may_have_its_own_framework(folder: Path) -> None:
    (folder / "framework.toml").write_text(
        '[homes]\ntitle = "Homes"\nmeasures = ["Warm homes"]\nneeds = "A survey of homes."\n', encoding="utf-8"
    )
    own = folder / "measures/homes/warm_homes.toml"
    own.parent.mkdir(parents=True)
    text = (PACKAGE / "measures/housing_and_physical_environment/fuel_poverty.toml").read_text(encoding="utf-8")
    lines = ['framework = "Warm homes"' if line.startswith("framework") else line for line in text.splitlines()]
    own.write_text("\n".join(lines), encoding="utf-8")
    definitions = load_definitions(load_council(folder))
    assert list(definitions.framework) == ["homes"]
    assert list(definitions.measures) == ["warm_homes"]


def test_layers_find_the_councils_file_first(tmp_path: Path) -> None:
    layers = DefinitionLayers(tmp_path)
    assert layers.shared("framework.toml") == PACKAGE / "definitions/framework.toml"
    (tmp_path / "framework.toml").touch()
    assert layers.shared("framework.toml") == tmp_path / "framework.toml"
    assert layers.own("claims.toml") is None


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('code = "E06000002"\n', 'code = "S12000033"\n'),
        ('code = "E06000002"\n', 'colour = "red"\ncode = "E06000002"\n'),
        ('code = "E06000002"\n', ""),
    ],
)
def test_a_wrong_council_file_is_refused_by_name(folder: Path, line: str, message: str) -> None:
    path = folder / "council.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(line, message), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"council\.toml"):
        load_council(folder)


def test_a_folder_that_holds_files_is_not_overwritten(folder: Path) -> None:
    with pytest.raises(CatalogueError, match="files in it"):
        create_council_folder(folder, "E06000002", "2026")
    with pytest.raises(CatalogueError, match="E06000002"):
        create_council_folder(folder.parent / "nowhere", "Middlesbrough", "2026")


def test_settings_follow_the_council(folder: Path) -> None:
    settings = Settings(council=load_council(folder))
    assert (settings.authority, settings.edition, settings.at_home) == ("E06000002", "2026", True)
    assert not replace(settings, authority="E06000004").at_home


def test_the_command_starts_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "stockton-on-tees"
    assert main(["init", str(folder), "--authority", "E06000004"]) == 0
    first, *others = capsys.readouterr().out.splitlines()
    assert first == str(folder)
    assert "  fairer report    makes a first edition from a generated sample" in others
    assert load_council(folder).name == "Stockton-on-Tees"
    assert main(["init", str(folder), "--authority", "E06000004"]) == 2


def test_the_folder_one_stands_in_is_the_councils(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_council_of_working_folder().folder == COUNCIL
    monkeypatch.chdir(folder)
    assert load_council_of_working_folder().code == "E06000002"
    assert Settings.from_environment({"FAIRER_COUNCIL": str(COUNCIL)}).council.code == "E06000004"


def test_stockton_lists_no_file_as_laid_over_its_own() -> None:
    layers = Settings().definitions.layers
    assert not layers.list_origins_of_council_files()
    assert COUNCIL / "areas.toml" in layers.list_council_files()
