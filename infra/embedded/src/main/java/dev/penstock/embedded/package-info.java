/** Real parts with no container: a Kafka broker, PostgreSQL and Redis, for tests and for the local stack. */
@NullMarked
package dev.penstock.embedded;

import org.jspecify.annotations.NullMarked;
