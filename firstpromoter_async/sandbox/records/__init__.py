"""The rules: what FirstPromoter does with promoters, leads, events, rewards and payouts, for both generations alike.

They take a store and plain values, and raise `problems`. They know nothing of requests, statuses or JSON.
"""
