package dev.penstock.audit;

import dev.penstock.schemas.v1.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A valid, quiet log of one lane from a random walk: a toy of an engine, just honest enough to be audited. */
final class RandomLog {
    private static final List<Tier> TIERS = List.of(Tier.TIER_URGENT, Tier.TIER_NORMAL, Tier.TIER_BATCH);

    private static final class Work {
        final String id;
        final Tier tier;

        /** The planner's id; empty for a task of no campaign. */
        final String campaign;

        final Set<String> awaited = new HashSet<>();
        String orphanedBy = "";
        int place;
        int attempt = 1;
        int maxAttempts = 3;

        /** How often its attempt was: it goes to another worker then, so that each cost has calls of its own. */
        int handedBack;

        boolean started;
        boolean counts;

        Work(String id, Tier tier, String campaign, int place) {
            this.id = id;
            this.tier = tier;
            this.campaign = campaign;
            this.place = place;
            this.counts = !campaign.isEmpty();
        }

        String worker() {
            return handedBack == 0 ? TestLog.WORKER : "w" + (2 + handedBack);
        }

        boolean plans() {
            return campaign.equals(id);
        }
    }

    private static final class Campaign {
        int total;
        int succeeded;
        int failed;
        int cancelled;
        long cost;
        boolean stopped;
        boolean changed;

        int open() {
            return total - succeeded - failed - cancelled;
        }

        String state() {
            String end = stopped ? "cancelled" : succeeded == total ? "succeeded" : "failed";
            return open() > 0 ? "running" : end;
        }
    }

    private final RandomGenerator random;
    private final TestLog log;
    private final Map<Tier, TreeMap<Integer, Work>> queues = new EnumMap<>(Tier.class);
    private final List<Work> live = new ArrayList<>();
    private final List<Work> waiting = new ArrayList<>();
    private final List<Work> following = new ArrayList<>();
    private final List<Work> dead = new ArrayList<>();
    private final Map<String, Campaign> campaigns = new TreeMap<>();
    private int cap;
    private int next;
    private int places;

    private RandomLog(RandomGenerator random) {
        this.random = random;
        cap = 1 + random.nextInt(3);
        log = TestLog.withCap(cap);
        TIERS.forEach(tier -> queues.put(tier, new TreeMap<>()));
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
        return live.isEmpty()
                && waiting.isEmpty()
                && following.isEmpty()
                && queues.values().stream().allMatch(Map::isEmpty);
    }

    private void step(boolean more) {
        log.pass(1 + random.nextInt(50));
        switch (random.nextInt(more ? 13 : 8)) {
            case 0, 1, 2, 3 -> work();
            case 4, 5 -> wake();
            case 6 -> changeCap();
            case 7 -> cancel();
            case 8 -> plan();
            case 9 -> replay();
            case 10 -> stopCampaign();
            default -> submit();
        }
        grant();
        tell();
    }

    private void submit() {
        Work work = new Work("t" + next++, TIERS.get(random.nextInt(3)), "", places++);
        log.accepted(work.id, work.tier);
        enqueue(work);
        if (random.nextInt(5) == 0) {
            log.duplicate(work.id);
        }
    }

    private void plan() {
        String id = "p" + next++;
        Work planner = new Work(id, Tier.TIER_URGENT, id, places++);
        log.planner(id);
        enqueue(planner);
        begin(id).total++;
    }

    private void admitPlan(Work planner) {
        int tasks = random.nextInt(4);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            Work child = new Work("c" + next++, Tier.TIER_NORMAL, planner.id, places++);
            ids.stream().filter(id -> random.nextBoolean()).forEach(child.awaited::add);
            log.planned(child.id, planner.id, child.awaited.toArray(String[]::new));
            begin(planner.id).total++;
            ids.add(child.id);
            if (child.awaited.isEmpty()) {
                enqueue(child);
            } else {
                following.add(child);
            }
        }
    }

    private Campaign begin(String id) {
        Campaign campaign = campaigns.computeIfAbsent(id, c -> new Campaign());
        campaign.changed = true;
        return campaign;
    }

    private void enqueue(Work work) {
        queue(work.tier).put(work.place, work);
    }

    private TreeMap<Integer, Work> queue(Tier tier) {
        return queues.computeIfAbsent(tier, t -> new TreeMap<>());
    }

    private void work() {
        if (live.isEmpty()) {
            return;
        }
        Work work = live.get(random.nextInt(live.size()));
        if (!work.started) {
            log.started(work.id, work.attempt, work.worker());
            work.started = true;
            return;
        }
        int cost = random.nextInt(3) * 100;
        switch (random.nextInt(5)) {
            case 0 -> log.renewed(work.id, work.attempt);
            case 1 -> {
                live.remove(work);
                fail(work, cost);
            }
            case 2 -> {
                live.remove(work);
                log.deferred(work.id, work.attempt, "rate_limited", 40, cost);
                charge(work);
                work.handedBack++;
                waiting.add(work);
            }
            case 3 -> {
                live.remove(work);
                lapse(work);
            }
            default -> {
                live.remove(work);
                log.succeeded(work.id, work.attempt, cost);
                charge(work);
                if (work.plans()) {
                    admitPlan(work);
                }
                ended(work, true);
            }
        }
        work.started = live.contains(work);
    }

    /** Puts what the last event has cost to the work's campaign. */
    private void charge(Work work) {
        long cost = log.lastCost();
        if (work.counts && cost != 0) {
            begin(work.campaign).cost += cost;
        }
    }

    /** The worker is gone; its call's end may be on record all the same, and its result may still come. */
    private void lapse(Work work) {
        int attempt = work.attempt;
        log.pass(TestLog.LEASE_MILLIS);
        boolean ended = random.nextBoolean();
        boolean last = attempt == work.maxAttempts;
        if (last) {
            log.dead(work.id, attempt, "lease_lapsed");
            charge(work);
            died(work);
        } else {
            log.retry(work.id, attempt, "lease_lapsed", 40);
            charge(work);
            again(work);
        }
        if (ended) {
            log.lateEnd(work.id, attempt);
            charge(work);
        }
    }

    private void fail(Work work, int cost) {
        if (work.attempt < work.maxAttempts && random.nextBoolean()) {
            log.retry(work.id, work.attempt, "provider_error", 40, cost);
            charge(work);
            again(work);
            return;
        }
        log.dead(work.id, work.attempt, "provider_error", cost);
        charge(work);
        died(work);
    }

    private void again(Work work) {
        work.attempt++;
        work.handedBack = 0;
        waiting.add(work);
    }

    private void died(Work work) {
        if (work.counts) {
            begin(work.campaign).failed++;
        }
        dead.add(work);
        orphan(work, "parent_dead");
    }

    private void ended(Work work, boolean succeeded) {
        if (work.counts) {
            Campaign campaign = begin(work.campaign);
            campaign.succeeded += succeeded ? 1 : 0;
            campaign.cancelled += succeeded ? 0 : 1;
        }
        if (!succeeded) {
            orphan(work, "parent_cancelled");
            return;
        }
        for (Work child : followers(work)) {
            child.awaited.remove(work.id);
            if (child.awaited.isEmpty()) {
                following.remove(child);
                log.queued(child.id);
                enqueue(child);
            }
        }
    }

    private void orphan(Work parent, String reason) {
        List<Work> children = followers(parent);
        for (Work child : children) {
            child.orphanedBy = child.orphanedBy.isEmpty() ? reason : child.orphanedBy;
        }
        for (Work child : children) {
            if (following.remove(child)) {
                log.cancelled(child.id, 0, child.orphanedBy);
                ended(child, false);
            }
        }
    }

    private List<Work> followers(Work work) {
        return following.stream()
                .filter(child -> child.awaited.contains(work.id))
                .sorted(Comparator.comparing(child -> child.place))
                .toList();
    }

    private void wake() {
        if (!waiting.isEmpty()) {
            Work work = waiting.remove(random.nextInt(waiting.size()));
            log.pass(40).queued(work.id);
            enqueue(work);
        }
    }

    private void changeCap() {
        if (random.nextInt(4) == 0) {
            cap = 1 + random.nextInt(3);
            log.configured(cap);
        }
    }

    private void cancel() {
        if (random.nextInt(4) == 0 && !queue(Tier.TIER_BATCH).isEmpty()) {
            Work work = queue(Tier.TIER_BATCH).pollLastEntry().getValue();
            log.cancelled(work.id, 0);
            ended(work, false);
        }
    }

    private void replay() {
        if (dead.isEmpty()) {
            return;
        }
        Work work = dead.remove(random.nextInt(dead.size()));
        boolean runs = campaigns.containsKey(work.campaign);
        work.counts = work.counts && (work.plans() || runs);
        work.attempt++;
        work.handedBack = 0;
        work.maxAttempts = work.attempt + 2;
        work.place = places++;
        log.replayed(work.id, work.attempt, work.maxAttempts, work.counts);
        if (work.counts) {
            Campaign campaign = begin(work.campaign);
            campaign.total += runs ? 0 : 1;
            campaign.failed -= runs ? 1 : 0;
        }
        enqueue(work);
    }

    private void stopCampaign() {
        if (campaigns.isEmpty() || random.nextInt(3) > 0) {
            return;
        }
        String id = List.copyOf(campaigns.keySet()).get(random.nextInt(campaigns.size()));
        begin(id).stopped = true;
        log.campaignCancelled(id);
        List<Work> open = new ArrayList<>(live);
        open.addAll(waiting);
        open.addAll(following);
        queues.values().forEach(queue -> open.addAll(queue.values()));
        open.removeIf(work -> !work.counts || !work.campaign.equals(id));
        for (Work work : open) {
            boolean held = live.remove(work);
            waiting.remove(work);
            following.remove(work);
            queue(work.tier).remove(work.place, work);
            log.cancelled(work.id, held ? work.attempt : 0, "campaign_cancelled");
            charge(work);
            begin(id).cancelled++;
        }
    }

    private void grant() {
        for (Tier tier : TIERS) {
            while (live.size() < cap && !queue(tier).isEmpty()) {
                Work work = queue(tier).pollFirstEntry().getValue();
                live.add(work);
                work.started = false;
                log.granted(work.id, work.attempt, live.size());
            }
        }
    }

    private void tell() {
        List.copyOf(campaigns.keySet()).forEach(id -> {
            Campaign c = campaigns.getOrDefault(id, new Campaign());
            if (c.changed) {
                c.changed = false;
                log.progressed(id, c.state(), c.total, c.succeeded, c.failed, c.cancelled, c.cost);
                if (c.open() == 0) {
                    campaigns.remove(id);
                }
            }
        });
    }
}
