/** What every request has in common: the caller, problems as RFC 9457, limits and metrics. */
@NullMarked
package dev.penstock.ingest.http;

import org.jspecify.annotations.NullMarked;
