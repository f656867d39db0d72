/** What the worker writes to Kafka, each write answered by a future that tells when it is durable. */
@NullMarked
package dev.penstock.workers.log;

import org.jspecify.annotations.NullMarked;
