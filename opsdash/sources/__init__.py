"""Where data comes from: one module for each kind of source, the HTTP client, the cleaning at the border."""

from importlib import import_module
from typing import cast

from opsdash.sources.base import Parser
from opsdash.sourcespec import SourceSpec

MODULES = {
    "opsdash": "opsdash.sources.opsdash",
    "ical": "opsdash.sources.ical",
    "schedule": "opsdash.sources.schedule",
    "pretalx": "opsdash.sources.pretalx",
    "newsroom": "opsdash.sources.newsroom",
    "sheet": "opsdash.sources.sheet",
    "indico": "opsdash.sources.indico",
    "librebooking": "opsdash.sources.librebooking",
}
"""The module of each kind, named and not imported: only the kinds that are configured cost their libraries."""


def parser_of(spec: SourceSpec) -> Parser:
    """The parser for sources configured like `spec`."""
    return cast(Parser, import_module(MODULES[str(spec.__struct_config__.tag)]))
