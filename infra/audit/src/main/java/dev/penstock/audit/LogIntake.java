package dev.penstock.audit;

import dev.penstock.schemas.DecodedRequest;

/**
 * A record of an intake topic.
 *
 * @param decoded what the contract makes of it
 */
public record LogIntake(String topic, int partition, long offset, DecodedRequest decoded) {}
