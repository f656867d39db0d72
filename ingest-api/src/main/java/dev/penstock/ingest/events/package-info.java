/** Server-sent events: a tenant's events in order, resumable at any position without gap or duplicate. */
@NullMarked
package dev.penstock.ingest.events;

import org.jspecify.annotations.NullMarked;
