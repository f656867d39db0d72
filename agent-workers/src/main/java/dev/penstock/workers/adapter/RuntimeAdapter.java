package dev.penstock.workers.adapter;

/**
 * A way to an agent runtime: makes one call and says how it ended. Which call to make, whether it may be made, and what comes of it are decided
 * and recorded elsewhere. Used by many threads at once, one virtual thread a call.
 */
public interface RuntimeAdapter extends AutoCloseable {
    /** Its name in settings, events, prices and metrics: {@code anthropic}, {@code openai}, {@code ollama}, {@code webhook}. */
    String name();

    /**
     * Makes one call, and never another. It is stopped by interrupting the thread that makes it: the adapter then closes the call and throws or
     * returns at once.
     *
     * @param answer gets text, figures and status, in any case as far as they came
     * @throws InterruptedException when the call was stopped
     */
    CallResult call(CallRequest request, Answer answer) throws InterruptedException;

    /** Whether its calls are put on record with their price. */
    default boolean isMetered() {
        return true;
    }

    @Override
    default void close() {}
}
