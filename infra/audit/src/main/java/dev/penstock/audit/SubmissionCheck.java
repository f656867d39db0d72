package dev.penstock.audit;

import dev.penstock.schemas.v1.Source;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** I2: no task and no intake offset is accepted twice, and every submission that was answered was accepted or rejected. */
final class SubmissionCheck extends Check {
    private record Key(String tenant, String task) {}

    /** 65,536 offsets of an intake partition. */
    private record Stretch(String topic, int partition, long number) {}

    private static final class Outcome {
        final boolean answered;
        int accepted;
        int rejected;

        Outcome(boolean answered) {
            this.answered = answered;
        }
    }

    private final Map<Key, Outcome> submitted = new LinkedHashMap<>();
    private final Map<Stretch, BitSet> taken = new HashMap<>();
    private long lost;

    SubmissionCheck(AuditOptions options) {
        super(Invariant.I2, options);
    }

    /** A producer's word; an answer that came once stands, however often the same task was submitted. */
    void submitted(Submission submission) {
        Key key = new Key(submission.tenant(), submission.taskId());
        Outcome known = submitted.get(key);
        if (known == null || !known.answered) {
            submitted.put(key, new Outcome(submission.answered()));
        }
    }

    @Override
    void examine(TenantView before, LogEvent e) {
        switch (e.event().getKindCase()) {
            case ACCEPTED -> {
                examined++;
                accepted(before, e);
            }
            case REJECTED -> {
                examined++;
                Outcome outcome = submitted.get(new Key(e.tenant(), e.taskId()));
                if (outcome != null) {
                    outcome.rejected++;
                }
            }
            case DUPLICATE, CONFLICT -> {
                examined++;
                if (standing(before, e.taskId()).equals("unknown") && !before.truncated) {
                    findings.at(
                            e, "dropped as " + name(e.event().getKindCase()) + " of a task that was never accepted");
                }
            }
            case GRANTED,
                    STARTED,
                    RENEWED,
                    RETRY_SCHEDULED,
                    DEFERRED,
                    QUEUED,
                    SUCCEEDED,
                    DEAD,
                    CANCELLED,
                    EXPIRED,
                    RESULT_REJECTED,
                    CONFIGURED,
                    REPLAYED,
                    CAMPAIGN_CANCELLED,
                    CAMPAIGN_PROGRESSED,
                    KIND_NOT_SET -> {
                // About no submission.
            }
        }
    }

    private void accepted(TenantView before, LogEvent e) {
        Outcome outcome = submitted.get(new Key(e.tenant(), e.taskId()));
        if (outcome != null) {
            outcome.accepted++;
        }
        if (before.task(e.taskId()) != null || isKept(before.ended(e.taskId()), e.at())) {
            findings.at(e, "accepted again; it is " + standing(before, e.taskId()));
        }
        if (e.event().getAccepted().hasSource()) {
            Source source = e.event().getAccepted().getSource();
            BitSet offsets = taken.computeIfAbsent(stretch(source), stretch -> new BitSet());
            int offset = (int) (source.getOffset() & 0xffff);
            if (offsets.get(offset)) {
                findings.at(
                        e,
                        "a second task was accepted from %s/%d offset %d"
                                .formatted(source.getTopic(), source.getPartition(), source.getOffset()));
            }
            offsets.set(offset);
        }
    }

    /** Whether the engine must still know it: a dead task it may forget early, for lack of room, once a marker's time is over. */
    private boolean isKept(@Nullable Ended ended, long now) {
        return ended != null && now - ended.atMillis() < options.markerTtl().toMillis();
    }

    private static Stretch stretch(Source source) {
        return new Stretch(source.getTopic(), source.getPartition(), source.getOffset() >> 16);
    }

    /** Submissions that were answered and never accepted or rejected. */
    void finish() {
        submitted.forEach((key, outcome) -> {
            examined++;
            if (outcome.answered && outcome.accepted == 0 && outcome.rejected == 0) {
                lost++;
                findings.add(new Violation(
                        key.tenant(), key.task(), 0, -1, "submitted and answered, but neither accepted nor rejected"));
            }
        });
    }

    @Override
    String note() {
        return submitted.isEmpty() ? "" : "%,d submissions known, %,d lost".formatted(submitted.size(), lost);
    }
}
