"""Housing Benefit: wards are parts of their district, whose claimants are never fewer than theirs together."""

import great_expectations.expectations as gxe
import pandas as pd

from fairer_stockton.schemas.expectations.suite import AreaFacts, ExpectationSuite


def expectations(facts: AreaFacts) -> list[ExpectationSuite]:
    """Return what the whole dataset must be; it is of the north of England, so the authority may have no row."""

    def of_authority(rows: pd.DataFrame) -> pd.DataFrame:
        wards = rows[rows["wd19cd"].isin(facts.codes["wd19cd"])]
        own = wards[wards["wd19cd"].map(facts.parents.get("wd19cd", {})) == facts.authority]
        whole = rows[rows["areacd"] == facts.authority].set_index("period")["claimants"]
        sums = own.groupby("period", as_index=False)["claimants"].sum()
        return sums.assign(left=sums["period"].map(whole).astype(float) - sums["claimants"].astype(float))

    within = gxe.ExpectColumnValuesToBeBetween(column="left", min_value=0)
    return [ExpectationSuite("wards of the authority within its claimants", [within], of_authority)]
