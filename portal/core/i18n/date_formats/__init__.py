"""Dates as Django writes them in lists and forms, where its own are those of another continent."""
