package dev.penstock.streams.intake;

import dev.penstock.schemas.DeadLetterReason;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.DeadLetter;
import dev.penstock.schemas.v1.Source;
import dev.penstock.streams.DeadLetters;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the door open when a record meets a bug in reading it: that one record is dead-lettered and the rest goes on. What fails for Kafka's
 * sake is no property of the record and stops the thread instead.
 */
public final class DeadLetterBugs implements ProcessingExceptionHandler {
    /** Configuration key under which the application hands over its {@link IntakeMetrics}. */
    public static final String METRICS = "penstock.intake.metrics";

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterBugs.class);

    private @Nullable IntakeMetrics metrics;

    @Override
    public void configure(Map<String, ?> configs) {
        metrics = configs.get(METRICS) instanceof IntakeMetrics found ? found : null;
    }

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        if (exception instanceof KafkaException) {
            return Response.fail();
        }
        // The exception's message may quote the record, which is no telemetry: its class and place are enough.
        StackTraceElement[] trace = exception.getStackTrace();
        String where = exception.getClass().getSimpleName() + (trace.length == 0 ? "" : " at " + trace[0]);
        LOG.error("Could not read {}-{} offset {}: {}", context.topic(), context.partition(), context.offset(), where);
        if (metrics != null) {
            metrics.deadLetter(DeadLetterReason.MALFORMED);
        }
        Source source = Source.newBuilder()
                .setTopic(context.topic())
                .setPartition(context.partition())
                .setOffset(context.offset())
                .build();
        DeadLetter letter = DeadLetters.of(
                DeadLetterReason.MALFORMED,
                where,
                source,
                context.sourceRawKey(),
                context.sourceRawValue(),
                System.currentTimeMillis());
        return Response.resume(List.of(new ProducerRecord<>(Topics.DLQ, letter.toByteArray())));
    }
}
