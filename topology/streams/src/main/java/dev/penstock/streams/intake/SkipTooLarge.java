package dev.penstock.streams.intake;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets intake go on when the broker finds a record too large, which its limits rule out unless an operator lowered them; fails otherwise. */
public final class SkipTooLarge implements ProductionExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SkipTooLarge.class);

    private @Nullable IntakeMetrics metrics;

    @Override
    public void configure(Map<String, ?> configs) {
        metrics = configs.get(DeadLetterBugs.METRICS) instanceof IntakeMetrics found ? found : null;
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        if (!(exception instanceof RecordTooLargeException)) {
            return Response.fail();
        }
        LOG.error(
                "{} took no record of {} bytes, made of {}-{} offset {}: raise its max.message.bytes",
                record.topic(),
                record.value() == null ? 0 : record.value().length,
                context.topic(),
                context.partition(),
                context.offset());
        if (metrics != null) {
            metrics.unwritable();
        }
        return Response.resume();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Response handleSerializationError(
            ErrorHandlerContext context,
            ProducerRecord record,
            Exception exception,
            SerializationExceptionOrigin origin) {
        return Response.fail();
    }
}
