"""Copies of staged tables where a cluster reads them, each named by the sum of its bytes: never an older version."""

from pathlib import Path
from typing import TYPE_CHECKING

from fairer_stockton.run.errors import ClusterError
from fairer_stockton.run.fingerprints import compute_file_checksum

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem

DIGITS = 16  # of a sum, in a name
HADOOP = "s3a://"  # what Spark calls the storage that all others call s3://


def place_copy(table_file: Path, store: str) -> str:
    """Return the address of the copy of a staged table in a store, and write it where it is not there whole.

    Args:
        table_file: the parquet file.
        store: a folder, or the address of one in object storage: `s3://bucket/folder`, `abfss://…`.

    Raises:
        ClusterError: the store cannot be written to.
    """
    name = f"{table_file.stem}-{compute_file_checksum(table_file)[:DIGITS]}.parquet"
    folder = store if "://" in store else Path(store).absolute().as_uri()
    try:
        _copy_where_absent(table_file, folder, name)
    except (OSError, ValueError) as failure:  # pyarrow's own errors are among these
        raise ClusterError(
            setting="STORE= (FAIRER_STORE)",
            table=table_file.stem,
            found=f"{store}: {str(failure).splitlines()[0]}",
            expected="a folder or object store that this machine can write to and the cluster can read",
            remedy="check its address and the credentials of this machine",
        ) from None
    return f"{folder.rstrip('/')}/{name}"


def _copy_where_absent(table_file: Path, folder: str, name: str) -> None:
    from pyarrow import fs

    files: FileSystem
    files, path = fs.FileSystem.from_uri(folder.replace(HADOOP, "s3://", 1))
    # A copy that was interrupted is shorter, and is written again.
    if files.get_file_info(f"{path}/{name}").size == table_file.stat().st_size:
        return
    if isinstance(files, fs.LocalFileSystem):  # object storage has no folders
        files.create_dir(path)
    local = fs.LocalFileSystem()
    fs.copy_files(str(table_file.absolute()), f"{path}/{name}", source_filesystem=local, destination_filesystem=files)
