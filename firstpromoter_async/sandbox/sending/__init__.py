"""Webhooks as they are sent: what happened is found (`watching`), put into words (`v2_events`, `v1_events`), kept as deliveries
(`deliveries`), and carried out (`sender`).

A rule that changes a record tells nobody. Triggers note which records were touched, and at the end of the transaction each is
compared with how it was when something was last told of it. So nothing that happens can be forgotten, whoever does it.
"""
