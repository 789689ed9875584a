"""Whom to call, with the phone."""

from opsdash.board.index import Index
from opsdash.board.memory import remembered
from opsdash.board.references import References
from opsdash.model import Contact, Pool

POOLS = "pool"
"""What the contact is about whom one calls about a pool that names nobody."""


@remembered()
def contacts_of(index: Index) -> References[Contact]:
    """The contacts that are still published, to resolve references."""
    return References((one for one in index.feed.contacts if one.withdrawn is None), index.site.aliases)


def whom_to_call(pool: Pool, index: Index) -> str:
    """ "+00 000 00 43, Media liaison officer 3": whom the pool names, else its escort, else the contact for pools."""
    contacts = contacts_of(index)
    found = contacts.find(pool.contact) or (None if pool.contact else contacts.find(pool.escort) or _for_pools(index))
    if found is None:
        return pool.contact
    return ", ".join(text for text in (found.phone or found.email, found.name) if text)


@remembered()
def _for_pools(index: Index) -> Contact | None:
    """The first contact by id whose subject names pools."""
    named = (one for one in index.feed.contacts if one.withdrawn is None and POOLS in one.about.casefold())
    return min(named, key=lambda one: one.id, default=None)
