/** How the API talks to Redis: with short limits, and never so that a request fails only because Redis does. */
@NullMarked
package dev.penstock.ingest.redis;

import org.jspecify.annotations.NullMarked;
