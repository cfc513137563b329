"""Fixtures for pytest; loaded by the `pytest11` entry point."""
