"""A live workshop to rehearse with, played by simulated phones, and away with it again."""

import logging
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.demo import DemoError
from events.dialogue.live.demo import play, publish_workshop, remove_workshop
from events.dialogue.live.phones import DemoTroubleError, Sheet, look_for
from events.dialogue.live.rehearsal import follow
from events.dialogue.models import Occasion
from portal.core.hooks.site_url import absolute
from portal.core.i18n.text import page_slug
from portal.core.users.models import User

#: More phones than that measure the machine that plays them; ``benchmarks/live_speed.py`` does so.
MOST_PHONES = 500


class Command(BaseCommand):
    """Prints the addresses to look at, and what the phones did."""

    help = "Plays a clearly labelled, made-up live workshop against the running portal, or removes it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Slug, phones, address of the portal, pauses, and whether to remove."""
        parser.add_argument("--slug", default="demo-live", help="last part of the address (demo-live)")
        parser.add_argument("--phones", type=int, default=50, help="simulated phones (50)")
        parser.add_argument("--url", default="", help="address of the running portal (that of the site)")
        parser.add_argument("--lead", action="store_true", help="you lead the room at the desk, and the phones follow")
        parser.add_argument("--pause", type=float, default=5, help="seconds to look at each step (5)")
        parser.add_argument("--remove", action="store_true", help="delete it with everything that was said")

    def handle(self, *args: Any, **options: Any) -> None:
        """Play or remove.

        Raises:
            CommandError: it cannot be played.
        """
        slug = page_slug(options["slug"], most=80)
        if not slug or not 1 <= options["phones"] <= MOST_PHONES:
            raise CommandError(f"--slug needs letters or figures, --phones goes from 1 to {MOST_PHONES}.")
        # Thirty lines about pages would hide the address that is printed after them.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        if options["remove"]:
            self.stdout.write(f"The made-up workshop {slug} and its {remove_workshop(slug)} statements are removed.")
            return
        try:
            base = options["url"] or absolute("/").rstrip("/")
            look_for(base)
            occasion = publish_workshop(slug)
            self.stdout.write(f"Desk: {absolute(f'/admin/input/{occasion.pk}/live/')}")
            if options["lead"]:
                self._follow(base, occasion, options["phones"])
            else:
                self._play(base, occasion, options["phones"], options["pause"])
        except (DemoError, DemoTroubleError) as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stdout.write("The phones are switched off.")
        self.stdout.write(f"Away with it: manage.py demo_workshop --slug {slug} --remove")

    def _play(self, base: str, occasion: Occasion, phones: int, pause: float) -> None:
        """Lead a workshop to its last phase.

        Raises:
            CommandError: nobody could lead it.
        """
        user = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
        if user is None:
            raise CommandError("There is no administrator who could lead it.")
        steps = play(base, occasion, user, phones, pause)
        self._tell_projector(next(steps)[0])
        self._tell(steps)

    def _follow(self, base: str, occasion: Occasion, phones: int) -> None:
        """Do what the phases ask until the room is closed."""
        self.stdout.write(f"{phones} phones wait. Log in there, press “Open the room”, and lead.")
        steps = follow(base, occasion, phones)
        self._tell_projector(next(steps)[0])
        self._tell(steps)
        self.stdout.write("The room is closed.")

    def _tell_projector(self, code: str) -> None:
        self.stdout.write(f"Projector: {absolute(f'/en/live/{code}/screen/')}")

    def _tell(self, steps: Iterator[tuple[str, Sheet]]) -> None:
        sheet = Sheet()
        for step, sheet in steps:
            self.stdout.write(
                f"{step}: {sheet.joined} joined, {sheet.statements} statements, {sheet.reactions} reactions"
            )
        if sheet.repeated:
            self.stdout.write(f"Sent once more, since the portal was busy: {sheet.repeated}")
        for reason, number in sheet.troubles.most_common():
            self.stdout.write(f"{number} times: {reason}")
