package dev.penstock.ingest.events;

import dev.penstock.schemas.v1.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** A slot's log, shared by several tenants, and the window that a bridge fills from it, with everything that can happen to the two. */
final class FakeStores implements Window, EventLog {
    private final Random random;
    private final List<TenantEvent> log = new ArrayList<>();
    private final TreeMap<String, TreeMap<Long, TenantEvent>> windows = new TreeMap<>();
    private final TreeMap<String, Long> seqs = new TreeMap<>();
    private long nextOffset;
    private long earliest;
    private int bridged;
    boolean windowAway;
    boolean logAway;
    int logReads;

    FakeStores(Random random) {
        this.random = random;
        nextOffset = random.nextInt(5);
        earliest = nextOffset;
    }

    /** Commits the tenant's next event; markers of transactions leave holes between offsets. */
    TenantEvent commit(String tenant) {
        long seq = seqs.merge(tenant, 1L, Long::sum);
        TenantEvent event = new TenantEvent(
                new EventId(seq, nextOffset),
                Event.newBuilder().setTenant(tenant).setSeq(seq).build());
        log.add(event);
        nextOffset += 1 + (random.nextInt(4) == 0 ? 1 : 0);
        return event;
    }

    /** The bridge hands up to {@code count} more events on. */
    void bridge(int count) {
        for (int i = 0; i < count && bridged < log.size(); i++) {
            TenantEvent event = log.get(bridged++);
            TreeMap<Long, TenantEvent> window =
                    windows.computeIfAbsent(event.event().getTenant(), t -> new TreeMap<>());
            // As Redis does, an entry that is not the newest is refused.
            if (window.isEmpty() || window.lastKey() < event.seq()) {
                window.put(event.seq(), event);
            }
        }
    }

    void bridgeAll() {
        bridge(Integer.MAX_VALUE);
    }

    /** The bridge was killed before it noted its last offsets, and hands them on again. */
    void bridgeAgain(int count) {
        bridged = Math.max(0, bridged - count);
    }

    void flush() {
        windows.clear();
    }

    void trim(String tenant, int keep) {
        TreeMap<Long, TenantEvent> window = windows.get(tenant);
        while (window != null && window.size() > keep) {
            window.pollFirstEntry();
        }
    }

    /** Retention takes what is older than {@code offset}. */
    void retain(long offset) {
        earliest = offset;
    }

    List<TenantEvent> all(String tenant) {
        return log.stream()
                .filter(event -> event.event().getTenant().equals(tenant))
                .toList();
    }

    @Override
    public List<TenantEvent> from(String tenant, long seq, int limit) {
        failIf(windowAway);
        return window(tenant).tailMap(seq, true).values().stream().limit(limit).toList();
    }

    @Override
    public Optional<TenantEvent> last(String tenant) {
        failIf(windowAway);
        return window(tenant).isEmpty()
                ? Optional.empty()
                : Optional.of(window(tenant).lastEntry().getValue());
    }

    @Override
    public Chunk read(String tenant, long offset) {
        if (logAway) {
            throw new EventLog.UnavailableException("away", new IllegalStateException());
        }
        logReads++;
        int most = 1 + random.nextInt(6);
        List<TenantEvent> found = new ArrayList<>();
        long next = Math.max(offset, earliest);
        for (TenantEvent event : log) {
            if (event.id().offset() >= next) {
                if (most-- == 0) {
                    return new Chunk(found, next, false);
                }
                if (event.event().getTenant().equals(tenant)) {
                    found.add(event);
                }
                next = event.id().offset() + 1;
            }
        }
        return new Chunk(found, nextOffset, true);
    }

    @Override
    public Bounds bounds(String tenant) {
        return new Bounds(earliest, nextOffset);
    }

    private TreeMap<Long, TenantEvent> window(String tenant) {
        return windows.getOrDefault(tenant, new TreeMap<>());
    }

    private static void failIf(boolean away) {
        if (away) {
            throw new Window.UnavailableException(new IllegalStateException("away"));
        }
    }
}
