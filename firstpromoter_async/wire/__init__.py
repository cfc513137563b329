"""The conversation as values and bytes: requests, answers, and the rules between them.

Nothing here opens a socket, reads a clock or knows an HTTP library.
"""
