"""Headlines from RSS 0.9 to 2.0, Atom and JSON feed.

feedparser reads the XML forms from the bytes that were fetched; it never fetches, and it is never handed a text,
which it would take for an address or a file's name. It neither opens external entities nor expands nested ones
(the tests prove both). It is slow where XML is broken, so it gets no more than the beginning of a huge feed.

* Key: the guid or id, else the link; without either a digest of the headline.
* Times: of publication, else of the last alteration. One that cannot be read, or has no zone that is known,
  is a problem; the item is kept without it, its words in `wording`.
* A feed is a window on the latest items: what is older than its oldest one is over, not withdrawn.
"""

import io
import re
from datetime import datetime
from hashlib import blake2b
from typing import Any

import feedparser
import msgspec

from opsdash.model import NewsItem, record_id
from opsdash.snapshot import Batch, Problem
from opsdash.sources.base import Context, Resource
from opsdash.sources.feeddates import read_date
from opsdash.sources.feedhead import tamed
from opsdash.sources.markup import plain_text
from opsdash.sources.reading import MOST_ITEMS, UNREADABLE, Gaps, Unreadable, Zoning, json_of, refuse_html
from opsdash.sourcespec import NewsroomSpec, SourceSpec

MOST_BYTES = 2_000_000
MOST_MARKS = ((b"<", 25_000), (b"&", 300_000), (b"=", 100_000))
"""Read of an XML feed, which begins with its latest items. Of a broken one feedparser manages about 30 tags, or 600
ampersands, in a millisecond; of attributes it takes 700 bytes each."""

_VERSIONS = {"rss": "RSS", "ato": "Atom", "cdf": "CDF"}
_ITEM_END = re.compile(rb"</(?:[\w.-]{1,40}:)?(?:item|entry)\s{0,9}>")
_FEED_END = re.compile(rb"</(?:[\w.-]{1,40}:)?(?:rss|feed|rdf)\s{0,9}>\s*(?:<!--.*-->\s*)?$", re.IGNORECASE | re.DOTALL)


def _last_tag(parser: Any, term: Any, scheme: Any, label: Any) -> None:
    """Keep one category, which feedparser looks at again when the element ends."""
    parser._get_context()["tags"] = [feedparser.FeedParserDict(term=term, scheme=scheme, label=label)]


# What feedparser 6 makes of authors and categories takes the square of their length: nine seconds for an author of
# fifty thousand letters, in one regular expression, while which no other source is asked. Nothing of it is read here.
feedparser.mixin._FeedParserMixin._sync_author_detail = lambda *_: None
feedparser.mixin._FeedParserMixin._add_tag = _last_tag


class _JsonFeed(msgspec.Struct):
    version: str
    items: list[msgspec.Raw]


class _JsonItem(msgspec.Struct):
    id: str | int | float | None = None
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    summary: str | None = None
    content_text: str | None = None
    content_html: str | None = None
    date_published: str | None = None
    date_modified: str | None = None


def resources(spec: SourceSpec) -> tuple[Resource, ...]:
    """The one address."""
    return (Resource("", spec.url, spec.produces),)


def following(body: bytes) -> str | None:  # noqa: ARG001  the older pages of a feed are no news
    """None."""
    return None


def parse(body: bytes, context: Context) -> Batch:
    """The feed `body`."""
    assert isinstance(context.spec, NewsroomSpec)  # noqa: S101  the registry leads here by this type
    reader = _Reader(context, context.spec)
    try:
        if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
            reader.json(body)
        else:
            reader.xml(body)
    except Unreadable as reason:
        return context.batch(reason.problem)
    return reader.batch()


class _Reader:
    """Reads one feed."""

    def __init__(self, context: Context, spec: NewsroomSpec) -> None:
        self._context = context
        self._zones = Zoning("", spec.zone, context.zone)
        self._items: list[NewsItem] = []
        self._gaps = Gaps(context.source)
        self._form = ""

    def batch(self) -> Batch:
        """All that was read."""
        dated = [item.published for item in self._items if item.published]
        return Batch(
            source=self._context.source,
            records=tuple(self._items),
            kinds=self._context.spec.produces,
            problems=(*self._gaps.problems, *self._zones.remarks()),
            unread=tuple(self._gaps.unread),
            torn=self._gaps.torn,
            since=min(dated, default=None),
            form=self._form,
        )

    def json(self, body: bytes) -> None:
        """A JSON feed, version 1 or 1.1 (https://www.jsonfeed.org). Raises Unreadable."""
        feed = json_of(body, _JsonFeed)
        if "jsonfeed.org" not in feed.version:
            raise Unreadable(Problem("the answer", f"is not a JSON feed: its version is {feed.version[:60]!r}"))
        self._form = "JSON feed"
        if len(feed.items) > MOST_ITEMS:
            self._gaps.cut("the feed", f"has {len(feed.items)} items; the first {MOST_ITEMS} were read")
        for number, raw in enumerate(feed.items[:MOST_ITEMS], start=1):
            try:
                item = msgspec.json.decode(raw, type=_JsonItem)
            except UNREADABLE as error:
                self._gaps.skip(f"item {number}", error, "news", "")
                continue
            self._add(
                key=str(item.id or item.url or ""),
                title=item.title or "",
                url=item.url or item.external_url or "",
                text=item.summary or item.content_text or item.content_html or "",
                published=item.date_published or item.date_modified or "",
                updated=item.date_modified or "",
            )

    def xml(self, body: bytes) -> None:
        """RSS or Atom, as feedparser understands it. Raises Unreadable."""
        refuse_html(body, "a feed")
        shown = self._bounded(tamed(body))
        try:
            feed = feedparser.parse(io.BytesIO(shown), sanitize_html=False, resolve_relative_uris=False)
        except Exception as error:  # it has no list of what it raises, and broken XML finds new ones
            raise Unreadable(Problem("the answer", f"is no feed that can be read ({type(error).__name__})")) from None
        if not feed.get("version") and not feed.entries:
            raise Unreadable(Problem("the answer", "is not a feed: neither RSS nor Atom nor JSON feed"))
        named = _VERSIONS.get(str(feed.get("version"))[:3], "a feed of no known version")
        self._form = f"{named}, {str(feed.get('encoding') or 'encoding not said').upper()}"
        if feed.bozo and not self._gaps.torn:
            self._broken(body, feed.get("bozo_exception"))
        for entry in feed.entries:
            self._entry(entry)

    def _bounded(self, body: bytes) -> bytes:
        """The whole items at the beginning of `body` that can be read in good time."""
        start = body[:MOST_BYTES]
        for mark, most in MOST_MARKS:
            if start.count(mark) > most:
                start = mark.join(start.split(mark, most)[:most])
        if len(start) == len(body):
            return body
        ends = [found.end() for found in _ITEM_END.finditer(start)]
        if not ends:
            raise Unreadable(Problem("the answer", "is too large, and no item ends in the part that is read"))
        self._gaps.cut("the feed", f"is too large; its first {len(ends)} items were read")
        return start[: ends[-1]]

    def _broken(self, body: bytes, error: Any) -> None:
        """Say what is wrong with the XML, and whether the feed breaks off."""
        line = getattr(error, "getLineNumber", lambda: None)()
        if line is None:  # the encoding is another than declared, or the like: nothing is missing
            self._gaps.problems.append(Problem("the feed", str(error)))
            return
        reason = getattr(error, "getMessage", lambda: str(error))()
        self._gaps.torn = not _FEED_END.search(body[-2000:])
        ending = "; it breaks off" if self._gaps.torn else ""
        self._gaps.problems.append(Problem(f"line {line}", f"the feed is not well-formed XML ({reason}){ending}"))

    def _entry(self, entry: Any) -> None:
        def said(name: str) -> str:
            value = dict.get(entry, name)  # its own get() invents an `updated` out of `published`
            return value if isinstance(value, str) else ""

        link = said("link")
        self._add(
            key=said("id") or link,
            title=plain_text(said("title")),
            url=link,
            text=said("summary"),
            published=said("published") or said("updated") or said("created"),
            updated=said("updated") if said("published") else "",
        )

    def _add(self, key: str, title: str, url: str, text: str, published: str, updated: str) -> None:
        summary = plain_text(text)
        title = " ".join(title.split()) or _first(summary)
        if not title:
            self._gaps.skip(key or "an item", ValueError("has neither headline nor text"), "news", key.strip())
            return
        key = key.strip() or f"untitled-{blake2b(title.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"
        when = self._when(published, title)
        self._items.append(
            NewsItem(
                id=record_id("news", self._context.source, key),
                title=title,
                url=url if url.lower().startswith(("https://", "http://")) else "",
                published=when,
                summary=summary,
                wording="" if when else published.strip(),
                updated=self._when(updated, ""),
            )
        )

    def _when(self, text: str, item: str) -> datetime | None:
        """The instant; None, with a problem about `item` if it has a name, when it cannot be told."""
        text = text.strip()
        if not text:
            return None
        try:
            return read_date(text, self._zones)
        except ValueError as error:
            if item:
                self._gaps.problems.append(Problem(item, f"{error}; it is shown without"))
            return None


def _first(text: str) -> str:
    """The beginning of a text, as the headline of an item that has none."""
    return text if len(text) <= 100 else text[:100].rsplit(" ", 1)[0] + " …"
