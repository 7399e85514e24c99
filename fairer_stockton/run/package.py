"""Where the files of the package lie."""

from pathlib import Path

PACKAGE = Path(__file__).parent.parent
COUNCIL = PACKAGE / "council"
