"""The audit of a service on the sample: worked out again by plain means, and attacked by whoever has its files."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pyproj import Transformer
from scipy.optimize import linprog

from fairer_stockton.definitions.service_audits import load_service_audit
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.cells import read_cells
from fairer_stockton.editions.published import PublishedEdition
from fairer_stockton.pipelines.service_audit import service_audit
from fairer_stockton.uses.packs.writing import load_published_edition, name_folder, write_pack
from fairer_stockton.uses.services.auditing import make_audit_pack
from fairer_stockton.uses.services.packs import SERVICE_AUDITS
from tests.conftest import QUIET

REACH = 4000
PLACES = pd.DataFrame({"name": ["North", "South"], "easting": [445000, 443500], "northing": [522000, 513500]})
OF_PLACES = f'title = "Warm"\nservice = "B"\nkind = "places"\nfile = "list.csv"\nreach_metres = {REACH}\n'
OF_USERS = 'title = "Desk"\nservice = "B"\nkind = "users"\nfile = "list.csv"\nperiod = "2025"\n'


@pytest.fixture(scope="module")
def office(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The sample's edition in a folder of reports that audits may be written beside."""
    reports = tmp_path_factory.mktemp("reports")
    (reports / sample.edition).symlink_to((sample.reports / sample.edition).resolve())
    return replace(sample, reports=reports)


def write_files(folder: Path, declared: str, table: pd.DataFrame) -> Path:
    (folder / "audit.toml").write_text(declared, encoding="utf-8")
    table.to_csv(folder / "list.csv", index=False)
    return folder / "audit.toml"


def read_figures(pack: Path) -> pd.DataFrame:
    return read_cells(pd.read_csv(pack / "figures.csv", encoding="utf-8-sig"))


def find_middles(staged: Path, codes: list[str]) -> np.ndarray:  # type: ignore[type-arg]
    """Return the middle of each outline by the formula of a polygon's centroid, without the library of shapes."""
    outlines = pd.read_parquet(staged / "lsoa_boundaries.parquet").dropna(subset=["lsoa21cd"]).set_index("lsoa21cd")
    to_grid = Transformer.from_crs(4326, 27700, always_xy=True)
    middles = []
    for code in codes:
        shape = json.loads(outlines.loc[code, "geometry"])
        (ring,) = shape["coordinates"] if shape["type"] == "Polygon" else shape["coordinates"][0]
        x, y = (np.array(ends) - np.array(ends)[0] for ends in to_grid.transform(*np.array(ring).T))
        first = np.array(to_grid.transform(*ring[0]))
        cross = x[:-1] * y[1:] - x[1:] * y[:-1]
        middles.append(
            first + [((ends[:-1] + ends[1:]) * cross).sum() / (3 * cross.sum()) for ends in (x, y)]  # six half areas
        )
    return np.array(middles)


def test_who_lives_within_reach_is_worked_out_again(office: Settings, tmp_path: Path) -> None:
    service_audit(office, QUIET, audit=write_files(tmp_path, OF_PLACES, PLACES))
    pack = office.reports / SERVICE_AUDITS / name_folder("Warm", office.edition)
    figures = read_figures(pack)
    rows = PublishedEdition(office.reports / office.edition).observations
    rows = rows[(rows["area_type"] == "lsoa") & (rows["vintage"] == "2021") & (rows["breakdown"] == "all")]
    codes = sorted(rows.loc[rows["measure"] == "income_deprivation", "area_code"])
    middles = find_middles(office.staged, codes)
    points = PLACES[["easting", "northing"]].to_numpy()
    distance = pd.Series(np.hypot(*(middles[:, None] - points[None]).T).min(axis=0), index=codes)
    groups = figures[figures["gap"].notna()]
    assert len(groups) > 6 and {"income_deprivation", "no_qualifications"} <= set(groups["measure"])
    for group in groups.itertuples():
        own = rows[(rows["measure"] == group.measure) & (rows["period"] == str(group.period))].set_index("area_code")
        people, others = own["numerator"], own["denominator"] - own["numerator"]
        near = distance.reindex(own.index) <= REACH
        share, share_of_others = (100 * counted[near].sum() / counted.sum() for counted in (people, others))
        assert (group.value, group.beside_value) == pytest.approx((share, share_of_others))
        assert group.gap == pytest.approx(share - share_of_others, abs=1e-6)
        assert group.gap_lower <= group.gap <= group.gap_upper and group.lower_95 <= share <= group.upper_95
        assert group.distance_metres == pytest.approx(
            (distance.reindex(own.index) * people).sum() / people.sum(), rel=1e-4
        )
    page = (pack / "index.html").read_text(encoding="utf-8")
    assert "SAMPLE" in page and "charts/service-map.svg" in page and (pack / "charts/service-map.svg").is_file()
    before = (pack / "manifest.json").read_bytes()
    service_audit(office, QUIET, audit=tmp_path / "audit.toml")
    assert (pack / "manifest.json").read_bytes() == before


def test_one_person_is_not_found_in_the_pack_of_users(office: Settings, tmp_path: Path) -> None:
    """Whoever has figures.csv and the published map of areas solves for the neighbourhood in which one user lives."""
    edition = load_published_edition(office)
    held = PublishedEdition(office.reports / office.edition).table("memberships")
    held = held[(held["lsoa_vintage"] == "2021")]
    codes = sorted(held.loc[held["area_type"] == "borough", "lsoacd"])
    users = pd.DataFrame({"lsoa21cd": [code for number, code in enumerate(codes) for _ in range(6 + number % 5)]})
    users = pd.concat([users[users["lsoa21cd"] != codes[50]], pd.DataFrame({"lsoa21cd": [codes[50]]})])
    declared = write_files(tmp_path, OF_USERS, users)
    own = replace(office, raw=tmp_path)  # where the key of sums is written
    pack = write_pack(
        office, edition, make_audit_pack(own, edition, load_service_audit(declared), declared), QUIET
    ).parent
    figures = read_figures(pack)
    counts = figures[figures["count"].notna() & (figures["unit"] == "per_1000")]
    held = held[(held["area_type"] != "ward") | (held["vintage"] == edition.ward_vintage)]
    places_of = held.groupby("area_code")["lsoacd"].apply(set).to_dict() | {"elsewhere": {"elsewhere"}}
    places_of |= {"list": {*codes, "elsewhere"}}
    names = {"The whole list": "list", "Elsewhere, or not found": "elsewhere"}
    shown = [
        (places_of[names.get(row.who, str(row.code))], row.count_)
        for row in counts.rename(columns={"count": "count_"}).itertuples()
    ]
    atoms = [*codes, "elsewhere"]
    holds = np.array([[atom in places for atom in atoms] for places, _ in shown], dtype=float)
    goal = np.array([float(atom == codes[50]) for atom in atoms])
    totals = [count for _, count in shown]
    assert len(shown) > 100  # of about 170 areas most are shown
    least, most = (sign * linprog(sign * goal, A_eq=holds, b_eq=totals, bounds=(0, 1000)).fun for sign in (1, -1))
    assert most - least >= 5
    assert figures.loc[figures["code"] == codes[50], "missing"].tolist() == [
        "not shown, so that nobody can be recognised"
    ]
    manifest = json.loads((pack / "manifest.json").read_bytes())
    assert manifest["asked"]["list"].startswith("keyed:")
    texts = [path.read_text(encoding="utf-8") for path in pack.rglob("*.*") if path.suffix in (".html", ".csv", ".svg")]
    assert len(texts) == 4 and not any("lsoa21cd" in text for text in texts)
