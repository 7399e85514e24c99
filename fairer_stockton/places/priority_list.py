"""The priority list: neighbourhoods and natural groups of them, ranked by the council's recipe, and how firmly."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fairer_stockton.definitions.priority_recipe import COMPONENTS, PriorityRecipe, VerdictLimits
from fairer_stockton.places.priority_evidence import Neighbourhoods, read_neighbourhoods
from fairer_stockton.places.priority_groups import describe_natural_groups, number_groups_and_list_missing_outlines
from fairer_stockton.run.vocabulary import PriorityKind, PriorityVerdict

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from fairer_stockton.statistics.priority import PriorityEvidence, PriorityRanking

SOURCES = ("indices_of_deprivation", "lsoa11_lsoa21", "lsoa21_wd24")
BOUNDARIES = "lsoa_boundaries"


def rank_priorities(
    indices: "pd.DataFrame",
    lookup: "pd.DataFrame",
    wards: "pd.DataFrame",
    residents: "pd.DataFrame",
    boundaries: "pd.DataFrame | None",
    authority: str,
    *,
    recipe: PriorityRecipe,
    synthetic: bool = False,
    more_sources: Sequence[str] = (),
) -> "pd.DataFrame":
    """Rank the authority's neighbourhoods, and the natural groups among them.

    Args:
        indices: staged indices_of_deprivation, all England.
        lookup: staged lsoa11_lsoa21.
        wards: staged lsoa21_wd24.
        residents: lsoa21cd and residents; may lack some, or all.
        boundaries: staged lsoa_boundaries; without it there are no groups.
        authority: code of the authority.
        recipe: the council's.
        synthetic: whether any of these is the generated sample.
        more_sources: what the residents are from.

    Returns:
        Rows as `schemas.results.priorities.Priorities` has them: neighbourhoods by rank, then groups by rank; equals by
        the rank of deprivation and then by code. The order of the rows does not matter.

    Raises:
        ValidationError: the latest edition lacks a neighbourhood of the authority.
    """
    import numpy as np
    import pandas as pd

    from fairer_stockton.schemas.results.priorities import PRIORITY_COLUMNS
    from fairer_stockton.statistics.priority import DrawVariation, rank_areas_and_groups_by_priority

    neighbourhoods = read_neighbourhoods(indices, lookup, wards, residents, authority)
    group, unknown = number_groups_and_list_missing_outlines(
        neighbourhoods, boundaries, recipe.group.gap_metres, recipe.group.shared_metres
    )
    groups = describe_natural_groups(neighbourhoods, group, unknown)
    sure = {variation.name: variation.size for variation in recipe.vary}
    tops = (recipe.top, min(recipe.group.top, len(groups)))
    answers = rank_areas_and_groups_by_priority(
        _gather_priority_evidence(neighbourhoods, group, groups),
        np.array([component.weight for component in recipe.components]),
        tops,
        DrawVariation(sure["weights"], sure["position"], sure["rate"], sure["residents"]),
        draws=recipe.draws,
        seed=recipe.seed,
    )
    alone = neighbourhoods.table.assign(
        kind=PriorityKind.NEIGHBOURHOOD,
        members=neighbourhoods.table.index,
        deprivation_rank=neighbourhoods.ranks[neighbourhoods.latest_edition],
        editions=neighbourhoods.ranks.notna().sum(axis=1),
    ).reset_index(names="area_code")
    tables = [
        _add_ranks_and_verdicts(rows, answer, top, recipe.verdict)
        for rows, answer, top in zip((alone, groups), answers, tops, strict=True)
        if len(rows)
    ]
    sources = sorted({*SOURCES, *more_sources, *([] if boundaries is None else [BOUNDARIES])})
    table = pd.concat(tables, ignore_index=True).assign(
        synthetic=synthetic, sources=" ".join(sources), period=neighbourhoods.latest_edition
    )
    table = table.rename(columns={"name": "area_name", "score": "deprivation_score", "recipe_score": "score"})
    whole = ["deprivation_rank", "editions"]
    table[whole] = table[whole].astype("int64")
    return table[list(PRIORITY_COLUMNS)]


def _gather_priority_evidence(
    neighbourhoods: Neighbourhoods, group_numbers: "NDArray[np.int64]", groups: "pd.DataFrame"
) -> "PriorityEvidence":
    import numpy as np

    from fairer_stockton.statistics.priority import (
        PriorityEvidence,
        compute_normal_score_of_worst_tenth,
        convert_rank_to_normal_score,
    )

    size = neighbourhoods.sizes[neighbourhoods.latest_edition]
    return PriorityEvidence(
        editions=np.stack(
            [
                convert_rank_to_normal_score(neighbourhoods.ranks[name], england)
                for name, england in neighbourhoods.sizes.items()
            ]
        ),
        edition_edges=np.array(
            [compute_normal_score_of_worst_tenth(england) for england in neighbourhoods.sizes.values()]
        ),
        domains=np.stack(
            [convert_rank_to_normal_score(neighbourhoods.domains[name], size) for name in neighbourhoods.domains]
        ),
        domain_edge=compute_normal_score_of_worst_tenth(size),
        rate=neighbourhoods.table["rate"].to_numpy(),
        residents=neighbourhoods.table["weight"].to_numpy(),
        england_rate=neighbourhoods.england_rate,
        group=group_numbers,
        group_depth=convert_rank_to_normal_score(groups["deprivation_rank"], size),
    )


def _add_ranks_and_verdicts(
    rows: "pd.DataFrame", ranking: "PriorityRanking", first_priority_count: int, verdict_limits: VerdictLimits
) -> "pd.DataFrame":
    """Add the recipe's answer and the verdict, and sort."""
    import numpy as np

    share, first = ranking.top_share, ranking.rank <= first_priority_count
    verdict = np.select(
        [
            # Surely, and surely not, are said of all at once: by the whole of a place's ranks, not by how often.
            ranking.upper_95 <= first_priority_count,
            share >= verdict_limits.probably,
            first,
            share >= verdict_limits.close,
            ranking.lower_95 <= first_priority_count,
        ],
        [
            *(PriorityVerdict.SURELY, PriorityVerdict.PROBABLY, PriorityVerdict.BARELY, PriorityVerdict.CLOSE),
            PriorityVerdict.UNLIKELY,
        ],
        PriorityVerdict.NOT,
    )
    table = rows.assign(
        editions_in_worst_tenth=np.round(ranking.raw[1] * rows["editions"].to_numpy(), 9),
        domains_in_worst_tenth=ranking.raw[2],
        people_above_england=np.where(rows["residents"].notna(), ranking.raw[3], np.nan),
        **{f"{name}_component": values for name, values in zip(COMPONENTS, ranking.component, strict=True)},
        recipe_score=ranking.score,
        rank=ranking.rank,
        rank_lower_95=ranking.lower_95,
        rank_upper_95=ranking.upper_95,
        top_share=share,
        verdict=verdict,
    )
    return table.sort_values(["rank", "deprivation_rank", "area_code"], kind="stable")
