"""Tables of Nomis, page by page.

Nomis answers with 25,000 rows at most, without a word of it; each row says how many there are in all (RECORD_COUNT)
and `recordoffset` is the first row that is wanted: https://www.nomisweb.co.uk/api/v01/help.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.definitions.ways import PERIOD_IN_WAY, NomisTable
from fairer_stockton.fetch.polite import DownloadError, PoliteClient
from fairer_stockton.fetch.publishers.answers import Arrival, NothingThereError, add_parameters, read_answer
from fairer_stockton.fetch.publishers.periods import move_to_next_year, read_period_key

if TYPE_CHECKING:
    import pandas as pd

DECLARED_COUNT = "RECORD_COUNT"
OFFSET = "recordoffset"
OWN_COLUMNS = ("RECORD_OFFSET",)  # of a row in its page, not of what it says


def bring_nomis_table(
    way: NomisTable, extract: Extract, path: Path, client: PoliteClient, held: Arrival | None = None
) -> Arrival:
    """Download a table of one period page by page, and write it as one CSV file.

    Raises:
        DownloadError: the rows are not as many as the publisher declares, or one came twice.
    """
    import pandas as pd

    parameters = fill_in_period(way, extract.period)
    pages: list[pd.DataFrame] = []
    received, declared = 0, 0
    while not pages or received < declared:
        page = _read_page(way, {**parameters, OFFSET: str(received)}, client)
        if not pages:
            declared = _read_declared_count(page)
        elif page.empty or list(page.columns) != list(pages[0].columns):
            break
        elif (now := _read_declared_count(page)) != declared:
            raise DownloadError(f"pages that declare {declared:,} rows, and then {now:,}: ask again later")
        pages.append(page)
        received += len(page)
    rows = pd.concat(pages, ignore_index=True)
    if len(rows) != declared:
        raise DownloadError(f"{len(rows):,} rows, where the publisher declares {declared:,}")
    if rows.drop(columns=[name for name in OWN_COLUMNS if name in rows]).duplicated().any():
        raise DownloadError("a row that came on two pages: the publisher changed the table meanwhile")
    rows.to_csv(path, index=False, lineterminator="\n")
    return Arrival(add_parameters(way.address, parameters))


def find_next_nomis_table(way: NomisTable, extracts: Sequence[Extract], client: PoliteClient) -> Extract | None:
    """Return the table of the year after the latest, as an entry, or None where the query is not of a year.

    Raises:
        NothingThereError: Nomis has no rows of it yet.
    """
    latest = max(extracts, key=lambda extract: read_period_key(extract.period))
    if not any(PERIOD_IN_WAY in value for value in way.parameters.values()):
        return None
    try:
        name, period = (move_to_next_year(text, latest.period) for text in (latest.name, latest.period))
    except ValueError:
        return None
    _read_page(way, {**fill_in_period(way, period), OFFSET: "0"}, client)
    return replace(latest, name=name, mirror=name, period=period, sha256="")


def fill_in_period(way: NomisTable, period: str) -> dict[str, str]:
    """Return the parameters of a query for one period."""
    return {name: value.replace(PERIOD_IN_WAY, period) for name, value in way.parameters.items()}


def _read_page(way: NomisTable, parameters: Mapping[str, str], client: PoliteClient) -> "pd.DataFrame":
    """Read a page of rows, every cell as text.

    Raises:
        DownloadError: it is no page of a table.
        NothingThereError: it has no rows.
    """
    import pandas as pd

    answer = read_answer(add_parameters(way.address, parameters), "page.csv", client)
    try:
        page = pd.read_csv(io.BytesIO(answer), dtype=str, keep_default_na=False)
    except (ValueError, pd.errors.ParserError):
        raise DownloadError("an answer that is no CSV table") from None
    if DECLARED_COUNT not in page:
        raise DownloadError(f"a table without the column {DECLARED_COUNT}: add record_count to `select`")
    if page.empty and parameters[OFFSET] == "0":
        raise NothingThereError("a table without rows")
    return page


def _read_declared_count(page: "pd.DataFrame") -> int:
    count = str(page[DECLARED_COUNT].iloc[0])
    if not count.isdigit():
        raise DownloadError(f"a {DECLARED_COUNT} that is no number: {count[:20]!r}")
    return int(count)
