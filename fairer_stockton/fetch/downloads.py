"""Downloads: one file from its publisher, by its address alone or as the answer to a query."""

import os
from pathlib import Path

from fairer_stockton.definitions.sources import Extract, Query, Source
from fairer_stockton.fetch.answers import find_fault_in_answer
from fairer_stockton.fetch.polite import MB, DownloadError, PoliteClient, Request, Validators
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.fingerprints import compute_file_checksum


def read_key(query: Query) -> str:
    """Return the key that a query needs, from the environment; nothing where none is set."""
    return os.environ.get(query.key_variable, "").strip()


def download_extract(source: Source, extract: Extract, path: Path, client: PoliteClient) -> Validators:
    """Download one file; where its sum is not known yet, or is that of a rebuilt mirror copy, any of its form will do.

    Args:
        source: its source.
        extract: the file.
        path: where to write it.
        client: what asks the publisher.

    Returns:
        By what the publisher recognises it.

    Raises:
        InputError: the publisher did not answer, or not with the file.
    """
    validators = download_release(source, extract, path, client)
    known = extract.sha256 if extract.mirror == extract.name else ""
    if known and (total := compute_file_checksum(path)) != known:
        path.unlink()
        raise _make_refusal(source, extract, f"a file of sha256 {total}, and not of sha256 {known}: another release")
    return validators or Validators()


def download_release(
    source: Source, extract: Extract, path: Path, client: PoliteClient, held: Validators | None = None
) -> Validators | None:
    """Download what the publisher has now under a file's address, whatever its sum, if it is no longer what is held.

    Returns:
        By what the publisher recognises it; None where it has not changed.

    Raises:
        InputError: the publisher did not answer, or with something else than a file of that form.
    """
    try:
        validators = client.download(_make_request(source.query, extract), path, held)
    except DownloadError as failure:
        raise _make_refusal(source, extract, str(failure)) from None
    if validators is not None and (fault := find_fault_in_answer(path)):
        path.unlink()
        raise _make_refusal(source, extract, fault)
    return validators


def _make_request(query: Query | None, extract: Extract) -> Request:
    largest = extract.largest_mb * MB
    if query is None:
        return Request(extract.url, largest)
    headers = {"Content-Type": "application/json", query.key_header: read_key(query)}
    return Request(extract.url, largest, query.fill_in_period(extract).encode(), headers)


def _make_refusal(source: Source, extract: Extract, found: str) -> InputError:
    query = source.query
    checks = f"check the key in {query.key_variable}, and the address" if query else "check the address"
    by_hand = "" if query else ", or download the file by hand and use `make fetch MIRROR=folder`"
    adopt = f"; a new release is taken in by `make adopt SOURCE={source.name} FILE=...`" if extract.sha256 else ""
    return InputError(
        file=extract.name,
        found=found,
        expected=f"the file at {extract.url}",
        remedy=f"{checks} in the source's TOML{by_hand}{adopt}",
    )
