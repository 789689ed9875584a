"""Headlines of the newsrooms and notices in force at an instant."""

from datetime import datetime
from itertools import islice
from math import inf

from opsdash.board import tones
from opsdash.board.index import Index
from opsdash.board.items import NewsLine, NoticeItem
from opsdash.board.memory import remembered
from opsdash.board.moments import At, at
from opsdash.model import NewsItem, Notice
from opsdash.parts import Severity

MOST = 100
"""Headlines on a board."""

_GRAVITY: tuple[Severity, ...] = ("critical", "warning", "info")


def news_lines(index: Index, now: datetime, real: datetime) -> tuple[NewsLine, ...]:
    """The headlines, newest first, at most `MOST`; those without a time of publication last.

    What was published between `now` and `real` was not known at `now`. A time that lies ahead of both is a
    publisher's mistake, and no reason to hide the headline.
    """
    after, until = now.timestamp(), real.timestamp()
    known = (line for seconds, line in _newest_first(index) if not after < seconds <= until)
    return tuple(islice(known, MOST))


@remembered()
def _newest_first(index: Index) -> tuple[tuple[float, NewsLine], ...]:
    """Every headline with the seconds of its publication, minus infinity without one."""
    timed = [(at(item.published, index.tz), item) for item in index.feed.news]
    lines = [(when.seconds if when else -inf, _line(item, when)) for when, item in timed]
    return tuple(sorted(lines, key=lambda pair: (-pair[0], pair[1].id)))


def _line(item: NewsItem, when: At | None) -> NewsLine:
    return NewsLine(
        id=item.id, title=item.title, url=item.url, published=when.local if when else None, source=item.source
    )


def notice_items(index: Index, now: datetime) -> tuple[NoticeItem, ...]:
    """The notices in force at `now` and still listed, the gravest first, then the newest."""
    moment = now.timestamp()
    found: list[tuple[tuple[int, float, str], NoticeItem]] = []
    for notice in index.feed.notices:
        if notice.withdrawn:
            continue
        start, end = at(notice.start, index.tz), at(notice.until, index.tz)
        if (start is None or start.seconds <= moment) and (end is None or moment < end.seconds):
            order = (_GRAVITY.index(notice.severity), -start.seconds if start else 0.0, notice.id)
            found.append((order, _notice(notice, start, end)))
    return tuple(item for _, item in sorted(found, key=lambda pair: pair[0]))


def _notice(notice: Notice, start: At | None, end: At | None) -> NoticeItem:
    return NoticeItem(
        id=notice.id,
        source=notice.source,
        tone=tones.NOTICE[notice.severity],
        text=notice.text,
        severity=notice.severity,
        since=start.local if start else None,
        until=end.local if end else None,
    )
