package dev.penstock.streams.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.admission.Engine;
import dev.penstock.admission.Explanation;
import dev.penstock.admission.Hold;
import dev.penstock.admission.InMemoryBackend;
import dev.penstock.admission.Policy;
import dev.penstock.embedded.Await;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.streams.Commands;
import dev.penstock.streams.admission.SlotQueries.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotQueriesTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String TENANT = "acme";
    private static final String COPY = "copywriter";

    private final SlotQueries queries = new SlotQueries();
    private final Engine engine = new Engine(Policy.DEFAULT, new InMemoryBackend());

    @TempDir
    private Path stateDir;

    @Test
    void shouldAnswerOfAnIdleSlotWhenItLooksAround() throws Exception {
        try (AdmissionDriver slot = new AdmissionDriver(StoreKind.MEMORY, stateDir);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            slot.send(Commands.configure(Commands.config(TENANT, 1, COPY)));
            for (String key : List.of("a", "b", "c")) {
                slot.send(Commands.submit(TENANT, key, COPY, Tier.TIER_NORMAL));
            }
            slot.send(Commands.start(TENANT, Commands.taskId(TENANT, "a"), 1));
            UUID task = UUID.fromString(Commands.taskId(TENANT, "c"));

            CompletableFuture<Reply<Explanation>> asked = CompletableFuture.supplyAsync(
                    () -> ask(slot.queries, e -> Objects.requireNonNull(e.explain(TENANT, task))), threads);
            Await.until("the answer", LIMIT, () -> {
                slot.advance(Slot.LOOK_AROUND);
                return asked.isDone();
            });

            assertThat(asked.get()).isInstanceOfSatisfying(Reply.Answered.class, reply -> assertThat(
                            ((Explanation) reply.answer()).holds())
                    .containsExactly(new Hold.LaneCap(1, 1), new Hold.Behind(1)));
        }
    }

    @Test
    void shouldSayThatASlotIsNotHereOnceItIsClosed() throws Exception {
        SlotQueries left;
        try (AdmissionDriver slot = new AdmissionDriver(StoreKind.MEMORY, stateDir)) {
            left = slot.queries;
            assertThat(left.ask(7, Engine::now, LONG)).isEqualTo(new Reply.NotHere<Long>());
        }

        assertThat(left.ask(0, Engine::now, LONG)).isEqualTo(new Reply.NotHere<Long>());
    }

    @Test
    void shouldTurnThoseAwayThatWaitWhenTheSlotGoes() throws Exception {
        SlotQueries.Desk desk = queries.open(0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Reply<Long>> asked =
                    CompletableFuture.supplyAsync(() -> ask(queries, Engine::now), threads);
            // Whether it was asked before or after, the answer is the same.
            desk.close();

            assertThat(asked.get()).isEqualTo(new Reply.NotHere<Long>());
        }
    }

    @Test
    void shouldTurnAwayMoreThanMayWait() throws Exception {
        SlotQueries.Desk desk = queries.open(0);
        for (int i = 0; i < SlotQueries.MAX_WAITING; i++) {
            assertThat(queries.ask(0, Engine::now, Duration.ZERO)).isEqualTo(new Reply.Busy<Long>());
        }

        // Would otherwise wait for a minute.
        assertThat(queries.ask(0, Engine::now, LONG)).isEqualTo(new Reply.Busy<Long>());
        desk.answer(engine);
        assertThat(queries.ask(0, Engine::now, Duration.ZERO)).isEqualTo(new Reply.Busy<Long>());
    }

    @Test
    void shouldAnswerOnlySoManyAtOnce() throws Exception {
        SlotQueries.Desk desk = queries.open(0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Reply<Long>>> asked = new ArrayList<>();
            for (int i = 0; i < SlotQueries.MAX_PER_TURN + 1; i++) {
                asked.add(CompletableFuture.supplyAsync(() -> ask(queries, Engine::now), threads));
            }
            Await.until("all to wait", LIMIT, () -> desk.waiting() == asked.size());

            desk.answer(engine);
            assertThat(desk.waiting()).isEqualTo(1);
            desk.answer(engine);
            assertThat(desk.waiting()).isZero();

            for (CompletableFuture<Reply<Long>> each : asked) {
                assertThat(each.get()).isEqualTo(new Reply.Answered<>(0L));
            }
        }
    }

    @Test
    void shouldTellWhoeverAskedThatAQuestionFailedAndGoOn() throws Exception {
        SlotQueries.Desk desk = queries.open(0);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Reply<Long>> asked = CompletableFuture.supplyAsync(
                    () -> ask(queries, e -> {
                        throw new IllegalArgumentException("a bug");
                    }),
                    threads);
            Await.until("it to wait", LIMIT, () -> desk.waiting() == 1);
            desk.answer(engine);

            assertThatThrownBy(asked::get).hasRootCauseMessage("a bug");
        }
    }

    private static <T> Reply<T> ask(SlotQueries queries, Function<Engine, T> question) {
        try {
            return queries.ask(0, question, LONG);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
