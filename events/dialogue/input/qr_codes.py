"""QR codes as inline SVG: made by the portal itself, so that an address that is somebody's own goes nowhere else."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_code(url: str) -> SafeString:
    """A QR code as SVG without any style of its own; the page says its colours."""
    drawn = segno.make(url, error="m", micro=False)
    return mark_safe(drawn.svg_inline(omitsize=True, border=4, svgclass="live-qr", lineclass=None))
