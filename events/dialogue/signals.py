"""Signals of the dialogue to whatever keeps something about contributions: search, exports, states of live rooms."""

from django.dispatch import Signal

#: Contributions came, changed their text or state, or were withdrawn. Sent inside the transaction of the change, so
#: that what follows from it is stored with it or not at all. Arguments: ``contributions`` (a list), and
#: ``are_new`` where nobody can know them yet.
contributions_changed = Signal()
