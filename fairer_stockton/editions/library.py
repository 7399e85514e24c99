"""A published edition for analysts: its tables with types, its measures and its manifest, read from its own files."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fairer_stockton.editions.manifests import read_manifest
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.fingerprints import compute_file_checksum

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

# Columns whose cells repeat a few words: categories in pandas, dictionaries in Arrow.
CATEGORIES = frozenset({
    "measure", "domain", "area_type", "vintage", "lsoa_vintage", "converted_from", "breakdown", "category", "unit",
    "statistic", "comparison", "trend", "status", "gap_type", "direction", "community", "kind", "gap", "index_name",
    "summary", "weighted_by", "comparators", "leaves_out", "against_borough", "verdict",
    "component", "decomposition", "among_ten_worst", "people_group",
})  # fmt: skip
HIDDEN_COLUMNS = ("measure", "area_type", "area_code", "area_name", "period", "breakdown", "category", "status", "note")
REMEDY = "name the folder of an edition, as make report prints it: such as reports/2026 or reports/latest"


def load(folder: str | Path) -> "LoadedEdition":
    """Read a published edition, such as `reports/2026`, from its own files; nothing is measured again.

    Only the manifest is read at once; each table is read when it is first asked for, and checked against the sum that
    the manifest has of it. All of an edition takes about a second.

    Args:
        folder: the folder of an edition, which holds `manifest.json`; a link such as `reports/latest` will do.

    Raises:
        InputError: the folder is not there or is no edition; or, when a table is read, its file is missing or is not
            the one that was published.
    """
    path = Path(folder)
    manifest = read_manifest(path)
    if not path.is_dir():
        raise InputError(str(path), "no such folder", "the folder of a published edition", REMEDY)
    if not isinstance(manifest.get("outputs"), dict) or "edition" not in manifest:
        inside = sorted(entry.name for entry in path.iterdir() if (entry / "manifest.json").is_file())
        lacking = f"no edition, though these inside it are: {', '.join(inside)}" if inside else "no edition"
        raise InputError(str(path), lacking, "a folder whose manifest.json lists the files of an edition", REMEDY)
    # Where `latest` leads to others later, this stays the edition that it led to.
    return LoadedEdition((path / "manifest.json").resolve().parent, manifest)


@dataclass(frozen=True)
class LoadedEdition:
    """One published edition. `load` makes it.

    Every table is a pandas frame with a plain index. Columns of a few repeated words are categories, other words are
    text (an empty cell is an empty text), numbers are floats or integers (a missing number is missing: NaN), and
    yes-or-no columns are booleans. Periods are text, since `2023/24` is no number. `arrow` returns the same tables for
    Arrow; `columns` says what each column holds.
    """

    folder: Path
    manifest: dict[str, Any] = field(repr=False)  # edition, authority, synthetic, inputs and outputs with their sums …

    @property
    def name(self) -> str:
        """Return the edition's name, such as `2026`."""
        return str(self.manifest["edition"])

    @property
    def synthetic(self) -> bool:
        """Return whether any figure of the edition rests on the generated sample, whose values are invented."""
        return bool(self.manifest.get("synthetic", True))

    @property
    def tables(self) -> tuple[str, ...]:
        """Return the names of the edition's tables, in alphabetical order."""
        names = map(Path, self.manifest["outputs"])
        return tuple(sorted(path.stem for path in names if path.parts[0] == "parquet" and path.suffix == ".parquet"))

    def arrow(self, name: str) -> "pa.Table":
        """Read one table for Arrow; the description of each column is in its field's metadata.

        Args:
            name: one of `tables`.

        Raises:
            InputError: the edition has no such table, or its file is missing or not the one that was published.
        """
        import pyarrow as pa
        from pyarrow import parquet

        if name not in self.tables:
            raise InputError(
                str(self.folder), f"no table {name!r}", f"one of {', '.join(self.tables)}", "ask for one of these"
            )
        path = self._find_published_file(f"parquet/{name}.parquet")
        table = parquet.read_table(path)
        words = pa.dictionary(pa.int32(), pa.string())
        fields = [column.with_type(words) if column.name in CATEGORIES else column for column in table.schema]
        return table.cast(pa.schema(fields, table.schema.metadata))

    def frame(self, name: str) -> "pd.DataFrame":
        """Read one table for pandas: each call reads it again, so that the frame is the caller's to change.

        Args:
            name: one of `tables`.

        Raises:
            InputError: as of `arrow`.
        """
        return self.arrow(name).to_pandas()

    def columns(self, name: str) -> "pd.DataFrame":
        """Return what each column of a table holds: `column`, `kind` (as Arrow names it) and `description`."""
        import pandas as pd

        rows = [
            (column.name, str(column.type), (column.metadata or {}).get(b"description", b"").decode())
            for column in self.arrow(name).schema
        ]
        return pd.DataFrame(rows, columns=["column", "kind", "description"])

    @cached_property
    def observations(self) -> "pd.DataFrame":
        """Read every figure: one row for each measure, area, period and category.

        `value` and its limits `lower_95`, `upper_95`, `lower_998`, `upper_998` are in the row's `unit`; `numerator` and
        `denominator` are counts (or sums) of what the measure counts, and empty for surveys. `status` is published,
        low_base (shown, and rests on few answers), suppressed or not_available; of the last two the numbers are missing
        and `note` says why.
        `comparison` is against England in the same period, `trend` over the latest periods.
        """
        return self.frame("observations")

    @cached_property
    def not_shown(self) -> "pd.DataFrame":
        """Return the observations without a figure, each with its `status` and, as `reason`, why there is none."""
        rows = self.observations
        hidden = rows.loc[rows["value"].isna(), list(HIDDEN_COLUMNS)]
        return hidden.rename(columns={"note": "reason"}).reset_index(drop=True)

    @cached_property
    def gaps(self) -> "pd.DataFrame":
        """Read every gap: one row for each measure, kind of gap, area, pair of groups and period.

        `value` (the first group less the second, or an index of all fifths) and its limits are in the row's `unit`;
        `people` counts residents or homes. `direction` says in a word how the gap has changed since `change_from`, and
        `change` by how much. `status` and `note` are as of observations.
        """
        return self.frame("gaps")

    @cached_property
    def decompositions(self) -> "pd.DataFrame":
        """Read why some gaps are there: one row for each split, pair, period, part and group.

        `value` and its limits are in the row's `unit`. Of one pair and period, the rows whose `category` is all hold
        the difference (`component` total) and its parts, which add up to it; the others are what each group adds to a
        part. `share_a` and `share_b` are per cent of each side's people, `figure_a` and `figure_b` their figures.
        """
        return self.frame("decompositions")

    @cached_property
    def communities(self) -> "pd.DataFrame":
        """Read each disadvantaged community against everyone else.

        `group_value`, `else_value`, their difference `value` and all limits are in the row's `unit`; `needs` says what
        would reach a community that no source does.
        """
        return self.frame("communities")

    @cached_property
    def standings(self) -> "pd.DataFrame":
        """Read how each area compares with the borough.

        `value` and `borough_value` are in the measure's unit, `rank` is 1 where people fare best, with limits that hold
        for all areas of a kind and map at once, and `distance` is in standard deviations between areas, above 0 where
        better.
        """
        return self.frame("standings")

    @cached_property
    def priorities(self) -> "pd.DataFrame":
        """Read the priority list.

        `rank` is 1 for the first priority of its kind, with 95 % limits that hold for all at once; `score` and its
        components are from 0 to 1; `residents` and `people_above_england` are people.
        """
        return self.frame("priorities")

    @cached_property
    def targeting(self) -> "pd.DataFrame":
        """Read whom targeting by place reaches: a row for each list of places and kind of people.

        Numbers are people; `reached_percent` and `best_reached_percent` are per cent of the borough's income-deprived
        people of that kind.
        """
        return self.frame("targeting")

    @cached_property
    def comparators(self) -> "pd.DataFrame":
        """Read where the authority stands among other councils.

        `value`, `lowest`, `median` and `highest` are in the row's `unit`; `position` is 1 where people fare best; the
        rest are counts of councils.
        """
        return self.frame("comparators")

    @cached_property
    def deprivation(self) -> "pd.DataFrame":
        """Read the summaries of the Indices of Deprivation for councils and areas: a higher figure is more deprived.

        `proportion` and `extent` are shares from 0 to 1, `scale` is people (or people times score), and of each
        `rank_of_…` 1 is the most deprived.
        """
        return self.frame("deprivation")

    @cached_property
    def agreement(self) -> "pd.DataFrame":
        """Read how many councils' summaries agree with the publisher's own: counts of councils, differences, ranks."""
        return self.frame("agreement")

    @cached_property
    def movements(self) -> "pd.DataFrame":
        """Read the tenth (1 to 10) and rank of England in which each neighbourhood stood, 1 the most deprived."""
        return self.frame("movements")

    @cached_property
    def memberships(self) -> "pd.DataFrame":
        """Read which areas hold each neighbourhood: `share` is the part of its residents, above 0 and up to 1."""
        return self.frame("memberships")

    @cached_property
    def suppression(self) -> "pd.DataFrame":
        """Read how many figures are hidden so that nobody can be recognised: counts of figures."""
        return self.frame("suppression")

    @cached_property
    def claims(self) -> "pd.DataFrame":
        """Read the council's own published figures beside ours: `stated` as text, `recomputed` in the row's `unit`."""
        return self.frame("claims")

    @cached_property
    def measures(self) -> "pd.DataFrame":
        """Return what each measure of the edition is: one row a measure, the index its name.

        Columns from the edition's own files: `domain`; `title`; `framework_measure`, what the framework asks for;
        `stands_in_for`, where it is only the nearest available to that; `unit`; `statistic`, how the value is made;
        `sources`, the names of all that its figures rest on. From this version of the package: `unit_in_words`;
        `publishers` of those sources; and `polarity`, higher_is_better, lower_is_better or neutral. Where the measure's
        file is not the one that the edition was made with, `same_definition` is False and `polarity` is missing.
        """
        import pandas as pd

        from fairer_stockton.definitions.project import load_definitions
        from fairer_stockton.definitions.units import UNITS
        from fairer_stockton.run.council import load_council_of_working_folder

        rows = self._read_words_of_measures()
        definitions = load_definitions(load_council_of_working_folder())
        defined, sources = definitions.measures, definitions.sources
        sums = self.manifest.get("measures", {})
        same = {
            name
            for name in rows.index
            if name in defined and compute_file_checksum(defined[name].path) == sums.get(name)
        }
        publishers = (
            "; ".join(dict.fromkeys(sources[source].publisher for source in names.split() if source in sources))
            for names in rows["sources"]
        )
        return rows.assign(
            unit_in_words=[UNITS[unit].words if unit in UNITS else "" for unit in rows["unit"]],
            polarity=pd.Categorical([defined[name].polarity if name in same else None for name in rows.index]),
            publishers=list(publishers),
            same_definition=rows.index.isin(same),
        )

    @cached_property
    def measure_titles(self) -> dict[str, str]:
        """Return the title of each measure that has figures, by its name."""
        return dict(self.measures["title"])

    @cached_property
    def inputs(self) -> "pd.DataFrame":
        """Return the files that the edition was made from: `source`, `file`, `period`, `sha256`, `synthetic`."""
        import pandas as pd

        return pd.DataFrame(
            self.manifest.get("inputs", []), columns=["source", "file", "period", "sha256", "synthetic"]
        )

    def _find_published_file(self, relative_path: str) -> Path:
        """Return the path of a file of the edition.

        Raises:
            InputError: it is missing, or not the file that the manifest has the sum of.
        """
        path = self.folder / relative_path
        if path.is_file() and compute_file_checksum(path) == self.manifest["outputs"].get(relative_path):
            return path
        state = "another file than was published" if path.is_file() else "no such file"
        remedy = "restore the edition from a backup, or publish it again with make report"
        raise InputError(str(path), state, "the file that manifest.json has the sum of", remedy)

    def _read_words_of_measures(self) -> "pd.DataFrame":
        """Return the words of each measure: they stand beside its figures in the CSV files of the domains."""
        import pandas as pd

        figures = self.observations.drop_duplicates("measure")[["measure", "unit", "statistic"]]
        sources = self.observations.groupby("measure", observed=True)["sources"].agg(_join_unique_names)
        keys = ["measure", "domain", "measure_title", "framework_measure", "stands_in_for"]
        tables = [
            pd.read_csv(self._find_published_file(f"csv/{domain}.csv"), usecols=keys, keep_default_na=False, dtype=str)
            for domain in self.observations["domain"].unique()
        ]
        words = pd.concat([pd.DataFrame(columns=keys, dtype=str), *tables]).drop_duplicates("measure")
        rows = words.merge(figures.astype(str), on="measure", how="left")
        rows = rows.merge(sources.astype(str), on="measure", how="left")
        rows = rows.rename(columns={"measure_title": "title"})
        return rows.astype(dict.fromkeys(("domain", "unit", "statistic"), "category")).set_index("measure")


def _join_unique_names(space_separated_names: "pd.Series[str]") -> str:
    """Return every name of some lists separated by spaces, each once, in alphabetical order."""
    return " ".join(sorted({name for names in space_separated_names for name in names.split()}))
