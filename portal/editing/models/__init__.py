from portal.editing.models.links import ExternalLink
from portal.editing.models.translations import TranslationState

__all__ = ["ExternalLink", "TranslationState"]
