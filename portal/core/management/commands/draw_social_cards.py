"""Draw the social cards that are missing, for example after the media storage was lost."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from wagtail.models import Page

from portal.core.models import BasePage
from portal.core.pictures.covers import WHOLE
from portal.core.pictures.social import Card, draw
from portal.core.pictures.tasks import draw_card


class Command(BaseCommand):
    """Draws cards at once instead of leaving them to the worker."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """One option for the file that is kept in the repository."""
        parser.add_argument("--default", type=Path, help="Write the portal's own card to this file and stop.")

    def handle(self, *args: object, **options: Any) -> None:
        """Draw the card of every published page that has none."""
        if options["default"]:
            options["default"].write_bytes(
                draw(Card("People before technology, in places of every size", "", "", WHOLE))
            )
            return
        count = 0
        for page in Page.objects.live().specific().iterator():
            if isinstance(page, BasePage):
                draw_card.call(page.pk)
                count += 1
        self.stdout.write(f"{count} pages have their card.")
