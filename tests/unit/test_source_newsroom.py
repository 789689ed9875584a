"""Headlines: RSS 0.9 to 2.0, Atom, JSON feed; odd encodings, bad dates, entities, feeds that break off."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings

from opsdash.model import NewsItem
from opsdash.snapshot import Batch
from opsdash.sources.feeddates import read_date
from opsdash.sources.reading import Zoning
from opsdash.sourcespec import NewsroomSpec
from opsdash.store.absence import over
from opsdash.timing import zone_of
from tests.mutations import CASES, mutated
from tests.sourcekinds import CPU_SECONDS, MEMORY, measured, problems, read
from tests.support import SHARED, ZONE, venue

SPEC = NewsroomSpec(name="news", url="https://newsroom.example/feed.xml")
SAMPLES = SHARED / "samples"

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Newsroom</title>
<item><title>Summit opens &amp; greets</title><link>https://newsroom.example/1</link><guid>tag:1</guid>
<pubDate>Tue, 24 Jun 2025 09:00:00 +0200</pubDate>
<description>&lt;p&gt;The &lt;b&gt;host&lt;/b&gt; Prime Minister&amp;#8217;s words&lt;/p&gt;
&lt;script&gt;x()&lt;/script&gt;</description></item>
<item><title>Second day</title><link>https://newsroom.example/2</link>
<pubDate>Wed, 25 Jun 2025 07:00:00 GMT</pubDate></item>
</channel></rss>
"""

RSS_090 = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">
<channel><title>Newsroom</title></channel>
<item><title>Old form</title><link>https://newsroom.example/old</link></item></rdf:RDF>
"""

RSS_10 = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Newsroom</title></channel>
<item rdf:about="https://newsroom.example/10"><title>RSS 1.0</title><link>https://newsroom.example/10</link>
<dc:date>2025-06-24T09:00:00+02:00</dc:date></item></rdf:RDF>
"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Newsroom</title><id>urn:feed</id>
<entry><title type="html">Family &lt;i&gt;photo&lt;/i&gt;</title><id>urn:1</id><link href="https://newsroom.example/a"/>
<published>2025-06-24T09:00:00+02:00</published><updated>2025-06-24T11:00:00+02:00</updated>
<summary>In the foyer</summary></entry>
</feed>
"""

JSON_FEED = json.dumps({
    "version": "https://jsonfeed.org/version/1.1", "title": "Newsroom",
    "items": [
        {"id": "j1", "url": "https://newsroom.example/j1", "title": "Statement", "content_html": "<p>Words</p>",
         "date_published": "2025-06-24T09:00:00+02:00", "date_modified": "2025-06-24T10:00:00+02:00"},
        {"id": 2, "content_text": "No headline, but a text."},
    ],
})  # fmt: skip


def items(batch: Batch) -> list[NewsItem]:
    return [record for record in batch.records if isinstance(record, NewsItem)]


def rss(*lines: str) -> str:
    return f'<rss version="2.0"><channel>{"".join(f"<item>{line}</item>" for line in lines)}</channel></rss>'


def test_rss() -> None:
    batch = read(SPEC, RSS)
    assert (batch.kinds, batch.problems, batch.torn) == (("news",), (), False)
    first, second = items(batch)
    assert (first.key, first.title, first.url) == ("tag:1", "Summit opens & greets", "https://newsroom.example/1")
    assert (first.published, first.summary) == (venue("2025-06-24T09:00"), "The host Prime Minister’s words")
    assert (second.key, second.published) == ("https://newsroom.example/2", datetime(2025, 6, 25, 7, tzinfo=UTC))


@pytest.mark.parametrize(
    ("body", "key", "title", "published"),
    [
        (RSS_090, "https://newsroom.example/old", "Old form", None),
        (RSS_10, "https://newsroom.example/10", "RSS 1.0", venue("2025-06-24T09:00")),
        (ATOM, "urn:1", "Family photo", venue("2025-06-24T09:00")),
        (JSON_FEED, "j1", "Statement", venue("2025-06-24T09:00")),
    ],
)
def test_the_other_forms(body: str, key: str, title: str, published: datetime | None) -> None:
    batch = read(SPEC, body)
    first = items(batch)[0]
    assert (batch.kinds, batch.problems) == (("news",), ())
    assert (first.key, first.title, first.published) == (key, title, published)


def test_last_alteration_is_kept_apart_from_publication() -> None:
    assert items(read(SPEC, ATOM))[0].updated == venue("2025-06-24T11:00")
    assert items(read(SPEC, JSON_FEED))[0].updated == venue("2025-06-24T10:00")


def test_json_feed_without_headline_shows_its_text() -> None:
    second = items(read(SPEC, JSON_FEED))[1]
    assert (second.key, second.title, second.published) == ("2", "No headline, but a text.", None)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Tue, 24 Jun 2025 09:00:00 GMT", "2025-06-24T09:00Z"),
        ("24 Jun 25 09:00 Z", "2025-06-24T09:00Z"),
        ("Tue, 24 June 2025 09:00:00 -0400", "2025-06-24T13:00Z"),
        ("Tue, 24 Jun 2025 09:00:00 EDT", "2025-06-24T13:00Z"),
        ("Tue, 24 Jun 2025 09:00:00 CEST", "2025-06-24T07:00Z"),
        ("Tue, 24 Jun 2025 2:30 PM +0200", "2025-06-24T12:30Z"),
        ("Tue, 24 Jun 2025 09:00:00 +0200 (CEST)", "2025-06-24T07:00Z"),
        ("2025-06-24T09:00:00.5+02:00", "2025-06-24T07:00:00.5Z"),
        ("Tue, 24 Jun 2025 09:00:00", "2025-06-24T07:00Z"),
        ("2025-06-24T09:00:00", "2025-06-24T07:00Z"),
    ],
)
def test_dates(text: str, at: str) -> None:
    zones = Zoning("", "", zone_of(ZONE))
    assert read_date(text, zones) == datetime.fromisoformat(at)
    assert bool(zones.remarks()) == bool(re.search(r"09:00:00$", text))  # only what has no zone is remarked on


@pytest.mark.parametrize(
    "text",
    ["yesterday", "31 Jun 2025 09:00 GMT", "24 Jun 2025 25:00 GMT", "24 Jun 2025 13:00 pm GMT", "2025-06-24", "0",
     "24 Jun 2025 09:00 XYZ", "24 Jun 2025 09:00 CET", "9999-12-31T23:59:59-12:00", "24 Jun 2025 09:00 +9900",
     "1 Jan 0001 00:00 GMT"],
)  # fmt: skip
def test_a_bad_date_is_a_problem_and_the_item_lands_without_it(text: str) -> None:
    batch = read(SPEC, rss(f"<title>News</title><guid>1</guid><pubDate>{text}</pubDate>", "<title>Other</title>"))
    news, other = items(batch)
    assert (news.title, news.published, news.wording) == ("News", None, text)
    assert other.title == "Other"
    (said,) = problems(batch)
    assert said.startswith("News: ")
    assert said.endswith("; it is shown without")


def test_the_zone_of_dates_without_one_is_said() -> None:
    body = rss("<title>News</title><pubDate>Tue, 24 Jun 2025 09:00:00</pubDate>")
    batch = read(SPEC, body)
    assert problems(batch) == ["the zone: there is 1 time without; read in the venue's zone, Europe/Amsterdam"]
    tokyo = NewsroomSpec(name="news", url="https://x.example", zone="Asia/Tokyo")
    assert items(read(tokyo, body))[0].published == venue("2025-06-24T09:00", "Asia/Tokyo")


def test_a_key_without_guid_or_link_stays_while_text_and_date_change() -> None:
    before, after = (
        items(read(SPEC, rss(f"<title>News</title><description>{text}</description>")))[0].key for text in ("a", "b")
    )
    assert before == after
    assert before.startswith("untitled-")


def test_what_falls_off_the_end_of_a_feed_is_over_and_not_withdrawn() -> None:
    whole = read(SPEC, RSS)
    shorter = read(SPEC, re.sub(r"<item><title>Summit.*?</item>", "", RSS, flags=re.DOTALL))
    assert shorter.since == datetime(2025, 6, 25, 7, tzinfo=UTC)
    stored = {record.id: record for record in whole.records}
    assert over(shorter, stored, {record.id for record in shorter.records}) == ["news/news/tag:1"]
    newest_gone = read(SPEC, re.sub(r"<item><title>Second.*?</item>", "", RSS, flags=re.DOTALL))
    assert over(newest_gone, stored, {record.id for record in newest_gone.records}) == []


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252", "koi8-r", "shift_jis"]
)
def test_encodings(encoding: str) -> None:
    word = {"koi8-r": "Саммит", "shift_jis": "記者会見"}.get(
        encoding, "Übergabe – é" if "8859" not in encoding else "Übergabe é"
    )
    body = RSS.replace("utf-8", encoding.removesuffix("-sig")).replace("Second day", word)
    assert items(read(SPEC, body.encode(encoding)))[1].title == word


def test_a_wrongly_declared_encoding_is_said() -> None:
    batch = read(SPEC, RSS.replace("Second day", "Übergabe").encode("cp1252"))
    assert items(batch)[1].title == "Übergabe"
    assert "the feed: document declared as utf-8, but parsed as" in problems(batch)[0]
    assert batch.torn is False


def test_a_feed_that_breaks_off_keeps_its_items_and_withdraws_nothing() -> None:
    batch = read(SPEC, RSS[: RSS.index("</channel>")])
    assert (len(items(batch)), batch.torn) == (2, True)
    assert re.match(r"line \d+: the feed is not well-formed XML \(.*\); it breaks off", problems(batch)[0])


def test_a_feed_that_is_merely_ill_formed_is_whole() -> None:
    batch = read(SPEC, RSS.replace("&amp; greets", "& greets"))
    assert [item.title for item in items(batch)] == ["Summit opens & greets", "Second day"]
    assert batch.torn is False
    assert problems(batch)[0].startswith("line 3: the feed is not well-formed XML")


def test_a_bad_item_of_a_json_feed_costs_itself() -> None:
    feed = json.loads(JSON_FEED)
    feed["items"] += [{"id": "x", "title": 5}, "nonsense", {"id": "empty"}]
    batch = read(SPEC, json.dumps(feed))
    assert (len(items(batch)), batch.torn) == (2, True)
    assert problems(batch) == [
        "item 3: title: expected `str | null`, got `int`",
        "item 4: expected `object`, got `str`",
        "empty: has neither headline nor text",
    ]


def test_a_link_that_is_no_address_is_left_out() -> None:
    assert items(read(SPEC, rss("<title>A</title><link>javascript:alert(1)</link>")))[0].url == ""


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("", "is not a feed"),
        ("/etc/passwd", "is not a feed"),
        ("http://127.0.0.1:9/feed", "is not a feed"),
        ("<!DOCTYPE html><html><head><title>Sign in</title>", "is a web page ('Sign in')"),
        ("<schedule></schedule>", "is not a feed"),
        ('{"version": "1", "items": []}', "is not a JSON feed"),
        ('{"version": "https://jsonfeed.org/version/1", "items": {}}', "items: expected `array`"),
        ('{"items": [', "cut off"),
    ],
)
def test_what_is_no_feed_speaks_for_nothing(body: str, says: str) -> None:
    batch = read(SPEC, body)
    assert (batch.kinds, batch.records) == ((), ())
    assert says in batch.problems[0].reason


def test_neither_a_file_is_opened_nor_an_entity_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(RSS)
    assert read(SPEC, str(secret)).kinds == ()
    secret.write_text("hunter2")
    outside = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    laughs = '<!DOCTYPE rss [<!ENTITY l0 "haha">' + "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
    )
    for declared in (outside, laughs + "]>"):
        batch = read(SPEC, declared + rss("<title>A &x; &l9;</title><guid>1</guid>"))
        assert "hunter2" not in str(batch)
        assert "haha" not in str(batch)


def test_an_empty_feed_is_a_good_answer() -> None:
    assert read(SPEC, rss()).kinds == ("news",)


_ITEM = 'b"<item><title>T%d</title><guid>%d</guid><description>&lt;p&gt;words&lt;/p&gt;</description></item>" % (n, n)'


@pytest.mark.parametrize(
    ("body", "least"),
    [
        (f'b"<rss version=\'2.0\'><channel>" + b"".join({_ITEM} for n in range(200_000)) + b"</channel></rss>"', 2000),
        ('b"<rss version=\'2.0\'><channel>" + b"<a/>" * 24_900 + b"<item><title>a</title></item>"', 1),
        ('b"<rss><item><title>" + b"&" * 20_000_000', 0),
        ('b"<rss " + b"a=\'b\' " * 3_300_000 + b">"', 0),
        ('b"<" * 20_000_000', 0),
        (
            "b\"<rss><channel><item xmlns:media='http://search.yahoo.com/mrss/'><title>a</title><author>\""
            ' + b"x" * 900_000 + b"</author><category>b</category><media:keywords>"'
            ' + b",".join(b"%d" % n for n in range(100_000)) + b"</media:keywords></item></channel></rss>"',
            1,
        ),
        (
            'b\'{"version":"https://jsonfeed.org/version/1","items":[\''
            ' + b",".join(b\'{"id":"%d","content_html":"\' % n'
            ' + b"</" * 2500 + b\'"}\' for n in range(3900)) + b"]}"',
            3900,
        ),
    ],
)
def test_megabytes(body: str, least: int) -> None:
    seconds, memory, records = measured('NewsroomSpec(name="n", url="https://x.example")', body)
    assert records >= least
    assert seconds < CPU_SECONDS
    assert memory < MEMORY


def test_of_a_feed_that_is_too_large_the_first_items_are_read_and_none_withdrawn() -> None:
    batch = read(SPEC, rss(*(f"<title>T{n}</title><guid>{n}</guid>" for n in range(10_000))))
    count = len(items(batch))
    assert 2000 < count < 10_000
    assert [item.key for item in items(batch)] == [str(n) for n in range(count)]
    assert batch.torn is True
    assert problems(batch) == [f"the feed: is too large; its first {count} items were read"]


@settings(max_examples=CASES, deadline=None)
@given(mutated([body.encode() for body in (RSS, RSS_090, RSS_10, ATOM, JSON_FEED)]))
def test_any_bytes_come_to_a_batch(body: bytes) -> None:
    for item in items(read(SPEC, body)):
        assert item.title
        assert item.published is None or item.published.tzinfo is UTC


@pytest.mark.parametrize(
    ("before", "count", "says"),
    [
        (
            '<?xml version="1.0" ' + 'encoding="utf-8" ' * 1500,
            0,
            ["line 1: an XML declaration begins and does not end"],
        ),
        ("\n" * 100_000 + '<?xml version="1.0"?>' + "\n" * 100_000, 2, []),
        ('<?xml version="1.0"?>' + "\n<!DOCTYPE " * 20_000, 0, ["the answer: is no feed: nothing begins"]),
        ('<?xml version="1.0"?>' + "<!-- " + "words " * 2000 + "-->", 2, []),
    ],
)
def test_what_stands_before_a_feed_takes_no_time(before: str, count: int, says: list[str]) -> None:
    """feedparser searches it with expressions whose time is the square or the cube of its length."""
    began = process_time()
    batch = read(SPEC, before + RSS.partition("?>")[2])
    assert process_time() - began < 1
    assert len(batch.records) == count
    assert all(said.startswith(start) for said, start in zip(problems(batch), says, strict=True))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "cp037"])
def test_feeds_in_encodings_without_ascii(encoding: str) -> None:
    batch = read(SPEC, RSS.replace('"utf-8"', f'"{encoding}"').encode(encoding))
    assert [item.title for item in items(batch)] == ["Summit opens & greets", "Second day"]
    assert batch.problems == ()


# --- real files --------------------------------------------------------------------------------------------------

needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="no samples beside the repository")


@needs_samples
@pytest.mark.parametrize(
    ("name", "count", "published", "says"),
    [
        ("feeds/feedparser-encoding-utf-8-bom.xml", 0, [], []),
        ("feeds/feedparser-illformed-undeclared_namespace.xml", 0, [], ["line 9: the feed is not well-formed XML"]),
        ("feeds/feedparser-json-example.json", 2, [None, None], []),
        ("feeds/feedparser-wellformed-namespace-rss2.0NSwithModulesNoDefNS.xml", 1, ["2002-09-28T20:01:19Z"], []),
        ("peers/pretalx/atom.body", 1, ["2026-11-22T00:28:04.889050+00:00"], []),
    ],
)
def test_real_feeds(name: str, count: int, published: list[str | None], says: list[str]) -> None:
    body = (SAMPLES / name).read_bytes()
    batch = read(SPEC, body)
    found = items(batch)
    assert batch.kinds == ("news",)
    assert [item.published for item in found] == [text and datetime.fromisoformat(text) for text in published]
    assert all(said.startswith(start) for said, start in zip(problems(batch), says, strict=True))
    if name.endswith(".json"):
        raw = json.loads(body)["items"]
        assert [(item.key, item.url) for item in found] == [(one["id"], one["url"]) for one in raw]
    else:
        text = re.sub(rb"<!--.*?-->", b"", body, flags=re.DOTALL)  # a reading that no XML parser had a part in
        assert len(re.findall(rb"<(?:\w+:)?(?:item|entry)\b", text)) == count == len(found)
        assert all(item.title.encode() in text for item in found)


@needs_samples
def test_no_real_file_of_another_kind_is_taken_for_a_feed() -> None:
    for path in sorted(SAMPLES.rglob("*.*")):
        feed = path.parent.name == "feeds" or path.name == "atom.body"
        assert bool(read(SPEC, path.read_bytes()).kinds) == feed, path
