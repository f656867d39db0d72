package dev.penstock.admission.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.Command;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many grants a slot lets out before workers have started them. */
class WindowTest extends Scenario {
    private static final Duration PROMPT = Duration.ofMillis(1_000);
    private static final Duration LATE = Duration.ofMillis(1_001);

    private int started;
    private int out;

    @BeforeEach
    void manyTasks() {
        given(change -> change.window(2, 16));
        given(tenant("acme").lane("copywriter").cap(1_000));
        IntStream.range(0, 200).forEach(i -> submitOne("t" + i));
    }

    @Test
    void shouldLetOutNoMoreThanTheWindow() {
        assertThat(out).isEqualTo(2);
    }

    @Test
    void shouldDoubleWithEachFullWindowOfPromptStarts() {
        assertThat(windowAfterEachStart(PROMPT, 2 + 4 + 8)).endsWith(16).startsWith(2, 4, 4, 4, 4, 8);
    }

    @Test
    void shouldNeverExceedTheMaximum() {
        assertThat(windowAfterEachStart(PROMPT, 100)).endsWith(16);
    }

    @Test
    void shouldHalveOnceForAllTheLateStartsOfOneOvershoot() {
        windowAfterEachStart(PROMPT, 2 + 4 + 8);
        afterSilence(LATE);

        assertThat(windowAfterEachStart(Duration.ZERO, 16).getLast()).isEqualTo(8);
    }

    @Test
    void shouldNotTakeItsOwnLagForBusyWorkers() {
        windowAfterEachStart(PROMPT, 2 + 4 + 8);
        afterSilence(LATE.multipliedBy(10));

        when(startAfterWaiting("t" + started, PROMPT));
        assertThat(engine().summary().granted()).isEqualTo(16);

        when(startAfterWaiting("t" + (started + 1), LATE));
        assertThat(engine().summary().granted()).isEqualTo(15);
    }

    @Test
    void shouldNotBelieveAStartThatWaitedLongerThanItsGrantExists() {
        windowAfterEachStart(PROMPT, 2 + 4 + 8);

        when(startAfterWaiting("t" + started, LATE.multipliedBy(1_000)));

        assertThat(engine().summary().granted()).isEqualTo(16);
    }

    @Test
    void shouldGrowByOneWindowAfterItWasOnceTooLarge() {
        windowAfterEachStart(PROMPT, 2 + 4 + 8);
        afterSilence(LATE);
        windowAfterEachStart(Duration.ZERO, 16);

        assertThat(windowAfterEachStart(PROMPT, 8 + 9)).endsWith(10).contains(9);
    }

    @Test
    void shouldNotGrowWhileItIsNotFull() {
        given(tenant("acme").version(2).lane("seo-specialist").cap(99));
        for (int i = 0; i < 20; i++) {
            givenThat(submit("s" + i).to("seo-specialist").please(), start("s" + i, 1));
        }

        when(IntStream.range(0, 9)
                .mapToObj(i -> submit("f" + i).to("seo-specialist").please())
                .toArray(Command[]::new));

        assertThat(story())
                .filteredOn(line -> line.startsWith("granted"))
                .containsExactly("granted f0#1", "granted f1#1");
    }

    @Test
    void shouldHalveForAGrantThatLapsesAndNeverCloseAltogether() {
        windowAfterEachStart(PROMPT, 2 + 4 + 8);

        for (int i = 0; i < 10; i++) {
            whenTimePasses(Duration.ofSeconds(60));
        }

        assertThat(engine().summary().granted()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheWindowThroughARestart() {
        windowAfterEachStart(PROMPT, 2 + 4);
        whenRestarted();
        assertThat(windowAfterEachStart(PROMPT, 8)).endsWith(16);
    }

    private void submitOne(String task) {
        when(submit(task).please());
        out = (int) engine().summary().granted();
    }

    /** Starts the granted tasks one after the other, each {@code delay} after its grant; as there are always more, what is out is the window. */
    private List<Integer> windowAfterEachStart(Duration delay, int count) {
        return IntStream.range(0, count)
                .map(i -> {
                    if (i == 0 || delay.isPositive() && out == started) {
                        afterSilence(delay);
                    }
                    when(start("t" + started++, 1));
                    return (int) engine().summary().granted();
                })
                .boxed()
                .toList();
    }
}
