"""Data sets of Explore Education Statistics: the latest version, found by the titles of publication and data set.

How to ask is described at https://dfe-analytical-services.github.io/explore-education-statistics-api-docs/: a
publication lists its data sets, and each the version that is the latest; its CSV can come packed.
"""

import gzip
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.definitions.ways import EducationDataSet
from fairer_stockton.fetch.polite import MB, DownloadError, PoliteClient
from fairer_stockton.fetch.publishers.answers import (
    Arrival,
    add_parameters,
    download_from_address,
    read_json_answer,
    read_key_of_answer,
)

PAGE_SIZE = 40
GZIP_START = b"\x1f\x8b"


def bring_data_set(
    way: EducationDataSet, extract: Extract, path: Path, client: PoliteClient, held: Arrival | None = None
) -> Arrival | None:
    """Download the latest version of a data set as CSV.

    Raises:
        DownloadError: no publication or data set has the title.
    """
    publications = add_parameters(f"{way.address}/publications", {"search": way.publication, "pageSize": PAGE_SIZE})
    publication = _find_by_title(read_json_answer(publications, client), way.publication, "publication")
    data_sets = add_parameters(f"{way.address}/publications/{publication['id']}/data-sets", {"pageSize": PAGE_SIZE})
    data_set = _find_by_title(read_json_answer(data_sets, client), way.data_set, "data set")
    version = read_key_of_answer(read_key_of_answer(data_set, "latestVersion", dict), "version", str)
    address = add_parameters(f"{way.address}/data-sets/{data_set['id']}/csv", {"dataSetVersion": version})
    arrival = download_from_address(address, extract.largest_mb * MB, path, client, held)
    if arrival is not None:
        _unpack(path, extract.largest_mb * MB)
    return arrival


def _find_by_title(answer: Mapping[str, Any], title: str, kind: str) -> Mapping[str, Any]:
    listed: Sequence[Mapping[str, Any]] = read_key_of_answer(answer, "results", list)
    fitting = [entry for entry in listed if entry.get("title") == title and entry.get("id")]
    if len(fitting) != 1:
        raise DownloadError(f"{len(fitting)} titles {title!r} of a {kind}: the publisher may call it otherwise now")
    return fitting[0]


def _unpack(path: Path, largest_bytes: int) -> None:
    with path.open("rb") as stream:
        if stream.read(len(GZIP_START)) != GZIP_START:
            return
    try:
        with gzip.open(path) as stream:
            content = stream.read(largest_bytes + 1)
    except (OSError, EOFError):
        path.unlink()
        raise DownloadError("a packed file that is cut short") from None
    if len(content) > largest_bytes:
        path.unlink()
        raise DownloadError(f"more than {largest_bytes / MB:,.0f} MB once unpacked")
    path.write_bytes(content)
