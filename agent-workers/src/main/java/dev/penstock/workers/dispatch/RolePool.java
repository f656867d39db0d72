package dev.penstock.workers.dispatch;

import dev.penstock.runtime.TopicAdmin;
import dev.penstock.schemas.Topics;
import dev.penstock.workers.attempt.AttemptRunner;
import dev.penstock.workers.attempt.Attempts;
import dev.penstock.workers.log.CommandLog;
import dev.penstock.workers.log.DeadLetters;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loops of all roles that this process serves. Roles may be added while it runs. */
public final class RolePool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RolePool.class);

    /** Roles of one process; each costs two Kafka clients. */
    static final int MAX_ROLES = 100;

    private final Map<String, RoleLoop> loops = new ConcurrentSkipListMap<>();
    private final Admin admin;
    private final Map<String, Object> clients;
    private final ToIntFunction<String> slotsOf;
    private final Work work;
    private final MeterRegistry registry;
    private boolean closed;

    /** What the loops hand deliveries on to. */
    public record Work(
            Attempts attempts, CommandLog commands, DeadLetters deadLetters, AttemptRunner runner, int deliveryLimit) {}

    /**
     * @param clients settings of the Kafka clients it opens
     * @param slotsOf attempts of a role that run at once
     */
    public RolePool(
            Admin admin,
            Map<String, Object> clients,
            ToIntFunction<String> slotsOf,
            Work work,
            MeterRegistry registry) {
        this.admin = admin;
        this.clients = Map.copyOf(clients);
        this.slotsOf = slotsOf;
        this.work = work;
        this.registry = registry;
    }

    /** Serves these roles too; makes their dispatch topics where they are missing. */
    public synchronized void serve(Collection<String> roles) throws InterruptedException, ExecutionException {
        List<String> added = roles.stream()
                .filter(role -> !loops.containsKey(role))
                .distinct()
                .sorted()
                .limit(MAX_ROLES - loops.size())
                .toList();
        if (closed || added.isEmpty()) {
            return;
        }
        TopicAdmin.ensure(
                admin,
                Topics.forRoles(added, 1, Topics.DISPATCH_PARTITIONS).stream()
                        .filter(topic ->
                                Topics.DISPATCH_PATTERN.matcher(topic.name()).matches())
                        .toList());
        ShareGroups.configure(admin, added);
        for (String role : added) {
            RoleLoop loop = loop(role);
            loops.put(role, loop);
            loop.start();
            LOG.info("Serving {} with {} slots", role, slotsOf.applyAsInt(role));
        }
    }

    /** Whether another role can be served. */
    public boolean isFull() {
        return loops.size() >= MAX_ROLES;
    }

    public Collection<String> roles() {
        return loops.keySet();
    }

    /** Takes nothing more, and waits until no loop holds a delivery. Attempts that were started go on. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        loops.values().forEach(RoleLoop::stop);
        loops.values().forEach(RoleLoop::close);
    }

    /** What keeps roles from being served; empty for nothing. */
    public String trouble() {
        return loops.entrySet().stream()
                .filter(entry -> !entry.getValue().trouble().isEmpty())
                .map(entry -> entry.getKey() + ": " + entry.getValue().trouble())
                .collect(Collectors.joining(", "));
    }

    /** Whether the thread of every role is there. */
    public boolean isAlive() {
        return loops.values().stream().allMatch(RoleLoop::isAlive);
    }

    private RoleLoop loop(String role) {
        SlotPool slots = new SlotPool(slotsOf.applyAsInt(role));
        RoleMeters meters = new RoleMeters(registry, role, slots);
        BatchStarter starter = new BatchStarter(
                role,
                work.attempts(),
                work.commands(),
                work.deadLetters(),
                work.runner(),
                slots,
                meters,
                work.deliveryLimit());
        return new RoleLoop(
                role, () -> new ShareGroupSource(clients, role, slots.batch(), meters::unsettled), slots, starter);
    }
}
