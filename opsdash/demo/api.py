"""The media centre's HTTP API: one resource for each kind of record, paged, with ETag and an OpenAPI document.

It is what a real media centre would have to offer for a source of kind `opsdash`. The records are those of
`opsdash.model`, with the server's own keys for ids and references ("tv-booth-4").
"""

import inspect
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from litestar import Litestar, Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig, ResponseSpec
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import OpenAPIHeader, OpenAPIResponse, OpenAPIType, Schema
from litestar.params import HeaderParameter, QueryParameter

from opsdash import __version__, model, parts, timing
from opsdash.demo.cast import PLACE, SUMMIT
from opsdash.demo.control import Outage, control_handlers, refuse_in_outage
from opsdash.demo.scenario import Scenario
from opsdash.demo.shelf import KINDS, RESOURCES, Resource, Shelf
from opsdash.model import RECORD_TYPES, Record

LIMIT, MOST = 50, 500
"""Items on a page when nothing is asked for, and at most."""

Item = TypeVar("Item")

DESCRIPTION = """\
A media centre during a summit that does not exist. Each resource answers `as_of`, `items` and `next`.

Instants are ISO 8601 in UTC; days are days at the venue; durations are minutes and distances metres. A field that is
left out has its default; `""`, `[]` and `null` say "not known", never "no". An id, and every reference, is this
server's own key. Send the `ETag` back as `If-None-Match`: 304 says that the items are still the same.
"""


class Page(msgspec.Struct, Generic[Item]):
    """One page of records.

    Attributes:
        as_of: the instant the records are true for. items: the records.
        next: the address of the next page; null on the last.
    """

    as_of: datetime
    items: list[Item]
    next: str | None


class ApiIndex(msgspec.Struct):
    """Where things are: the event, the venue's IANA zone, each resource's address, the OpenAPI document's."""

    event: str
    place: str
    zone: str
    as_of: datetime
    resources: dict[str, str]
    openapi: str


def create_app(scenario: Scenario, control: bool = False) -> Litestar:
    """The ASGI application. `control` adds requests that alter what it answers."""
    shelf, outage = Shelf(scenario), Outage()
    handlers: list[HTTPRouteHandler] = [_index(scenario)]
    handlers += [_resource(resource, shelf, outage) for resource in RESOURCES]
    if control:
        handlers += control_handlers(shelf, outage)
    app = Litestar(
        handlers,
        openapi_config=OpenAPIConfig(
            title=f"{SUMMIT}: media centre",
            version=__version__,
            description=DESCRIPTION,
            path="/schema",
            render_plugins=[JsonRenderPlugin()],
        ),
        logging_config=None,
    )
    _describe(app)
    return app


def _index(scenario: Scenario) -> HTTPRouteHandler:
    @get("/api", operation_id="index", summary="Where things are", sync_to_thread=False)
    def index(request: Request[Any, Any, Any]) -> ApiIndex:
        base = str(request.base_url)
        return ApiIndex(
            event=SUMMIT,
            place=PLACE,
            zone=scenario.frame.zone.key,
            as_of=timing.now(),
            resources={resource: f"{base}api/{resource}" for resource in RESOURCES},
            openapi=f"{base}schema/openapi.json",
        )

    return index


def _resource(resource: Resource, shelf: Shelf, outage: Outage) -> HTTPRouteHandler:
    record_type: type[Record] = RECORD_TYPES[KINDS[resource]]

    @get(
        f"/api/{resource}",
        operation_id=f"list_{resource}",
        summary=f"All {resource}",
        description=(inspect.getdoc(record_type) or "").partition("\n")[0],
        tags=["records"],
        sync_to_thread=False,
        responses={
            200: ResponseSpec(Page[record_type], description="A page", generate_examples=False),  # type: ignore[valid-type]
            304: ResponseSpec(None, description="The items are those of the given ETag"),
            503: ResponseSpec(None, description="An outage"),
        },
    )
    def page_of(
        request: Request[Any, Any, Any],
        page: Annotated[int, QueryParameter(ge=1, description="The page, from 1.")] = 1,
        limit: Annotated[int, QueryParameter(ge=1, le=MOST, description="Items on a page.")] = LIMIT,
        if_none_match: Annotated[
            str, HeaderParameter(name="If-None-Match", description="ETags of what the client has.")
        ] = "",
    ) -> Response[bytes]:
        refuse_in_outage(outage, resource)
        now = timing.now()
        cut = shelf.cut(resource, page, limit, now)
        headers = {"ETag": cut.etag, "Cache-Control": "no-cache"}
        if matches(if_none_match, cut.etag):
            return Response(b"", status_code=304, headers=headers)
        following = f"{request.base_url}api/{resource}?page={page + 1}&limit={limit}" if cut.more else None
        body = b'{"as_of":%b,"items":%b,"next":%b}' % (
            msgspec.json.encode(now), cut.items, msgspec.json.encode(following),
        )  # fmt: skip
        return Response(body, media_type="application/json", headers=headers)

    return page_of


def matches(if_none_match: str, etag: str) -> bool:
    """Whether If-None-Match names `etag`, compared weakly (RFC 9110, 13.1.2)."""
    given = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return etag in given or given == ["*"]


def _describe(app: Litestar) -> None:
    """Complete the document: the ETag of answers, and what the records' docstrings say of their fields."""
    document = app.openapi_schema
    etag = OpenAPIHeader(description="Strong; alters when the items do.", schema=Schema(type=OpenAPIType.STRING))
    for resource in RESOURCES:
        listing = (document.paths or {})[f"/api/{resource}"].get
        for status in ("200", "304"):
            answer = listing and listing.responses and listing.responses[status]
            if isinstance(answer, OpenAPIResponse):
                answer.headers = {"ETag": etag}
    for schema in (document.components.schemas or {}).values():
        documented = getattr(model, schema.title or "", None) or getattr(parts, schema.title or "", None)
        if documented:
            schema.description = inspect.getdoc(documented)
