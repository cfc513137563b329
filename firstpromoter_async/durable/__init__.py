"""Things that are done once, whatever dies on the way: claiming, settling, leases, and taking over what a dead process left.

`claims` has the rules, as SQL that SQLite and PostgreSQL both understand; `sqlite` and `postgres` are the two databases.
Everything here is plain blocking code, which callers run in a thread. It knows nothing of webhooks, calls or event loops.
"""
