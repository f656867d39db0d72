package dev.penstock.ingest.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RenewalsTest {
    private static final long USUAL = 600;

    private final Renewals<String> renewals = new Renewals<>(System::nanoTime);
    private final List<Callback.Progress> written = new CopyOnWriteArrayList<>();

    @Test
    void shouldWriteTheFirstAtOnceAndThoseOfTheSecondAfterItAsOne() throws Exception {
        long start = System.nanoTime();
        assertThat(renew("a", said("1", 5))).isEqualTo("word of 1");
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.MILLISECONDS.toNanos(900));

        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (int i = 2; i <= 9; i++) {
            String message = Integer.toString(i);
            answers.add(aside(() -> renew("a", said(message, 7))));
        }
        String word = answers.getFirst().get(10, TimeUnit.SECONDS);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.get(10, TimeUnit.SECONDS))
                .isEqualTo(word));

        assertThat(written).hasSize(2);
        assertThat(word).isEqualTo("word of " + written.getLast().message());
        assertThat(written.getLast().patienceSeconds()).hasValue(7L);
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(Renewals.INTERVAL.toNanos());
    }

    @Test
    void shouldKeepCallsApart() throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            renew("call " + i, said("x", 5));
        }

        assertThat(written).hasSize(50);
        assertThat(System.nanoTime() - start).isLessThan(Renewals.INTERVAL.toNanos());
    }

    @Test
    void shouldTellAllOfABatchWhatWentWrongAndGoOnAfterIt() throws Exception {
        renew("a", said("1", 5));
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> first = aside(() -> {
            begun.countDown();
            return renewals.renew("a", said("2", 5), USUAL, progress -> {
                throw Problem.unavailable("No.", 1).exception();
            });
        });
        begun.await();

        assertThatThrownBy(() -> first.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(ProblemException.class);
        assertThat(renew("a", said("3", 5))).isEqualTo("word of 3");
    }

    @Test
    void shouldPutTheLatestWordsAndTheLongestPatienceTogether() {
        Callback.Progress silent = new Callback.Progress("", Optional.empty());

        assertThat(said("half", 9).and(said("more", 5), USUAL)).isEqualTo(said("more", 9));
        assertThat(said("half", 9).and(silent, USUAL)).isEqualTo(said("half", USUAL));
        assertThat(said("half", 900).and(silent, USUAL)).isEqualTo(said("half", 900));
        assertThat(silent.and(silent, USUAL)).isEqualTo(silent);
    }

    private String renew(String call, Callback.Progress progress) throws InterruptedException {
        return renewals.renew(call, progress, USUAL, all -> {
            written.add(all);
            return "word of " + all.message();
        });
    }

    private interface Job {
        String run() throws InterruptedException;
    }

    private static CompletableFuture<String> aside(Job job) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                answer.complete(job.run());
            } catch (RuntimeException | InterruptedException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private static Callback.Progress said(String message, long patienceSeconds) {
        return new Callback.Progress(message, Optional.of(patienceSeconds));
    }
}
