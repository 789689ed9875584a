"""The index of a feed's entries, and which of them hold the words of a query."""

from bisect import bisect_left
from collections.abc import Iterable
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

from opsdash.board.index import Index, index_of
from opsdash.board.memory import remembered
from opsdash.find.entries import BESIDE, BESIDE_WORDS, NOTE, TEXT, Entry, FoundKind, entries_of
from opsdash.find.fold import words_of
from opsdash.find.lately import Lately
from opsdash.find.lexicon import (
    LEXICON,
    Piece,
    in_a_remark,
    in_passing,
    is_numbered,
    lone,
    numbered,
    office_term,
    offices,
    pieces,
    terms_of,
    yielding,
)
from opsdash.snapshot import Feed

EXACT, SENSE, PREFIX, TYPO = 100, 97, 92, 70
"""How good a match is, of 100."""

TYPO_LETTERS, TWO_TYPOS = 4, 8
"""Letters from which a word may hold one mistake, and two."""

BEGINNINGS = 6
"""Letters from which a word with a mistake may be the beginning of another: fewer begin too many."""

FEW = 12
"""Entries that hold some words of a query: if there are more, those words do not tell what is meant."""

REMEMBERED = 512
"""Words of which the matches are kept, so that a query is not asked anew for each letter typed."""

_terms = Lately(terms_of)
_passing: dict[int, Lately[str, tuple[str, ...]]] = {TEXT: Lately(in_passing), NOTE: Lately(in_a_remark)}
"""The texts of a feed are mostly those of the feed before. What counts less is found by fewer words."""

Matches = dict[int, int]
"""Entries by their place, with how well they match, of 100."""


class Finder:
    """All entries of one feed by the words they hold.

    Attributes:
        feed, index: what it was built from. entries: everything that can be found; by_id: by id.
    """

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.index: Index = index_of(feed)
        self.entries: list[Entry] = []
        self.by_id: dict[str, Entry] = {}
        self._postings: dict[str, Matches] = {}
        self._memory: dict[tuple[str, bool], Matches] = {}
        self._starts: dict[int, tuple[str, ...]] = {}
        self._titles: dict[int, tuple[Piece, ...]] = {}
        self._fill()
        self._words = sorted(term for term in self._postings if term[0] != "~")
        self._numbered = sorted(term for term in self._postings if term[0] == "~" and is_numbered(term))

    def _fill(self) -> None:
        """The entries, and which of them hold each term."""
        for read in (_terms, *_passing.values()):
            read.turn()
        postings, kinds = self._postings, dict[FoundKind, list[int]]()
        for place, (entry, texts) in enumerate(entries_of(self.index)):
            self.entries.append(entry)
            kinds.setdefault(entry.kind, []).append(place)
            for text, weight in texts:
                for term in _passing.get(weight, _terms)[text] if text else ():
                    held = postings.get(term)
                    if held is None:
                        postings[term] = {place: weight}
                    elif held.get(place, 0) < weight:
                        held[place] = weight
        self.by_id.update((entry.id, entry) for entry in self.entries)
        for kind, places in kinds.items():
            for term in terms_of(BESIDE_WORDS[kind]):
                postings[term] = {**dict.fromkeys(places, BESIDE), **postings.get(term, {})}

    def matches(self, asked: tuple[Piece, ...]) -> Matches:
        """The entries that hold every piece of a query, with how well they do.

        A letter or a number is a whole word, and that of what it stands behind where such things have one ("room
        2"). A word that nothing begins with may be misspelt. Of words that name nothing by themselves ("all night") an
        entry need hold none, but those that hold most of them are meant. Where no entry holds all others, any word
        may be misspelt.
        """
        needed = yielding(asked) or asked
        if not asked:
            return {}
        found = _all(self._groups(needed, loose=False))
        if not found and not self.begun(asked):
            found = _all(self._groups(needed, loose=True))
        return self._fullest(found, [piece for piece in asked if piece not in needed])

    def begun(self, asked: tuple[Piece, ...]) -> Matches:
        """The entries that hold a query whose last word, a letter or a number, is the beginning of one: as somebody
        types. Of what has a letter or a number to its name, that is the beginning of theirs, if there is one."""
        needed = yielding(asked) or asked
        if not needed or not lone(needed[-1].words[-1]):
            return {}
        lasts = [*filter(self._has_numbers, numbered(needed[-2:])), needed[-1].words[-1]]
        before = self._groups(needed[:-1], loose=False)
        return next(filter(None, (_all([*before, self._started(last)]) for last in lasts)), {})

    def partly(self, asked: tuple[Piece, ...]) -> tuple[Matches, tuple[Piece, ...]]:
        """The entries that hold the most telling words of a query that none holds all of, and the words they lack.

        The fewer entries hold a word, the more it tells. A country and its office are held, or nothing is found;
        and so it is where very many entries hold all that is left, and where half of the words are lacking and the
        others are but beginnings of words.
        """
        needed = yielding(asked) or asked
        pairs = {at: pair for pair in offices(needed) for at in pair}
        groups = [
            self._term(office_term(needed[pairs[at][0]], needed[pairs[at][1]])) if at in pairs
            else self._piece(piece, loose=False)
            for at, piece in enumerate(needed)
        ]  # fmt: skip
        for at in range(1, len(needed)):
            if lone(needed[at].words[0]):  # a number is that of what it stands behind
                own = next(filter(self._has_numbers, numbered(needed[at - 1 : at + 1])), "")
                beside = self._term(own) if own else groups[at - 1]
                groups[at] = {place: score for place, score in groups[at].items() if place in beside}
        told: dict[int, float] = {}
        for group in groups:
            for place in group:
                told[place] = told.get(place, 0.0) + log(1 + len(self.entries) / len(group))
        best = max(told.values(), default=0.0)
        chosen = [place for place, much in told.items() if much > best - 1e-9]
        if not chosen:
            return {}, needed
        held = [chosen[0] in group for group in groups]
        chosen = [place for place in chosen if [place in group for group in groups] == held]
        must = (at in pairs or piece.sense in LEXICON.exact for at, piece in enumerate(needed))
        lacking = tuple(piece for piece, has in zip(needed, held, strict=True) if not has)
        found = {place: max(group.get(place, 0) for group in groups) for place in chosen}
        if len(found) > FEW:  # then those that are called so
            found = {place: score for place, score in found.items() if score >= PREFIX}
        given_up = any(one and not has for one, has in zip(must, held, strict=True))
        if len(lacking) >= max(
            sum(held), 2
        ):  # then the beginning of a word is chance, as in a question in another language
            given_up |= not any(has and self._written(one) for one, has in zip(needed, held, strict=True))
        return ({}, needed) if given_up or len(found) > FEW else (found, lacking)

    def _fullest(self, found: Matches, beside: list[Piece]) -> Matches:
        """Those of the entries found that hold most of the words `beside`."""
        groups = [self._piece(piece, loose=False) for piece in beside] if found else []
        if not any(groups):
            return found
        held = {place: [group[place] for group in groups if place in group] for place in found}
        most = max(map(len, held.values()))
        return {
            place: (score + sum(held[place])) // (most + 1)
            for place, score in found.items()
            if len(held[place]) == most
        }

    def unknown(self, asked: tuple[Piece, ...]) -> tuple[str, ...]:
        """The words of a query that no entry holds."""
        return tuple(" ".join(piece.words) for piece in asked if not self._piece(piece, loose=True))

    def whole(self, place: int, asked: tuple[Piece, ...]) -> bool:
        """Whether the query names all of an entry's title."""
        title = self._titles.get(place)
        if title is None:
            words = pieces(words_of(self.entries[place].title))
            title = self._titles[place] = tuple(piece for piece in words if not piece.idle)
        if not 0 < len(title) <= len(asked):
            return False
        return all(any(piece.alike(one) for one in asked) for piece in title)

    def _groups(self, asked: tuple[Piece, ...], loose: bool) -> list[Matches]:
        """For each piece of a query, an office and its country together, the entries that hold it; and a letter or a
        number with what it stands behind."""
        pairs = list(offices(asked))
        paired = {at for pair in pairs for at in pair}
        groups = [self._piece(piece, loose) for at, piece in enumerate(asked) if at not in paired]
        groups += [self._term(office_term(asked[one], asked[other])) for one, other in pairs]
        return groups + [self._term(term) for term in numbered(asked) if self._has_numbers(term)]

    def _written(self, piece: Piece) -> bool:
        """Whether a piece stands somewhere as it is, not as a beginning or a misspelling."""
        return any(term in self._postings for term in (piece.sense, *piece.words))

    def _has_numbers(self, term: str) -> bool:
        """Whether there is a thing of that kind with a letter or a number to its name, be it another."""
        return any(True for _ in _beginning(term[: term.rindex(" ") + 1], self._numbered))

    def _term(self, term: str) -> Matches:
        return self._postings.get(term, {})

    def _piece(self, piece: Piece, loose: bool) -> Matches:
        """The entries that hold a piece: its sense, or each of its words."""
        key = (" ".join(piece.words), loose)
        found = self._memory.get(key)
        if found is None:
            if len(self._memory) >= REMEMBERED:
                self._memory.clear()
            found = self._memory[key] = self._read(piece, loose)
        return found

    def _read(self, piece: Piece, loose: bool) -> Matches:
        found: Matches = {}
        _better(found, self._term(piece.sense), SENSE)
        if piece.sense in LEXICON.exact:
            return found
        first, *others = (self._word(word, loose and not piece.sense) for word in piece.words)
        shared = {
            place: min(score, *(other[place] for other in others)) if others else score
            for place, score in first.items()
            if all(place in other for other in others)
        }
        _better(found, shared, 100)
        return found

    def _word(self, word: str, loose: bool) -> Matches:
        """The entries that hold a word, or one that begins with it; else one it may be a misspelling of."""
        if lone(word):
            return self._term(word)
        found: Matches = {}
        for held in _beginning(word, self._words):
            _better(found, self._postings[held], EXACT if held == word else PREFIX)
        if (loose or not found) and len(word) >= TYPO_LETTERS and not any(char.isdigit() for char in word):
            for term in self._near(word):
                _better(found, self._term(term), TYPO)
        return found

    def _started(self, start: str) -> Matches:
        """The entries that hold a term which begins with a letter or a number, or with a numbered one."""
        found = self._memory.get((f"{start}*", False))
        if found is None:
            found = self._memory[f"{start}*", False] = {}
            for held in _beginning(start, self._numbered if start[0] == "~" else self._words):
                _better(found, self._postings[held], PREFIX)
        return found

    def _near(self, word: str) -> Iterable[str]:
        """The terms that `word` is a mistake or two away from; of a longer word, from the beginning of."""
        most = 2 if len(word) >= TWO_TYPOS else 1
        if len(word) < BEGINNINGS:
            yield from _close(word, self._starting(len(word) + 1), most)
        else:
            sizes = range(len(word) - 1, len(word) + 2)
            starts = {start for size in sizes for start in _close(word, self._starting(size), most)}
            yield from (held for start in starts for held in _beginning(start, self._words))
        for known in _close(word, tuple(LEXICON.single), most):
            yield LEXICON.single[known]

    def _starting(self, size: int) -> tuple[str, ...]:
        """The beginnings of `size` letters of all words; shorter words as they are."""
        found = self._starts.get(size)
        if found is None:
            found = self._starts[size] = tuple(dict.fromkeys(word[:size] for word in self._words))
        return found


def _beginning(start: str, terms: list[str]) -> Iterable[str]:
    """Those of sorted `terms` that begin with `start`."""
    at = bisect_left(terms, start)
    while at < len(terms) and terms[at].startswith(start):
        yield terms[at]
        at += 1


def _close(word: str, words: tuple[str, ...], most: int) -> list[str]:
    """Those of `words` that differ by `most` letters at most; people seldom miss the first of a short one."""
    found = process.extract(word, words, scorer=OSA.distance, score_cutoff=most, limit=None)
    return [close for close, _, _ in found if len(word) > TYPO_LETTERS or close[0] == word[0]]


def _all(groups: list[Matches]) -> Matches:
    """What is in each group, with how well it is in all of them."""
    first, *others = sorted(groups, key=len)
    found = {}
    for place, score in first.items():
        total = score
        for other in others:
            more = other.get(place)
            if more is None:
                break
            total += more
        else:
            found[place] = total // len(groups)
    return found


def _better(found: Matches, held: Matches, quality: int) -> None:
    """`held`, as good as `quality`, added to `found` where it is better."""
    for place, weight in held.items():
        score = weight * quality // 100
        if score > found.get(place, 0):
            found[place] = score


@remembered()
def finder_of(feed: Feed) -> Finder:
    """The finder of `feed`, built at its first use."""
    return Finder(feed)
