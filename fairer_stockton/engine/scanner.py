"""What a scanner is: an engine elsewhere that sums large tables by neighbourhood."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import pyarrow as pa


class Scanner(Protocol):
    """Sums tables by neighbourhood where a cluster reads them; the roll-up and all that follows is done here."""

    @property
    def tables(self) -> Collection[str]:
        """The staged tables that it reads; all others are summed here."""

    def scan(self, table: str, statement: str) -> "pa.Table":
        """Run a statement that `sums.compile_scan_statement` compiles, and fetch all its rows."""
