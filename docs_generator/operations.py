"""The table of exit codes on the page `docs/operations.md`; the rest of that page is written by hand."""

import re
from pathlib import Path

from docs_generator.house import PROJECT
from fairer_stockton.run.exit_codes import make_exit_code_table

PAGE = Path("operations.md")
TABLE = re.compile(r"^\| code \|.*\n(?:\|.*\n)+", re.MULTILINE)


def pages() -> dict[Path, str]:
    """Return the page with its table as the code has it, by path below `docs/`."""
    text = (PROJECT / "docs" / PAGE).read_text(encoding="utf-8")
    before, after = TABLE.split(text)
    return {PAGE: f"{before}{make_exit_code_table()}\n{after}"}
