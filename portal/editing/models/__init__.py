from portal.editing.models.links import ExternalLink
from portal.editing.models.translations import TranslationState
from portal.editing.models.wizards import WizardAnswers

__all__ = ["ExternalLink", "TranslationState", "WizardAnswers"]
