package dev.penstock.streams.admission;

/** Puts ticks on the command log. */
@FunctionalInterface
public interface TickSender {
    /**
     * Sends one tick to a slot, without waiting.
     *
     * @param onFailure called, from any thread, when it will not arrive
     */
    void send(int slot, Runnable onFailure);
}
