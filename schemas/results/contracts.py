"""The contract of every table of results, by the name of the table."""

import pandera.pandas as pa

from fairer_stockton.schemas.results.agreement import Agreement
from fairer_stockton.schemas.results.claims import Claims
from fairer_stockton.schemas.results.communities import Communities
from fairer_stockton.schemas.results.comparators import Comparators
from fairer_stockton.schemas.results.decompositions import Decompositions
from fairer_stockton.schemas.results.deprivation import Deprivation
from fairer_stockton.schemas.results.gaps import Gaps
from fairer_stockton.schemas.results.memberships import Memberships
from fairer_stockton.schemas.results.movements import Movements
from fairer_stockton.schemas.results.observations import Observations
from fairer_stockton.schemas.results.priorities import Priorities
from fairer_stockton.schemas.results.standings import Standings
from fairer_stockton.schemas.results.suppression import Suppression
from fairer_stockton.schemas.results.targeting import Targeting

CONTRACTS: dict[str, type[pa.DataFrameModel]] = {
    "observations": Observations,
    "gaps": Gaps,
    "decompositions": Decompositions,
    "communities": Communities,
    "claims": Claims,
    "suppression": Suppression,
    "memberships": Memberships,
    "deprivation": Deprivation,
    "agreement": Agreement,
    "movements": Movements,
    "comparators": Comparators,
    "standings": Standings,
    "priorities": Priorities,
    "targeting": Targeting,
}
