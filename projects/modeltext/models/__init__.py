"""Tables of the model text: versions, paragraphs, their roots, and what became of paragraphs that left."""

from projects.modeltext.models.coverage import Coverage
from projects.modeltext.models.roots import Root, Source, SuggestedRoot
from projects.modeltext.models.versions import EditorialMark, FrozenError, Lineage, ModelVersion, Paragraph

__all__ = [
    "Coverage",
    "EditorialMark",
    "FrozenError",
    "Lineage",
    "ModelVersion",
    "Paragraph",
    "Root",
    "Source",
    "SuggestedRoot",
]
