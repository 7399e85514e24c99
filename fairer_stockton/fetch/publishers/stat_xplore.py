"""Answers of Stat-Xplore to the query of a table, which wants a key.

How to ask is described at https://stat-xplore.dwp.gov.uk/webapi/online-help/Open-Data-API.html.
"""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.definitions.ways import PERIOD_IN_WAY, StatXploreTable
from fairer_stockton.fetch.polite import MB, DownloadError, PoliteClient, Request
from fairer_stockton.fetch.publishers.answers import Arrival, NothingThereError
from fairer_stockton.fetch.publishers.periods import move_to_next_year, read_period_key

CELLS = b'"cubes"'
NO_SUCH_VALUE = (400, 404, 422)  # statuses


def read_key(way: StatXploreTable) -> str:
    """Return the key of a query, from the environment; nothing where none is set."""
    return os.environ.get(way.key_variable, "").strip()


def bring_table(
    way: StatXploreTable, extract: Extract, path: Path, client: PoliteClient, held: Arrival | None = None
) -> Arrival:
    """Download the answer to a query for one period.

    Raises:
        DownloadError: the key was refused, or the answer is no table.
    """
    headers = {"Content-Type": "application/json", way.key_header: read_key(way)}
    body = way.body.replace(PERIOD_IN_WAY, extract.period).encode()
    try:
        client.download(Request(way.address, extract.largest_mb * MB, body, headers), path)
    except DownloadError as failure:
        if failure.status in NO_SUCH_VALUE:
            raise NothingThereError(
                f"{failure}: no figures of {extract.period}, or a query that it does not know"
            ) from None
        raise
    if CELLS not in path.read_bytes():
        path.unlink()
        raise DownloadError("an answer without cells")
    return Arrival(way.address)


def make_next_table(way: StatXploreTable, extracts: Sequence[Extract], client: PoliteClient) -> Extract | None:
    """Return the table of the year after the latest, as an entry, or None where the query is not of a year."""
    latest = max(extracts, key=lambda extract: read_period_key(extract.period))
    if PERIOD_IN_WAY not in way.body or not read_key(way):
        return None
    try:
        name, period = (move_to_next_year(text, latest.period) for text in (latest.name, latest.period))
    except ValueError:
        return None
    return replace(latest, name=name, mirror=name, period=period, sha256="")
