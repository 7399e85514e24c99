"""A diagram of imports as SVG: a box for each room in layers, the importer above what it imports.

An arrow that follows from others (a → c beside a → b → c) is left out, so that the eye can follow those that remain;
the table of the page has them all.
"""

from collections.abc import Mapping
from xml.sax.saxutils import escape

Graph = Mapping[str, set[str]]

BOX_WIDTH, BOX_HEIGHT, LAYER_HEIGHT, COLUMN_WIDTH, MARGIN = 104, 30, 66, 122, 14
BEND_WIDTH = 26  # of a column through which a long arrow passes
STYLE = """
text { font: 14px sans-serif; text-anchor: middle; fill: #111 }
rect { fill: #eef3f8; stroke: #2b5a83 }
path { fill: none; stroke: #5a6570; stroke-width: 1.2 }
"""


def without_detours(graph: Graph) -> dict[str, set[str]]:
    """Return the graph without each arrow that a longer way round already implies."""
    reachable: dict[str, set[str]] = {}

    def below(name: str) -> set[str]:
        if name not in reachable:
            reachable[name] = set(graph[name]).union(*(below(other) for other in graph[name]))
        return reachable[name]

    return {
        name: {target for target in targets if not any(target in below(other) for other in targets)}
        for name, targets in graph.items()
    }


def draw(graph: Graph, title: str) -> str:
    """Draw the rooms and arrows of a graph without circles.

    Returns:
        The text of an SVG file, the same for the same graph.
    """
    reduced = without_detours(graph)
    chains = _chains(reduced, _layers(reduced))
    layers = _in_order(chains, max(layer for _, layer in chains) + 1)
    widths = [sum(_width(name) for name in layer) for layer in layers]
    width, height = max(widths) + 2 * MARGIN, len(layers) * LAYER_HEIGHT - (LAYER_HEIGHT - BOX_HEIGHT) + 2 * MARGIN
    centres: dict[tuple[str, int], tuple[float, float]] = {}
    for number, layer in enumerate(layers):
        left = (width - widths[number]) / 2
        for name in layer:
            centres[name, number] = (left + _width(name) / 2, MARGIN + BOX_HEIGHT / 2 + number * LAYER_HEIGHT)
            left += _width(name)
    arrows = [_arrow(centres[start], centres[end], "→" not in end[0]) for start in chains for end in chains[start]]
    boxes = [
        f'<rect x="{x - BOX_WIDTH / 2:.0f}" y="{y - BOX_HEIGHT / 2:.0f}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" '
        f'rx="4"/><text x="{x:.0f}" y="{y + 5:.0f}">{escape(name)}</text>'
        if "→" not in name
        else f'<path d="M{x:.0f},{y - BOX_HEIGHT / 2:.0f} V{y + BOX_HEIGHT / 2:.0f}"/>'
        for (name, _), (x, y) in centres.items()
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
            f'role="img" aria-label="{escape(title)}">',
            f"<title>{escape(title)}</title>",
            f"<style>{STYLE}</style>",
            '<marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
            '<path d="M0,0 L8,4 L0,8 z" style="fill: #5a6570; stroke: none"/></marker>',
            f'<rect width="{width:.0f}" height="{height:.0f}" style="fill: #fff; stroke: none"/>',
            *arrows,
            *boxes,
            "</svg>\n",
        ]
    )


def _layers(graph: Graph) -> dict[str, int]:
    """Return the layer of each room, from the top: one below the lowest of those that import it."""
    importers = {name: [other for other in graph if name in graph[other]] for name in graph}
    layers: dict[str, int] = {}
    while len(layers) < len(graph):
        for name in graph:
            if name not in layers and all(other in layers for other in importers[name]):
                layers[name] = max((layers[other] + 1 for other in importers[name]), default=0)
    # A room that nothing imports could stand anywhere above what it imports: just above, its arrows are shortest.
    for name in sorted(graph, key=lambda name: -layers[name]):
        if graph[name] and not importers[name]:
            layers[name] = min(layers[target] for target in graph[name]) - 1
    return layers


def _chains(graph: Graph, layers: Mapping[str, int]) -> dict[tuple[str, int], list[tuple[str, int]]]:
    """Return each point (room or bend, with its layer) and the points one layer below that it leads to."""
    chains: dict[tuple[str, int], list[tuple[str, int]]] = {(name, layers[name]): [] for name in graph}
    for name in graph:
        for target in sorted(graph[name]):
            point = (name, layers[name])
            for layer in range(layers[name] + 1, layers[target]):
                bend = (f"{name}→{target}", layer)
                chains.setdefault(point, []).append(bend)
                point = bend
            chains.setdefault(point, []).append((target, layers[target]))
    return chains


def _in_order(chains: Mapping[tuple[str, int], list[tuple[str, int]]], count: int) -> list[list[str]]:
    """Return the points of each layer, moved near the middle of their neighbours so that few arrows cross."""
    order = [[name for name, layer in chains if layer == number] for number in range(count)]
    above: dict[tuple[str, int], list[tuple[str, int]]] = {point: [] for point in chains}
    for start, ends in chains.items():
        for end in ends:
            above[end].append(start)
    best, fewest = [list(layer) for layer in order], _crossings(order, chains)
    for sweep in range(24):
        downward = sweep % 2 == 0
        for number in range(count) if downward else reversed(range(count)):
            beside = number - 1 if downward else number + 1
            if not 0 <= beside < count:
                continue
            neighbours = above if downward else chains
            position = {name: rank / max(len(order[beside]) - 1, 1) for rank, name in enumerate(order[beside])}
            middle = {
                name: sum(position[other] for other, _ in neighbours[name, number]) / len(neighbours[name, number])
                if neighbours[name, number]
                else order[number].index(name) / max(len(order[number]) - 1, 1)
                for name in order[number]
            }
            order[number].sort(key=lambda name, middle=middle: (middle[name], name))  # type: ignore[misc]
        if (crossings := _crossings(order, chains)) < fewest:
            best, fewest = [list(layer) for layer in order], crossings
    return best


def _crossings(order: list[list[str]], chains: Mapping[tuple[str, int], list[tuple[str, int]]]) -> int:
    """Count the pairs of arrows that cross."""
    total = 0
    for number, layer in enumerate(order[:-1]):
        position = {name: rank for rank, name in enumerate(order[number + 1])}
        ends = [(rank, position[end]) for rank, name in enumerate(layer) for end, _ in chains[name, number]]
        total += sum(a < c and b > d for a, b in ends for c, d in ends)
    return total


def _width(name: str) -> int:
    return BEND_WIDTH if "→" in name else COLUMN_WIDTH


def _arrow(start: tuple[float, float], end: tuple[float, float], has_head: bool) -> str:
    top, bottom = start[1] + BOX_HEIGHT / 2, end[1] - BOX_HEIGHT / 2
    middle = (top + bottom) / 2
    head = ' marker-end="url(#head)"' if has_head else ""
    return (
        f'<path d="M{start[0]:.0f},{top:.0f} C{start[0]:.0f},{middle:.0f} {end[0]:.0f},{middle:.0f} '
        f'{end[0]:.0f},{bottom:.0f}"{head}/>'
    )
