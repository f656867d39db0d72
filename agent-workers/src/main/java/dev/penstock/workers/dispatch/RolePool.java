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

    private final Map<String, ServedRole> served = new ConcurrentSkipListMap<>();
    private final Admin admin;
    private final Map<String, Object> clients;
    private final ToIntFunction<String> slotsOf;
    private final Work work;
    private final MeterRegistry registry;
    private boolean closed;

    /** What the loops hand deliveries on to. */
    public record Work(
            Attempts attempts,
            Ceiling ceiling,
            CommandLog commands,
            DeadLetters deadLetters,
            AttemptRunner runner,
            int deliveryLimit) {}

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
                .filter(role -> !served.containsKey(role))
                .distinct()
                .sorted()
                .limit(MAX_ROLES - served.size())
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
            ServedRole one = served(role, slotsOf.applyAsInt(role));
            served.put(role, one);
            one.start();
            LOG.info("Serving {} with {} slots", role, one.size());
        }
    }

    /** Gives each role the slots that it should have by now. One that has them already is left alone. */
    public synchronized void resize() {
        if (closed) {
            return;
        }
        served.forEach((role, one) -> {
            int size = slotsOf.applyAsInt(role);
            if (size != one.size()) {
                LOG.info("Serving {} with {} slots from now on, no longer with {}", role, size, one.size());
                one.resize(size);
            }
        });
    }

    /** Whether another role can be served. */
    public boolean isFull() {
        return served.size() >= MAX_ROLES;
    }

    public Collection<String> roles() {
        return served.keySet();
    }

    /** Takes nothing more, and waits until no loop holds a delivery. Attempts that were started go on. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        served.values().forEach(ServedRole::stop);
        served.values().forEach(ServedRole::close);
    }

    /** What keeps roles from being served; empty for nothing. */
    public String trouble() {
        return served.entrySet().stream()
                .filter(entry -> !entry.getValue().trouble().isEmpty())
                .map(entry -> entry.getKey() + ": " + entry.getValue().trouble())
                .collect(Collectors.joining(", "));
    }

    /** Whether the threads of every role are there. */
    public boolean isAlive() {
        return served.values().stream().allMatch(ServedRole::isAlive);
    }

    private ServedRole served(String role, int size) {
        SlotPool slots = new SlotPool(size);
        return new ServedRole(role, clients, work, slots, new RoleMeters(registry, role, slots));
    }
}
