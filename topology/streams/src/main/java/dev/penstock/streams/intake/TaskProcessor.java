package dev.penstock.streams.intake;

import dev.penstock.schemas.ContentTypes;
import dev.penstock.schemas.DeadLetterReason;
import dev.penstock.schemas.DecodedRequest;
import dev.penstock.schemas.RequestHash;
import dev.penstock.schemas.TaskIds;
import dev.penstock.schemas.TaskRequests;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.Source;
import dev.penstock.schemas.v1.SubmitTask;
import dev.penstock.schemas.v1.TaskRequest;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Turns a record of an intake topic into a submission. */
final class TaskProcessor extends IntakeProcessor {
    /** W3C trace context, version 00: what the engine keeps of a submission's trace. */
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    /** Longest header value looked at, in bytes; a content type or trace context is shorter. */
    private static final int MAX_HEADER_BYTES = 200;

    private final IntakeMetrics metrics;

    TaskProcessor(IntakeTopology.Outlet outlet, IntakeMetrics metrics) {
        super(outlet, metrics);
        this.metrics = metrics;
    }

    @Override
    Outcome read(Source source, Record<byte[], byte[]> record) {
        Topics.Intake intake = Topics.intake(source.getTopic())
                .orElseThrow(() -> new IllegalStateException(source.getTopic() + " is no intake topic"));
        String contentType = header(record.headers(), ContentTypes.HEADER);
        return switch (TaskRequests.fromIntake(intake, record.key(), record.value(), contentType)) {
            case DecodedRequest.Valid(TaskRequest request) -> {
                metrics.submitted();
                yield new Outcome.Good(submit(source, request, traceparent(record.headers())));
            }
            case DecodedRequest.Refused(DeadLetterReason reason, String message) -> new Outcome.Bad(reason, message);
        };
    }

    private static Command submit(Source source, TaskRequest request, String traceparent) {
        UUID taskId = request.getIdempotencyKey().isEmpty()
                ? TaskIds.fromOffset(request.getTenant(), source.getTopic(), source.getPartition(), source.getOffset())
                : TaskIds.fromKey(request.getTenant(), request.getIdempotencyKey());
        SubmitTask.Builder submit = SubmitTask.newBuilder()
                .setTaskId(taskId.toString())
                .setRole(request.getRole())
                .setTier(request.getTier())
                .setInput(request.getInput())
                .setCampaign(request.getCampaign())
                .setMaxAttempts(request.getMaxAttempts())
                .putAllLabels(request.getLabelsMap())
                .setRequestHash(RequestHash.of(request))
                .setSource(source)
                .setTraceparent(traceparent)
                .setEstimateMicros(request.getEstimateMicros())
                .setNotBeforeMillis(request.getNotBeforeMillis())
                .setStartWithinMillis(request.getStartWithinMillis())
                .setAttemptTimeoutMillis(request.getAttemptTimeoutMillis())
                .setEndWithinMillis(request.getEndWithinMillis());
        return Command.newBuilder()
                .setTenant(request.getTenant())
                .setSubmit(submit)
                .build();
    }

    private static String traceparent(Headers headers) {
        String value = header(headers, "traceparent");
        return value != null && TRACEPARENT.matcher(value).matches() ? value : "";
    }

    /** The last header of that name, cut at {@link #MAX_HEADER_BYTES}; null when there is none. */
    private static @Nullable String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null) {
            return null;
        }
        byte[] value = header.value();
        return new String(value, 0, Math.min(value.length, MAX_HEADER_BYTES), StandardCharsets.UTF_8);
    }
}
