"""Requests that alter what the demo's API answers, for tests and for trying things: `opsdash demo --control`."""

from http import HTTPStatus
from typing import Any, NoReturn

import msgspec
from litestar import post
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from opsdash import timing
from opsdash.demo.shelf import Refused, Resource, Shelf


class Patch(msgspec.Struct, forbid_unknown_fields=True):
    """Set fields of a record, as they are written in answers; with an unknown id, add a record."""

    resource: Resource
    id: str
    fields: dict[str, Any]


class Removal(msgspec.Struct, forbid_unknown_fields=True):
    """Leave records out from now on: `id` is one key or several."""

    resource: Resource
    id: str | list[str]


class OutageOrder(msgspec.Struct, forbid_unknown_fields=True):
    """Begin or end an outage.

    Attributes:
        on: whether requests fail from now on. status: with which HTTP status.
        resource: only this one; all when null. retry_after: seconds to name in Retry-After, if any.
    """

    on: bool
    status: int = HTTPStatus.SERVICE_UNAVAILABLE
    resource: Resource | None = None
    retry_after: int | None = None


class Outage:
    """The outage in force; `order` is None while there is none."""

    def __init__(self) -> None:
        self.order: OutageOrder | None = None


def refuse_in_outage(outage: Outage, resource: Resource) -> None:
    """Raise what a request for `resource` gets during an outage; nothing otherwise."""
    order = outage.order
    if order is None or order.resource not in (None, resource):
        return
    headers = {} if order.retry_after is None else {"Retry-After": str(order.retry_after)}
    raise HTTPException("The media centre is not answering", status_code=order.status, headers=headers)


def control_handlers(shelf: Shelf, outage: Outage) -> list[HTTPRouteHandler]:
    """The handlers below /control."""

    @post("/control/patch", status_code=204, summary="Set fields of a record", tags=["control"], sync_to_thread=False)
    def patch(data: JSONBody[Patch]) -> None:
        try:
            shelf.patch(data.resource, data.id, data.fields, timing.now())
        except Refused as refused:
            _refuse(refused)

    @post("/control/remove", status_code=204, summary="Leave records out", tags=["control"], sync_to_thread=False)
    def remove(data: JSONBody[Removal]) -> None:
        try:
            for key in [data.id] if isinstance(data.id, str) else data.id:
                shelf.remove(data.resource, key, timing.now())
        except Refused as refused:
            _refuse(refused)

    @post("/control/restore", status_code=204, summary="Forget all edits", tags=["control"], sync_to_thread=False)
    def restore() -> None:
        shelf.restore()
        outage.order = None

    @post("/control/outage", status_code=204, summary="Begin or end an outage", tags=["control"], sync_to_thread=False)
    def set_outage(data: JSONBody[OutageOrder]) -> None:
        outage.order = data if data.on else None

    return [patch, remove, restore, set_outage]


def _refuse(refused: Refused) -> NoReturn:
    status = HTTPStatus.NOT_FOUND if refused.unknown else HTTPStatus.BAD_REQUEST
    raise HTTPException(str(refused), status_code=status)
