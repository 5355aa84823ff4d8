"""A try-out event with open registration in all languages, and away with it again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.demo import DemoError, publish_demo_event, remove_demo_event
from events.models import Event
from portal.core.hooks.site_url import absolute
from portal.core.i18n.text import page_slug

#: Beyond these a number is a slip of the finger.
MOST_DAYS, MOST_PLACES = 3650, 10_000


class Command(BaseCommand):
    """Prints the addresses of the event, of the form and of the registration desk."""

    help = "Makes a clearly labelled try-out event with open registration in all languages, or removes it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Slug, places, days from today, and whether to remove."""
        parser.add_argument("--slug", default="demo-workshop", help="last part of the address (demo-workshop)")
        parser.add_argument("--capacity", type=int, default=20, help="places; -1 for no limit (20)")
        parser.add_argument("--days", type=int, default=14, help="days from today to the event (14)")
        parser.add_argument("--remove", action="store_true", help="delete it with everything that was tried")

    def handle(self, *args: object, **options: Any) -> None:
        """Make or remove.

        Raises:
            CommandError: it cannot be made.
        """
        slug = page_slug(options["slug"], most=80)
        if not slug:
            raise CommandError(f"“{options['slug']}” makes no address: write letters or figures.")
        if not 0 <= options["days"] <= MOST_DAYS or options["capacity"] > MOST_PLACES:
            raise CommandError(f"--days goes from 0 to {MOST_DAYS}, --capacity up to {MOST_PLACES}.")
        if options["remove"]:
            number = remove_demo_event(slug)
            self.stdout.write(f"The try-out event {slug} and its {number} registrations are removed.")
            return
        capacity = None if options["capacity"] < 0 else options["capacity"]
        try:
            pages = publish_demo_event(slug, capacity, options["days"])
        except DemoError as error:
            raise CommandError(str(error)) from error
        for page in pages:
            self.stdout.write(absolute(page.url_path))
            self.stdout.write(absolute(f"{page.url_path}register/"))
        event = Event.objects.get(translation_key=pages[0].translation_key)
        self.stdout.write(f"Registration desk: {absolute(f'/admin/desk/{event.pk}/')}")
