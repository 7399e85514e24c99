"""Recovery: backups and what is restored from them, and past editions made again from the register of sources."""
