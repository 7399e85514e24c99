"""The chain on a sample with canaries in it, run once for all that look for them."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

import pytest

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.settings import Settings
from tests.conftest import DEFINITIONS, ONE_PROCESS, PROJECT, stages_with
from tests.pipeline.canaries.planting import planted, raw_file, read_rows, rewrite
from tests.pipeline.canaries.rows import EVERY, HERE, SUPPLIED, canaries_of
from tests.pipeline.canaries.search import telling

OWN = {name: measure for name, measure in DEFINITIONS.measures.items() if set(measure.tables) & set(SUPPLIED)}
# Columns in which a canary has a cell that is nobody else's, by source.
FREE = {
    source: {
        column.name
        for extract in SUPPLIED[source].extracts
        for column in extract.columns
        if any(telling(row.get(column.header, "")) for row in canaries_of(source, extract))
    }
    for source in {source for source, _ in EVERY}
}


def ways(measure: Measure) -> set[tuple[object, ...]]:
    """Return the ways by which a canary can come to a measure: how its figures are made, and each free column it reads.

    Two measures of the same ways differ in which closed answers they count and in their words, which are no canary's.
    """
    text = " ".join(str(getattr(part, key)) for part in measure.parts.values() for key in type(part).__slots__)
    kind: tuple[object, ...] = (measure.statistic, measure.unit, measure.polarity == "neutral", measure.estimated)
    kind += (measure.gaps, bool(getattr(measure, "breakdowns", ())))
    kind += tuple(getattr(measure, name, None) for name in ("pool", "modelled", "apportioned", "interval"))
    ours = tuple(table for table in measure.tables if table in SUPPLIED)
    read = {(table, name) for table in ours for name in FREE.get(table, ()) if re.search(rf"\b{name}\b", text)}
    return {(ours, *kind), *read}


def one_of_each_way() -> list[str]:
    """Return the first measure of the council's own extracts that adds a way, for each way that there is."""
    seen: set[tuple[object, ...]] = set()
    names = []
    for name, measure in OWN.items():
        if not ways(measure) <= seen:
            names.append(name)
            seen |= ways(measure)
    return names


MEASURES = one_of_each_way()


@dataclass(frozen=True)
class House:
    """The chain on a sample with canaries in it, and all that it said."""

    settings: Settings
    said: str


@pytest.fixture(scope="session")
def house(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Plant them and run every stage, in a process of their own, as a schedule does.

    Measures that rest on open extracts alone are left out: nothing of a canary can come to them. Of those that rest on
    the council's own there is one of each way by which a canary could come to it. No neighbourhood has a page but the
    one in which all of them live.
    """
    work = tmp_path_factory.mktemp("house")
    settings = Settings(work / "raw", work / "processed", work / "reports", profiles=(HERE,))
    shutil.copytree(PROJECT / "data/raw/sample", settings.raw / "sample")
    shutil.copytree(sample.processed, settings.processed)  # what the canaries do not change is not made again
    for source, extract in EVERY:
        path = raw_file(settings.raw, source, extract)
        rewrite(path, planted(read_rows(path, extract), source, canaries_of(source, extract)))
    folders = [f"--{name}={getattr(settings, name)}" for name in ("raw", "processed", "reports")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FAIRER_")}
    environment |= ONE_PROCESS | {"FAIRER_PROFILES": HERE}
    command = [sys.executable, "-c", stages_with(MEASURES), "ingest,validate,measure,report", *folders]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return House(settings, said)
