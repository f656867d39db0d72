/** The engine's process: intake and admission as Kafka Streams applications, and the checks made before they start. */
@NullMarked
package dev.penstock.streams;

import org.jspecify.annotations.NullMarked;
