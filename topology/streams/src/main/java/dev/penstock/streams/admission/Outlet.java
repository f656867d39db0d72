package dev.penstock.streams.admission;

import dev.penstock.admission.Engine;
import dev.penstock.admission.Event;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.Signal;
import dev.penstock.admission.TenantConfig;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.AttemptEnded;
import dev.penstock.schemas.v1.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Sends what a slot's engine decided where it belongs: every event to {@code events}, grants to workers, early ends to {@code signals}. */
final class Outlet {
    /** Causes of attempts that the engine itself ended, so that whoever runs them should stop. */
    private static final Set<String> ENDED_BY_TIME = Set.of("lease_lapsed", "attempt_timeout");

    private static final String EXPIRED = "expired";
    private static final String CANCELLED = "cancelled";
    private static final String REFUSED = "refused";
    private static final String ANY_WORKER = "";

    private final AdmissionTopology.Parts parts;
    private final Engine engine;
    private final ProcessorContext<byte[], Outbound> context;
    private final int slot;

    Outlet(AdmissionTopology.Parts parts, Engine engine, ProcessorContext<byte[], Outbound> context) {
        this.parts = parts;
        this.engine = engine;
        this.context = context;
        this.slot = context.taskId().partition();
    }

    /** Publishes an event and what follows from it; returns whether somebody may be waiting for it. */
    boolean publish(Event event) {
        return switch (event) {
            case Event.RoleConfigured e -> {
                publish(e.config());
                yield true;
            }
            case Event.SlotEvent e -> false;
            case Event.TenantEvent e -> {
                if (e instanceof Event.Configured configured) {
                    // Before anything can be granted to it.
                    configured.config().lanes().forEach(lane -> parts.roles().ensure(lane.role()));
                    publish(configured.config());
                }
                toEvents(e);
                follow(e);
                yield !(e instanceof Event.Renewed renewed) || renewed.progress() != null;
            }
        };
    }

    /** A change that was decided here is told to all who follow the topic of configurations; what came from there is there already. */
    private void publish(TenantConfig config) {
        var proto = TenantConfigs.toProto(config);
        if (TenantConfigs.lastChange(proto.getChangesList(), proto.getVersion()).isPresent()) {
            publish(config.tenant(), Topics.TENANT_CONFIG, proto.toByteArray(), AdmissionTopology.CONFIGS);
        }
    }

    /** The same of a role: the other slots take it from the topic. */
    private void publish(RoleConfig config) {
        var proto = TenantConfigs.toProto(config);
        if (Slots.ofRole(config.role(), parts.slots()) == slot
                && TenantConfigs.lastChange(proto.getChangesList(), proto.getVersion())
                        .isPresent()) {
            publish(config.role(), Topics.ROLE_LIMITS, proto.toByteArray(), AdmissionTopology.LIMITS);
        }
    }

    private void publish(String key, String topic, byte[] value, String sink) {
        forward(key.getBytes(StandardCharsets.UTF_8), new Outbound(topic, Outbound.ANY, value), engine.now(), sink);
    }

    /** Tells workers what an event means for them. */
    private void follow(Event.TenantEvent event) {
        switch (event) {
            case Event.Granted e -> dispatch(e);
            case Event.Cancelled e when e.attempt() > 0 -> signal(e.task(), e.attempt(), CANCELLED, ANY_WORKER);
            case Event.Expired e when e.attempt() > 0 -> signal(e.task(), e.attempt(), EXPIRED, ANY_WORKER);
            case Event.RetryScheduled e
            when ENDED_BY_TIME.contains(e.cause()) -> signal(e.task(), e.attempt(), e.cause(), ANY_WORKER);
            case Event.Dead e
            when ENDED_BY_TIME.contains(e.cause()) -> signal(e.task(), e.attempt(), e.cause(), ANY_WORKER);
            // That worker believes it runs the attempt.
            case Event.ResultRejected e
            when e.signal() == Signal.START || e.signal() == Signal.RENEW ->
                signal(e.task(), e.attempt(), REFUSED, e.workerId());
            case Event.TenantEvent e -> {}
        }
    }

    void deadLetter(DeadLetter letter, long timestamp) {
        forward(null, new Outbound(Topics.DLQ, Outbound.ANY, letter.toByteArray()), timestamp, AdmissionTopology.DLQ);
    }

    private void toEvents(Event.TenantEvent event) {
        dev.penstock.schemas.v1.Event proto = EventWriter.write(event, engine.now());
        parts.metrics().event(proto.getKindCase());
        byte[] key = event.tenant().getBytes(StandardCharsets.UTF_8);
        forward(key, new Outbound(Topics.EVENTS, slot, proto.toByteArray()), engine.now(), AdmissionTopology.EVENTS);
    }

    /** Without a key, so that grants spread over the partitions: any worker may take any of them. */
    private void dispatch(Event.Granted granted) {
        Event.TaskRef task = granted.task();
        byte[] template = engine.payload(task.tenant(), task.taskId());
        if (template == null) {
            throw new IllegalStateException("The engine granted a task whose payload it does not hold");
        }
        parts.roles().ensure(task.role());
        parts.metrics().dispatch();
        byte[] dispatch = Dispatches.complete(
                template,
                granted,
                engine.bounds(granted),
                parts.policy().lease().toMillis(),
                engine.now());
        String topic = Topics.dispatch(task.role(), Tiers.toProto(task.tier()));
        forward(null, new Outbound(topic, Outbound.ANY, dispatch), engine.now(), AdmissionTopology.DISPATCH);
    }

    private void signal(Event.TaskRef task, int attempt, String reason, String worker) {
        AttemptEnded ended = AttemptEnded.newBuilder()
                .setTenant(task.tenant())
                .setTaskId(task.taskId().toString())
                .setAttempt(attempt)
                .setReason(reason)
                .setWorkerId(worker)
                .setRole(task.role())
                .build();
        byte[] key = task.tenant().getBytes(StandardCharsets.UTF_8);
        forward(
                key,
                new Outbound(Topics.SIGNALS, Outbound.ANY, ended.toByteArray()),
                engine.now(),
                AdmissionTopology.SIGNALS);
    }

    private void forward(byte @Nullable [] key, Outbound outbound, long timestamp, String sink) {
        context.<byte @Nullable [], Outbound>forward(new Record<>(key, outbound, timestamp), sink);
    }
}
