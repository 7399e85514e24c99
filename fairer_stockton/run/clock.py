"""The clock: read where a run writes down when something happened, and never for what an edition shows."""

from datetime import UTC, datetime


def read_clock() -> datetime:
    """Return the time now, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def write_moment(moment: datetime) -> str:
    """Write a moment so that the order of texts is the order of time: 2026-11-30T05:30:00Z."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def read_moment(text: str) -> datetime:
    """Read a moment as `write_moment` writes it.

    Raises:
        ValueError: it is none.
    """
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)
