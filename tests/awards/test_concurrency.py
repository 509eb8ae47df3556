"""Eight writers on one nomination: whatever was acknowledged is stored, nothing is lost."""

import threading

import pytest
from django.db import close_old_connections, connection

from awards.models import Nomination
from campaign import versions

WRITERS, EDITS = 8, 10


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="the test's SQLite lives in memory, for one thread"
)
def test_every_acknowledged_edit_is_stored(nomination, cast):
    acknowledged, refused, lock = [], [], threading.Lock()

    def write(number):
        for edit in range(EDITS):
            row = Nomination.objects.get(pk=nomination.pk)
            text = f"{number}-{edit}"
            try:
                versions.save(row, {"summary": text}, seen=row.version, by=cast.lan)
            except versions.Stale:
                with lock:
                    refused.append(text)
            else:
                with lock:
                    acknowledged.append(text)
        close_old_connections()
        connection.close()

    before = nomination.version
    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stored = Nomination.objects.get(pk=nomination.pk)
    assert len(acknowledged) + len(refused) == WRITERS * EDITS
    assert stored.version == before + len(acknowledged)
    kept = [row.summary for row in Nomination.history.filter(version__gt=before)]
    assert sorted(kept) == sorted(acknowledged)
    assert stored.summary in acknowledged
