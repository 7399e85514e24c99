"""Postcodes of a list, found in the published lookup of the edition."""

from typing import TYPE_CHECKING

from fairer_stockton.report.edition import POSTCODES, Edition
from fairer_stockton.run.errors import MissingSourceError
from fairer_stockton.uses.services.list_files import refuse_cells

if TYPE_CHECKING:
    import pandas as pd

FORM_OF_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}"


def find_neighbourhoods_of_postcodes(edition: Edition, file_name: str, cells: "pd.Series[str]") -> "pd.Series[str]":
    """Return the neighbourhood of 2021 that each postcode lies in; missing where it is none of the borough's.

    Raises:
        InputError: a cell is no postcode.
        MissingSourceError: the edition has no lookup of postcodes.
    """
    without_spaces = cells.str.upper().str.replace(r"\s", "", regex=True)
    tidy = without_spaces.str[:-3] + " " + without_spaces.str[-3:]
    is_wrong = ~tidy.str.fullmatch(FORM_OF_POSTCODE)
    refuse_cells(
        file_name, cells, is_wrong, "no postcode", "a whole postcode, as TS18 1AB",
        "correct it; of somebody whose address is not known write ZZ99 3WZ, who then counts as not found",
    )  # fmt: skip
    if edition.postcodes is None:
        raise MissingSourceError(
            source=POSTCODES,
            file=file_name,
            found="postcodes, and no lookup that says where they lie",
            expected=f"the published list `{POSTCODES}` among the extracts",
            remedy="run `make fetch`, which downloads it, then this again; or give the list without postcodes: "
            "places by easting and northing, users by the code of their neighbourhood (lsoa21cd)",
        )
    return tidy.map(edition.postcodes.set_index("postcode")["lsoa21cd"])
