"""What earlier editions published: it cannot be hidden any more, nor may it reveal how a figure was revised."""

import pandas as pd

from fairer_stockton.definitions.disclosure_rules import DisclosureRules
from fairer_stockton.disclosure.linked import EPSILON
from fairer_stockton.disclosure.versions import NUMBERS, EarlierFigures
from fairer_stockton.run.vocabulary import Statistic
from fairer_stockton.schemas.results.observations import OBSERVATION_KEY

KEY = list(OBSERVATION_KEY)
COUNTS = ["numerator", "denominator"]
SAME_DATA = [*KEY, "synthetic"]
KIND = ["measure", "area_type", "vintage", "period", "synthetic"]


def mark_known_and_revised_figures(rows: pd.DataFrame, earlier: EarlierFigures, rules: DisclosureRules) -> pd.DataFrame:
    """Compare figures with what earlier editions published for them.

    Args:
        rows: observations, with their index.
        earlier: what was published before.
        rules: those in force.

    Returns:
        A row for each of `rows`, two columns: `known`, whether an earlier edition published the figure from the same
        files; `revised`, whether it published another, so near that the difference would reveal a few people.
    """
    flags = pd.DataFrame({"known": False, "revised": False}, index=rows.index)
    then = earlier.figures[earlier.figures["value"].notna()]
    pairs = rows.reset_index(names="row").merge(then, on=SAME_DATA, suffixes=("", "_then")).set_index("row")
    survey = pairs["statistic"] == Statistic.SURVEY_SHARE
    difference = pd.concat(
        [
            (pairs[name] - pairs[f"{name}_then"]).abs().where(survey == (name == "base"))
            for name in NUMBERS
            if f"{name}_then" in pairs
        ],
        axis=1,
    )
    few = ((difference > EPSILON) & (difference < rules.fewest_counted)).any(axis=1)
    # Of the same files a figure can be another all the same: where its measure was defined anew.
    as_then = pairs["same"] & ~(difference > EPSILON).any(axis=1)
    flags.loc[pairs.index[as_then & pairs["rounded_to"].isna()], "known"] = True
    flags.loc[pairs.index[~as_then & few], "revised"] = True
    return flags


def read_earlier_rounded_counts(rows: pd.DataFrame, earlier: EarlierFigures) -> pd.DataFrame:
    """Return the rounded counts that earlier editions published from the same files: numerator and denominator, by row.

    A row that they left out, while others of its kind are there, was one of nobody, or of too few to round up.
    """
    then = earlier.figures[earlier.figures["same"] & earlier.figures["rounded_to"].notna()]
    then = then.drop_duplicates(SAME_DATA, keep="last")
    both = rows.reset_index(names="row").merge(
        then[[*SAME_DATA, *COUNTS]], on=SAME_DATA, how="left", suffixes=("_now", "")
    )
    kinds = pd.MultiIndex.from_frame(then.loc[then["breakdown"] == "all", KIND])
    left_out = (both["breakdown"] == "all") & pd.MultiIndex.from_frame(both[KIND]).isin(kinds)
    numbers = both.set_index("row")[COUNTS]
    return numbers.where(numbers.notna() | ~left_out.to_numpy()[:, None], 0.0).dropna(how="all")
