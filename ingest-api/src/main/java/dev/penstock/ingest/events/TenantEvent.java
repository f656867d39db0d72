package dev.penstock.ingest.events;

import dev.penstock.schemas.v1.Event;

/** An event of the tenant and where it lies. */
record TenantEvent(EventId id, Event event) {
    long seq() {
        return id.seq();
    }
}
