"""Signals of the foundation to the rooms above, which it may not import."""

from django.dispatch import Signal

#: A page of the portal was saved, with everything that hangs on it. Sent inside the transaction of the save, so that
#: what follows from it is stored with it or not at all. Not sent where only a draft was noted. Argument: ``page``.
page_stored = Signal()

#: Many pages changed while nobody followed each of them; see ``portal.core.hooks.bulk``. Argument: ``index_later``.
pages_loaded = Signal()
