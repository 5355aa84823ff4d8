from portal.models.media import PortalImage, PortalRendition

__all__ = ["PortalImage", "PortalRendition"]
