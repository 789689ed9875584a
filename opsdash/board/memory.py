"""How much of what is derived from feeds is kept."""

FEEDS = 2
"""Feeds whose derived things are kept: the one that is live, and that of another time somebody looks at.

Every cache of something derived from a feed, an index or the desk's entries is bounded by it, so that a feed that
has been replaced goes with all that was made of it.
"""
