"""Preflight: settings that are well formed and wrong are refused before anything is read, within two seconds."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.fetch import preflight
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.package import COUNCIL
from tests.conftest import DEFINITIONS, PROJECT, only_sample

AREAS = COUNCIL / "areas.toml"

OWN = "E01012187"


@pytest.fixture
def settings(tmp_path: Path) -> Callable[..., Settings]:
    raw = only_sample(tmp_path / "raw")
    return lambda **given: Settings(raw=raw, reports=tmp_path / "reports", **given)


def areas_file(folder: Path, text: str) -> Path:
    path = folder / "areas.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_settings_that_are_right(settings: Callable[..., Settings]) -> None:
    preflight.check_settings(settings())
    preflight.check_settings(settings(profiles=(OWN,), areas=AREAS))
    preflight.check_settings(settings(profiles=("none",), areas=AREAS))
    preflight.check_settings(settings(authority="E06000003"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"authority": "E06999999"}, "AUTHORITY= .*\nfound     'E06999999'"),
        ({"profiles": ("E01999999",)}, "PROFILES= .*\nfound     E01999999"),
        ({"profiles": (OWN,), "authority": "E06000003"}, f"PROFILES= .*\nfound     {OWN}"),
        ({"areas": Path("nowhere.toml")}, "no such file"),
        ({"areas": AREAS, "authority": "E06000003"}, "AREAS= .*\nfound     E01\\d+ in "),
        ({"commentary": Path("commentry")}, "COMMENTARY= .*\nfound     no folder commentry"),
    ],
)
def test_settings_that_name_what_there_is_not(settings, given: dict, said: str) -> None:
    with pytest.raises(CatalogueError, match=said):
        preflight.check_settings(settings(**given))


def test_none_is_no_code_of_a_neighbourhood(settings: Callable[..., Settings]) -> None:
    with pytest.raises(CatalogueError, match=r"PROFILES= .*\nfound     'none'"):
        settings(profiles=(OWN, "none"))


KIND = 'community_partnership.vintage = "2024"\ncommunity_partnership.made_of = "{made_of}"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[community_partnership", "not TOML"),
        (KIND.format(made_of="lsoa21cd") + "community_partnership.colour = 1\n", "unknown key 'colour'"),
        (
            KIND.format(made_of="lsoa21cd") + f'community_partnership.areas.North = ["{OWN}"]\n',
            "no area that holds E01",
        ),
        (KIND.format(made_of="geojson") + 'community_partnership.areas.North = "north.geojson"\n', r"north\.geojson"),
    ],
)
def test_file_of_areas_that_is_wrong(settings, tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CatalogueError, match=said):
        preflight.check_settings(settings(areas=areas_file(tmp_path, text)))


def test_name_of_an_edition_that_is_taken(settings, tmp_path: Path) -> None:
    (tmp_path / "reports/2026").mkdir(parents=True)
    with pytest.raises(CatalogueError, match=r"EDITION= .*\nfound .*2026, which this pipeline did not make"):
        preflight.check_settings(settings())


def test_a_run_that_brings_extracts_is_not_judged_by_the_sample(settings: Callable[..., Settings]) -> None:
    preflight.check_settings(settings(authority="E08000001"), is_fetching=True)
    with pytest.raises(CatalogueError, match="E08000001"):
        preflight.check_settings(settings(authority="E08000001"))


def test_without_a_lookup_the_stages_speak(tmp_path: Path) -> None:
    preflight.check_settings(Settings(raw=tmp_path, authority="E06999999"))


def test_columns_are_those_of_the_extract() -> None:
    wards = DEFINITIONS.national.maps.latest_wards
    (extract,) = DEFINITIONS.sources[wards.lookup].extracts
    assert {wards.holder, wards.parts, wards.code} <= {column.name for column in extract.columns}
    assert (PROJECT / "data/raw/sample" / wards.lookup / extract.period).is_dir()


@pytest.mark.parametrize("number", [errno.EPERM, errno.EOPNOTSUPP])
def test_file_system_without_links_is_refused_before_the_work(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, _: object) -> None:
        raise OSError(number, "Operation not permitted", str(path))

    preflight.check_settings(Settings(reports=tmp_path))
    assert not list(tmp_path.iterdir())
    monkeypatch.setattr(Path, "symlink_to", refuse)
    with pytest.raises(CatalogueError, match="file system that has no links"):
        preflight.check_settings(Settings(reports=tmp_path))
