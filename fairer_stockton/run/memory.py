"""Memory: how often Python looks for objects that only hold each other."""

import gc

# Charts and tables make many small objects, nearly all of which live on: at Python's own 700 a tenth of the time of a
# report went into looking through them.
NEW_OBJECTS = 50_000


def collect_garbage_seldom() -> None:
    """Set Python to look for such objects after `NEW_OBJECTS` new ones; all others are freed at once, as ever."""
    gc.set_threshold(NEW_OBJECTS)
