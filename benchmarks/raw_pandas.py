"""The peer for the cold run: the raw extracts read with pandas' own readers into parquet, whole and unchecked."""

import sys
import time
import zipfile
from pathlib import Path

import pandas as pd

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.fetch import raw_folder
from fairer_stockton.ingest.readers.headers import tidy_header

LEFT_OUT = ("lsoa_boundaries", "children_in_low_income")  # GeoJSON, and preambles that need reading by hand


def read(file: raw_folder.RawFile) -> pd.DataFrame:
    """Read one extract whole, as an analyst does, and keep its wanted columns."""
    extract = file.extract
    if file.path.suffix == ".parquet":
        table = pd.read_parquet(file.path)
    elif extract.sheet:
        table = pd.read_excel(file.path, sheet_name=extract.sheet, header=2, engine="calamine")
    elif extract.member:
        with zipfile.ZipFile(file.path) as archive, archive.open(extract.member) as stream:
            table = pd.read_csv(stream)
    else:
        table = pd.read_csv(file.path, encoding="utf-8-sig")
    headers = {tidy_header(str(name)): name for name in table.columns}
    names = {
        headers[tidy_header(column.header)]: column.name
        for column in extract.columns
        if tidy_header(column.header) in headers
    }
    return table[list(names)].rename(columns=names).assign(period=extract.period)


def main(folder: Path, staged: Path) -> None:
    """Write the tables that the sums need."""
    sources = Settings().definitions.sources
    for name, source in sources.items():
        if name in LEFT_OUT or source.supplied:
            continue
        tables = [read(file) for file in raw_folder.find_raw_files(folder, source)]
        pd.concat(tables, ignore_index=True).to_parquet(staged / f"{name}.parquet")


if __name__ == "__main__":
    start = time.perf_counter()
    main(Path(sys.argv[1]), Path(sys.argv[2]))
    print(time.perf_counter() - start, 0)
