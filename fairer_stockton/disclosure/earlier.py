"""What earlier editions published: it cannot be hidden any more, nor may it reveal how a figure was revised."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from fairer_stockton.definitions.disclosure_rules import DisclosureRules
from fairer_stockton.editions.published import PublishedEdition
from fairer_stockton.geography.areas import UNPLACED
from fairer_stockton.run.vocabulary import AreaType, LeavesOut, Statistic, Status
from fairer_stockton.schemas.results.observations import OBSERVATION_KEY

KEY = list(OBSERVATION_KEY)
COUNTS = ["numerator", "denominator"]
SAME_DATA = [*KEY, "synthetic"]
KIND = ["measure", "area_type", "vintage", "period", "synthetic"]


def mark_known_and_revised_figures(
    rows: pd.DataFrame,
    earlier_edition_folders: Iterable[Path],
    checksums_by_source: Mapping[str, Collection[str]],
    closed_sources: Collection[str],
    rules: DisclosureRules,
) -> pd.DataFrame:
    """Compare figures with what earlier editions published for them.

    Args:
        rows: observations, with their index.
        earlier_edition_folders: folders of the earlier editions.
        checksums_by_source: the sums of the files that each source is read from now.
        closed_sources: the sources that are not open.
        rules: those in force.

    Returns:
        A row for each of `rows`, two columns: `known`, whether an earlier edition published the figure from the same
        files; `revised`, whether it published another from other files, so near that the difference would reveal a few
        people.
    """
    flags = pd.DataFrame({"known": False, "revised": False}, index=rows.index)
    for pairs in _pair_rows_with_earlier_editions(rows, earlier_edition_folders, checksums_by_source, closed_sources):
        survey = pairs["statistic"] == Statistic.SURVEY_SHARE
        difference = pd.concat(
            [
                (pairs[name] - pairs[f"{name}_then"]).abs().where(survey == (name == "base"))
                for name in ("numerator", "denominator", "base")
                if name in pairs and f"{name}_then" in pairs
            ],
            axis=1,
        )
        few = ((difference > 1e-6) & (difference < rules.fewest_counted)).any(axis=1)
        rounded = pairs["rounded_then"].notna()
        flags.loc[pairs.index[pairs["same"] & ~rounded], "known"] = True
        flags.loc[pairs.index[~pairs["same"] & few], "revised"] = True
    return flags


def read_earlier_rounded_counts(
    rows: pd.DataFrame,
    earlier_edition_folders: Iterable[Path],
    checksums_by_source: Mapping[str, Collection[str]],
    closed_sources: Collection[str],
) -> pd.DataFrame:
    """Return the rounded counts that earlier editions published from the same files: numerator and denominator, by row.

    A row that they left out, while others of its kind are there, was one of nobody, or of too few to round up.
    """
    per_edition = [pd.DataFrame(columns=COUNTS, dtype=float)]
    for folder in earlier_edition_folders:
        then = _read_figures_of_earlier_edition(folder, checksums_by_source, closed_sources)
        then = then[then["same"] & then["rounded_to"].notna()]
        both = rows.reset_index(names="row").merge(
            then[[*SAME_DATA, *COUNTS]], on=SAME_DATA, how="left", suffixes=("_now", "")
        )
        kinds = pd.MultiIndex.from_frame(then.loc[then["breakdown"] == "all", KIND])
        left_out = (both["breakdown"] == "all") & pd.MultiIndex.from_frame(both[KIND]).isin(kinds)
        numbers = both.set_index("row")[COUNTS]
        per_edition.append(numbers.where(numbers.notna() | ~left_out.to_numpy()[:, None], 0.0).dropna(how="all"))
    counts = pd.concat(per_edition)
    return counts[~counts.index.duplicated(keep="last")]


def _pair_rows_with_earlier_editions(
    rows: pd.DataFrame,
    earlier_edition_folders: Iterable[Path],
    checksums_by_source: Mapping[str, Collection[str]],
    closed_sources: Collection[str],
) -> Iterator[pd.DataFrame]:
    """Yield rows joined to what each earlier edition published for them; `same` marks those from the same files."""
    for folder in earlier_edition_folders:
        then = _read_figures_of_earlier_edition(folder, checksums_by_source, closed_sources).rename(
            columns={"rounded_to": "rounded_then"}
        )
        columns = [*KEY, "numerator", "denominator", "value", "base", "same", "rounded_then", "synthetic"]
        both = rows.reset_index(names="row").merge(
            then.loc[then["value"].notna(), columns], on=KEY, suffixes=("", "_then")
        )
        both = both.set_index("row")
        yield both[both["synthetic"] == both["synthetic_then"]]


def _read_figures_of_earlier_edition(
    edition_folder: Path, checksums_by_source: Mapping[str, Collection[str]], closed_sources: Collection[str]
) -> pd.DataFrame:
    """Read what an edition published: with `same`, whether its files are those of now."""
    edition = PublishedEdition(edition_folder)
    same = edition.find_sources_read_from_same_files({name: set(sums) for name, sums in checksums_by_source.items()})
    rows = pd.concat(
        [edition.observations, _make_rows_of_counts_without_neighbourhood(edition.observations)], ignore_index=True
    )
    return rows.assign(
        same=rows["sources"].map(lambda names: set(names.split()) & set(closed_sources) <= same).astype(bool),
    )


def _make_rows_of_counts_without_neighbourhood(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows without a neighbourhood that an edition counts, as figures of their own; 0 is a number too.

    An edition that hides the number says so; of a figure that it hides it says nothing.
    """
    whole = rows[(rows["area_type"] == AreaType.BOROUGH) & (rows["breakdown"] == "all")]
    has_none = (whole["leaves_out"] == LeavesOut.NONE) & (whole["status"] != Status.SUPPRESSED)
    whole = whole[whole["left_out"].notna() | has_none]
    number, rate = whole["left_out"].fillna(0.0), whole["statistic"] == Statistic.RATE
    return whole.assign(
        breakdown=UNPLACED,
        category=UNPLACED,
        value=number,
        numerator=number.where(rate),
        denominator=number.where(~rate),
        base=number,
    )
