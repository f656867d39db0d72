/** Views of the event log: rows in PostgreSQL and live streams in Redis, each rebuilt from Kafka alone. */
@NullMarked
package dev.penstock.projections;

import org.jspecify.annotations.NullMarked;
