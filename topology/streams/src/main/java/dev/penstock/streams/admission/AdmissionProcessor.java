package dev.penstock.streams.admission;

import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** The engine as a processor: gives each task of the application a {@link Slot} that is made afresh whenever the task is (re)initialised. */
final class AdmissionProcessor implements Processor<byte[], byte[], byte[], Outbound> {
    private final AdmissionTopology.Parts parts;
    private final Supplier<CommitPacer> pacer;
    private @Nullable Slot slot;

    AdmissionProcessor(AdmissionTopology.Parts parts, Supplier<CommitPacer> pacer) {
        this.parts = parts;
        this.pacer = pacer;
    }

    /** May be called again after a task is revived: its stores may then hold other rows, so nothing of the old slot may stay. */
    @Override
    public void init(ProcessorContext<byte[], Outbound> context) {
        slot = new Slot(parts, pacer.get(), context);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (slot == null) {
            throw new IllegalStateException("The processor is not initialised");
        }
        slot.process(record);
    }

    @Override
    public void close() {
        if (slot != null) {
            slot.close();
            slot = null;
        }
    }
}
