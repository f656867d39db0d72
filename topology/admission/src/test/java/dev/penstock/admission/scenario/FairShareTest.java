package dev.penstock.admission.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.Event.Granted;
import dev.penstock.admission.Tier;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose turn it is when workers are scarce: one grant is out at a time here, so each start lets one more through. */
class FairShareTest extends Scenario {
    @BeforeEach
    void oneGrantAtATime() {
        given(change -> change.window(1, 1));
    }

    @Test
    void shouldTakeTurnsHoweverManyTasksOneTenantHas() {
        given(
                tenant("flood").lane("copywriter").cap(99),
                tenant("quiet").lane("copywriter").cap(99));
        flood("f", "flood", 20);
        flood("q", "quiet", 3);

        assertThat(nextGrants(7)).isEqualTo("q f q f q f f");
    }

    @Test
    void shouldNotLetIdlenessEarnCredit() {
        given(
                tenant("flood").lane("copywriter").cap(99),
                tenant("idle").lane("copywriter").cap(99));
        flood("f", "flood", 40);
        nextGrants(20);

        flood("i", "idle", 10);

        assertThat(nextGrants(6)).isEqualTo("i f i f i f");
    }

    @Test
    void shouldNotMakeATenantPayForWhatItUsedWhileNobodyElseWanted() {
        given(
                tenant("early").lane("copywriter").cap(99),
                tenant("late").lane("copywriter").cap(99));
        flood("e", "early", 30);
        nextGrants(29);
        whenTheLastGrantIsStarted();
        flood("l", "late", 10);
        nextGrants(4);

        flood("e", "early", 40);

        assertThat(nextGrants(6)).isEqualTo("e l e l e l");
    }

    @Test
    void shouldRememberSharesThroughARestart() {
        given(
                tenant("flood").lane("copywriter").cap(99),
                tenant("quiet").lane("copywriter").cap(99));
        flood("f", "flood", 9);
        flood("q", "quiet", 9);
        nextGrants(3);

        whenRestarted();

        assertThat(nextGrants(4)).isEqualTo("f q f q");
    }

    @Test
    void shouldShareCostAndNotTasks() {
        given(
                tenant("large").lane("copywriter").cap(99),
                tenant("small").lane("copywriter").cap(999));
        flood("l", "large", 10, 100_000);
        flood("s", "small", 400, 1_000);

        String grants = nextGrants(303);

        assertThat(grants.chars().filter(c -> c == 'l').count()).isBetween(2L, 4L);
    }

    @Test
    void shouldShareByWeight() {
        given(
                tenant("heavy").lane("copywriter").cap(99).weight(3),
                tenant("light").lane("copywriter").cap(99));
        flood("h", "heavy", 100, 1_000);
        flood("l", "light", 100, 1_000);

        assertThat(nextGrants(80).chars().filter(c -> c == 'h').count()).isBetween(59L, 61L);
    }

    @Test
    void shouldNotLetATierPassOthersWorkForEver() {
        given(change -> change.precedence(3));
        given(
                tenant("urgent").lane("copywriter").cap(99),
                tenant("batch").lane("copywriter").cap(99));
        flood("u", "urgent", Tier.URGENT, 20);
        flood("b", "batch", Tier.BATCH, 20);

        // The first was granted before. With each three more than the other has had it loses a tier; from then on both
        // are served alike.
        assertThat(nextGrants(13)).isEqualTo("u u u u u b b u u b b u u");
    }

    @Test
    void shouldServeByTierAgainWhoeverIsNoLongerAhead() {
        given(change -> change.precedence(2));
        given(
                tenant("urgent").lane("copywriter").cap(99),
                tenant("batch").lane("copywriter").cap(99));
        flood("b", "batch", Tier.BATCH, 9);
        flood("u", "urgent", Tier.URGENT, 4);
        assertThat(nextGrants(8)).isEqualTo("u u u u b b b b");

        flood("v", "urgent", Tier.URGENT, 2);

        assertThat(nextGrants(3)).isEqualTo("v v b");
    }

    @Test
    void shouldNotLetAnAgedFloodPassOthersFreshWork() {
        given(change -> change.agingAfter(Duration.ofMinutes(1)));
        given(
                tenant("flood").lane("copywriter").cap(99),
                tenant("quiet").lane("copywriter").cap(99));
        flood("f", "flood", Tier.BATCH, 20);
        whenTimePasses(Duration.ofSeconds(59));
        flood("q", "quiet", Tier.NORMAL, 3);

        assertThat(nextGrants(4)).isEqualTo("q q q f");
    }

    private void flood(String prefix, String tenant, Tier tier, int count) {
        IntStream.range(0, count)
                .forEach(i -> givenThat(submit(prefix + i).of(tenant).as(tier).please()));
    }

    private void flood(String prefix, String tenant, int count, long estimateMicros) {
        IntStream.range(0, count)
                .forEach(i -> givenThat(
                        submit(prefix + i).of(tenant).costing(estimateMicros).please()));
    }

    private void flood(String prefix, String tenant, int count) {
        IntStream.range(0, count)
                .forEach(i -> givenThat(submit(prefix + i).of(tenant).please()));
    }

    /** The first letters of the tasks that are granted next, each when the one before it is started. */
    private String nextGrants(int count) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            whenTheLastGrantIsStarted();
            letters.append(name(the(Granted.class).task().taskId()).charAt(0)).append(' ');
        }
        return letters.toString().strip();
    }
}
