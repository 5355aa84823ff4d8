"""The media storage of many web servers: a private bucket of an S3-compatible object storage."""

from urllib.parse import quote

from botocore.config import Config
from django.conf import settings
from storages.backends.s3 import S3Storage

#: Seconds for a connection to the object storage, and between two pieces of an answer.
CONNECT_SECONDS, READ_SECONDS = 3, 15
#: Bytes of a file that are held in memory while it is sent; the rest waits in a temporary file.
MOST_IN_MEMORY = 2 * 1024 * 1024


class MediaBucket(S3Storage):
    """A private bucket. Visitors ask the portal, never the bucket: the portal knows who may read what."""

    def get_default_settings(self) -> dict[str, object]:
        """django-storages' own ones with what every use of the portal wants."""
        return {
            **super().get_default_settings(),
            # A name is never written twice: its content may be kept for ever by browsers and caches.
            "file_overwrite": False,
            "max_memory_size": MOST_IN_MEMORY,
            "client_config": Config(
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"mode": "standard", "total_max_attempts": 3},
                s3={"addressing_style": "path" if settings.S3_ENDPOINT else "auto"},
                signature_version="s3v4",
                # Servers beside Amazon's do not know the newer ones.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        }

    def url(self, name: str, parameters: object = None, expire: object = None, http_method: object = None) -> str:
        """The address at the portal, the same as of a file in a folder."""
        return f"{settings.MEDIA_URL}{quote(name)}"

    def names_beginning(self, beginning: str) -> list[str]:
        """Names of all objects that begin so; the server is asked for just these."""
        return [found.key for found in self.bucket.objects.filter(Prefix=beginning)]
