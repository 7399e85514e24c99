"""What earlier editions have said already: it cannot be hidden any more, nor may it tell how a figure was revised."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import pandas as pd

from fairer_stockton.disclosure.rules import Rules
from fairer_stockton.editions import PublishedEdition
from schemas.results import OBSERVATION_KEY

KEY = list(OBSERVATION_KEY)
BASE = r"^([\d,]+) "


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
    for folder in editions:
        edition = PublishedEdition(folder)
        then, same = edition.observations.copy(), edition.unchanged({name: set(sums) for name, sums in inputs.items()})
        then["base"] = then["note"].str.extract(BASE)[0].str.replace(",", "").astype(float)
        then["same"] = then["sources"].map(lambda names, same=same: set(names.split()) & set(supplied) <= same)
        columns = [*KEY, "numerator", "denominator", "value", "base", "same", "synthetic"]
        given = then.loc[then["value"].notna(), columns]
        both = rows.reset_index(names="row").merge(given, on=KEY, suffixes=("", "_then")).set_index("row")
        both = both[both["synthetic"] == both["synthetic_then"]]
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
        unlike = ~both["same"].astype(bool)
        result.loc[both.index[~unlike], "known"] = True
        result.loc[both.index[unlike & few], "revised"] = True
    return result
