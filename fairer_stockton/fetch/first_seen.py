"""Sums of files as they were first seen, where their source could not record one: in the council's own folder.

The package is the same for all councils, and an installed one is not written to. A sum says that a file is still the
one that came first, and nothing of whether that was right: nobody has compared it with the publisher's.
"""

import csv
from datetime import UTC, datetime
from pathlib import Path

from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.run.council import Council
from fairer_stockton.run.errors import InputError
from fairer_stockton.run.fingerprints import compute_file_checksum

FIRST_SEEN = "first-seen.csv"
HEADINGS = ("source", "period", "file", "sha256", "seen")


class FirstSeenSums:
    """The sums that the council's folder has; none where the council is the one that comes with the package.

    Args:
        council: whose folder it is.
    """

    def __init__(self, council: Council) -> None:
        self._path = council.folder / FIRST_SEEN if council.has_own_folder else None

    def record(self, source: Source, extract: Extract, checksum: str) -> str:
        """Write the sum of a file into the council's folder; return what is to be said of it."""
        seen = f"first seen: {extract.name} has sha256 {checksum}"
        if self._path is None:
            return f"{seen}; record it in the source's TOML"
        if self._find(source, extract) is None:
            is_new = not self._path.exists()
            with self._path.open("a", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream, lineterminator="\n")
                if is_new:
                    writer.writerow(HEADINGS)
                writer.writerow([source.name, extract.period, extract.name, checksum, f"{datetime.now(UTC):%Y-%m-%d}"])
        return f"{seen}; recorded in {self._path.name}, and compared with nothing: look at the publisher's page"

    def refuse_other_file(self, source: Source, extract: Extract, path: Path) -> None:
        """Refuse a file that has come anew and is not the one that was first seen.

        Raises:
            InputError: it has another sum; it is left out, and what is in force stays.
        """
        is_same_for_everyone = extract.way.has_publishers_bytes and not extract.sha256
        first = self._find(source, extract) if is_same_for_everyone else None
        if first is not None and (total := compute_file_checksum(path)) != first:
            raise InputError(
                file=extract.name,
                found=f"a file of sha256 {total}",
                expected=f"the one of sha256 {first} that was first seen, as {self._path} has it",
                remedy=f"compare it with the publisher's page ({source.page}); if it is right, remove that line and "
                "fetch again",
            )

    def _find(self, source: Source, extract: Extract) -> str | None:
        """Return the sum that a file had when it was first seen, if its line is there."""
        if self._path is None or not self._path.is_file():
            return None
        with self._path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if [row.get(name) for name in HEADINGS[:3]] == [source.name, extract.period, extract.name]:
                    return row.get("sha256") or None
        return None
