from django.core.management.base import BaseCommand

from portal.snapshot import SNAPSHOT, make_snapshot


class Command(BaseCommand):
    help = "Writes the snapshot of the schema anew, from which an empty SQLite database begins. Needs half a minute."

    def handle(self, *args: object, **options: object) -> None:
        SNAPSHOT.write_text(make_snapshot(), encoding="utf-8")
