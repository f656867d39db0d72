package dev.penstock.audit;

/** Offsets of an intake partition that were read: from {@code begin} to before {@code end}. */
public record IntakeRange(long begin, long end) {}
