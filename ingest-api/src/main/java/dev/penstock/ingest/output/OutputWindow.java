package dev.penstock.ingest.output;

import dev.penstock.schemas.v1.OutputChunk;
import java.util.List;
import java.util.UUID;

/** The pieces of a task's output that are not void, as far as they are kept, with no promise: it may lag, lose some or all of them, or not answer. */
interface OutputWindow {
    /**
     * Up to {@code limit} pieces from the one with {@code grant} and {@code number} on, itself included, in order.
     *
     * @throws UnavailableException when it does not answer
     */
    List<OutputChunk> from(String tenant, UUID task, long grant, int number, int limit);

    /** Whether nothing before {@code piece} counts any more. */
    static boolean begins(OutputChunk piece) {
        return piece.getNumber() == 1 || piece.getRestarts();
    }

    /** The window does not answer. */
    final class UnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnavailableException(Throwable cause) {
            super(cause.getMessage(), cause, false, false);
        }
    }
}
