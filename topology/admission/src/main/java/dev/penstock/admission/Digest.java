package dev.penstock.admission;

/** A 128-bit fingerprint of what a producer asked for; equal requests have equal digests. */
public record Digest(long high, long low) {}
