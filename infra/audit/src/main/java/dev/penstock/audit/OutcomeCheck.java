package dev.penstock.audit;

import dev.penstock.audit.AuditOptions.Part;
import dev.penstock.schemas.DecodedRequest;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.Source;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * I19: each record of an intake topic has exactly one outcome: its task is accepted, rejected, a duplicate or a conflict, or it is dead-lettered. A
 * record that enters twice, as intake may do after a crash, is a duplicate of itself, and no second outcome.
 */
final class OutcomeCheck extends Check {
    private final IntakeBook book;
    private boolean lettersTrimmed;
    private long records;
    private long unanswered;

    OutcomeCheck(AuditOptions options, IntakeBook book) {
        super(Invariant.I19, options);
        this.book = book;
    }

    @Override
    void examine(TenantView before, LogEvent e) {
        Source source = source(e.event());
        if (source == null) {
            return;
        }
        examined++;
        int mark = mark(e.event());
        long task = IntakeBook.fingerprint(e.tenant(), e.taskId());
        long known = book.task(source.getTopic(), source.getPartition(), source.getOffset());
        if (known != 0 && known != task) {
            findings.at(e, "is about another task than an earlier outcome of " + text(source));
        }
        book.outcome(source, mark, task, body(before, e));
        int marks = book.marks(source.getTopic(), source.getPartition(), source.getOffset());
        boolean rightAlone = (marks & IntakeBook.CONFLICT) == 0 || (marks & IntakeBook.DUPLICATE) == 0;
        if (!rightAlone || marks == (IntakeBook.ACCEPTED | IntakeBook.CONFLICT)) {
            findings.at(e, "%s has several outcomes: %s".formatted(text(source), names(marks)));
        }
    }

    /** A dead letter of an intake record. */
    void letter(Source source) {
        examined++;
        int others = book.marks(source.getTopic(), source.getPartition(), source.getOffset());
        book.mark(source.getTopic(), source.getPartition(), source.getOffset(), IntakeBook.DEAD_LETTER);
        if ((others & IntakeBook.OUTCOMES & ~IntakeBook.DEAD_LETTER) != 0) {
            add(source, "is dead-lettered too: " + names(others));
        }
    }

    /** Dead letters are missing that retention has taken or an open transaction hides, so that a bad record without one proves nothing. */
    void lettersTrimmed() {
        lettersTrimmed = true;
    }

    /** A record; after all events and dead letters. */
    void intake(LogIntake record) {
        examined++;
        records++;
        int marks = book.marks(record.topic(), record.partition(), record.offset()) & IntakeBook.OUTCOMES;
        book.mark(record.topic(), record.partition(), record.offset(), IntakeBook.SEEN);
        boolean good = record.decoded() instanceof DecodedRequest.Valid;
        Source source = Source.newBuilder()
                .setTopic(record.topic())
                .setPartition(record.partition())
                .setOffset(record.offset())
                .build();
        if (marks == 0 && options.truncated().isEmpty() && (good || !lettersTrimmed)) {
            unanswered++;
            if (options.quiet()) {
                add(source, "has no outcome: it is neither a task nor a dead letter");
            }
        } else if (!good && (marks & ~IntakeBook.DEAD_LETTER) != 0) {
            add(source, "cannot be read by the contract, and yet is " + names(marks));
        }
    }

    /** The topics are over: what names an offset without a record names what was never written, or aborted. */
    void finish(Map<String, Map<Integer, IntakeRange>> read) {
        book.visit((topic, partition, offset, marks) -> {
            IntakeRange range = read.getOrDefault(topic, Map.of()).get(partition);
            boolean wasRead = range != null && offset >= range.begin() && offset < range.end();
            if (wasRead && (marks & IntakeBook.SEEN) == 0) {
                Source source = Source.newBuilder()
                        .setTopic(topic)
                        .setPartition(partition)
                        .setOffset(offset)
                        .build();
                add(source, "is no record, and yet is " + names(marks));
            }
        });
    }

    private void add(Source source, String what) {
        findings.add(new Violation("", "", source.getPartition(), source.getOffset(), text(source) + " " + what));
    }

    private static String text(Source source) {
        return source.getTopic() + "/" + source.getPartition() + " offset " + source.getOffset();
    }

    private static String names(int marks) {
        StringBuilder names = new StringBuilder();
        String[] all = {"accepted", "rejected", "a duplicate", "a conflict", "a dead letter"};
        for (int i = 0; i < all.length; i++) {
            if ((marks & 1 << i) != 0) {
                names.append(names.isEmpty() ? "" : ", ").append(all[i]);
            }
        }
        return names.toString();
    }

    /** Where a submission came from that an event is the outcome of; null for any other event. */
    private static @Nullable Source source(Event event) {
        return switch (event.getKindCase()) {
            case ACCEPTED ->
                event.getAccepted().hasSource() ? event.getAccepted().getSource() : null;
            case REJECTED ->
                event.getRejected().hasSource() ? event.getRejected().getSource() : null;
            case DUPLICATE ->
                event.getDuplicate().hasSource() ? event.getDuplicate().getSource() : null;
            case CONFLICT ->
                event.getConflict().hasSource() ? event.getConflict().getSource() : null;
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
                    KIND_NOT_SET -> null;
        };
    }

    private static int mark(Event event) {
        if (event.hasAccepted()) {
            return IntakeBook.ACCEPTED;
        }
        if (event.hasRejected()) {
            return IntakeBook.REJECTED;
        }
        return event.hasDuplicate() ? IntakeBook.DUPLICATE : IntakeBook.CONFLICT;
    }

    private static long body(TenantView before, LogEvent e) {
        return e.event().hasAccepted()
                ? IntakeBook.fingerprint(e.event().getAccepted().getRequestHash())
                : before.body(e.taskId());
    }

    @Override
    String note() {
        if (!options.judges(Part.INTAKE)) {
            return "intake topics not read";
        }
        return "%,d records, %,d without an outcome yet".formatted(records, unanswered);
    }
}
