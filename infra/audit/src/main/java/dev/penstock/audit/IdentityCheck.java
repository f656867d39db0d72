package dev.penstock.audit;

import dev.penstock.audit.AuditOptions.Part;
import dev.penstock.schemas.DecodedRequest;
import dev.penstock.schemas.RequestHash;
import dev.penstock.schemas.TaskIds;
import dev.penstock.schemas.v1.TaskRequest;
import java.util.UUID;

/**
 * I9: what a tenant submits under one key is one task; the same again is dropped as a duplicate, and another body is a conflict. Held against the
 * submissions themselves: their ids and hashes are reckoned anew here.
 */
final class IdentityCheck extends Check {
    private final IntakeBook book;
    private long keyed;

    IdentityCheck(AuditOptions options, IntakeBook book) {
        super(Invariant.I9, options);
        this.book = book;
    }

    @Override
    void examine(TenantView before, LogEvent e) {
        if (e.event().hasDuplicate() || e.event().hasConflict()) {
            // What it repeats or conflicts with is judged when its record is read.
            examined++;
        }
    }

    /** A record; after all events, and before {@link OutcomeCheck} takes note that it was read. */
    void intake(LogIntake record) {
        if (!(record.decoded() instanceof DecodedRequest.Valid(TaskRequest request))) {
            return;
        }
        int marks = book.marks(record.topic(), record.partition(), record.offset());
        long named = book.task(record.topic(), record.partition(), record.offset());
        if (named == 0) {
            return;
        }
        examined++;
        keyed += request.getIdempotencyKey().isEmpty() ? 0 : 1;
        String id = id(record, request).toString();
        if (named != IntakeBook.fingerprint(request.getTenant(), id)) {
            add(record, request, id, "became a task of another id");
            return;
        }
        long body = book.body(record.topic(), record.partition(), record.offset());
        boolean same = body == IntakeBook.fingerprint(RequestHash.of(request));
        if (body == 0) {
            return;
        }
        if ((marks & IntakeBook.ACCEPTED) != 0 && !same) {
            add(record, request, id, "was accepted with another hash than its own");
        } else if ((marks & IntakeBook.DUPLICATE) != 0 && !same) {
            add(record, request, id, "was dropped as a duplicate of a task with another body");
        } else if ((marks & IntakeBook.CONFLICT) != 0 && same) {
            add(record, request, id, "was refused as a conflict with a task of the same body");
        }
    }

    private static UUID id(LogIntake record, TaskRequest request) {
        return request.getIdempotencyKey().isEmpty()
                ? TaskIds.fromOffset(request.getTenant(), record.topic(), record.partition(), record.offset())
                : TaskIds.fromKey(request.getTenant(), request.getIdempotencyKey());
    }

    private void add(LogIntake record, TaskRequest request, String id, String what) {
        findings.add(new Violation(
                request.getTenant(),
                id,
                record.partition(),
                record.offset(),
                "the submission of %s/%d offset %d %s"
                        .formatted(record.topic(), record.partition(), record.offset(), what)));
    }

    @Override
    String note() {
        return options.judges(Part.INTAKE) ? "%,d submissions with a key".formatted(keyed) : "intake topics not read";
    }
}
