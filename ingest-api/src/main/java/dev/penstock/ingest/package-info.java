/** The HTTP door: tasks in, their state and events out. Start with {@link dev.penstock.ingest.IngestApiApp}. */
@NullMarked
package dev.penstock.ingest;

import org.jspecify.annotations.NullMarked;
