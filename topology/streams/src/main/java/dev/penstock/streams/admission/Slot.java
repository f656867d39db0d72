package dev.penstock.streams.admission;

import dev.penstock.admission.Command;
import dev.penstock.admission.Engine;
import dev.penstock.admission.Event;
import dev.penstock.admission.SlotPlace;
import dev.penstock.schemas.DeadLetterReason;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Source;
import dev.penstock.streams.DeadLetters;
import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** One slot at work: commands in, through its engine, and what comes of them out. Lives from its task's (re)initialisation to its close. */
final class Slot implements AutoCloseable {
    /** How often the slot looks at the wall clock: bounds how late an early commit and a tick are. */
    static final Duration LOOK_AROUND = Duration.ofMillis(20);

    private static final long SUMMARY_MILLIS = 1_000;

    private final int number;
    private final ProcessorContext<byte[], Outbound> context;
    private final AdmissionMetrics metrics;
    private final CommandReader reader;
    private final Engine engine;
    private final Outlet outlet;
    private final Ticker ticker;
    private final CommitPacer pacer;
    private final Cancellable lookAround;
    private final SlotQueries.Desk desk;
    private boolean urgent;
    private long urgentSince;
    private long lagMillis;
    private long summaryAt;

    Slot(AdmissionTopology.Parts parts, CommitPacer pacer, ProcessorContext<byte[], Outbound> context) {
        this.number = context.taskId().partition();
        this.context = context;
        this.metrics = parts.metrics();
        this.pacer = pacer;
        this.reader = new CommandReader(number, parts.slots());
        this.engine = new Engine(
                parts.policy(), new SlotPlace(number, parts.slots()), new StreamsBackend(context::getStateStore));
        context.<CommitHook>getStateStore(CommitHook.NAME).beforeCommit(engine::flush);
        this.outlet = new Outlet(parts, engine, context);
        this.ticker = new Ticker(number, parts.ticks(), context.currentSystemTimeMs());
        this.desk = parts.queries().open(number);
        this.lookAround = context.schedule(LOOK_AROUND, PunctuationType.WALL_CLOCK_TIME, this::lookAround);
    }

    void process(Record<byte[], byte[]> record) {
        switch (reader.read(record.key(), record.value())) {
            case CommandReader.Readable(Command command) -> decide(command, record.timestamp());
            case CommandReader.Poison(String message) -> deadLetter(message, record);
        }
    }

    private void decide(Command command, long timestamp) {
        metrics.command();
        if (!urgent) {
            urgentSince = pacer.commits();
        }
        for (Event event : engine.process(command, timestamp)) {
            urgent |= outlet.publish(event);
        }
        long now = context.currentSystemTimeMs();
        lagMillis = now - timestamp;
        ticker.processed(command instanceof Command.Tick, now);
        if (engine.hasMoreToDo()) {
            ticker.tick(now);
        }
        pacer.processed(now, lagMillis);
        commitWhenUrgent(now);
    }

    private void deadLetter(String message, Record<byte[], byte[]> record) {
        metrics.poison();
        Source.Builder source = Source.newBuilder().setTopic(Topics.COMMANDS).setPartition(number);
        context.recordMetadata().ifPresent(metadata -> source.setOffset(metadata.offset()));
        outlet.deadLetter(
                DeadLetters.of(
                        DeadLetterReason.POISON_COMMAND,
                        message,
                        source.build(),
                        record.key(),
                        record.value(),
                        context.currentSystemTimeMs()),
                record.timestamp());
    }

    /** By the wall clock: what no command comes along to do. */
    private void lookAround(long now) {
        desk.answer(engine);
        Engine.Summary summary = engine.summary();
        boolean busy = summary.waiting() + summary.granted() + summary.running() > 0 || engine.hasMoreToDo();
        ticker.tickWhenDue(busy, now);
        commitWhenUrgent(now);
        if (Math.abs(now - summaryAt) >= SUMMARY_MILLIS) {
            summaryAt = now;
            metrics.slot(number, summary, lagMillis);
        }
    }

    /** Commits early when somebody may wait for what happened, and no commit of the thread has taken it along since. */
    private void commitWhenUrgent(long now) {
        if (urgent && urgentSince != pacer.commits()) {
            urgent = false;
        } else if (urgent && pacer.tryCommit(now)) {
            urgent = false;
            metrics.earlyCommit();
            context.commit();
        }
    }

    @Override
    public void close() {
        lookAround.cancel();
        desk.close();
        metrics.slotGone(number);
    }
}
