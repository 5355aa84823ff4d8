"""Signals of the model text to whatever keeps something about it: the search."""

from django.dispatch import Signal

#: A version is in force. Sent inside the transaction of the change, so that what follows from it is stored with it or
#: not at all. Argument: ``keys``, translation keys of the elements of this version and of the one before.
version_published = Signal()
