package dev.penstock.streams.intake;

import dev.penstock.schemas.DeadLetterReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** What intake counts. */
public final class IntakeMetrics {
    private final Counter submissions;
    private final Counter configurations;
    private final Counter unwritable;
    private final Map<DeadLetterReason, Counter> dead = new EnumMap<>(DeadLetterReason.class);

    public IntakeMetrics(MeterRegistry registry) {
        submissions = counter(registry, "penstock.intake.submissions", "Submissions passed on to the engine");
        configurations =
                counter(registry, "penstock.intake.configurations", "Tenant configurations passed on to the engine");
        unwritable = counter(registry, "penstock.intake.unwritable", "Records that were too large to write");
        for (DeadLetterReason reason : DeadLetterReason.values()) {
            dead.put(
                    reason,
                    Counter.builder("penstock.intake.dead.letters")
                            .description("Records that could not be taken in")
                            .tag("reason", reason.code())
                            .register(registry));
        }
    }

    void submitted() {
        submissions.increment();
    }

    void configured() {
        configurations.increment();
    }

    void unwritable() {
        unwritable.increment();
    }

    void deadLetter(DeadLetterReason reason) {
        Counter counter = dead.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }
}
