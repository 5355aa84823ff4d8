"""``manage.py forget_pages``: every process forgets the pages that it keeps (purges the page cache)."""

from django.core.management.base import BaseCommand

from portal.core.pagecache import versions


class Command(BaseCommand):
    help = "Lets all web processes forget the pages that they keep; after the database was changed by hand, in SQL."

    def handle(self, **options: object) -> None:
        versions.forget_everything()
        self.stdout.write("Every process forgets its pages within a second.")
