"""One generated extract, and the bytes of its container: CSV, zip, and the provenance file beside it."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SEED = 2026
NOTE = (
    "Invented values in the publisher's layout, generated so that the project runs offline. Area codes are real; "
    "every figure, every shape, and which ward an area belongs to is invented. Not for publication."
)
# The first moment that a zip file can hold: a fixed date keeps the bytes the same in every run.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Extract:
    """One file of a source for a period; `published_as` is the publisher's name where the stored one differs."""

    source: str
    period: str
    stored: str
    content: bytes
    published_as: str = ""


def provenance(found: Sequence[Extract]) -> tuple[str, bytes]:
    """Return the name and bytes of the provenance file for the extracts of one folder."""
    files = [
        {
            "name": extract.published_as or extract.stored,
            "stored": extract.stored,
            "sha256": hashlib.sha256(extract.content).hexdigest(),
        }
        for extract in sorted(found, key=lambda extract: extract.stored)
    ]
    sheet = {"synthetic": True, "generator": "fairer_stockton.sample", "seed": SEED, "note": NOTE, "files": files}
    return "provenance.json", (json.dumps(sheet, indent=2, sort_keys=True) + "\n").encode()


def csv_bytes(rows: Iterable[Sequence[object]], *, bom: bool = False, newline: str = "\n") -> bytes:
    """Write rows as UTF-8 CSV, quoted only where needed, as most publishers do."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=newline).writerows(rows)
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8")


def zip_bytes(members: Mapping[str, bytes]) -> bytes:
    """Pack members without compression: compressed bytes differ between builds of zlib, stored bytes do not."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, ZIP_DATE)
            member.create_system = 0
            archive.writestr(member, content)
    return packed.getvalue()
