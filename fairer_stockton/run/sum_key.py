"""The key of sums: with it a published sum of private bytes tells nobody what the bytes are.

A plain sha256 of a small file is an oracle: whoever guesses the file can see that the guess is right. So what an
edition publishes of the council's own extracts, and of all that rests on them, is summed again with a key that lies
beside them.
"""

import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.run.errors import CatalogueError

KEY_FILE = "key-of-sums"
KEYED = "keyed:"  # before a sum of one file, so that nobody takes it for a sha256 of the bytes
HEXADECIMALS = 64


@dataclass(frozen=True)
class SumKey:
    """A key, and what it makes of sums."""

    secret: bytes

    @property
    def identity(self) -> str:
        """What a manifest says of the key that its sums were made with: enough to see whether it is the same."""
        return self.seal("identity")[:16]

    def seal(self, checksum: str) -> str:
        """Return the keyed sum (HMAC-SHA256) of a sum."""
        return hmac.new(self.secret, checksum.encode(), "sha256").hexdigest()

    def seal_file(self, checksum: str) -> str:
        """Return the keyed sum of a file's sum, marked as such."""
        return f"{KEYED}{self.seal(checksum)}"


# Of editions without private bytes: everybody has it, so that the same inputs make the same bytes everywhere.
PUBLIC_KEY = SumKey(b"A Fairer Stockton: no private bytes")


def read_sum_key(raw_folder: Path) -> SumKey | None:
    """Read the key that lies beside private extracts; None where there is none.

    Raises:
        CatalogueError: the file is no key.
    """
    path = raw_folder / KEY_FILE
    if not path.is_file():
        return None
    text = path.read_text(encoding="ascii", errors="replace").strip()
    if len(text) != HEXADECIMALS or any(letter not in "0123456789abcdef" for letter in text):
        raise CatalogueError(
            file=path,
            found="something else than a key",
            expected=f"{HEXADECIMALS} hexadecimal digits",
            remedy="restore it from your backup",
        )
    return SumKey(bytes.fromhex(text))


def create_sum_key(raw_folder: Path) -> SumKey:
    """Write a new key beside private extracts, readable by its owner alone, and return it.

    Raises:
        FileExistsError: there is one.
    """
    key = SumKey(secrets.token_bytes(HEXADECIMALS // 2))
    # Written whole under another name first: a crash leaves no half key, and the mode does not depend on the umask.
    path, unfinished = raw_folder / KEY_FILE, raw_folder / f".{KEY_FILE}.{os.getpid()}"
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
        stream.write(key.secret.hex() + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(unfinished, path)  # unlike a rename it never replaces a key that another run has written meanwhile
    finally:
        unfinished.unlink()
    return key
