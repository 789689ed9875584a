"""One search over everything, and for each find a card with the sentence to say aloud.

Pure: a `Finder` is built once for each feed, `find` asks it with a board, `card` words one hit. Imports
`board` and `render`; the screen and the command line import this.
"""

from opsdash.find.cards import Card, card, not_found
from opsdash.find.finder import Finder, finder_of
from opsdash.find.hits import Hit
from opsdash.find.search import find

__all__ = ["Card", "Finder", "Hit", "card", "find", "finder_of", "not_found"]
