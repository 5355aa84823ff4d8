"""Files of the media storage by the beginning of their names, in a folder or in a bucket."""

from django.core.files.storage import default_storage


def names_beginning(folder: str, beginning: str) -> list[str]:
    """Names of the stored files in ``folder`` whose own name begins so, with the folder.

    A bucket is asked for just these: it may hold a hundred thousand.
    """
    if found := getattr(default_storage, "names_beginning", None):
        return list(found(f"{folder}/{beginning}"))
    try:
        return [f"{folder}/{name}" for name in default_storage.listdir(folder)[1] if name.startswith(beginning)]
    except FileNotFoundError:
        return []
