"""Where a place lies on the map of the Nordic countries: 680 x 520 units, Greenland in an inset of its own.

Lambert's azimuthal equal-area projection, so that no country looks larger than it is beside another
(J. P. Snyder, Map Projections: A Working Manual, USGS 1987, page 185). Greenland has its own centre and scale.
"""

from math import asin, atan2, cos, degrees, hypot, radians, sin, sqrt

WIDTH, HEIGHT = 680, 520
#: Left, top, width and height of the frame around Greenland.
INSET = (8, 348, 140, 164)


def _project(latitude: float, longitude: float, centre: tuple[float, float]) -> tuple[float, float]:
    phi, phi0, turn = radians(latitude), radians(centre[0]), radians(longitude - centre[1])
    k = sqrt(2 / (1 + sin(phi0) * sin(phi) + cos(phi0) * cos(phi) * cos(turn)))
    return k * cos(phi) * sin(turn), -k * (cos(phi0) * sin(phi) - sin(phi0) * cos(phi) * cos(turn))


def on_map(latitude: float, longitude: float, country: str = "") -> tuple[float, float]:
    """Position of a place on the map.

    Parameters:
        latitude, longitude: degrees, WGS 84.
        country: ISO 3166-1 alpha-2; what lies in Greenland (``GL``) is drawn in the inset.

    Returns:
        x from the left and y from the top, in the map's units.
    """
    if country == "GL":
        x, y = _project(latitude, longitude, (72.0, -42.0))
        return x * 330 + 78, y * 330 + 436
    x, y = _project(latitude, longitude, (63.5, 8.0))
    return x * 1590 + 372, y * 1590 + 250


def from_map(x: float, y: float) -> tuple[float, float, str]:
    """The place that lies at a position of the map: the inverse of ``on_map`` (Snyder, page 186).

    Parameters:
        x, y: from the left and from the top, in the map's units.

    Returns:
        Latitude and longitude in degrees, WGS 84, and ``GL`` for what lies in the inset, else an empty country.
    """
    left, top, width, height = INSET
    if left <= x <= left + width and top <= y <= top + height:
        return *_unproject((x - 78) / 330, (y - 436) / 330, (72.0, -42.0)), "GL"
    return *_unproject((x - 372) / 1590, (y - 250) / 1590, (63.5, 8.0)), ""


def _unproject(x: float, y: float, centre: tuple[float, float]) -> tuple[float, float]:
    phi0, rho = radians(centre[0]), hypot(x, y)
    if rho == 0:
        return centre
    c = 2 * asin(min(rho / 2, 1))
    phi = asin(max(-1, min(1, cos(c) * sin(phi0) - y * sin(c) * cos(phi0) / rho)))
    turn = atan2(x * sin(c), rho * cos(phi0) * cos(c) + y * sin(phi0) * sin(c))
    return degrees(phi), centre[1] + degrees(turn)
