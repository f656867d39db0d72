package dev.penstock.admission.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.Bounds;
import dev.penstock.admission.Command;
import dev.penstock.admission.Digest;
import dev.penstock.admission.Engine;
import dev.penstock.admission.Event;
import dev.penstock.admission.Flow;
import dev.penstock.admission.InMemoryBackend;
import dev.penstock.admission.Plan;
import dev.penstock.admission.PlannedTask;
import dev.penstock.admission.Policy;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.Rows;
import dev.penstock.admission.Story;
import dev.penstock.admission.Table;
import dev.penstock.admission.TaskOptions;
import dev.penstock.admission.Tier;
import dev.penstock.admission.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/**
 * Base of tests that tell a story. Tasks go by short names; they belong to tenant acme and role copywriter unless said otherwise. {@code then}
 * names everything that happened since the last {@code when}. At its end every story is checked to survive a restart.
 */
abstract class Scenario {
    static final String ACME = "acme";
    static final String COPYWRITER = "copywriter";

    private Policy policy = new PolicyBuilder(Policy.DEFAULT).build();
    private final InMemoryBackend rows = new InMemoryBackend();
    private Engine engine = new Engine(policy, rows);
    private long now = 1_000_000;
    private final List<Event> events = new ArrayList<>();
    private Event.@Nullable Granted lastGrant;

    // ---- given

    void given(UnaryOperator<PolicyBuilder> change) {
        policy = change.apply(new PolicyBuilder(policy)).build();
        engine.flush();
        engine = new Engine(policy, rows);
    }

    void given(TenantBuilder... tenants) {
        for (TenantBuilder tenant : tenants) {
            engine.process(new Command.Configure(tenant.build()), now);
        }
    }

    static TenantBuilder tenant(String name) {
        return new TenantBuilder(name);
    }

    /** Everything up to here is taken for granted. */
    void givenThat(Command... commands) {
        when(commands);
    }

    // ---- when

    void when(Command... commands) {
        events.clear();
        for (Command command : commands) {
            events.addAll(engine.process(command, now));
        }
        events.forEach(e -> lastGrant = e instanceof Event.Granted granted ? granted : lastGrant);
    }

    void when(TenantBuilder configured) {
        when(new Command.Configure(configured.build()));
    }

    void whenTimePasses(Duration duration) {
        now += duration.toMillis();
        when(new Command.Tick());
    }

    void whenTheLastGrantIsStarted() {
        Event.Granted grant = Objects.requireNonNull(lastGrant);
        when(new Command.Start(grant.tenant(), grant.task().taskId(), grant.attempt(), "w1", 0));
    }

    void afterSilence(Duration duration) {
        now += duration.toMillis();
    }

    void whenRestarted() {
        engine.flush();
        engine = new Engine(policy, rows);
    }

    /** Within what the task that was granted last has to run. */
    Bounds bounds() {
        return engine.bounds(Objects.requireNonNull(lastGrant));
    }

    static Submission submit(String task) {
        return new Submission(task);
    }

    static Command[] submitAll(String... tasks) {
        return List.of(tasks).stream().map(task -> submit(task).please()).toArray(Command[]::new);
    }

    static Command start(String task, int attempt) {
        return start(task, attempt, "w1");
    }

    static Command start(String task, int attempt, String worker) {
        return new Command.Start(ACME, id(task), attempt, worker, 0);
    }

    /** The start of a grant that workers could see only for so long. */
    Command startAfterWaiting(String task, Duration wait) {
        return new Command.Start(ACME, id(task), 1, "w1", now - wait.toMillis());
    }

    static Command renew(String task, int attempt) {
        return new Command.Renew(ACME, id(task), attempt, "w1");
    }

    static Command complete(String task, int attempt) {
        return complete(task, attempt, "w1");
    }

    static Command complete(String task, int attempt, String worker) {
        return new Command.Complete(ACME, id(task), attempt, worker, Usage.NONE, "text");
    }

    static Command completeFor(String task, int attempt, long costMicros) {
        return new Command.Complete(ACME, id(task), attempt, "w1", new Usage(1, 1, costMicros), "text");
    }

    static Command limit(String role, long version, Flow flow, int cap) {
        return new Command.ConfigureRole(new RoleConfig(role, version, true, flow, cap));
    }

    static Command fail(String task, int attempt, boolean retryable, Duration retryAfter) {
        return new Command.Fail(
                ACME, id(task), attempt, "w1", Usage.NONE, "provider_error", "500", retryable, retryAfter.toMillis());
    }

    static Command fail(String task, int attempt) {
        return fail(task, attempt, true, Duration.ZERO);
    }

    static Command defer(String task, int attempt, Duration delay) {
        return new Command.Defer(ACME, id(task), attempt, "w1", "rate_limited", delay.toMillis());
    }

    static Command replay(String task) {
        return new Command.Replay(ACME, id(task), "provider is back");
    }

    static Command cancelCampaign(String campaign) {
        return new Command.CancelCampaign(ACME, campaign, "over");
    }

    /** A planner's success, with what it planned. */
    static Command plan(String planner, Planned... tasks) {
        List<PlannedTask> planned = List.of(tasks).stream().map(Planned::build).toList();
        return new Command.Complete(ACME, id(planner), 1, "w1", Usage.NONE, "a plan", new Plan(planned));
    }

    static Planned task(String name) {
        return new Planned(name, COPYWRITER, List.of());
    }

    /** A task of a plan; goes to copywriters unless said otherwise. */
    record Planned(String name, String role, List<String> after) {
        Planned to(String other) {
            return new Planned(name, other, after);
        }

        Planned after(String... parents) {
            return new Planned(name, role, List.of(parents));
        }

        PlannedTask build() {
            byte[] payload = ("payload of " + name).getBytes(StandardCharsets.US_ASCII);
            return new PlannedTask(
                    name, id(name), role, Tier.NORMAL, after, 0, Map.of(), new Digest(7, 1), payload, TaskOptions.NONE);
        }
    }

    static Command cancel(String task) {
        return new Command.Cancel(ACME, id(task), "asked for");
    }

    static Command tick() {
        return new Command.Tick();
    }

    // ---- then

    void then(String... lines) {
        assertThat(story()).containsExactly(lines);
    }

    void thenNothing() {
        then();
    }

    List<String> story() {
        return events.stream()
                .filter(e -> !(e instanceof Event.ClockAdvanced))
                .map(e -> Story.line(e, Scenario::name))
                .toList();
    }

    /** The only event of a kind. */
    <E extends Event> E the(Class<E> kind) {
        return events.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .reduce((a, b) -> {
                    throw new AssertionError("two of " + kind + " in " + story());
                })
                .orElseThrow();
    }

    List<Event> events() {
        return events;
    }

    Engine engine() {
        return engine;
    }

    long now() {
        return now;
    }

    int rows(Table table) {
        engine.flush();
        return Rows.count(rows, table);
    }

    @AfterEach
    void shouldSurviveARestart() {
        engine.flush();
        assertThat(new Engine(policy, rows).describe()).isEqualTo(engine.describe());
    }

    /** A task's name is its id, so that it can be read back. */
    static UUID id(String task) {
        byte[] letters = task.getBytes(StandardCharsets.US_ASCII);
        long bits = 0;
        for (byte letter : letters) {
            bits = bits << 8 | letter;
        }
        return new UUID(bits, letters.length);
    }

    static String name(UUID id) {
        StringBuilder text = new StringBuilder();
        for (int left = (int) id.getLeastSignificantBits() - 1; left >= 0; left--) {
            text.append((char) (id.getMostSignificantBits() >> 8 * left & 0xFF));
        }
        return text.toString();
    }

    /** A submission in the making. */
    static final class Submission {
        private final String task;
        private String tenant = ACME;
        private String role = COPYWRITER;
        private Tier tier = Tier.NORMAL;
        private int maxAttempts;
        private long digest = 1;
        private TaskOptions options = TaskOptions.NONE;

        Submission(String task) {
            this.task = task;
        }

        Submission of(String name) {
            tenant = name;
            return this;
        }

        Submission to(String name) {
            role = name;
            return this;
        }

        Submission as(Tier of) {
            tier = of;
            return this;
        }

        Submission attempts(int most) {
            maxAttempts = most;
            return this;
        }

        Submission with(TaskOptions asked) {
            options = asked;
            return this;
        }

        Submission costing(long estimateMicros) {
            return with(options.withEstimate(estimateMicros));
        }

        /** Asks for something else under the same id. */
        Submission changed() {
            digest++;
            return this;
        }

        Command please() {
            byte[] payload = ("payload of " + task).getBytes(StandardCharsets.US_ASCII);
            return new Command.Submit(
                    tenant,
                    id(task),
                    role,
                    tier,
                    "spring",
                    maxAttempts,
                    Map.of(),
                    new Digest(7, digest),
                    null,
                    payload,
                    options);
        }
    }
}
