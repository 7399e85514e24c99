"""Downloads: one file from its publisher, by its address alone or as the answer to a query."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.sources import Extract, Query, Source
from fairer_stockton.run.errors import InputError

LONGEST_WAIT = 600  # seconds without a byte: a table of every neighbourhood takes its publisher minutes
Downloader = Callable[[str, Any, object], None]  # address, the file to write, and the registry that calls it


def read_key(query: Query) -> str:
    """Return the key that a query needs, from the environment; nothing where none is set."""
    return os.environ.get(query.key_variable, "").strip()


def download_extract(source: Source, extract: Extract, folder: Path) -> Path:
    """Download one file; where its sum is not known yet, or is that of a rebuilt mirror copy, its sum is recorded.

    Raises:
        InputError: the publisher did not answer, or not with the file.
    """
    import pooch
    import requests

    known = f"sha256:{extract.sha256}" if extract.sha256 and extract.mirror == extract.name else None
    downloader = _make_downloader_of_answer(source.query, extract) if source.query else None
    try:
        pooch.retrieve(
            extract.url, known_hash=known, fname=extract.name, path=folder, downloader=downloader, progressbar=False
        )
    except (requests.RequestException, ValueError) as failure:
        raise InputError(
            file=extract.name,
            found=str(failure).splitlines()[0],
            expected=f"the file at {extract.url}",
            remedy=_describe_remedy_of_failure(source.query),
        ) from None
    start = (folder / extract.name).open("rb").read(400).lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        raise InputError(
            file=extract.name,
            found="a web page",
            expected=f"the file that {extract.url} leads to",
            remedy="open the address, download the file and use `make fetch MIRROR=folder`",
        )
    return folder / extract.name


def _make_downloader_of_answer(query: Query, extract: Extract) -> Downloader:
    """Return what sends the query of a file and writes the answer."""
    import requests

    def download_answer(address: str, output_file: Any, _: object) -> None:
        headers = {"Content-Type": "application/json", query.key_header: read_key(query)}
        body = query.fill_in_period(extract).encode()
        # no redirect is followed: it would take the key to another address
        answer = requests.post(address, data=body, headers=headers, timeout=LONGEST_WAIT, allow_redirects=False)
        answer.raise_for_status()
        if answer.is_redirect:
            raise requests.TooManyRedirects(f"{address} leads elsewhere, to which no key is sent")
        Path(output_file).write_bytes(answer.content)

    return download_answer


def _describe_remedy_of_failure(query: Query | None) -> str:
    checks = f"check the key in {query.key_variable}, and the address" if query else "check the address"
    by_hand = "" if query else ", or download by hand and use `make fetch MIRROR=folder`"
    return f"{checks} in the source's TOML{by_hand}"
