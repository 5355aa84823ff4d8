"""A backup is whole although people write, comes back as it was, and is refused where it is not what it says."""

import hashlib
import io
import json
import os
import stat
import subprocess
import sys
import tarfile
import threading
from contextlib import closing
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from django.utils import timezone

from events.models import Event, Registration
from portal.core.models import Backup
from portal.core.operations.backup import archive, contents, records
from portal.core.operations.backup.database import portals_own
from portal.core.operations.backup.errors import BackupError
from portal.core.operations.backup.making import make
from portal.core.operations.backup.restoring import restore
from portal.core.operations.backup.verifying import verify
from search.models import DocumentPlaces
from tests.portal.core.operations.backup.conftest import MEDIA
from tests.served import ROOT, environment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]
PAIR = (
    "INSERT INTO core_trouble (part, words, since, seen_at) VALUES ('{0}', 'w', '2031-01-01', '2031-01-01')",
    "INSERT INTO core_periodicrun (name, running) VALUES ('{0}', false)",
)


def everything() -> dict[str, archive.Contents]:
    with closing(portals_own().session()) as session:
        return contents.tables(session)


def repack(source, target, change):
    """A copy of an archive whose members ``change(name, content)`` may alter, drop (None) or rename."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old.getmembers():
            content = change(member.name, old.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))


def test_what_was_saved_comes_back_with_its_files_and_secrets(backup, elsewhere, tmp_path):
    before = everything()
    with elsewhere():
        found = restore(backup.path)

        assert everything() == before == found.tables
        assert Event.objects.get().join_link == "https://meet.example.org/room-þ"
        assert set(Registration.objects.values_list("name", flat=True)) == {"Åse Ødegård", "Þóra Ægisdóttir"}
    restored = tmp_path / "restored"
    assert {p.relative_to(restored).as_posix(): p.read_bytes() for p in restored.rglob("*") if p.is_file()} == MEDIA


def test_backup_is_of_one_moment_while_others_write(portal, elsewhere, tmp_path):
    """Each pair of rows is written in one transaction: a backup that holds half of one is none."""
    stop, written = threading.Event(), 0

    def write():
        nonlocal written
        with closing(portals_own().session()) as session:
            if connection.vendor == "postgresql":
                session.autocommit = False
            while not stop.is_set():
                for statement in PAIR:
                    session.execute(statement.format(f"tests.{written}"))
                session.commit()
                written += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while written < 20:
            stop.wait(0.01)
        began = written
        made = make(tmp_path / "portal.tar")
        ended = written
    finally:
        stop.set()
        writer.join()

    tables = made.manifest.tables
    with elsewhere():
        restore(made.path)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM core_trouble WHERE part LIKE 'tests.%%'", [])
            pairs = cursor.fetchone()[0]
            cursor.execute("SELECT count(*) FROM core_periodicrun WHERE name LIKE 'tests.%%'", [])
            assert cursor.fetchone()[0] == pairs
    assert began <= pairs <= ended
    assert ended > began, "nobody wrote meanwhile: the test proves nothing"
    assert tables["core_trouble"].rows == pairs


def test_archive_is_its_owners_alone_and_holds_no_key(backup, settings):
    assert stat.S_IMODE(backup.path.stat().st_mode) == 0o600
    raw = backup.path.read_bytes()
    assert not any(secret.encode() in raw for secret in settings.ENCRYPTION_KEYS)
    assert settings.SECRET_KEY.encode() not in raw
    assert sorted(path.name for path in backup.path.parent.iterdir()) == ["media", "portal.tar"]


def test_backup_overwrites_nothing(backup):
    before = backup.path.read_bytes()
    with pytest.raises(CommandError, match="is not overwritten"):
        call_command("backup", backup.path)
    assert backup.path.read_bytes() == before
    with pytest.raises(CommandError, match="no folder"):
        call_command("backup", backup.path.parent / "nowhere" / "portal.tar")


def test_backup_into_a_folder_is_named_by_the_time(portal, tmp_path, capsys):
    folder = tmp_path / "backups"
    folder.mkdir()
    call_command("backup", folder)
    [made] = folder.iterdir()
    assert made.name.startswith("portal-20")
    assert "3 files" in capsys.readouterr().out
    assert Backup.objects.get().verified_at is None


def test_full_disk_leaves_nothing_behind(portal, tmp_path):
    """A limit of the process on the size of files stands in for the disk: the system refuses the write too."""
    folder = tmp_path / "full"
    folder.mkdir()
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000));"
        "sys.argv = ['manage.py', 'backup', sys.argv[1]]; exec(open('manage.py').read())"
    )
    command = [sys.executable, "-c", limited, str(folder / "portal.tar")]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("CommandError: ")
    assert list(folder.iterdir()) == []


def test_media_behind_a_symbolic_link_are_not_left_out_silently(portal, media, tmp_path):
    (media / "more").symlink_to(tmp_path)
    with pytest.raises(BackupError, match="symbolic link"):
        make(tmp_path / "portal.tar")


def test_restore_overwrites_neither_database_nor_media(backup, elsewhere, tmp_path):
    with pytest.raises(CommandError, match="database is not empty"):
        call_command("restore", backup.path)
    with elsewhere():
        (tmp_path / "restored").mkdir()
        (tmp_path / "restored" / "picture.png").write_bytes(b"kept")
        with pytest.raises(CommandError, match="There are files in"):
            call_command("restore", backup.path)
        assert connection.introspection.table_names() == []
    assert (tmp_path / "restored" / "picture.png").read_bytes() == b"kept"


@pytest.mark.parametrize("name", ["media/documents/þýðing.pdf", "database", "manifest.json"])
def test_changed_archive_is_refused(backup, elsewhere, tmp_path, name):
    def change(found, content):
        return content.replace(content[-9:-8], b"~", 1) + b" " if found.startswith(name) else content

    changed = tmp_path / "changed.tar"
    repack(backup.path, changed, change)
    with elsewhere():
        with pytest.raises(BackupError, match="was changed"):
            restore(changed)
        assert connection.introspection.table_names() == []
    assert not list((tmp_path / "restored").glob("*"))
    with pytest.raises(BackupError, match="was changed"):
        verify(changed)


def test_manifest_that_agrees_with_changed_files_is_refused_without_the_key(backup, tmp_path):
    """Whoever can write to the place of the backups cannot give themselves an account."""
    forged, other = tmp_path / "forged.tar", [b"another document"]

    def change(name, content):
        if name == "manifest.json":
            found = json.loads(content)
            found["files"]["media/documents/þýðing.pdf"] = hashlib.sha256(other[0]).hexdigest()
            return json.dumps(found).encode()
        return other[0] if name.endswith(".pdf") else content

    repack(backup.path, forged, change)
    with pytest.raises(BackupError, match="seal does not fit"):
        verify(forged)


@pytest.mark.parametrize("bytes_left", [0.5, 0.9, 0.999])
def test_archive_that_was_cut_off_is_refused(backup, tmp_path, bytes_left):
    cut = tmp_path / "cut.tar"
    raw = backup.path.read_bytes().rstrip(b"\0")
    cut.write_bytes(raw[: int(len(raw) * bytes_left)])
    with pytest.raises(BackupError, match="not whole"):
        verify(cut)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("media/../../evil", tarfile.REGTYPE),
        ("/tmp/evil", tarfile.REGTYPE),
        ("media/link", tarfile.SYMTYPE),
        ("media/link", tarfile.LNKTYPE),
        ("media/device", tarfile.CHRTYPE),
        ("media/folder", tarfile.DIRTYPE),
        ("manifest.json", tarfile.REGTYPE),
    ],
)
def test_archive_with_anything_but_plain_files_is_refused(backup, tmp_path, name, kind):
    evil = tmp_path / "evil.tar"
    evil.write_bytes(backup.path.read_bytes())
    with tarfile.open(evil, "a") as tar:
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, "/etc/passwd"
        tar.addfile(member)
    with pytest.raises(BackupError, match="something else than plain files"):
        verify(evil)
    assert not (tmp_path / "evil").exists()


def test_archive_of_another_key_is_refused_and_a_rotated_key_is_not(backup, elsewhere):
    with elsewhere():
        with override_settings(ENCRYPTION_KEYS=["another fictional key"]):
            with pytest.raises(BackupError, match="ENCRYPTION_KEYS lacks a key"):
                restore(backup.path)
            assert connection.introspection.table_names() == []
        with override_settings(ENCRYPTION_KEYS=["another fictional key", "tests only"]):
            restore(backup.path)
            assert Event.objects.get().join_link == "https://meet.example.org/room-þ"


def test_archive_of_a_newer_version_is_refused(backup, elsewhere):
    with elsewhere():
        with override_settings(VERSION="0.8.9"), pytest.raises(BackupError, match="newer than this one"):
            restore(backup.path)
        assert connection.introspection.table_names() == []


def test_archive_with_unknown_migrations_is_refused(portal, elsewhere, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('core', '0999_later', '2031-01-01')")
    try:
        made = make(tmp_path / "portal.tar")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '0999_later'")
    with elsewhere(), pytest.raises(BackupError, match=r"core\.0999_later"):
        restore(made.path)


def test_archive_of_an_older_version_is_migrated(portal, elsewhere, tmp_path):
    """Older is what lacks the table of a migration on which no other depends."""
    migration, recorder = ("search", "0008_places"), MigrationRecorder(connection)
    assert migration in MigrationLoader(connection).graph.leaf_nodes(), "take the last migration with a table"
    with connection.schema_editor() as editor:
        editor.delete_model(DocumentPlaces)
    recorder.record_unapplied(*migration)
    try:
        made = make(tmp_path / "portal.tar")
    finally:
        with connection.schema_editor() as editor:
            editor.create_model(DocumentPlaces)
        recorder.record_applied(*migration)
    assert "search_documentplaces" not in made.manifest.tables
    with elsewhere():
        restore(made.path)
        assert DocumentPlaces.objects.count() == 0
        assert Registration.objects.count() == 2


def test_verification_reads_what_is_encrypted_and_is_remembered(backup, client, capsys):
    before = everything()
    call_command("verify_backup", backup.path)

    said = capsys.readouterr().out
    assert "3 files are as they were saved" in said
    assert verify(backup.path).decrypted >= 1
    assert f"{verify(backup.path).decrypted} encrypted texts can be read" in said
    assert Backup.objects.get().name == backup.name
    assert client.get("/readyz").json()["backup"] == "verified, 0 hours old"
    Backup.objects.update(made_at=timezone.now() - timedelta(days=9))
    assert client.get("/readyz").json()["backup"] == "verified, 9 days old"
    assert set(contents.differences(before, everything())) <= {"core_backup", "core_ratecounter"}


def test_readyz_says_that_no_backup_was_verified(client, db):
    assert client.get("/readyz").json()["backup"] == "none verified"


def test_worker_keeps_as_many_backups_as_it_shall_and_says_when_it_cannot(portal, settings, tmp_path, client):
    settings.BACKUP_DIR, settings.BACKUP_KEEP = str(tmp_path / "kept"), 2
    folder = tmp_path / "kept"
    folder.mkdir()
    for day in ("20300101", "20300102"):
        (folder / f"portal-{day}-030000Z.tar").write_bytes(b"older")
    (folder / "of-somebody-else.tar").write_bytes(b"stays")
    left = folder / ".backup-x.unfinished"
    left.mkdir()
    os.utime(left, (0, 0))
    (folder / "portal-20260101-030000Z.tar").unlink(missing_ok=True)
    records.back_up()

    assert not left.exists()
    assert (folder / "of-somebody-else.tar").exists()
    assert len(records.backups_in(folder)) == 2
    records.backups_in(folder)[0].unlink()
    records.verify_newest()
    settings.BACKUP_DIR = str(tmp_path / "kept" / "of-somebody-else.tar")
    records.back_up()
    assert client.get("/readyz").json()["backup"].startswith("the last one failed, see the log, since ")
