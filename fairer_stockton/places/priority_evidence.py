"""What the priority list rests on: each neighbourhood's places in every edition of the Indices, rates and residents."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairer_stockton.run.errors import ValidationError

if TYPE_CHECKING:
    import pandas as pd

    from fairer_stockton.statistics.estimate import Floats

DOMAINS = ("income", "employment", "education", "health", "crime", "barriers", "living_environment")
USUAL_RESIDENTS = 1_500.0  # of a neighbourhood, where of none the number is known
SPLIT = "until 2021 part of a larger neighbourhood, whose earlier places stand for it"
MERGED = "until 2021 several neighbourhoods, whose mean score by residents gives its earlier places"
NO_RESIDENTS = "residents not known: the mean of the others is used"
NO_ENGLISH_RESIDENTS = (
    "England's rate is the plain mean of all neighbourhoods' rates, because their residents are not known"
)


@dataclass(frozen=True)
class Neighbourhoods:
    """The authority's neighbourhoods in the order of their codes, the index of `table`, and what England has.

    `table` has name, ward, score, rate, residents (as known), weight (residents, filled), note; `ranks` a column for
    each edition, oldest first; `domains` one for each domain; `scores` England's scores of the latest edition, rising.
    """

    table: "pd.DataFrame"
    ranks: "pd.DataFrame"
    domains: "pd.DataFrame"
    scores: "pd.Series[float]"
    sizes: dict[str, int]
    england_rate: float

    @property
    def latest_edition(self) -> str:
        """Return the latest edition."""
        return str(self.ranks.columns[-1])


def read_neighbourhoods(
    indices: "pd.DataFrame", lookup: "pd.DataFrame", wards: "pd.DataFrame", residents: "pd.DataFrame", authority: str
) -> Neighbourhoods:
    """Read what is known of every 2021 neighbourhood of an authority.

    Args:
        indices: staged indices_of_deprivation, all England; the latest edition must be on the map of 2021.
        lookup: staged lsoa11_lsoa21.
        wards: staged lsoa21_wd24.
        residents: lsoa21cd and residents; those it lacks are the index's own, where it has them.
        authority: code of the authority, as in the lookup.

    Raises:
        ValidationError: the latest edition lacks a neighbourhood of the authority, or a figure of one.
    """
    import pandas as pd

    codes = pd.Index(sorted(wards.loc[wards["lad24cd"] == authority, "lsoa21cd"].unique()), name="lsoa21cd")
    editions = {str(period): rows for period, rows in indices.sort_values("period").groupby("period", sort=True)}
    latest = list(editions)[-1]
    england = editions[latest].set_index("lsoa21cd")
    wanted = ["imd_score", "imd_rank", "income_score", *(f"{name}_rank" for name in DOMAINS)]
    here = england.reindex(codes)
    lacking = here[wanted].isna()
    if lacking.to_numpy().any() or codes.empty:
        area, column = next(((area, column) for column in wanted for area in codes[lacking[column]]), (authority, ""))
        raise ValidationError(
            table="indices_of_deprivation",
            edition=latest,
            area=area,
            column=column,
            found="none",
            expected="a figure of every neighbourhood of the authority on the 2021 map",
            remedy="bring the edition's File 7 and the lookup of 2011 to 2021 whole",
        )
    merged = lookup.loc[lookup["lsoa21cd"].isin(codes), "lsoa21cd"].value_counts().reindex(codes) > 1
    split = lookup.loc[lookup["change"] == "S", "lsoa21cd"]
    counts = residents.set_index("lsoa21cd")["residents"].astype("float64")
    known = counts.reindex(codes).fillna(here["population"].astype("float64"))
    weights = england["population"].astype("float64").fillna(counts.reindex(england.index))
    weighs = bool(weights.notna().all())
    notes = pd.DataFrame(
        {
            "split": pd.Series(codes.isin(split), codes).map({True: SPLIT, False: ""}),
            "merged": merged.map({True: MERGED, False: ""}),
            "residents": known.isna().map({True: NO_RESIDENTS, False: ""}),
            "england": "" if weighs else NO_ENGLISH_RESIDENTS,
        },
        index=codes,
    )
    table = pd.DataFrame(
        {
            "name": here["lsoanm"].astype(str),
            "ward": wards.drop_duplicates("lsoa21cd").set_index("lsoa21cd")["wd24nm"].reindex(codes).fillna(""),
            "score": here["imd_score"].astype("float64"),
            "rate": here["income_score"].astype("float64"),
            "residents": known,
            "weight": known.fillna(known.mean() if known.notna().any() else USUAL_RESIDENTS),
            "note": ["; ".join(filter(None, row)) for row in notes.itertuples(index=False)],
        }
    )
    rates = england["income_score"].astype("float64")
    return Neighbourhoods(
        table=table,
        ranks=pd.DataFrame(
            {period: _read_ranks_on_map_of_2021(rows, lookup, codes) for period, rows in editions.items()}
        ),
        domains=here[[f"{name}_rank" for name in DOMAINS]].astype("float64"),
        scores=england["imd_score"].astype("float64").sort_values().reset_index(drop=True),
        sizes={period: len(rows) for period, rows in editions.items()},
        england_rate=float((rates * weights).sum() / weights[rates.notna()].sum()) if weighs else float(rates.mean()),
    )


def find_rank_of_scores(scores_to_rank: "pd.Series[float]", scores_in_order: "pd.Series[float]") -> "Floats":
    """Return the rank of scores in an order of scores, rising: one more than the number of higher ones."""
    import numpy as np

    behind = np.searchsorted(scores_in_order.to_numpy(), scores_to_rank.to_numpy(), side="right")
    return np.asarray(1.0 + len(scores_in_order) - behind, dtype=np.float64)


def _read_ranks_on_map_of_2021(
    edition_rows: "pd.DataFrame", neighbourhood_lookup: "pd.DataFrame", codes: "pd.Index[str]"
) -> "pd.Series[float]":
    """Return an edition's ranks on the map of 2021; nan where it has none.

    On the map of 2011 a neighbourhood has the rank of the one that it is or was part of. Where it was several, ranks
    are not averaged: the mean of their scores, by residents, is placed in the edition's order.
    """
    import pandas as pd

    if edition_rows["lsoa21cd"].notna().all():
        return edition_rows.set_index("lsoa21cd")["imd_rank"].reindex(codes).astype("float64")
    parts = neighbourhood_lookup.loc[neighbourhood_lookup["lsoa21cd"].isin(codes), ["lsoa11cd", "lsoa21cd"]].merge(
        edition_rows[["lsoa11cd", "imd_score", "imd_rank", "population"]], on="lsoa11cd"
    )
    people = parts["population"].astype("float64")
    parts["people"] = people if people.notna().all() else 1.0
    parts["product"] = parts["imd_score"] * parts["people"]
    of_each = parts.groupby("lsoa21cd")
    mean = of_each["product"].sum() / of_each["people"].sum()
    scores = edition_rows["imd_score"].sort_values().reset_index(drop=True)
    placed = pd.Series(find_rank_of_scores(mean, scores), index=mean.index)
    alone = of_each.size() == 1
    return of_each["imd_rank"].min().astype("float64").where(alone, placed).reindex(codes)
