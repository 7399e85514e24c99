"""An edition to spoil, and an auditor that looks at less of it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from fairer_stockton.auditor import knowledge
from fairer_stockton.definitions.settings import Settings
from tests.conftest import DEFINITIONS
from tests.pipeline.audit.spoiling import CONTACTS, copied_tables


@pytest.fixture
def folder(part: Settings, tmp_path: Path) -> Path:
    """A copy of all that the auditor reads of what was published of the sample."""
    return copied_tables(part.reports / part.edition, tmp_path / "edition")


@pytest.fixture
def files_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the auditor bound nothing, so that what it finds is found in the files themselves."""
    monkeypatch.setattr("fairer_stockton.auditor.audit.list_puzzle_makers", lambda *_: ())


@pytest.fixture
def contacts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the auditor bound the customers' contacts and nothing else, for a shorter wait."""

    def puzzles(figures: pd.DataFrame, *rest: Any) -> Iterator[Callable[[], knowledge.Puzzle]]:
        wanted = [name for name, one in DEFINITIONS.measures.items() if CONTACTS in one.tables]
        yield from knowledge.list_puzzle_makers(figures[figures["measure"].isin(wanted)].reset_index(drop=True), *rest)

    monkeypatch.setattr("fairer_stockton.auditor.audit.list_puzzle_makers", puzzles)
