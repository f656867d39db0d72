package dev.penstock.mongo;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What each tenant's database holds. A document's {@code at} is its time. */
public enum TenantCollection {
    /** Finished outputs, by task: {@code role, tier, campaign, attempt, output, bytes, sha256, usage, at, seq, offset}. For good. */
    DELIVERABLES(null),
    /** Every event but for outputs, by its sequence number: {@code offset, at, kind, task, role, tier, campaign, body}. For good. */
    TASK_EVENTS(null),
    /** What a task's agent makes or made last, by task: {@code attempt, grant, first, last, ended, pieces [{n, text}], at, offset}. */
    STREAM_BUFFER(Duration.ofHours(24));

    private final @Nullable Duration kept;

    TenantCollection(@Nullable Duration kept) {
        this.kept = kept;
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How long after its {@code at} a document goes; empty for never. */
    public Optional<Duration> kept() {
        return Optional.ofNullable(kept);
    }
}
