"""Background task of the moderation: a machine translates in the worker, since it may take long or be away."""

from django.utils import timezone
from django_tasks import task

from events.dialogue.moderation.machine import translate
from portal.core.users.models import User


@task()
def translate_contributions(numbers: list[int], user_id: int) -> None:
    """Have contributions translated by the machine, as somebody at the desk asked for."""
    translate(numbers, User.objects.filter(pk=user_id).first(), timezone.now())
