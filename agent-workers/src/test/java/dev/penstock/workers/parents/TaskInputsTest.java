package dev.penstock.workers.parents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.ParentTask;
import dev.penstock.workers.Dispatches;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.adapter.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Against results by hand; each look-up takes time on the test's own clock. */
class TaskInputsTest {
    private final UUID facts = UUID.randomUUID();
    private final UUID tone = UUID.randomUUID();
    private final Map<UUID, String> there = new HashMap<>();
    private long now;
    private Duration step = Duration.ofSeconds(1);
    private int asked;
    private int answersFrom;
    private boolean away;

    private final TaskInputs inputs = new TaskInputs(this::find, () -> now);

    private Map<UUID, String> find(String tenant, Collection<UUID> tasks) throws IOException {
        asked++;
        now += step.toNanos();
        if (away) {
            throw new IOException("connection refused");
        }
        assertThat(tenant).isEqualTo("acme");
        Map<UUID, String> found = new HashMap<>(there);
        found.keySet().retainAll(tasks);
        return asked < answersFrom ? Map.of() : found;
    }

    @Test
    void shouldAskNobodyForATaskWithoutParents() throws Exception {
        assertThat(inputs.of(Dispatches.of("acme", "copywriter", "a").build()))
                .isEqualTo(new TaskInputs.Input.Whole(
                        Dispatches.of("acme", "copywriter", "a").getInput()));
        assertThat(asked).isZero();
    }

    @Test
    void shouldWaitBrieflyForAResultThatIsNotProjectedYet() throws Exception {
        there.put(facts, "Old.");
        there.put(tone, "Warm.");
        answersFrom = 2;

        assertThat(inputs.of(child()))
                .isInstanceOfSatisfying(TaskInputs.Input.Whole.class, whole -> assertThat(whole.text())
                        .contains("\"facts\">\nOld.")
                        .contains("\"tone\">\nWarm."));
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void shouldHandTheAttemptBackWhenAResultDoesNotCome() throws Exception {
        there.put(facts, "Old.");

        assertThat(outcome()).isEqualTo(new Outcome.Deferred("parent_result_pending", TaskInputs.DEFERRAL));
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void shouldGiveUpWhenAResultIsMissingForTooLong() throws Exception {
        there.put(facts, "Old.");
        outcome();
        now += TaskInputs.GIVE_UP.minusSeconds(3).toNanos();
        assertThat(outcome()).isInstanceOf(Outcome.Deferred.class);

        assertThat(outcome()).isInstanceOfSatisfying(Outcome.Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(FailureKind.PARENT_RESULT_MISSING);
            assertThat(failure.message()).contains("tone").doesNotContain("facts");
        });
    }

    @Test
    void shouldNotGiveUpWhileTheirStoreIsAway() throws Exception {
        away = true;
        assertThat(outcome()).isEqualTo(new Outcome.Deferred("parent_results_unavailable", TaskInputs.DEFERRAL));
        now += TaskInputs.GIVE_UP.multipliedBy(2).toNanos();

        assertThat(outcome()).isEqualTo(new Outcome.Deferred("parent_results_unavailable", TaskInputs.DEFERRAL));
    }

    @Test
    void shouldRememberABoundedNumberOfTasks() throws Exception {
        step = TaskInputs.PATIENCE;
        inputs.of(child());
        for (int i = 0; i < TaskInputs.MAX_REMEMBERED; i++) {
            inputs.of(child().toBuilder().setTaskId("other-" + i).build());
        }

        assertThat(outcome()).as("it was forgotten").isInstanceOf(Outcome.Deferred.class);
    }

    private Outcome outcome() throws InterruptedException {
        return ((TaskInputs.Input.Incomplete) inputs.of(child())).outcome();
    }

    private Dispatch child() {
        return Dispatches.of("acme", "copywriter", "child")
                .addParents(ParentTask.newBuilder().setTaskId(facts.toString()).setName("facts"))
                .addParents(ParentTask.newBuilder().setTaskId(tone.toString()).setName("tone"))
                .addParents(ParentTask.newBuilder().setTaskId(facts.toString()).setName("facts"))
                .build();
    }
}
