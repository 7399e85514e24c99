"""Small invented councils and their extracts, drawn by a seed, and what the project publishes of them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.disclosure.inputs import ProtectionInputs
from fairer_stockton.disclosure.protection import protect_observations
from fairer_stockton.editions.cells import write_cells
from fairer_stockton.geography.memberships import _rows_without_neighbourhood_sql, _target_areas_and_rest_sql
from fairer_stockton.measure.observations import complete_observations, compute_observations
from fairer_stockton.schemas.results.observations import OBSERVATION_COLUMNS
from tests.conftest import DEFINITIONS, definitions_with, empty_table
from tests.databases import create_memberships, open_empty_database
from tests.pipeline.attack.published import Published

CONTACTS, INSPECTIONS = "customer_contacts", "private_rented_inspections"
# Measures that are published together: nested in each other, or over the same rows.
TOGETHER = {
    INSPECTIONS: [["serious_hazards_private_rented", "hazards_remedied"]],
    CONTACTS: [
        ["contacts_per_1000", "customers_satisfied"],
        ["contacts_per_1000", "customers_satisfied", "resolved_first_time"],
        ["customers_satisfied", "digital_contacts", "minutes_waiting", "contacts_per_1000"],
    ],
}
YEARS = ("2024/25", "2023/24")
COLUMNS = ("lsoacd", "lsoa_vintage", "area_type", "area_code", "area_name", "vintage")


@dataclass
class Council:
    """A council's neighbourhoods on two maps, a target area, and an extract of its own."""

    connection: duckdb.DuckDBPyConnection
    source: str
    measures: Mapping[str, Measure]
    file: str = "first"  # stands for the sum of the extract's bytes

    def lay_maps(self, maps: list[tuple[str, str, str, str, float]]) -> None:
        """Write which neighbourhoods each area holds: type, code, vintage, neighbourhood and share of it."""
        create_memberships(self.connection, maps)
        self.connection.execute(f"insert into memberships {_target_areas_and_rest_sql()}")
        self.connection.execute(f"insert into memberships {_rows_without_neighbourhood_sql()}")
        places = sorted({place for _, _, _, place, _ in maps})
        self.stage(
            "census_ts067", [{"lsoa21cd": place, "period": "2021", "residents_16_plus": 1000} for place in places]
        )

    def stage(self, table: str, rows: list[dict[str, Any]]) -> None:
        """Write a staged table."""
        empty = empty_table(table)
        self.connection.register("rows_of_test", pd.DataFrame(rows, columns=list(empty.columns)).astype(empty.dtypes))
        self.connection.execute(f"create or replace table {table} as select * from rows_of_test")
        self.connection.unregister("rows_of_test")

    def publish(self, edition: str = "2026", *, protected: bool = True, after: Sequence[Path] = ()) -> Published:
        """Return what is published of the extract: protected by the project, or as it is.

        Args:
            edition: its name.
            protected: whether anything is hidden.
            after: the folders of what was published before.
        """
        definitions = definitions_with(self.measures, {self.source})
        rows = compute_observations(self.connection, definitions, {})
        if protected:
            inputs = ProtectionInputs(self.connection, definitions, after, {self.source: {self.file}})
            rows = protect_observations(rows, inputs).observations
        rows = complete_observations(self.connection, rows, definitions, {})
        memberships = self.connection.sql(
            f"select {', '.join(COLUMNS)}, share, converted_from"
            " from memberships where lsoacd <> 'unplaced' and breakdown = 'all'"
        ).df()
        vintages = {self.source: DEFINITIONS.sources[self.source].vintage}
        return Published(rows, memberships, self.measures, vintages, {self.source: {self.file}}, edition)

    def write(self, published: Published, folder: Path) -> Path:
        """Write what is published as a version of an edition lies in the record, and return its folder."""
        (folder / "csv").mkdir(parents=True)
        rows = published.observations.reindex(columns=list(OBSERVATION_COLUMNS))
        write_cells(rows).to_csv(folder / "csv/observations.csv", index=False)
        published.memberships.to_csv(folder / "csv/memberships.csv", index=False)
        facts = {"file": "a.csv", "period": "2025", "synthetic": True}
        inputs = [{"source": self.source, "sha256": self.file, **facts}]
        (folder / "manifest.json").write_text(json.dumps({"edition": published.edition, "inputs": inputs}))
        return folder


@contextmanager
def draw_council(seed: int, years: Sequence[str] = YEARS[:1]) -> Iterator[Council]:
    """Yield a council of 6 to 20 neighbourhoods whose extracts have small counts, the same for the same seed.

    Each year's extract is drawn by itself; to publish several at once takes little longer than one.
    """
    random = np.random.default_rng(seed)
    source = (CONTACTS, CONTACTS, INSPECTIONS)[random.integers(3)]
    together = TOGETHER[source][random.integers(len(TOGETHER[source]))]
    measures = {name: DEFINITIONS.measures[name] for name in together}
    if source == CONTACTS and random.random() < 0.25:  # groups too
        grouped = "customers_satisfied"
        measures[grouped] = replace(measures[grouped], breakdowns=("channel",))
    with open_empty_database() as connection:
        council = Council(connection, source, measures)
        places = [f"L{number:02}" for number in range(random.integers(6, 21))]
        council.lay_maps(_draw_maps(random, places))
        council.stage(source, [row for year in years for row in _draw_rows(random, source, places, year)])
        yield council


def _draw_maps(random: np.random.Generator, places: list[str]) -> list[tuple[str, str, str, str, float]]:
    """Draw two maps whose areas cut each other, a target area, and the neighbourhoods themselves."""
    rows = [("borough", "B", "2022", place, 1.0) for place in places]
    rows += [("lsoa", place, "2021", place, 1.0) for place in places]
    for kind, year in (("ward", "2024"), ("ward", "2019")):
        number = random.integers(2, max(3, len(places) // 3) + 1)
        cuts = np.sort(random.integers(0, number, len(places)))
        rows += [(kind, f"W{year}-{cut}", year, place, 1.0) for place, cut in zip(places, cuts, strict=True)]
    inside = random.choice(places, random.integers(1, max(2, len(places) // 3)), replace=False)
    return rows + [("target_area", "target-1", "2021", str(place), 1.0) for place in sorted(inside)]


def _draw_rows(random: np.random.Generator, source: str, places: list[str], year: str) -> list[dict[str, Any]]:
    """Draw the rows of an extract: few in most neighbourhoods, none in some, many in a few."""
    usual = random.choice([3.0, 8.0, 20.0])
    counts = random.poisson(usual * random.gamma(1.0, 1.0, len(places)))
    homes = [place for place, count in zip(places, counts, strict=True) for _ in range(count)]
    homes += [None] * int(random.choice([0, 0, 2, 9])) + [places[0]] * 30  # someone must be shown
    likely = random.uniform(0.1, 0.95)
    return [draw_row(random, source, home, likely) | {"period": year} for home in homes]


def draw_row(random: np.random.Generator, source: str, home: str | None, likely: float = 0.5) -> dict[str, Any]:
    """Draw one row of an extract."""

    def answer(unknown: float = 0.1) -> str | None:
        return None if random.random() < unknown else "yes" if random.random() < likely else "no"

    if source == INSPECTIONS:
        hazard = answer(0.0)
        remedied = answer() if hazard == "yes" else None
        return {"lsoa21cd": home, "period": YEARS[0], "category_1_hazard": hazard, "remedied": remedied}
    waited = float(random.integers(1, 40)) if random.random() < 0.8 else np.nan
    channel = str(random.choice(["digital", "phone", "face_to_face"]))
    return {
        "lsoa21cd": home, "period": YEARS[0], "channel": channel, "satisfied": answer(0.3),
        "resolved_first_time": answer(), "waiting_minutes": waited,
    }  # fmt: skip
