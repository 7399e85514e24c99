"""Room for names in a crowded picture: each beside its mark, where it covers no other, or nowhere."""

from collections.abc import Sequence

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Spot = tuple[Point, str, str]
LETTER_WIDTH, LINE_HEIGHT = 4.8, 9.0  # points that a letter and a line take at the size of these names
NAME_DISTANCE = 5.0  # points between a mark's middle and its name
MARK_RADIUS = 2.5  # points from a mark's middle that a name keeps clear of
NAME_SPOTS: tuple[Spot, ...] = (
    ((NAME_DISTANCE, 0.0), "left", "center"),
    ((-NAME_DISTANCE, 0.0), "right", "center"),
    ((0.0, NAME_DISTANCE), "center", "bottom"),
    ((0.0, -NAME_DISTANCE), "center", "top"),
)
# The part of a name's width or height that lies before its anchor, by how it is aligned.
ANCHOR_SHARES = {"left": 0.0, "center": 0.5, "right": 1.0, "bottom": 0.0, "top": 1.0}


def position_labels(
    mark_positions: Sequence[Point],
    label_anchors: Sequence[Point],
    labels: Sequence[str],
    free_frame: Box,
    pixels_per_point: float,
) -> list[Spot | None]:
    """Return for each name, in order, the first spot beside its anchor that is free; None where no spot is.

    Args:
        mark_positions: where all marks lie, in pixels.
        label_anchors: where the named marks lie, in pixels.
        labels: their names.
        free_frame: left, bottom, right and top of the room there is, in pixels.
        pixels_per_point: pixels of one point.
    """
    clear = MARK_RADIUS * pixels_per_point
    taken = [(x - clear, y - clear, x + clear, y + clear) for x, y in mark_positions]
    spots: list[Spot | None] = []
    for anchor, name in zip(label_anchors, labels, strict=True):
        boxes = ((spot, _make_label_box(anchor, name, spot, pixels_per_point)) for spot in NAME_SPOTS)
        free = [(spot, box) for spot, box in boxes if _is_box_free(box, taken, free_frame)][:1]
        spots.append(free[0][0] if free else None)
        # Its own box is taken from now on: names that come later are less important.
        taken += [box for _, box in free]
    return spots


def _make_label_box(anchor: Point, label: str, spot: Spot, pixels_per_point: float) -> Box:
    (across, up), ha, va = spot
    width, height = LETTER_WIDTH * len(label) * pixels_per_point, LINE_HEIGHT * pixels_per_point
    left = anchor[0] + across * pixels_per_point - ANCHOR_SHARES[ha] * width
    low = anchor[1] + up * pixels_per_point - ANCHOR_SHARES[va] * height
    return left, low, left + width, low + height


def _is_box_free(box: Box, taken_boxes: Sequence[Box], frame: Box) -> bool:
    inside = box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]
    return inside and not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken_boxes
    )
