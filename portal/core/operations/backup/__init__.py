"""Backups: database and media in one archive that proves itself.

``making`` writes an archive, ``restoring`` brings one back into an empty place, ``verifying`` tries that in a scratch
place; ``archive`` is the format, ``database`` what PostgreSQL and SQLite do in their own ways, ``contents`` the numbers
that are compared, ``records`` what is remembered.
"""
