"""health.json as the poller keeps it: how polling goes, and what it remembers for itself."""

from pathlib import Path
from typing import Any

from opsdash.snapshot import Health
from opsdash.store.database import StoreDB
from opsdash.store.layout import HEALTH_FILE, POLLER, PRIVATE, SOURCES, PollerFile


class HealthStore:
    """health.json, opened by the poller, its only writer. Small, and written at every poll."""

    def __init__(self, folder: Path, event: str) -> None:
        """Open and read it; a missing one is begun with the first write, a damaged one kept aside.

        Raises StoreProblem.
        """
        self._db = StoreDB(folder / HEALTH_FILE, event, PollerFile)

    @property
    def trouble(self) -> str:
        """What was kept aside and why, as a sentence for the log; "" when all was well."""
        return self._db.trouble

    def read(self) -> Health:
        """What was last written."""
        return Health(poller=self._db.records(POLLER).get(POLLER), sources=dict(self._db.records(SOURCES)))

    def private(self) -> dict[str, Any]:
        """What the poller keeps for itself: validators, body hashes, the feed's token. Viewers never read it."""
        return dict(self._db.records(PRIVATE).get(POLLER, {}))

    def write(self, health: Health, private: dict[str, Any]) -> None:
        """Replace all of it, in one write; a file that somebody damaged meanwhile is kept aside first.

        `private` is anything JSON can hold. Raises StoreProblem (Refused for a file that is not for us).
        """
        if self._db.moved():
            self._db.reload()
        poller = {POLLER: health.poller} if health.poller else {}
        self._db.replace({POLLER: poller, SOURCES: health.sources, PRIVATE: {POLLER: private}})
        self._db.commit()
