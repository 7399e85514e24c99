"""Questions about an extract: what is unlikely in it but possible, to be answered before its figures are believed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExtractQuestion:
    """One unlikely thing about an extract, in the words of the person who supplies it.

    A rule that cannot be broken by a true figure belongs in the contract and is a refusal; this is for the rest.
    """

    column: str  # as the supplied file heads it; empty where the whole file is meant
    found: str
    expected: str
    row: int | None = None
