"""Numbers of versions in addresses: the one spelling of each, and others that mean the same."""

import re

from django.urls import register_converter
from django.urls.converters import StringConverter

from portal.core.hooks.comments import DRAFT
from projects.modeltext.models import ModelVersion
from projects.modeltext.models.versions import NUMBER


class ModelNumberConverter(StringConverter):
    """Figures with points between them, canonical or not."""

    regex = rf"[0-9][0-9.]{{0,30}}(?:{DRAFT})?"


register_converter(ModelNumberConverter, "model_number")


def find_version(versions: list[ModelVersion], number: str) -> ModelVersion | None:
    """The version that ``number`` names: ``1`` and ``1.0.0`` are ``1.0``, while ``1.01`` is none."""
    canonical = re.sub(r"^([0-9]+)$", r"\1.0", number)
    canonical = re.sub(r"^([0-9]+\.[0-9]+)\.0$", r"\1", canonical)
    if not NUMBER.fullmatch(canonical):
        return None
    return next((version for version in versions if version.number == canonical), None)
