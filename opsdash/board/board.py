"""`board_at`: everything a person sees, from a snapshot, the desk's entries and an instant. Pure."""

from datetime import datetime

from msgspec.structs import replace

from opsdash.board import items
from opsdash.board.ahead import planned, planned_desk
from opsdash.board.alerts import alert_items
from opsdash.board.changes import change_items
from opsdash.board.freshness import of_now, panel_freshness, polling, silence_of, source_items, worst_of
from opsdash.board.hours import deadline_items, facility_items
from opsdash.board.index import index_of
from opsdash.board.items import Board
from opsdash.board.moments import local_time
from opsdash.board.news import news_lines, notice_items
from opsdash.board.past import known_at, known_since, listed_since
from opsdash.board.pools import pool_items
from opsdash.board.programme import event_items
from opsdash.board.spaces import count_by_zone, count_spaces, space_items
from opsdash.snapshot import Desk, Feed, Snapshot


def board_at(snapshot: Snapshot, desk: Desk, now: datetime, asked: datetime | None = None) -> Board:
    """The board at `now` (aware).

    No I/O and no clock: the same arguments give the same board, live, for `--at` and in tests. What does
    not depend on `now` is derived once for each feed and kept.

    Args:
        asked: the real instant, when `now` is another one. How old the data is does not travel with the
            board: tomorrow's board is as fresh or stale as the data it is made of. Of a time that has not
            come only plans are shown, see `opsdash.board.ahead`; of an earlier one what was known then, see
            `opsdash.board.past`.
    """
    site = snapshot.site
    kept, listed = known_since(snapshot.feed), listed_since(snapshot.feed, min(now, asked or now))
    if asked:
        snapshot = replace(snapshot, feed=feed_for(snapshot.feed, now, asked))
        desk = planned_desk(desk) if now > asked else desk
    index = index_of(snapshot.feed)
    local = now.astimezone(index.tz)
    real = asked.astimezone(index.tz) if asked else local
    sources = source_items(snapshot, real)
    silence = silence_of(sources, index.site.thresholds, index.tz)
    facilities = facility_items(index, desk, local)
    programme = event_items(index, desk, facilities, local, silence)
    spaces = space_items(index, desk, local, silence)
    pools = pool_items(index, desk, facilities, programme, local, silence)
    deadlines = deadline_items(index, local)
    written = snapshot.feed.written
    return Board(
        format=items.FORMAT,
        event=site.event,
        name=site.name,
        place=site.place,
        zone=site.zone,
        now=local,
        generation=snapshot.feed.generation,
        written=written.astimezone(index.tz) if written else None,
        trouble=snapshot.trouble,
        stuck=snapshot.stuck,
        polling=polling(snapshot, real),
        worst=of_now(worst_of(sources, real), asked),
        freshness={panel: of_now(f, asked) for panel, f in panel_freshness(index, sources, real).items()},
        facilities=facilities,
        programme=programme,
        spaces=spaces,
        counts=count_spaces(spaces),
        zone_counts=count_by_zone(spaces),
        pools=pools,
        deadlines=deadlines,
        alerts=alert_items(snapshot, desk, facilities, programme, spaces, pools, deadlines, sources, local, real),
        changes=change_items(index, min(local, real)),
        sources=sources,
        asked=real if asked else None,
        known_since=local_time(kept, index.tz) if kept else None,
        changes_since=local_time(listed, index.tz) if listed else None,
        news=news_lines(index, local, real),
        notices=notice_items(index, local),
    )


def feed_for(feed: Feed, now: datetime, asked: datetime | None) -> Feed:
    """What of `feed` a board of `now` is made from, when the real instant is `asked` (None: `now` itself)."""
    if asked is None or now == asked:
        return feed
    return planned(feed, asked) if now > asked else known_at(feed, now)
