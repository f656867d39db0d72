package dev.penstock.workers.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.Limits;
import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.OutputChunk;
import dev.penstock.schemas.v1.Tier;
import dev.penstock.workers.Dispatches;
import dev.penstock.workers.WrittenLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptOutputTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private long nanos = 1;
    private WrittenLog log = WrittenLog.immediate();
    private final Dispatch dispatch = Dispatches.of("acme", "copywriter", "a").build();

    @Test
    void shouldGatherWhatComesWithinAPause() {
        OutputStreams streams = streams(Streamed.ALL);
        AttemptOutput output = streams.open(dispatch);
        output.piece("Once ");
        output.piece("upon ");
        streams.sweep();
        assertThat(log.chunks()).isEmpty();

        pass(AttemptOutput.PAUSE);
        streams.sweep();
        output.piece("a time");
        output.close();

        List<OutputChunk> chunks = log.chunks();
        assertThat(chunks).extracting(OutputChunk::getText).containsExactly("Once upon ", "a time");
        assertThat(chunks).extracting(OutputChunk::getNumber).containsExactly(1, 2);
        assertThat(chunks).extracting(OutputChunk::getLast).containsExactly(false, true);
        assertThat(chunks).allSatisfy(chunk -> {
            assertThat(chunk.getTenant()).isEqualTo("acme");
            assertThat(chunk.getTaskId()).isEqualTo(dispatch.getTaskId());
            assertThat(chunk.getAttempt()).isEqualTo(1);
            assertThat(chunk.getGrantedAtMillis()).isEqualTo(dispatch.getGrantedAtMillis());
            assertThat(chunk.getRestarts()).isFalse();
        });
    }

    @Test
    void shouldSayWhereItBeginsAnew() {
        OutputStreams streams = streams(Streamed.ALL);
        AttemptOutput output = streams.open(dispatch);
        output.restart();
        output.piece("wrong");
        pass(AttemptOutput.PAUSE);
        streams.sweep();
        output.piece(" from the start");
        output.restart();
        output.restart();
        output.piece("right");
        output.close();

        assertThat(log.chunks()).extracting(OutputChunk::getText).containsExactly("wrong", "right");
        assertThat(log.chunks()).extracting(OutputChunk::getRestarts).containsExactly(false, true);
        assertThat(whole()).isEqualTo("right");
    }

    @Test
    void shouldSayThatNothingIsLeftOfItAfterACallWithoutAnAnswer() {
        AttemptOutput output = streams(Streamed.ALL).open(dispatch);
        output.piece("x".repeat(2 * Limits.MAX_CHUNK_BYTES));
        output.restart();
        output.close();

        assertThat(whole()).isEmpty();
        assertThat(log.chunks().getLast().getLast()).isTrue();
    }

    @Test
    void shouldWriteNothingForAnAttemptThatMadeNothing() {
        AttemptOutput output = streams(Streamed.ALL).open(dispatch);
        output.restart();
        output.close();
        assertThat(log.chunks()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "漢", "🏗"})
    void shouldCutWhatIsLargeBetweenCodePoints(String letter) {
        String text = letter.repeat(100_001 / letter.getBytes(StandardCharsets.UTF_8).length) + "!";
        AttemptOutput output = streams(Streamed.ALL).open(dispatch);
        output.piece(text);
        output.close();

        assertThat(whole()).isEqualTo(text);
        assertThat(log.chunks()).hasSize(7).allSatisfy(chunk -> assertThat(bytes(chunk.getText()))
                .isLessThanOrEqualTo(Limits.MAX_CHUNK_BYTES));
    }

    @Test
    void shouldWaitForTheSecondHalfOfASurrogatePair() {
        OutputStreams streams = streams(Streamed.ALL);
        AttemptOutput output = streams.open(dispatch);
        output.piece("a\ud83c");
        pass(AttemptOutput.PAUSE);
        streams.sweep();
        output.piece("\udfd7b");
        output.close();

        assertThat(log.chunks()).extracting(OutputChunk::getText).containsExactly("a", "🏗b");
    }

    @Test
    void shouldMakeUpTheOutputHoweverItComes() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            log = WrittenLog.immediate();
            OutputStreams streams = streams(Streamed.ALL);
            AttemptOutput output = streams.open(dispatch);
            StringBuilder expected = new StringBuilder();
            int steps = random.nextInt(60);
            for (int i = 0; i < steps; i++) {
                if (random.nextInt(25) == 0) {
                    output.restart();
                    expected.setLength(0);
                }
                String piece = text(random);
                expected.append(piece);
                // As a provider may send it: halves of pairs apart.
                int cut = random.nextInt(piece.length() + 1);
                output.piece(piece.substring(0, cut));
                pass(Duration.ofMillis(random.nextInt(200)));
                streams.sweep();
                output.piece(piece.substring(cut));
            }
            output.close();
            assertThat(whole()).as("seed %d", seed).isEqualTo(expected.toString());
            assertThat(log.chunks().stream().mapToInt(OutputChunk::getNumber))
                    .as("seed %d", seed)
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldLeaveANumberOutForALostPieceAndGoOnWithTheNextCall() {
        log = WrittenLog.byHand();
        OutputStreams streams = streams(Streamed.ALL);
        AttemptOutput output = streams.open(dispatch);
        output.piece("a".repeat(Limits.MAX_CHUNK_BYTES + 1));
        log.fail(new TimeoutException("no broker"));
        output.piece("b".repeat(Limits.MAX_CHUNK_BYTES));
        output.restart();
        output.piece("again");
        output.close();

        assertThat(meters.counter("penstock.workers.stream.lost").count()).isEqualTo(1);
        List<OutputChunk> chunks = log.chunks();
        assertThat(chunks).hasSize(2);
        assertThat(chunks.getLast().getText()).isEqualTo("again");
        assertThat(chunks.getLast().getRestarts()).isTrue();
    }

    @Test
    void shouldDropWhatTheBrokerDoesNotTakeFastEnough() {
        log = WrittenLog.byHand();
        OutputStreams streams = streams(Streamed.ALL);
        int many = (int) (OutputStreams.MAX_IN_FLIGHT_BYTES / Limits.MAX_CHUNK_BYTES) + 10;
        for (int i = 0; i < many; i++) {
            AttemptOutput output =
                    streams.open(Dispatches.of("acme", "copywriter", "t" + i).build());
            output.piece("x".repeat(Limits.MAX_CHUNK_BYTES));
            output.close();
        }

        assertThat(log.chunks().stream()
                        .mapToLong(OutputChunk::getSerializedSize)
                        .sum())
                .isLessThanOrEqualTo(OutputStreams.MAX_IN_FLIGHT_BYTES);
        assertThat(meters.counter("penstock.workers.stream.lost").count()).isPositive();
        while (log.complete()) {
            // All are written.
        }
        AttemptOutput later = streams.open(dispatch);
        later.piece("there is room again");
        later.close();
        assertThat(log.chunks().getLast().getText()).isEqualTo("there is room again");
    }

    @Test
    void shouldWriteBatchTasksSeldom() {
        OutputStreams streams = streams(Streamed.ALL);
        AttemptOutput output =
                streams.open(dispatch.toBuilder().setTier(Tier.TIER_BATCH).build());
        output.piece("a");
        pass(AttemptOutput.PAUSE);
        streams.sweep();
        assertThat(log.chunks()).isEmpty();
        pass(AttemptOutput.LONG_PAUSE);
        streams.sweep();
        assertThat(log.chunks()).hasSize(1);
    }

    @Test
    void shouldBoundThePiecesOfAnAttempt() {
        OutputStreams streams = streams(Streamed.ALL);
        AttemptOutput output = streams.open(dispatch);
        for (int i = 0; i < AttemptOutput.FULL_AFTER + 50; i++) {
            output.piece("a");
            pass(AttemptOutput.LONG_PAUSE);
            streams.sweep();
        }
        output.close();
        assertThat(log.chunks()).hasSize(AttemptOutput.FULL_AFTER + 1);
        assertThat(whole()).hasSize(AttemptOutput.FULL_AFTER + 50);
    }

    @Test
    void shouldWriteNothingWhereNobodyMayWatch() {
        for (Streamed streamed : List.of(Streamed.NONE, Streamed.INTERACTIVE)) {
            AttemptOutput output = streams(streamed)
                    .open(dispatch.toBuilder().setTier(Tier.TIER_BATCH).build());
            output.piece("a");
            output.close();
        }
        assertThat(log.chunks()).isEmpty();
    }

    @Test
    void shouldWriteTheRestOfAnInterruptedRun() {
        AttemptOutput output = streams(Streamed.ALL).open(dispatch);
        output.piece("half");
        Thread.currentThread().interrupt();
        output.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(whole()).isEqualTo("half");
    }

    private String whole() {
        StringBuilder text = new StringBuilder();
        for (OutputChunk chunk : log.chunks()) {
            if (chunk.getRestarts()) {
                text.setLength(0);
            }
            text.append(chunk.getText());
        }
        return text.toString();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(20) == 0 ? random.nextInt(40_000) : random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.append(
                    switch (random.nextInt(4)) {
                        case 0 -> "🏗";
                        case 1 -> "漢";
                        case 2 -> "ü";
                        default -> "a";
                    });
        }
        return text.toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private OutputStreams streams(Streamed streamed) {
        return new OutputStreams(streamed, log.outbox(), meters, () -> nanos, InstantSource.system());
    }
}
