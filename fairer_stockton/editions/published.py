"""Editions that were published before: what anyone may still have, and compare with the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.cells import read_cells
from fairer_stockton.editions.manifests import MANIFEST as MANIFEST
from fairer_stockton.editions.manifests import read_manifest
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.run.vocabulary import LeavesOut, Statistic

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

LATEST = "latest"  # the link that leads to the newest edition
# Text even where it looks like numbers: a code with a leading zero, a year that is a name.
TEXT = ("vintage", "lsoa_vintage", "period", "of_period", "category", "area_code", "breakdown", "stated")
# What editions said in a note alone, before it was a column: so an edition of then can be read beside one of now.
OLD_NOTES = {
    "base": r"^([\d,]+) (?![a-z]+ have no )(?:[a-z ]+)(?:, worth|;|$)",
    "rounded_to": r"counts are rounded to multiples of (\d+)",
    "left_out": r"(?:^|; )([\d,]+|some)(?: of [\d,]+)? [a-z]+ have no neighbourhood",
}
# Of tables that set figures side by side.
SIDES = ("borough_value", "else_value", "else_lower_95", "else_upper_95", "councils", "distance", "rank")
Rows = list[list[Any]]
Sheets = dict[str, Rows]  # of a workbook, each cell a number or text


def list_earlier_editions(settings: Settings) -> list[Path]:
    """Return the folders of the same authority's published editions whose names come before this one's, in order."""
    links = [path for path in list_edition_links(settings.reports) if path.name < settings.edition]
    return [path for path in links if read_manifest(path).get("authority") == settings.authority]


def list_edition_links(reports_folder: Path) -> list[Path]:
    """Return the links that bear an edition's name, in order: neither `latest` nor what a crash left of publishing."""
    paths = sorted(reports_folder.iterdir()) if reports_folder.is_dir() else []
    return [path for path in paths if path.is_symlink() and path.name != LATEST and not path.name.startswith(".")]


def list_checksums_of_earlier_editions(settings: Settings) -> dict[str, str]:
    """Return the sum of each earlier edition's manifest, which holds the sums of all its files."""
    return {path.name: compute_file_checksum(path / MANIFEST) for path in list_earlier_editions(settings)}


def list_checksums_of_definitions(measures: Mapping[str, Measure]) -> dict[str, str]:
    """Return the sum of the file that defines each measure, by which the next edition can see whether it changed."""
    return {name: compute_file_checksum(measure.path) for name, measure in measures.items() if measure.path.is_file()}


def _add_columns_from_old_notes(rows: "pd.DataFrame") -> "pd.DataFrame":
    """Return observations of an edition from before these were columns, with what their notes say of them."""
    import pandas as pd

    notes = rows["note"]
    number = {name: notes.str.extract(pattern)[0].str.replace(",", "") for name, pattern in OLD_NOTES.items()}
    leaves_out = (
        number["left_out"]
        .map(lambda words: LeavesOut.HIDDEN if words == "some" else LeavesOut.COUNTED)
        .where(number["left_out"].notna(), LeavesOut.NONE)
    )
    return rows.assign(
        base=number["base"].astype(float).where(rows["statistic"] == Statistic.SURVEY_SHARE),
        rounded_to=number["rounded_to"].astype(float),
        apportioned=notes.str.contains("their figures are shared out by where residents live", regex=False),
        left_out=pd.to_numeric(number["left_out"], errors="coerce"),
        leaves_out=leaves_out,
    )


@dataclass(frozen=True)
class PublishedEdition:
    """One edition, read back from its files as anyone can."""

    folder: Path

    @cached_property
    def observations(self) -> "pd.DataFrame":
        """Read every figure; numbers are empty where none is published."""
        return self.table("observations")

    def table(self, name: str) -> "pd.DataFrame":
        """Read one CSV file as text and numbers; of a table that the edition had not, nothing."""
        import pandas as pd

        from fairer_stockton.schemas.results.communities import COMMUNITY_NUMBERS
        from fairer_stockton.schemas.results.gaps import GAP_NUMBERS
        from fairer_stockton.schemas.results.observations import OBSERVATION_NUMBERS

        numbers = {*OBSERVATION_NUMBERS, "rounded_to", *GAP_NUMBERS, *COMMUNITY_NUMBERS, *SIDES}
        path = self.folder / "csv" / f"{name}.csv"
        if path.is_file() and not path.stat().st_size:
            return pd.DataFrame()  # the record has such a file where the edition had none
        rows = pd.read_csv(
            path,
            dtype=dict.fromkeys(TEXT, str),
            keep_default_na=False,
            na_values={number: [""] for number in numbers},
            low_memory=False,
        )
        rows = read_cells(rows)
        return (
            rows if "note" not in rows or "trend" not in rows or "base" in rows else _add_columns_from_old_notes(rows)
        )

    def read_observations_of_domains(self) -> "pd.DataFrame":
        """Read the figures again, from the files of the domains."""
        import pandas as pd

        names = self.observations["domain"].unique()
        return pd.concat([self.observations[:0], *map(self.table, names)], ignore_index=True)

    def sheets(self, workbook_file_name: str) -> Sheets:
        """Read every cell of a workbook or spreadsheet, by sheet."""
        from python_calamine import CalamineWorkbook

        read = CalamineWorkbook.from_path(str(self.folder / workbook_file_name))
        return {name: read.get_sheet_by_name(name).to_python() for name in read.sheet_names}

    def read_csv_and_parquet(self, table_name: str) -> "tuple[pa.Table, pa.Table]":
        """Read a table from its CSV file and from its parquet file, the first as the kinds of column of the second."""
        from pyarrow import csv, parquet

        packed = parquet.read_table(self.folder / "parquet" / f"{table_name}.parquet")
        kinds = {field.name: field.type for field in packed.schema}
        plain = csv.read_csv(
            self.folder / "csv" / f"{table_name}.csv",
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(column_types=kinds, null_values=[""], strings_can_be_null=False),
        )
        return plain, packed

    def find_sources_read_from_same_files(self, checksums_by_source: "dict[str, set[str]]") -> set[str]:
        """Return the sources all of whose files, as the edition was read from them, are among these sums."""
        sums: dict[str, set[str]] = {}
        for entry in read_manifest(self.folder).get("inputs", ()):
            sums.setdefault(entry["source"], set()).add(entry["sha256"])
        return {source for source, files in sums.items() if files <= checksums_by_source.get(source, set())}


def read_table_under_header(rows: Rows, *header: str) -> "pd.DataFrame":
    """Return the table on a sheet: all below the row that has these headings; an empty one where no row has."""
    import pandas as pd

    for number, row in enumerate(rows):
        if set(header) <= set(row):
            return pd.DataFrame(rows[number + 1 :], columns=row)
    return pd.DataFrame()
