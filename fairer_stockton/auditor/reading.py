"""What an edition tells: every figure of every table that leaves, by what it is of."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

KEY = ["measure", "area_type", "area_code", "vintage", "breakdown", "category", "period"]
NUMBERS = ["numerator", "denominator", "value", "lower_95", "upper_95", "lower_998", "upper_998"]
MORE_NUMBERS = [
    *("people", "distance", "rank", "borough_value"),
    *(f"{side}_{name}" for side in ("group", "else") for name in ("value", "lower_95", "upper_95")),
]
TEXT = {"vintage": str, "lsoa_vintage": str, "period": str, "category": str, "area_code": str, "breakdown": str}


@dataclass(frozen=True)
class PublishedEdition:
    """The tables of one edition, read back from its files."""

    folder: Path

    @cached_property
    def observations(self) -> pd.DataFrame:
        """Every figure; numbers are empty where none is given."""
        return self.table("observations")

    def table(self, name: str) -> pd.DataFrame:
        """Read one CSV file as text and numbers."""
        return pd.read_csv(
            self.folder / "csv" / f"{name}.csv",
            dtype=TEXT,
            keep_default_na=False,
            na_values={column: [""] for column in (*NUMBERS, *MORE_NUMBERS)},
            low_memory=False,
        )

    def of_domains(self) -> pd.DataFrame:
        """Read the figures again, from the files of the domains."""
        names = self.observations["domain"].unique()
        return pd.concat([self.observations[:0], *map(self.table, names)], ignore_index=True)

    def inputs(self) -> dict[str, set[str]]:
        """Give the sums of the files that each source was read from, by the manifest; none where there is none."""
        path = self.folder / "manifest.json"
        manifest = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        sums: dict[str, set[str]] = {}
        for entry in manifest.get("inputs", ()):
            sums.setdefault(entry["source"], set()).add(entry["sha256"])
        return sums

    def of_workbook(self) -> pd.DataFrame:
        """Read the figures again, from the sheets of the workbook: measure's title, area, and cells as they stand."""
        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_path(str(self.folder / "tables.xlsx"))
        frames = []
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python()
            for number, row in enumerate(rows):
                if row[:2] == ["Measure", "Kind of area"]:
                    frames.append(pd.DataFrame(rows[number + 1 :], columns=row))
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
