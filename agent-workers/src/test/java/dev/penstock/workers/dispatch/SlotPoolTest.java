package dev.penstock.workers.dispatch;

import static dev.penstock.workers.dispatch.SlotPool.Line.OTHERS;
import static dev.penstock.workers.dispatch.SlotPool.Line.URGENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.embedded.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotPoolTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final List<SlotPool.Line> taken = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        threads.forEach(Thread::interrupt);
    }

    @Test
    void shouldTakeNothingNewUntilARunThatGoesOnHasItsSlotBack() throws Exception {
        SlotPool slots = new SlotPool(1);
        assertThat(slots.take(SlotPool.Line.OTHERS, 1, Duration.ZERO)).isTrue();
        slots.giveBack(1);
        assertThat(slots.take(SlotPool.Line.OTHERS, 1, Duration.ZERO))
                .as("left by the first")
                .isTrue();
        slots.retake();

        slots.giveBack(1);
        assertThat(slots.take(SlotPool.Line.OTHERS, 1, Duration.ZERO)).isFalse();
        slots.giveBack(1);
        assertThat(slots.take(SlotPool.Line.OTHERS, 1, Duration.ZERO)).isTrue();
    }

    @Test
    void shouldGiveWhatIsFreeAtOnce() throws Exception {
        SlotPool slots = new SlotPool(4);

        assertThat(slots.take(OTHERS, 3, Duration.ZERO)).isTrue();
        assertThat(slots.take(URGENT, 2, Duration.ZERO)).isFalse();
        assertThat(slots.take(URGENT, 1, Duration.ZERO)).isTrue();
        assertThat(slots.free()).isZero();
    }

    @Test
    void shouldServeTheUrgentLineFirstAndTheOtherEveryFourthTime() {
        SlotPool slots = full(4);
        keepsTaking(slots, URGENT);
        keepsTaking(slots, OTHERS);

        for (int i = 1; i <= 12; i++) {
            int sofar = i;
            awaitBoth(slots);
            slots.giveBack(1);
            Await.until("the slot taken", LIMIT, () -> taken.size() == sofar);
        }

        assertThat(taken)
                .containsExactly(
                        URGENT, URGENT, URGENT, OTHERS, URGENT, URGENT, URGENT, OTHERS, URGENT, URGENT, URGENT, OTHERS);
    }

    @Test
    void shouldGiveAllToOneLineWhileNobodyElseWaits() {
        SlotPool slots = full(4);
        keepsTaking(slots, URGENT);

        slots.giveBack(10);

        Await.until("all taken", LIMIT, () -> taken.size() == 10);
    }

    @Test
    void shouldSaveUpForABatchOfTheOthersWhenItIsTheirTurn() throws Exception {
        SlotPool slots = full(64);
        keepsTaking(slots, URGENT);
        Thread others = Thread.ofVirtual().start(() -> take(slots, OTHERS, 4));
        threads.add(others);
        for (int i = 1; i <= 3; i++) {
            int sofar = i;
            awaitBoth(slots);
            slots.giveBack(1);
            Await.until("urgent first", LIMIT, () -> taken.size() == sofar);
        }

        awaitBoth(slots);
        slots.giveBack(3);
        assertThat(slots.free()).isEqualTo(3);
        slots.giveBack(1);

        Await.until("the others' batch", LIMIT, () -> taken.contains(OTHERS));
        assertThat(taken.subList(0, 4)).containsExactly(URGENT, URGENT, URGENT, OTHERS);
    }

    @Test
    void shouldTakeNoneAfterItShrankUntilEnoughCameBack() throws Exception {
        SlotPool slots = full(8);

        slots.resize(4);
        slots.giveBack(4);
        assertThat(slots.take(OTHERS, 1, Duration.ZERO)).isFalse();
        slots.giveBack(1);
        assertThat(slots.take(OTHERS, 1, Duration.ZERO)).isTrue();

        slots.resize(6);
        assertThat(slots.take(OTHERS, 2, Duration.ZERO)).isTrue();
        assertThat(slots.size()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"1,false,1,1", "3,false,1,1", "4,true,1,1", "1200,true,37,75", "100000,true,64,500"})
    void shouldAskForFewEnoughAtOnce(int size, boolean split, int urgent, int others) {
        SlotPool slots = new SlotPool(size);

        assertThat(slots.isSplit()).isEqualTo(split);
        assertThat(slots.batch(URGENT)).isEqualTo(urgent);
        assertThat(slots.batch(OTHERS)).isEqualTo(others);
    }

    @ParameterizedTest
    @CsvSource({"0", "100001"})
    void shouldHaveALimitedNumber(int size) {
        assertThatIllegalArgumentException().isThrownBy(() -> new SlotPool(size));
    }

    private static SlotPool full(int size) {
        SlotPool slots = new SlotPool(size);
        try {
            slots.take(OTHERS, size, Duration.ZERO);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return slots;
    }

    private void keepsTaking(SlotPool slots, SlotPool.Line line) {
        threads.add(Thread.ofVirtual().start(() -> {
            while (take(slots, line, 1)) {
                Thread.onSpinWait();
            }
        }));
    }

    private boolean take(SlotPool slots, SlotPool.Line line, int count) {
        try {
            boolean got = slots.take(line, count, Duration.ofHours(1));
            if (got) {
                taken.add(line);
            }
            return got;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static void awaitBoth(SlotPool slots) {
        Await.until("both lines waiting", LIMIT, () -> slots.isWaiting(URGENT) && slots.isWaiting(OTHERS));
    }
}
