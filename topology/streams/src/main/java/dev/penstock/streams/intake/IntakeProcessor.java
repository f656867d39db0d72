package dev.penstock.streams.intake;

import dev.penstock.schemas.DeadLetterReason;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.Source;
import dev.penstock.streams.DeadLetters;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** What both halves of intake have in common: each record becomes exactly one command or one dead letter. */
abstract class IntakeProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private final IntakeTopology.Outlet outlet;
    private final IntakeMetrics metrics;
    private @Nullable ProcessorContext<byte[], byte[]> context;

    IntakeProcessor(IntakeTopology.Outlet outlet, IntakeMetrics metrics) {
        this.outlet = outlet;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    /** Turns a record into what becomes of it; bad input is a {@link Outcome.Bad}, never an exception. */
    abstract Outcome read(Source source, Record<byte[], byte[]> record);

    /** What becomes of a record. */
    sealed interface Outcome {
        record Good(Command command) implements Outcome {}

        record Bad(DeadLetterReason reason, String message) implements Outcome {}
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata metadata =
                context().recordMetadata().orElseThrow(() -> new IllegalStateException("A source record has metadata"));
        Source source = Source.newBuilder()
                .setTopic(metadata.topic())
                .setPartition(metadata.partition())
                .setOffset(metadata.offset())
                .build();
        switch (read(source, record)) {
            case Outcome.Good(Command command) -> forward(command, record.timestamp());
            case Outcome.Bad(DeadLetterReason reason, String message) -> deadLetter(reason, message, source, record);
        }
    }

    private void forward(Command command, long timestamp) {
        context()
                .forward(
                        new Record<>(
                                command.getTenant().getBytes(StandardCharsets.UTF_8), command.toByteArray(), timestamp),
                        outlet.commands());
    }

    private void deadLetter(DeadLetterReason reason, String message, Source source, Record<byte[], byte[]> record) {
        metrics.deadLetter(reason);
        byte[] letter = DeadLetters.of(
                        reason,
                        message,
                        source,
                        record.key(),
                        record.value(),
                        context().currentSystemTimeMs())
                .toByteArray();
        context().<byte @Nullable [], byte[]>forward(new Record<>(null, letter, record.timestamp()), outlet.dlq());
    }

    private ProcessorContext<byte[], byte[]> context() {
        if (context == null) {
            throw new IllegalStateException("The processor is not initialised");
        }
        return context;
    }
}
