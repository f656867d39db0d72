/** Streams of server-sent events, whatever they show: their place among others, their wake-ups, their key, and their end. */
@NullMarked
package dev.penstock.ingest.sse;

import org.jspecify.annotations.NullMarked;
