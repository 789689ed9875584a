"""opsdash: a terminal dashboard for the media-centre operations team of a summit."""

__version__ = "0.1.0"
