package dev.penstock.streams.admission;

import dev.penstock.admission.Command;
import dev.penstock.admission.Engine;
import dev.penstock.admission.InMemoryBackend;
import dev.penstock.admission.Policy;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A slot without Kafka: an engine on a thread of its own that looks around for questions. */
public final class AnsweringSlot implements AutoCloseable {
    private static final long LOOK_AROUND_NANOS = 1_000_000;

    private final SlotQueries.Desk desk;
    private final Thread thread;
    private volatile boolean over;

    /** @param commands that have come in, at time 0 */
    public AnsweringSlot(SlotQueries queries, int slot, List<Command> commands) {
        desk = queries.open(slot);
        thread = Thread.ofVirtual().start(() -> {
            Engine engine = new Engine(Policy.DEFAULT, new InMemoryBackend());
            commands.forEach(command -> engine.process(command, 0));
            while (!over) {
                desk.answer(engine);
                LockSupport.parkNanos(LOOK_AROUND_NANOS);
            }
        });
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join();
        desk.close();
    }
}
