"""Metrics: numbers about the whole portal in the text format of Prometheus, for ``METRICS_LISTEN``.

``counting`` adds up what web processes count, in the database; ``gauges`` reads how things are; ``serving`` answers.
"""
