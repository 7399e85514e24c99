"""What tests of readers share: a few columns, and a file that is read or refused."""

from pathlib import Path
from typing import Any

import pytest

from fairer_stockton.definitions.sources import Column, Extract
from fairer_stockton.ingest.extracts import read_extract
from fairer_stockton.run.errors import InputError

CODE = Column("code", "Area code", "text")
HOMES = Column("homes", "Number of homes", "count")
SHARE = Column("share", "Share of homes (%)", "percent")
SCORE = Column("score", "Score", "number")
SEEN = Column("seen", "Seen", "date")
LONG = "Children and Young People Sub-domain Decile (where 1 is most deprived 10% of LSOAs)"


def extract(*columns: Column, name: str = "table.csv", period: str = "2022", **more: Any) -> Extract:
    return Extract(name, period, "", "", "extract", columns or (CODE, HOMES), name, **more)


def read(
    folder: Path, content: bytes | str, *columns: Column, name: str = "table.csv", **more: Any
) -> list[dict[str, Any]]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_extract(path, extract(*columns, name=name, **more)).to_pylist()


def refusal(folder: Path, content: bytes | str, *columns: Column, name: str = "table.csv", **more: Any) -> InputError:
    with pytest.raises(InputError) as caught:
        read(folder, content, *columns, name=name, **more)
    assert caught.value.found
    assert caught.value.expected
    assert caught.value.remedy
    return caught.value


def homes(rows: list[dict[str, Any]]) -> list[int | None]:
    return [row["homes"] for row in rows]
