"""What earlier editions have said already: it cannot be hidden any more, nor may it tell how a figure was revised."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from fairer_stockton.disclosure.rules import Rules
from fairer_stockton.editions import PublishedEdition
from schemas.results import OBSERVATION_KEY

KEY = list(OBSERVATION_KEY)
BASE = r"^([\d,]+) "
ROUNDED = "rounded to multiples of"


def said_before(
    rows: pd.DataFrame,
    editions: Iterable[Path],
    inputs: Mapping[str, Collection[str]],
    supplied: Collection[str],
    rules: Rules,
) -> pd.DataFrame:
    """Compare figures with what earlier editions gave for them.

    Args:
        rows: observations, with their index.
        editions: folders of the earlier editions.
        inputs: the sums of the files that each source is read from now.
        supplied: the sources that are not open.
        rules: those in force.

    Returns:
        A row for each of `rows`, two columns: `known`, whether an earlier edition gave the figure from the same files;
        `revised`, whether it gave another from other files, so near that the difference would tell of a few people.
    """
    result = pd.DataFrame({"known": False, "revised": False}, index=rows.index)
    for both in _matched(rows, editions, inputs, supplied):
        survey = both["statistic"] == "survey_share"
        apart = pd.concat(
            [
                (both[name] - both[f"{name}_then"]).abs().where(survey == (name == "base"))
                for name in ("numerator", "denominator", "base")
                if name in both and f"{name}_then" in both
            ],
            axis=1,
        )
        few = ((apart > 1e-6) & (apart < rules.fewest_counted)).any(axis=1)
        rounded = both["note_then"].str.contains(ROUNDED)
        result.loc[both.index[both["same"] & ~rounded], "known"] = True
        result.loc[both.index[~both["same"] & few], "revised"] = True
    return result


def rounded_before(
    rows: pd.DataFrame, editions: Iterable[Path], inputs: Mapping[str, Collection[str]], supplied: Collection[str]
) -> pd.DataFrame:
    """Give the rounded counts that earlier editions gave of the same files: numerator and denominator, by row."""
    given = [pd.DataFrame(columns=["numerator", "denominator"], dtype=float)]
    for both in _matched(rows, editions, inputs, supplied):
        chosen = both[both["same"] & both["note_then"].str.contains(ROUNDED)]
        given.append(chosen[["numerator_then", "denominator_then"]].set_axis(given[0].columns, axis=1))
    together = pd.concat(given)
    return together[~together.index.duplicated(keep="last")]


def _matched(
    rows: pd.DataFrame, editions: Iterable[Path], inputs: Mapping[str, Collection[str]], supplied: Collection[str]
) -> Iterator[pd.DataFrame]:
    """Set rows beside what each earlier edition gave for them; `same` says whether from the same files."""
    for folder in editions:
        edition = PublishedEdition(folder)
        then, same = edition.observations.copy(), edition.unchanged({name: set(sums) for name, sums in inputs.items()})
        then["base"] = then["note"].str.extract(BASE)[0].str.replace(",", "").astype(float)
        then["same"] = then["sources"].map(lambda names, same=same: set(names.split()) & set(supplied) <= same)
        then["note_then"] = then["note"]
        columns = [*KEY, "numerator", "denominator", "value", "base", "same", "note_then", "synthetic"]
        given = then.loc[then["value"].notna(), columns].astype({"same": bool})
        both = rows.reset_index(names="row").merge(given, on=KEY, suffixes=("", "_then")).set_index("row")
        yield both[both["synthetic"] == both["synthetic_then"]]
