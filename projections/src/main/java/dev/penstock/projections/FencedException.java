package dev.penstock.projections;

/** Another process has advanced the offsets of a partition that this one believed to own; nothing of the batch was written. */
final class FencedException extends Exception {
    private static final long serialVersionUID = 1L;

    FencedException(String message) {
        super(message);
    }
}
