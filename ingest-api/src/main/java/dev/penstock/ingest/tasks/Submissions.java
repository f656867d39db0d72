package dev.penstock.ingest.tasks;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemException;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.schemas.ContentTypes;
import dev.penstock.schemas.DecodedRequest;
import dev.penstock.schemas.RequestHash;
import dev.penstock.schemas.TaskIds;
import dev.penstock.schemas.TaskRequests;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.TaskRequest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Takes submissions: checks them, notes them, and puts them on their intake topic. */
public final class Submissions {
    private static final byte[] PROTOBUF = ContentTypes.PROTOBUF.getBytes(StandardCharsets.US_ASCII);
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final int KEY_BYTES = 16;

    private final IntakeTopics topics;
    private final Notes notes;
    private final TaskRuns runs;
    private final KafkaWriter kafka;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public Submissions(IntakeTopics topics, Notes notes, TaskRuns runs, KafkaWriter kafka, InstantSource clock) {
        this.topics = topics;
        this.notes = notes;
        this.runs = runs;
        this.kafka = kafka;
        this.clock = clock;
    }

    /**
     * What a producer sent.
     *
     * @param idempotencyKey null when none was given; such a submission gets a key that nobody else has
     */
    public record Submission(
            String tenant,
            @Nullable String idempotencyKey,
            byte[] body,
            @Nullable String contentType,
            @Nullable String traceparent) {}

    /** Returns once Kafka has acknowledged the task; ends with a problem when it is refused or Kafka does not answer. */
    public SubmittedTask submit(Submission submission) {
        DecodedRequest decoded =
                TaskRequests.fromTenant(submission.tenant, key(submission), submission.body, submission.contentType);
        Taken taken = take(request(decoded), submission.traceparent);
        TaskRequest request = taken.request;
        return new SubmittedTask(
                taken.id, "SUBMITTED", request.getRole(), Topics.tierName(request.getTier()), TaskLinks.of(taken.id));
    }

    /** What was taken, and the id of its task. */
    public record Taken(UUID id, TaskRequest request) {}

    /** As {@link #submit}, of a campaign's goal; {@code check} may refuse it before anything is written. */
    public Taken submitGoal(Submission submission, Consumer<TaskRequest> check) {
        TaskRequest asked = request(TaskRequests.campaignOfTenant(
                submission.tenant, key(submission), submission.body, submission.contentType));
        check.accept(asked);
        return take(asked, submission.traceparent);
    }

    private Taken take(TaskRequest asked, @Nullable String traceparent) {
        String topic = Topics.tasks(asked.getRole(), asked.getTier());
        if (!topics.exists(topic)) {
            throw unknownRole(asked.getRole());
        }
        boolean keyed = !asked.getIdempotencyKey().isEmpty();
        TaskRequest request =
                keyed ? asked : asked.toBuilder().setIdempotencyKey(drawKey()).build();
        UUID id = TaskIds.fromKey(request.getTenant(), request.getIdempotencyKey());
        String hash = HexFormat.of().formatHex(RequestHash.of(request).toByteArray());
        Note note = Note.of(request, hash, clock.instant());
        if (keyed) {
            submitKeyed(request, id, note, record(topic, request, traceparent));
        } else {
            CompletableFuture<Notes.Written> noted = notes.write(request.getTenant(), id, note, Notes.UNKEYED);
            kafka.await(kafka.send(record(topic, request, traceparent)));
            // Waited for so that the task is found from now on; the note never fails, and Redis answers within its own
            // limit.
            noted.join();
        }
        return new Taken(id, request);
    }

    private void submitKeyed(TaskRequest request, UUID id, Note note, ProducerRecord<byte[], byte[]> record) {
        String tenant = request.getTenant();
        Notes.Written written = notes.write(tenant, id, note, Notes.PENDING).join();
        boolean fresh =
                switch (written) {
                    case Notes.Written.Found(Note earlier) -> {
                        refuseOther(id, note, earlier.requestHash());
                        yield false;
                    }
                    case Notes.Written.Fresh() -> true;
                    case Notes.Written.Unknown() -> false;
                };
        try {
            if (!(written instanceof Notes.Written.Found)) {
                // Redis may have lost its notes: the database knows older submissions. What neither knows yet, the
                // engine tells.
                runs.requestHash(tenant, id, Notes.KEPT).ifPresent(earlier -> refuseOther(id, note, earlier));
            }
            kafka.await(kafka.send(record));
        } catch (RuntimeException e) {
            if (fresh) {
                notes.forget(tenant, id);
            }
            throw e;
        }
        notes.keep(tenant, id);
    }

    private static @Nullable String key(Submission submission) {
        if (submission.idempotencyKey != null && submission.idempotencyKey.isBlank()) {
            throw Problem.of(
                            ProblemType.MALFORMED_REQUEST,
                            "The Idempotency-Key header is empty; leave it out or give it a value.")
                    .exception();
        }
        return submission.idempotencyKey;
    }

    private static TaskRequest request(DecodedRequest decoded) {
        return switch (decoded) {
            case DecodedRequest.Valid(TaskRequest request) -> request;
            case DecodedRequest.Refused refused -> throw refusal(refused);
        };
    }

    private static ProblemException refusal(DecodedRequest.Refused refused) {
        ProblemType type =
                switch (refused.reason()) {
                    case MALFORMED, NULL_VALUE, NULL_KEY, POISON_COMMAND -> ProblemType.MALFORMED_REQUEST;
                    case TOO_LARGE -> ProblemType.TOO_LARGE;
                    case UNSUPPORTED_CONTENT_TYPE -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
                    case INVALID, TOPIC_MISMATCH, DELIVERY_LIMIT -> ProblemType.INVALID_REQUEST;
                };
        return Problem.of(type, refused.message() + ".").exception();
    }

    private static ProblemException unknownRole(String role) {
        return Problem.of(
                        ProblemType.UNKNOWN_ROLE,
                        "There is no role '" + role
                                + "' here. Correct it; a custom role works once the operator has added its topics "
                                + Topics.PREFIX + "tasks." + role + ".{urgent,normal,batch}.")
                .exception();
    }

    private static void refuseOther(UUID id, Note asked, String earlierHash) {
        if (!asked.requestHash().equals(earlierHash)) {
            String task = TaskLinks.of(id).self();
            throw Problem.of(
                            ProblemType.IDEMPOTENCY_CONFLICT,
                            "The Idempotency-Key belongs to the task at " + task
                                    + ", which was asked for with another body.")
                    .with("task", task)
                    .exception();
        }
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, TaskRequest request, @Nullable String traceparent) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic, request.getTenant().getBytes(StandardCharsets.UTF_8), request.toByteArray());
        record.headers().add(ContentTypes.HEADER, PROTOBUF);
        if (traceparent != null && TRACEPARENT.matcher(traceparent).matches()) {
            record.headers().add("traceparent", traceparent.getBytes(StandardCharsets.US_ASCII));
        }
        return record;
    }

    private String drawKey() {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return HexFormat.of().formatHex(key);
    }
}
