"""A council of five wards that supplies its contacts, measures and publishes, for tests of revised extracts."""

import copy
import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from fairer_stockton.definitions.corrections import Correction
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.disclosure.inputs import ProtectionInputs
from fairer_stockton.disclosure.protection import protect_observations
from fairer_stockton.editions.record import read_record, record_version
from fairer_stockton.editions.sums import find_sum_key, list_input_files, list_known_checksums
from fairer_stockton.fetch.raw_folder import find_raw_files
from fairer_stockton.ingest.stage import ingest_source
from fairer_stockton.measure.first_published import (
    FirstPublished,
    count_files_of_versions,
    list_facts_of_first_published,
    use_first_published_extracts,
)
from fairer_stockton.measure.observations import complete_observations, compute_observations
from fairer_stockton.measure.results import replace_by_first_published
from fairer_stockton.report.recording import _describe_extract
from fairer_stockton.supply.reduced_file import ReducedFile
from fairer_stockton.supply.stage import store_extract
from tests.conftest import DEFINITIONS, QUIET, definitions_with
from tests.databases import open_empty_database
from tests.unit.council import Council, write_version

CONTACTS, YEAR, DIGITAL, WAIT = "customer_contacts", "2024/25", "digital_contacts", "minutes_waiting"
FIVE_WARDS = {f"L{number}": f"W{(number + 1) // 2}" for number in range(1, 11)}
MANY, FORTY = dict.fromkeys(FIVE_WARDS, 30), dict.fromkeys(FIVE_WARDS, 40)
HEADINGS = "contact_id,date,lsoa21cd,channel,service,satisfied,resolved_first_time,waiting_minutes"


def extract(digital: Mapping[str, int], others: Mapping[str, int] = FORTY, first_wait: int = 5) -> bytes:
    """Return an extract of so many digital contacts, and others, in each neighbourhood."""
    rows = [
        (place, channel)
        for place, many in digital.items()
        for channel, number in (("digital", many), ("phone", others[place]))
        for _ in range(number)
    ]
    lines = [
        f"C{number},2024-05-01,{place},{channel},housing,yes,yes,{5 if number else first_wait}"
        for number, (place, channel) in enumerate(rows)
    ]
    return "\n".join([HEADINGS, *lines, ""]).encode()


class Office:
    """A council of five wards that supplies its contacts, measures and publishes."""

    def __init__(self, folder: Path) -> None:
        measures = {name: DEFINITIONS.measures[name] for name in (DIGITAL, WAIT)}
        definitions = definitions_with(measures, {CONTACTS})
        sources = {CONTACTS: DEFINITIONS.sources[CONTACTS]}
        self.definitions = replace(definitions, sources=sources)
        self.settings = Settings(folder / "raw", folder / "processed", folder / "reports")
        self.settings = replace(self.settings, handed_definitions=self.definitions)
        self.source, self.published = sources[CONTACTS], 0

    def copy_to(self, folder: Path) -> "Office":
        """Return the same office with what it has supplied and published in a folder of its own."""
        before = self.settings.raw.parent
        shutil.copytree(before, folder, symlinks=True, dirs_exist_ok=True)
        office = copy.copy(self)
        office.settings = replace(
            self.settings, raw=folder / "raw", processed=folder / "processed", reports=folder / "reports"
        )
        office.files = {facts: folder / path.relative_to(before) for facts, path in self.files.items()}
        return office

    def supply(self, content: bytes) -> None:
        entry = next(entry for entry in self.source.extracts if entry.period == "2024-25")
        store_extract(self.settings, self.source, entry, ReducedFile(content, ()), "contacts.csv")
        ingest_source(self.settings, QUIET, self.source)

    def measure(self) -> tuple[pd.DataFrame, tuple[FirstPublished, ...], dict[str, set[str]]]:
        versions = read_record(self.settings.raw)
        with open_empty_database() as connection:
            self.council = Council(connection, homes=FIVE_WARDS)
            staged = self.settings.staged / f"{CONTACTS}.parquet"
            connection.execute(f"create view {CONTACTS} as select * from '{staged}'")
            taken = use_first_published_extracts(connection, self.settings, self.definitions, versions)
            files = list_input_files(self.settings.staged, self.definitions.sources, find_sum_key(self.settings))
            sums = list_known_checksums(replace_by_first_published(files, list_facts_of_first_published(taken)))
            folders = [version.folder for version in versions]
            then = count_files_of_versions(connection, self.settings, self.definitions, versions, sums)
            inputs = ProtectionInputs(connection, self.definitions, folders, sums, counts_of_files=then)
            observed = compute_observations(connection, self.definitions, {})
            rows = protect_observations(observed, inputs).observations
            found = complete_observations(connection, rows, self.definitions, {}, taken)
            self.sums = {name: next(iter(of)) for name, of in sums.items()}
            if not taken:
                files_there = find_raw_files(self.settings.raw, self.source)
                self.files = {_describe_extract(CONTACTS, file): file.path for file in files_there}
                key = find_sum_key(self.settings)
                self.sums = {CONTACTS: key.seal_file(files_there[0].sha256)}
            self.held = self.council.published_memberships()
        return found, taken, sums

    def publish(self, found: pd.DataFrame) -> None:
        self.published += 1
        folder = self.settings.reports / str(self.published)
        council = self.council
        council.published_memberships = lambda: self.held  # type: ignore[method-assign]
        write_version(folder, found, council, f"20{self.published + 25}", **self.sums)
        manifest = json.loads((folder / "manifest.json").read_text())
        for entry in manifest["inputs"]:
            entry |= {"file": "customer_contacts_2024-25.csv", "period": "2024-25", "synthetic": False}
        (folder / "manifest.json").write_text(json.dumps(manifest))
        names = [correction.name for correction in self.definitions.corrections]
        record_version(self.settings.raw, folder, self.files, f"inputs {self.published}", names)

    def declare(self, name: str) -> None:
        correction = Correction(name, CONTACTS, "2024-25", "2026-11-30", "letters were left out")
        self.definitions = replace(self.definitions, corrections=(*self.definitions.corrections, correction))
