"""What publishers have in common: where a file came from, and answers that are read before the file comes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from fairer_stockton.fetch.answers import find_fault_in_answer
from fairer_stockton.fetch.polite import MB, DownloadError, PoliteClient, Request, Validators

LARGEST_ANSWER = 200 * MB  # that is read whole: a page of rows, of links or of shapes


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where a file came from, and by what its publisher recognises it; no key is in the address."""

    address: str = ""
    validators: Validators = Validators()


class NothingThereError(DownloadError):
    """A publisher that has no rows, no link or no value for a period."""


def download_from_address(
    address: str, largest_bytes: int, path: Path, client: PoliteClient, held: Arrival | None = None
) -> Arrival | None:
    """Download the file at an address.

    Args:
        address: where it is.
        largest_bytes: how large it may be.
        path: where to write it.
        client: what asks.
        held: where the file that is held came from.

    Returns:
        Where it came from; None where it has not changed since then.
    """
    known = held.validators if held and held.address == address else None
    validators = client.download(Request(address, largest_bytes), path, known)
    return None if validators is None else Arrival(address, validators)


def add_parameters(address: str, parameters: Mapping[str, object]) -> str:
    """Return an address with the parameters of a query."""
    return f"{address}?{urlencode(parameters, safe=',')}"


def read_json_answer(address: str, client: PoliteClient) -> Mapping[str, Any]:
    """Return the answer of a publisher in JSON.

    Raises:
        DownloadError: it did not come, reports an error, or is no JSON or no object.
    """
    content = json.loads(read_answer(address, "answer.json", client))
    if not isinstance(content, Mapping):
        raise DownloadError("an answer in JSON that is a list, not an object")
    return content


def read_answer(address: str, name: str, client: PoliteClient) -> bytes:
    """Return the bytes of an answer, once it is known to have the form that its name says.

    Raises:
        DownloadError: it did not come, or is something else.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        client.download(Request(address, LARGEST_ANSWER), path)
        if fault := find_fault_in_answer(path):
            raise DownloadError(fault)
        return path.read_bytes()


def read_key_of_answer(answer: Mapping[str, Any], key: str, kind: type) -> Any:
    """Return what an answer in JSON has under a key.

    Raises:
        DownloadError: it has nothing there, or something of another kind.
    """
    if not isinstance(answer.get(key), kind):
        raise DownloadError(f"an answer in JSON without {key!r}: the publisher may have changed its form")
    return answer[key]
