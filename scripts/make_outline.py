"""Prepare the outline of the Nordic countries for the map of case studies.

The coast comes from Natural Earth (public domain, 1:50 million) in the npm package ``world-atlas``. Unpack it
(``npm pack world-atlas`` and ``tar xzf``) and run::

    python scripts/make_outline.py PACKAGE_FOLDER/countries-50m.json

Written, and kept in the repository: ``projects/static/projects/nordic.svg``, one path per country, to be referred to
with ``<use>``, so that it is drawn in the page's colours. Projection and frame: ``projects/map/projection.py``.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from projects.map.projection import INSET, on_map  # noqa: E402 (the project itself is not installed)

TARGET = ROOT / "projects" / "static" / "projects" / "nordic.svg"
#: ISO 3166-1 numeric codes, as the source names its countries.
COUNTRIES = {"208": "DK", "246": "FI", "352": "IS", "578": "NO", "752": "SE", "234": "FO", "304": "GL", "248": "AX"}
#: Islands smaller than this many square units are left out, lines straighter than this many units are made straight.
SMALLEST = {"FO": 0.15, "AX": 0.15, "GL": 20.0}
STRAIGHTEN = {"FO": 0.4, "AX": 0.4}
Point = tuple[float, float]


def arcs_of(topology: dict) -> list[list[Point]]:
    """The lines of a TopoJSON file as degrees (https://github.com/topojson/topojson-specification)."""
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            line.append((x * scale[0] + move[0], y * scale[1] + move[1]))
        lines.append(line)
    return lines


def ring(indices: list[int], arcs: list[list[Point]]) -> list[Point]:
    """A closed line from its arcs; a negative index means the arc backwards."""
    points: list[Point] = []
    for index in indices:
        line = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += line[1:] if points else line
    return points


def straighten(points: list[Point], tolerance: float) -> list[Point]:
    """Douglas and Peucker's line simplification."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    dx, dy = bx - ax, by - ay
    length = (dx * dx + dy * dy) ** 0.5

    def distance(point: Point) -> float:
        if length < 1e-9:
            return ((point[0] - ax) ** 2 + (point[1] - ay) ** 2) ** 0.5
        return abs(dy * point[0] - dx * point[1] + bx * ay - by * ax) / length

    far = max(range(1, len(points) - 1), key=lambda index: distance(points[index]))
    if distance(points[far]) <= tolerance:
        return [points[0], points[-1]]
    return straighten(points[: far + 1], tolerance)[:-1] + straighten(points[far:], tolerance)


def area(points: list[Point]) -> float:
    """Area inside a closed line."""
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def path(points: list[Point]) -> str:
    """SVG path of a closed line in whole units, each step relative to the last."""
    text, last = "", (0, 0)
    for index, point in enumerate(points[:-1]):
        here = (round(point[0]), round(point[1]))
        if index and here == last:
            continue
        text += f"l{here[0] - last[0]} {here[1] - last[1]}" if index else f"M{here[0]} {here[1]}"
        last = here
    return text.replace(" -", "-") + "z"


def outline(topology: dict) -> dict[str, str]:
    """One path per country."""
    arcs, paths = arcs_of(topology), {}
    for shape in topology["objects"]["countries"]["geometries"]:
        code = COUNTRIES.get(shape.get("id", ""))
        if code is None:
            continue
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        parts = []
        for polygon in polygons:
            degrees = ring(polygon[0], arcs)
            # Svalbard, Jan Mayen and Bouvet Island lie outside the frame.
            if code == "NO" and (min(p[1] for p in degrees) > 71.5 or max(p[0] for p in degrees) < 0):
                continue
            points = [on_map(latitude, longitude, code) for longitude, latitude in degrees]
            if area(points) < SMALLEST.get(code, 9.0) or (code == "GL" and points[0][0] > INSET[0] + INSET[2]):
                continue
            simple = straighten(points, STRAIGHTEN.get(code, 0.9))
            if len(simple) > 3:
                parts.append(path(simple))
        paths[code] = "".join(parts)
    return paths


def main(source: Path) -> None:
    """Write the outline."""
    paths = outline(json.loads(source.read_text(encoding="utf-8")))
    shapes = "".join(f'<path d="{paths[code]}"/>' for code in sorted(paths))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 520"><g id="land">{shapes}</g></svg>\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
