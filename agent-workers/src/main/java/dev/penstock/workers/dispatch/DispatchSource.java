package dev.penstock.workers.dispatch;

import java.time.Duration;
import java.util.List;

/** Where the dispatch records of one role come from. Used by one thread, {@link #wakeup()} excepted. */
public interface DispatchSource extends AutoCloseable {
    /** The most deliveries that one {@link #poll} hands out. */
    int batch();

    /** Waits up to {@code limit} for deliveries. Every one of the batch before must have been settled. */
    List<Delivery> poll(Duration limit);

    /** Says what becomes of a delivery of the last batch. It takes effect with {@link #commit()} or the next poll. */
    void settle(Delivery delivery, Delivery.Verdict verdict);

    /** Makes the settlements known, without waiting until they are. */
    void commit();

    /** Ends a poll that waits, or the next one, from any thread. */
    void wakeup();

    /** Makes the settlements known and hands back what is unsettled. */
    @Override
    void close();
}
