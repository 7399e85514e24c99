"""Tables of Fingertips: every area, sex, age and period of some indicators, as CSV.

How to ask is described at https://fingertips.phe.org.uk/api. An indicator that was renumbered is simply not in the
answer, so each is looked for.
"""

from pathlib import Path

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.definitions.ways import FingertipsTable
from fairer_stockton.fetch.polite import MB, DownloadError, PoliteClient
from fairer_stockton.fetch.publishers.answers import Arrival, add_parameters, download_from_address

INDICATOR = "Indicator ID"


def bring_indicators(
    way: FingertipsTable, extract: Extract, path: Path, client: PoliteClient, held: Arrival | None = None
) -> Arrival | None:
    """Download the table of some indicators.

    Raises:
        DownloadError: an indicator is not in the answer.
    """
    parameters = {
        "indicator_ids": ",".join(map(str, way.indicators)),
        "child_area_type_id": way.child_area_type,
        "parent_area_type_id": way.parent_area_type,
    }
    address = add_parameters(way.address, parameters)
    arrival = download_from_address(address, extract.largest_mb * MB, path, client, held)
    if arrival is not None and (absent := set(map(str, way.indicators)) - _read_indicators(path)):
        path.unlink()
        raise DownloadError(f"no row of indicator {', '.join(sorted(absent))}: it may have another number by now")
    return arrival


def _read_indicators(path: Path) -> set[str]:
    import pandas as pd

    try:
        return set(pd.read_csv(path, usecols=[INDICATOR], dtype=str)[INDICATOR].dropna())
    except ValueError:  # no CSV, or one without the column
        return set()
