/** The door on Kafka: what producers and the tenants' configuration say becomes commands, and what cannot becomes dead letters. */
@NullMarked
package dev.penstock.streams.intake;

import org.jspecify.annotations.NullMarked;
