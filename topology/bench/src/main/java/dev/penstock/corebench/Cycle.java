package dev.penstock.corebench;

import dev.penstock.admission.Command;
import dev.penstock.admission.Digest;
import dev.penstock.admission.TaskOptions;
import dev.penstock.admission.Tier;
import dev.penstock.admission.Usage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The commands of a slot at work: what is granted is started, what runs longest ends, and for each task that succeeds the same lane is given
 * another. So every lane, and the slot, has as many tasks at any time as in the beginning. A few in a hundred first attempts fail and back off;
 * ticks come in between. The clock goes by the commands, so that equal shapes bring equal commands however fast they are decided on.
 */
final class Cycle {
    private static final long START = 1_790_000_000_000L;
    private static final int COMMANDS_PER_MILLI = 500;
    private static final int COMMANDS_PER_TICK = 1_000;
    private static final int PERCENT_FAILING = 3;
    private static final int PAYLOADS = 1_024;
    private static final int PAYLOAD_BYTES = 200;
    private static final String WORKER = "worker-1";
    private static final Command TICK = new Command.Tick();
    private static final Usage USAGE = new Usage(1_200, 400, Shape.COST_MICROS);
    private static final Map<String, String> LABELS = Map.of("brand", "northwind", "language", "en");
    private static final TaskOptions OPTIONS = new TaskOptions(Shape.ESTIMATE_MICROS, 0, 0, 600_000, 0);

    /** A grant, or what runs by it. */
    record Attempt(String tenant, String role, UUID task, int number) {}

    private final Shape shape;
    private final SplittableRandom random = new SplittableRandom(1);
    private final List<byte[]> payloads = new ArrayList<>();
    private final Tier[] tiers = Tier.values();
    private final List<Command> limits;
    private final AttemptQueue granted = new AttemptQueue();
    private final AttemptQueue running = new AttemptQueue();
    private @Nullable Attempt toReplace;
    private long commands;
    private long submitted;

    Cycle(Shape shape) {
        this.shape = shape;
        limits = shape.limits();
        for (int i = 0; i < PAYLOADS; i++) {
            byte[] payload = new byte[PAYLOAD_BYTES];
            // A letter, so that it is text where text is wanted.
            Arrays.fill(payload, (byte) ('a' + i % 26));
            payloads.add(payload);
        }
    }

    /** How many commands {@link #fill} makes of the shape. */
    int fillSize() {
        return limits.size() + shape.tasks();
    }

    /** The commands that put limits in force and then fill the lanes, in order. */
    Command fill(int place) {
        count();
        int task = place - limits.size();
        return task < 0
                ? limits.get(place)
                : submit(shape.tenant(task % shape.lanes()), shape.role(task % shape.lanes()));
    }

    /** The slot granted this. */
    void granted(Attempt attempt) {
        granted.add(attempt);
    }

    /** The next command of the steady cycle; null when nothing is granted or runs as far as is known, so that grants must come first. */
    @Nullable
    Command next() {
        if (toReplace == null && granted.isEmpty() && running.isEmpty()) {
            return null;
        }
        count();
        if (commands % COMMANDS_PER_TICK == 0) {
            return TICK;
        }
        if (toReplace != null) {
            Attempt ended = toReplace;
            toReplace = null;
            return submit(ended.tenant(), ended.role());
        }
        if (!granted.isEmpty()) {
            Attempt attempt = granted.remove();
            running.add(attempt);
            return new Command.Start(attempt.tenant(), attempt.task(), attempt.number(), WORKER, now());
        }
        return end(running.remove());
    }

    /** The clock at the last command, in milliseconds since 1970-01-01T00:00Z. */
    long now() {
        return START + commands / COMMANDS_PER_MILLI;
    }

    /** Tasks that the slot holds now, if it did with the commands as it should. */
    int tasks() {
        return shape.tasks() - (toReplace == null ? 0 : 1);
    }

    private void count() {
        commands++;
    }

    private Command end(Attempt attempt) {
        if (attempt.number() == 1 && random.nextInt(100) < PERCENT_FAILING) {
            return new Command.Fail(
                    attempt.tenant(), attempt.task(), 1, WORKER, USAGE, "overloaded", "try again", true, 0);
        }
        toReplace = attempt;
        return new Command.Complete(attempt.tenant(), attempt.task(), attempt.number(), WORKER, USAGE, "done");
    }

    private Command submit(String tenant, String role) {
        UUID id = new UUID(random.nextLong(), random.nextLong());
        int number = (int) (submitted++ % PAYLOADS);
        return new Command.Submit(
                tenant,
                id,
                role,
                tiers[number % tiers.length],
                "",
                0,
                LABELS,
                new Digest(id.getMostSignificantBits(), id.getLeastSignificantBits()),
                null,
                payloads.get(number),
                OPTIONS);
    }
}
