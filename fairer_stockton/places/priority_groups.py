"""Natural groups: neighbourhoods of England's most deprived tenth that touch, and what they are together."""

from collections import Counter
from typing import TYPE_CHECKING

from fairer_stockton.places.priority_evidence import Neighbourhoods, find_rank_of_scores
from fairer_stockton.run.vocabulary import PriorityKind

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

GROUP_RANK = "its deprivation rank is where its mean score would stand among England's neighbourhoods"
NO_OUTLINE = "its outline is not known, so we do not know which others it touches"
MOST_WARDS = 3


def number_groups_and_list_missing_outlines(
    neighbourhoods: Neighbourhoods, boundaries: "pd.DataFrame | None", gap_metres: float, shared_metres: float
) -> "tuple[NDArray[np.int64], set[str]]":
    """Number the group of each neighbourhood, −1 for none; and name those whose outline is not known."""
    import numpy as np

    from fairer_stockton.geography.adjacency import find_touching_pairs, number_connected_groups

    group = np.full(len(neighbourhoods.table), -1, dtype=np.int64)
    inside = (
        neighbourhoods.ranks[neighbourhoods.latest_edition] <= neighbourhoods.sizes[neighbourhoods.latest_edition] // 10
    ).to_numpy()
    if boundaries is None or not inside.any():
        return group, set()
    members = neighbourhoods.table.index[inside]
    outlines = boundaries[boundaries["lsoa21cd"].isin(members)].set_index("lsoa21cd")["geometry"]
    pairs = find_touching_pairs(outlines, gap_metres, shared_metres)
    group[inside] = number_connected_groups(members.to_numpy(dtype=str), pairs)
    return group, set(members) - set(outlines.index)


def describe_natural_groups(
    neighbourhoods: Neighbourhoods, group_numbers: "NDArray[np.int64]", codes_without_outline: set[str]
) -> "pd.DataFrame":
    """Describe each group, in the order of the groups' numbers."""
    import pandas as pd

    rows = []
    inside = neighbourhoods.table.assign(group=group_numbers, editions=neighbourhoods.ranks.notna().sum(axis=1))
    for _, members in inside[group_numbers >= 0].groupby("group", sort=True):
        counted = Counter(members["ward"])
        wards = sorted(counted, key=lambda ward: (-counted[ward], ward))
        rows.append(
            {
                "kind": PriorityKind.GROUP,
                "area_code": f"group-{members.index[0]}",
                "name": _make_group_name(wards, members),
                "members": " ".join(members.index),
                "ward": ", ".join(wards),
                "residents": members["residents"].sum(skipna=False),
                "score": (members["score"] * members["weight"]).sum() / members["weight"].sum(),
                "editions": members["editions"].max(),
                "note": "; ".join([GROUP_RANK, *([NO_OUTLINE] if codes_without_outline & set(members.index) else [])]),
            }
        )
    columns = ("kind", "area_code", "name", "members", "ward", "residents", "score", "editions", "note")
    table = pd.DataFrame(rows, columns=list(columns))
    return table.assign(deprivation_rank=find_rank_of_scores(table["score"].astype("float64"), neighbourhoods.scores))


def _make_group_name(wards_in_order: list[str], member_neighbourhoods: "pd.DataFrame") -> str:
    """Return a group's name: its wards, those with most of its neighbourhoods first; alone, a neighbourhood's own."""
    shown = wards_in_order[:MOST_WARDS] + (
        [f"{len(wards_in_order) - MOST_WARDS} more"] if len(wards_in_order) > MOST_WARDS else []
    )
    named = " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))
    number = len(member_neighbourhoods)
    return f"{named} ({member_neighbourhoods['name'].iloc[0] if number == 1 else f'{number} neighbourhoods'})"
