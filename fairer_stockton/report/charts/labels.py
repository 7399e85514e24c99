"""Room for names in a crowded picture: each beside its mark, where it covers no other, or nowhere."""

from collections.abc import Sequence

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Spot = tuple[Point, str, str]
LETTER, LINE = 4.8, 9.0  # points that a letter and a line take at the size of these names
AWAY = 5.0  # points between a mark's middle and its name
MARK = 2.5  # points from a mark's middle that a name keeps clear of
SPOTS: tuple[Spot, ...] = (
    ((AWAY, 0.0), "left", "center"),
    ((-AWAY, 0.0), "right", "center"),
    ((0.0, AWAY), "center", "bottom"),
    ((0.0, -AWAY), "center", "top"),
)
BACK = {"left": 0.0, "center": 0.5, "right": 1.0, "bottom": 0.0, "top": 1.0}  # parts of a name before its anchor


def place_labels(
    marks: Sequence[Point], anchors: Sequence[Point], names: Sequence[str], frame: Box, point: float
) -> list[Spot | None]:
    """Choose for each name, in order, the first spot beside its anchor that is free; none where no spot is.

    Args:
        marks: where all marks lie, in pixels.
        anchors: where the named marks lie, in pixels.
        names: their names.
        frame: left, bottom, right and top of the room there is, in pixels.
        point: pixels of one point.
    """
    clear = MARK * point
    taken = [(x - clear, y - clear, x + clear, y + clear) for x, y in marks]
    chosen: list[Spot | None] = []
    for anchor, name in zip(anchors, names, strict=True):
        boxes = ((spot, _box(anchor, name, spot, point)) for spot in SPOTS)
        free = [(spot, box) for spot, box in boxes if _free(box, taken, frame)][:1]
        chosen.append(free[0][0] if free else None)
        taken += [box for _, box in free]
    return chosen


def _box(anchor: Point, name: str, spot: Spot, point: float) -> Box:
    (across, up), ha, va = spot
    width, height = LETTER * len(name) * point, LINE * point
    left = anchor[0] + across * point - BACK[ha] * width
    low = anchor[1] + up * point - BACK[va] * height
    return left, low, left + width, low + height


def _free(box: Box, taken: Sequence[Box], frame: Box) -> bool:
    inside = box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]
    return inside and not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken
    )
