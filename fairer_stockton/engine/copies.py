"""Copies of staged tables where a cluster reads them, each named by the sum of its bytes: never an older version."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from fairer_stockton.run.errors import ClusterError
from fairer_stockton.run.fingerprints import compute_file_checksum

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem

DIGITS = 16  # of a sum, in a name
WITH_FOLDERS = ("local", "hdfs")  # pyarrow's names of file systems where a file is seen while it is being written
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
    # A copy that is not as long is none of ours, or half of one, and is written again.
    if files.get_file_info(f"{path}/{name}").size == table_file.stat().st_size:
        return
    if files.type_name in WITH_FOLDERS:
        files.create_dir(path)
        _copy_in_one_step(table_file, files, path, name)
    else:  # in object storage a copy is there when it is whole
        _copy(table_file, files, f"{path}/{name}")


def _copy_in_one_step(table_file: Path, files: "FileSystem", folder: str, name: str) -> None:
    """Copy under a name of this run's own, and move: another run reads a whole copy or none, and writes its own."""
    unfinished = f"{folder}/.{name}.{uuid4().hex}.unfinished"
    try:
        _copy(table_file, files, unfinished)
        files.move(unfinished, f"{folder}/{name}")
    except BaseException:
        with suppress(OSError):
            files.delete_file(unfinished)
        raise


def _copy(table_file: Path, files: "FileSystem", address: str) -> None:
    from pyarrow import fs

    local = fs.LocalFileSystem()
    fs.copy_files(str(table_file.absolute()), address, source_filesystem=local, destination_filesystem=files)
