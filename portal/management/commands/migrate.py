from django.core.management.commands import migrate

from portal.management.commands.makemigrations import SchemaAutodetector


class Command(migrate.Command):
    # Asks at its end whether models have changed since the last migration.
    autodetector = SchemaAutodetector
