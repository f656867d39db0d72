package dev.penstock.audit;

import dev.penstock.schemas.v1.Tier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A valid, quiet log of one lane from a random walk: a toy of an engine, just honest enough to be audited. */
final class RandomLog {
    private static final class Work {
        final String id;
        final Tier tier;
        int attempt = 1;
        boolean started;

        Work(String id, Tier tier) {
            this.id = id;
            this.tier = tier;
        }
    }

    private final RandomGenerator random;
    private final TestLog log;
    private final Map<Tier, Deque<Work>> queues = new HashMap<>();
    private final List<Work> live = new ArrayList<>();
    private final List<Work> waiting = new ArrayList<>();
    private int cap;
    private int next;

    private RandomLog(RandomGenerator random) {
        this.random = random;
        cap = 1 + random.nextInt(3);
        log = TestLog.withCap(cap);
        for (Tier tier : List.of(Tier.TIER_URGENT, Tier.TIER_NORMAL, Tier.TIER_BATCH)) {
            queues.put(tier, new ArrayDeque<>());
        }
    }

    static TestLog generate(RandomGenerator random, int steps) {
        RandomLog walk = new RandomLog(random);
        for (int i = 0; i < steps; i++) {
            walk.step(true);
        }
        while (!walk.idle()) {
            walk.step(false);
        }
        return walk.log;
    }

    private boolean idle() {
        return live.isEmpty() && waiting.isEmpty() && queues.values().stream().allMatch(Deque::isEmpty);
    }

    private void step(boolean more) {
        log.pass(1 + random.nextInt(50));
        switch (random.nextInt(more ? 10 : 8)) {
            case 0, 1, 2, 3 -> work();
            case 4, 5 -> wake();
            case 6 -> changeCap();
            case 7 -> cancel();
            default -> submit();
        }
        grant();
    }

    private void submit() {
        Tier tier = List.of(Tier.TIER_URGENT, Tier.TIER_NORMAL, Tier.TIER_BATCH).get(random.nextInt(3));
        Work work = new Work("t" + next++, tier);
        log.accepted(work.id, tier);
        queue(tier).addLast(work);
        if (random.nextInt(5) == 0) {
            log.duplicate(work.id);
        }
    }

    private Deque<Work> queue(Tier tier) {
        return queues.computeIfAbsent(tier, t -> new ArrayDeque<>());
    }

    private void work() {
        if (live.isEmpty()) {
            return;
        }
        Work work = live.get(random.nextInt(live.size()));
        if (!work.started) {
            log.started(work.id, work.attempt);
            work.started = true;
            return;
        }
        switch (random.nextInt(5)) {
            case 0 -> log.renewed(work.id, work.attempt);
            case 1 -> {
                live.remove(work);
                fail(work);
            }
            case 2 -> {
                live.remove(work);
                log.deferred(work.id, work.attempt, "rate_limited", 40);
                waiting.add(work);
            }
            case 3 -> {
                live.remove(work);
                lapse(work);
            }
            default -> {
                live.remove(work);
                log.succeeded(work.id, work.attempt);
            }
        }
        work.started = live.contains(work);
    }

    /** The worker is gone; its call's end may be on record all the same, and its result may still come. */
    private void lapse(Work work) {
        int attempt = work.attempt;
        log.pass(TestLog.LEASE_MILLIS);
        boolean ended = random.nextBoolean();
        if (work.attempt == 3) {
            log.dead(work.id, attempt, "lease_lapsed");
        } else {
            log.retry(work.id, attempt, "lease_lapsed", 40);
            work.attempt++;
            waiting.add(work);
        }
        if (ended) {
            log.lateEnd(work.id, attempt);
        }
    }

    private void fail(Work work) {
        if (work.attempt == 3) {
            log.dead(work.id, work.attempt, "provider_error");
            return;
        }
        log.retry(work.id, work.attempt, "provider_error", 40);
        work.attempt++;
        waiting.add(work);
    }

    private void wake() {
        if (!waiting.isEmpty()) {
            Work work = waiting.remove(random.nextInt(waiting.size()));
            log.pass(40).queued(work.id);
            queue(work.tier).addLast(work);
        }
    }

    private void changeCap() {
        if (random.nextInt(4) == 0) {
            cap = 1 + random.nextInt(3);
            log.configured(cap);
        }
    }

    private void cancel() {
        Deque<Work> batch = queue(Tier.TIER_BATCH);
        if (random.nextInt(4) == 0 && !batch.isEmpty()) {
            log.cancelled(batch.removeLast().id, 0);
        }
    }

    private void grant() {
        for (Tier tier : List.of(Tier.TIER_URGENT, Tier.TIER_NORMAL, Tier.TIER_BATCH)) {
            while (live.size() < cap && !queue(tier).isEmpty()) {
                Work work = queue(tier).removeFirst();
                live.add(work);
                log.granted(work.id, work.attempt, live.size());
            }
        }
    }
}
