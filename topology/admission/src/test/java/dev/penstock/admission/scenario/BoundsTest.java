package dev.penstock.admission.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.Event;
import dev.penstock.admission.Table;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every run of work has a limit, and what is over it follows with the next command. */
class BoundsTest extends Scenario {
    @Test
    void shouldGrantAFewAtATime() {
        given(change -> change.grantsPerCommand(2));
        given(tenant("acme").lane("copywriter").cap(0));
        givenThat(submitAll("a", "b", "c"));

        when(tenant("acme").version(2).lane("copywriter").cap(9));
        then("configured acme v2", "granted a#1", "granted b#1");
        assertThat(engine().hasMoreToDo()).isTrue();

        when(tick());
        then("granted c#1");
        assertThat(engine().hasMoreToDo()).isFalse();
    }

    @Test
    void shouldEndAFewLeasesAtATimeOldestFirst() {
        given(change -> change.expiriesPerCommand(2));
        given(tenant("acme").lane("copywriter").cap(9));
        givenThat(submitAll("c", "a", "b"));
        givenThat(start("c", 1), start("a", 1), start("b", 1));

        whenTimePasses(Duration.ofSeconds(30));
        then("retry after c#1: lease_lapsed", "retry after a#1: lease_lapsed");
        assertThat(engine().hasMoreToDo()).isTrue();

        when(tick());
        then("retry after b#1: lease_lapsed");
        assertThat(engine().hasMoreToDo()).isFalse();
    }

    @Test
    void shouldForgetAFewMarkersAtATime() {
        given(change -> change.expiriesPerCommand(2));
        given(tenant("acme").lane("copywriter"));
        givenThat(submitAll("a", "b", "c"));
        givenThat(cancel("a"), cancel("b"), cancel("c"));

        whenTimePasses(Duration.ofHours(1));
        then("forgot 2");
        assertThat(engine().hasMoreToDo()).isTrue();

        when(tick());
        then("forgot 1");
        assertThat(rows(Table.TASKS)).isZero();
    }

    @Test
    void shouldDoWhatIsDueWithWhateverCommandComes() {
        given(tenant("acme").lane("copywriter").cap(1));
        givenThat(submit("a").please(), start("a", 1));
        afterSilence(Duration.ofSeconds(30));

        when(submit("b").please());

        then("accepted b", "retry after a#1: lease_lapsed", "granted b#1");
    }

    @Test
    void shouldNeverLetItsClockFall() {
        given(tenant("acme").lane("copywriter"));
        afterSilence(Duration.ofSeconds(-500));

        when(submit("a").please());

        assertThat(the(Event.Accepted.class).task().acceptedAt()).isEqualTo(1_000_000);
        assertThat(engine().now()).isEqualTo(1_000_000);
    }

    @Test
    void shouldNumberATenantsEventsWithoutGaps() {
        given(tenant("acme").lane("copywriter").cap(2));
        when(submitAll("a", "b", "a", "c"));
        when(start("a", 1), start("a", 9), complete("a", 1));

        long last = ((Event.TenantEvent) events().getLast()).seq();
        assertThat(last).isEqualTo(1 + 6 + 4);
    }

    @Test
    void shouldHoldATaskForEachOfManyTenants() {
        IntStream.range(0, 2_000).forEach(i -> {
            given(tenant("t" + i).lane("copywriter").cap(0));
            givenThat(submit("a").of("t" + i).please());
        });

        assertThat(engine().summary().queued()).isEqualTo(2_000);
        assertThat(engine().summary().tenants()).isEqualTo(2_000);
    }
}
