"""The chain on a sample with canaries in it, run once for all that look for them."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

import pytest

from fairer_stockton.definitions.measures import load_catalogue
from fairer_stockton.run.settings import Settings
from tests.conftest import PROJECT
from tests.pipeline.canaries.planting import planted, raw_file, read_rows, rewrite
from tests.pipeline.canaries.rows import EVERY, SUPPLIED, canaries_of

MEASURES = [name for name, measure in load_catalogue().items() if set(measure.tables) & set(SUPPLIED)]
COMMAND = f"""
import runpy, sys
from tests.conftest import measures_alone
with measures_alone({MEASURES}):
    runpy.run_module("pipelines." + sys.argv.pop(1), run_name="__main__")
"""


@dataclass(frozen=True)
class House:
    """The chain on a sample with canaries in it, and all that it said."""

    settings: Settings
    said: str


@pytest.fixture(scope="session")
def house(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Plant them and run every stage as a command, as an analyst or a schedule would.

    Measures that rest on open extracts alone are left out: nothing of a canary can come to them.
    """
    work = tmp_path_factory.mktemp("house")
    settings = Settings(work / "raw", work / "processed", work / "reports")
    shutil.copytree(PROJECT / "data/raw/sample", settings.raw / "sample")
    shutil.copytree(sample.processed, settings.processed)  # what the canaries do not change is not made again
    for source, extract in EVERY:
        path = raw_file(settings.raw, source, extract)
        rewrite(path, planted(read_rows(path, extract), source, canaries_of(source, extract)))
    folders = [f"--{name}={getattr(settings, name)}" for name in ("raw", "processed", "reports")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FAIRER_")}
    said = ""
    for stage in ("ingest", "validate", "measure", "report"):
        done = subprocess.run(
            [sys.executable, "-c", COMMAND, stage, *folders],
            cwd=PROJECT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        said += done.stdout + done.stderr
        assert done.returncode == 0, said
    return House(settings, said)
