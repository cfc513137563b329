"""Measurements of this package against named peers: `python -m nox -s bench`, or `python -m benchmarks post decode`.

Never part of the tests. Whatever is compared is measured in one run, in one environment, in turns.
"""
