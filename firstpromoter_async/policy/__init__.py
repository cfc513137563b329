"""Decisions about time, as plain arithmetic on numbers that are passed in: no clock, no sleep, no network."""
