package dev.penstock.workers.dispatch;

import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Dispatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/** A source in memory, with a share group's manners: what is not accepted or rejected is handed out again, and its delivery count rises. */
final class MemorySource implements DispatchSource {
    private final int batch;
    private final LinkedBlockingDeque<Delivery> waiting = new LinkedBlockingDeque<>();
    private final Map<Delivery, Delivery.Verdict> held = new LinkedHashMap<>();
    private final List<Delivery> accepted = new ArrayList<>();
    private final List<Delivery> rejected = new ArrayList<>();
    private int largestPoll;
    private long nextOffset;

    MemorySource(int batch) {
        this.batch = batch;
    }

    void put(Dispatch dispatch) {
        put(Topics.dispatch(dispatch.getRole(), dispatch.getTier()), dispatch.toByteArray(), 1);
    }

    synchronized void put(String topic, byte[] value, int deliveryCount) {
        waiting.add(new Delivery(topic, 0, nextOffset++, 0, null, value, deliveryCount));
    }

    synchronized List<Delivery> accepted() {
        return List.copyOf(accepted);
    }

    synchronized List<Delivery> rejected() {
        return List.copyOf(rejected);
    }

    synchronized int largestPoll() {
        return largestPoll;
    }

    int waiting() {
        return waiting.size();
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public List<Delivery> poll(Duration limit) {
        synchronized (this) {
            if (!held.isEmpty()) {
                throw new IllegalStateException("Expected every delivery of the last batch to be settled");
            }
        }
        List<Delivery> taken = new ArrayList<>();
        try {
            Delivery first = waiting.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (first != null) {
                taken.add(first);
                waiting.drainTo(taken, batch - 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            taken.forEach(delivery -> held.put(delivery, Delivery.Verdict.RELEASE));
            largestPoll = Math.max(largestPoll, taken.size());
        }
        return taken.stream().filter(delivery -> delivery.offset() >= 0).toList();
    }

    @Override
    public synchronized void settle(Delivery delivery, Delivery.Verdict verdict) {
        if (held.replace(delivery, verdict) == null) {
            throw new IllegalStateException("Expected to settle a delivery of the last batch");
        }
    }

    @Override
    public synchronized void commit() {
        held.forEach((delivery, verdict) -> {
            switch (verdict) {
                case ACCEPT -> accepted.add(delivery);
                case REJECT -> rejected.add(delivery);
                case RELEASE -> {
                    if (delivery.offset() >= 0) {
                        put(delivery.topic(), delivery.value(), delivery.deliveryCount() + 1);
                    }
                }
            }
        });
        held.clear();
    }

    @Override
    public void wakeup() {
        waiting.addFirst(new Delivery("wakeup", 0, -1, 0, null, null, 1));
    }

    @Override
    public void close() {
        commit();
    }
}
