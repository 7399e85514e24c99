"""Maps of other councils on the published outlines: every neighbourhood has one, and hexagons keep most neighbours."""

import pandas as pd
import pytest

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.report.edition import MORE_BOUNDARIES
from fairer_stockton.report.maps.hexagons import arrange_in_hexagons
from fairer_stockton.report.outlines import Outlines, read_own_boundaries

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real")]


@pytest.mark.parametrize(("council", "neighbourhoods"), [("Middlesbrough", 90), ("Darlington", 66)])
def test_published_outlines_of_other_councils_draw_their_maps(
    real: Settings, council: str, neighbourhoods: int
) -> None:
    lookup = pd.read_parquet(real.staged / "lsoa21_wd24.parquet")
    own = set(lookup.loc[lookup["lad24nm"] == council, "lsoa21cd"])
    rows = read_own_boundaries(real.staged, ["lsoa_boundaries", MORE_BOUNDARIES], own)
    assert rows is not None
    assert len(rows) == len(own) == neighbourhoods
    shapes = Outlines(rows, pd.DataFrame(), {}).neighbourhoods("2021")
    arranged = arrange_in_hexagons(shapes["code"].tolist(), shapes.geometry.to_numpy())
    assert arranged.middles.keys() == own
    assert arranged.still_touching >= 0.5 * arranged.touching
