"""Background task of the synthesis: themes are proposed by the worker, since that may take seconds."""

from django.utils import timezone
from django_tasks import task

from events.dialogue.synthesis.suggestions import propose


@task()
def propose_themes(occasion_id: int, language: str) -> None:
    """Work out themes for what is in none yet at an occasion."""
    propose(occasion_id, language, timezone.now())
