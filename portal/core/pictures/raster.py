"""Rasterising of SVG layers with Pillow, for pictures that must be PNG."""

from fontTools.pens.basePen import BasePen
from fontTools.svgLib.path import parse_path
from PIL import Image, ImageChops, ImageDraw

from portal.core.pictures.covers import Layer

#: Straight pieces that a curve is drawn with.
PIECES = 12
Point = tuple[float, float]


class _Contours(BasePen):
    """Collects the contours of a path as points; fontTools turns arcs and short curves into cubic ones first."""

    def __init__(self) -> None:
        super().__init__(None)
        self.contours: list[list[Point]] = []

    def _moveTo(self, point: Point) -> None:  # noqa: N802 (fontTools names it)
        self.contours.append([point])

    def _lineTo(self, point: Point) -> None:  # noqa: N802
        self.contours[-1].append(point)

    def _curveToOne(self, first: Point, second: Point, end: Point) -> None:  # noqa: N802
        start = self.contours[-1][-1]
        for piece in range(1, PIECES + 1):
            t = piece / PIECES
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            self.contours[-1].append(
                (
                    a * start[0] + b * first[0] + c * second[0] + d * end[0],
                    a * start[1] + b * first[1] + c * second[1] + d * end[1],
                )
            )


def contours(path: str) -> list[list[Point]]:
    """The contours of SVG path data as points."""
    pen = _Contours()
    parse_path(path, pen)
    return [contour for contour in pen.contours if len(contour) > 2]


def paint(image: Image.Image, layers: list[Layer], scale: float, left: float = 0, top: float = 0) -> None:
    """Paint ``layers`` on ``image``, ``scale`` pixels to the unit, their origin at ``left``, ``top``."""
    brush = ImageDraw.Draw(image)
    for layer in layers:
        shapes = [
            [(left + (layer.x + x * layer.scale) * scale, top + (layer.y + y * layer.scale) * scale) for x, y in shape]
            for shape in contours(layer.path)
        ]
        if not layer.sign:
            for shape in shapes:
                brush.polygon(shape, fill=layer.fill)
            continue
        # Even-odd: what lies inside a second contour is a hole.
        mask = Image.new("1", image.size)
        for shape in shapes:
            one = Image.new("1", image.size)
            ImageDraw.Draw(one).polygon(shape, fill=1)
            mask = ImageChops.logical_xor(mask, one)
        image.paste(layer.fill, mask=mask)
