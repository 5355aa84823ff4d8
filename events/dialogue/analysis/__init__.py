"""The mathematics of taking part, as pure functions without Django: groups of opinion, order, likeness, themes."""

import os

# Before NumPy is imported, which looks then: threads of its linear algebra gain nothing on matrices of this size, and
# on processors that answer visitors at the same time they wait for each other, four times as long in all.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
