package dev.penstock.ingest.events;

import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.LeaseRenewed;
import java.util.Optional;

/** The names that clients know the kinds of events by. */
final class EventKind {
    private EventKind() {}

    /** Name of the frame for {@code event}; empty for those that clients do not get: plain heartbeats, and what a later version writes. */
    static Optional<String> of(Event event) {
        return switch (event.getKindCase()) {
            case ACCEPTED -> Optional.of("accepted");
            case REJECTED -> Optional.of("rejected");
            case DUPLICATE -> Optional.of("duplicate");
            case CONFLICT -> Optional.of("conflict");
            case GRANTED -> Optional.of("granted");
            case STARTED -> Optional.of("started");
            case RETRY_SCHEDULED -> Optional.of("retry-scheduled");
            case DEFERRED -> Optional.of("deferred");
            case QUEUED -> Optional.of("queued");
            case SUCCEEDED -> Optional.of("succeeded");
            case DEAD -> Optional.of("dead");
            case CANCELLED -> Optional.of("cancelled");
            case EXPIRED -> Optional.of("expired");
            case RESULT_REJECTED -> Optional.of("result-rejected");
            case CONFIGURED -> Optional.of("configured");
            case REPLAYED -> Optional.of("replayed");
            case CAMPAIGN_CANCELLED -> Optional.of("campaign-cancelled");
            case CAMPAIGN_PROGRESSED -> Optional.of("campaign-progressed");
            case RENEWED -> progress(event.getRenewed());
            case KIND_NOT_SET -> Optional.empty();
        };
    }

    private static Optional<String> progress(LeaseRenewed renewed) {
        if (!renewed.hasProgress()) {
            return Optional.empty();
        }
        return Optional.of(renewed.getProgress().getKind().equals("routed") ? "routed" : "progress");
    }
}
