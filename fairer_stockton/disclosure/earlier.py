"""What earlier editions have said already: it cannot be hidden any more, nor may it tell how a figure was revised."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from fairer_stockton.definitions.disclosure_rules import Rules
from fairer_stockton.editions.published import PublishedEdition
from fairer_stockton.geography.areas import UNPLACED
from fairer_stockton.schemas.results.observations import OBSERVATION_KEY

KEY = list(OBSERVATION_KEY)
COUNTS = ["numerator", "denominator"]
SAME_DATA = [*KEY, "synthetic"]
KIND = ["measure", "area_type", "vintage", "period", "synthetic"]


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
        rounded = both["rounded_then"].notna()
        result.loc[both.index[both["same"] & ~rounded], "known"] = True
        result.loc[both.index[~both["same"] & few], "revised"] = True
    return result


def rounded_before(
    rows: pd.DataFrame, editions: Iterable[Path], inputs: Mapping[str, Collection[str]], supplied: Collection[str]
) -> pd.DataFrame:
    """Give the rounded counts that earlier editions gave of the same files: numerator and denominator, by row.

    A row that they left out beside others of its kind was one of nobody, or of too few to round up.
    """
    given = [pd.DataFrame(columns=COUNTS, dtype=float)]
    for folder in editions:
        then = _then(folder, inputs, supplied)
        then = then[then["same"] & then["rounded_to"].notna()]
        both = rows.reset_index(names="row").merge(
            then[[*SAME_DATA, *COUNTS]], on=SAME_DATA, how="left", suffixes=("_now", "")
        )
        kinds = pd.MultiIndex.from_frame(then.loc[then["breakdown"] == "all", KIND])
        left_out = (both["breakdown"] == "all") & pd.MultiIndex.from_frame(both[KIND]).isin(kinds)
        numbers = both.set_index("row")[COUNTS]
        given.append(numbers.where(numbers.notna() | ~left_out.to_numpy()[:, None], 0.0).dropna(how="all"))
    together = pd.concat(given)
    return together[~together.index.duplicated(keep="last")]


def _matched(
    rows: pd.DataFrame, editions: Iterable[Path], inputs: Mapping[str, Collection[str]], supplied: Collection[str]
) -> Iterator[pd.DataFrame]:
    """Set rows beside what each earlier edition gave for them; `same` says whether from the same files."""
    for folder in editions:
        then = _then(folder, inputs, supplied).rename(columns={"rounded_to": "rounded_then"})
        columns = [*KEY, "numerator", "denominator", "value", "base", "same", "rounded_then", "synthetic"]
        both = rows.reset_index(names="row").merge(
            then.loc[then["value"].notna(), columns], on=KEY, suffixes=("", "_then")
        )
        both = both.set_index("row")
        yield both[both["synthetic"] == both["synthetic_then"]]


def _then(folder: Path, inputs: Mapping[str, Collection[str]], supplied: Collection[str]) -> pd.DataFrame:
    """Read what an edition gave: with `same`, whether its files are those of now."""
    edition = PublishedEdition(folder)
    same = edition.unchanged({name: set(sums) for name, sums in inputs.items()})
    rows = pd.concat([edition.observations, _unplaced(edition.observations)], ignore_index=True)
    return rows.assign(
        same=rows["sources"].map(lambda names: set(names.split()) & set(supplied) <= same).astype(bool),
    )


def _unplaced(rows: pd.DataFrame) -> pd.DataFrame:
    """Return how many rows without a neighbourhood the notes of an edition tell of, as figures of their own."""
    whole = rows[(rows["area_type"] == "borough") & (rows["breakdown"] == "all") & rows["left_out"].notna()]
    number, rate = whole["left_out"], whole["statistic"] == "rate"
    return whole.assign(
        breakdown=UNPLACED,
        category=UNPLACED,
        value=number,
        numerator=number.where(rate),
        denominator=number.where(~rate),
        base=number,
    )
