"""Files at an address of their own."""

from pathlib import Path

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.definitions.ways import DirectFile
from fairer_stockton.fetch.polite import MB, PoliteClient
from fairer_stockton.fetch.publishers.answers import Arrival, download_from_address


def bring_direct_file(
    way: DirectFile, extract: Extract, path: Path, client: PoliteClient, held: Arrival | None = None
) -> Arrival | None:
    """Download the file at the address that its entry names."""
    return download_from_address(extract.url, extract.largest_mb * MB, path, client, held)
