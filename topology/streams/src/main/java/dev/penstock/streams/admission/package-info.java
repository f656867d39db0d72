/** The admission core on Kafka Streams: its tables as state stores, its commands from a topic, its events to topics. */
@NullMarked
package dev.penstock.streams.admission;

import org.jspecify.annotations.NullMarked;
