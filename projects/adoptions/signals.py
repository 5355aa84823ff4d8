"""Signals of adoptions to whatever keeps something about them: the search."""

from django.dispatch import Signal

#: Adoptions were shown, changed or taken away. Sent inside the transaction of the change, so that what follows from
#: it is stored with it or not at all. Argument: ``keys``, translation keys of the pages on which they are shown.
adoptions_changed = Signal()
