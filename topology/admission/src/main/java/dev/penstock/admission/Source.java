package dev.penstock.admission;

/** The intake offset that a submission came from. */
public record Source(String topic, int partition, long offset) {}
