"""A file's bytes, out of the gzip or zip that they came in."""

import gzip
import io
import zipfile
import zlib
from pathlib import Path

from fairer_stockton.errors import InputError
from fairer_stockton.readers.grid import AGAIN
from fairer_stockton.sources import Extract


def unpack(path: Path, extract: Extract, where: str) -> tuple[str, bytes]:
    """Return the name and the bytes of the file, or of its wanted member."""
    content = path.read_bytes()
    name = path.name
    try:
        if name.endswith(".gz"):
            return name.removesuffix(".gz"), gzip.decompress(content)
        if extract.member:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                return extract.member, archive.read(extract.member)
    except KeyError:
        raise InputError(where, "no such member in the zip", f"a member named {extract.member}", AGAIN) from None
    except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error, NotImplementedError, RuntimeError) as damage:
        raise InputError(where, f"a damaged archive ({damage})", "a whole zip or gzip file", AGAIN) from None
    return name, content
