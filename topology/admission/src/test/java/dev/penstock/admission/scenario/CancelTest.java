package dev.penstock.admission.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.Table;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Work that is called off, one task at a time or a whole tenant's. */
class CancelTest extends Scenario {
    @Test
    void shouldCancelAQueuedTask() {
        given(tenant("acme").lane("copywriter").cap(0));
        givenThat(submit("a").please());

        when(cancel("a"));

        then("cancelled a#0: asked for");
        assertThat(rows(Table.PAYLOADS)).isZero();
    }

    @Test
    void shouldFreeTheSlotOfARunningTaskAtOnceAndRefuseItsResult() {
        given(tenant("acme").lane("copywriter").cap(1));
        givenThat(submitAll("a", "b"));
        givenThat(start("a", 1));

        when(cancel("a"));
        then("cancelled a#1: asked for", "granted b#1");

        when(complete("a", 1));
        then("refused FINISH of a#1");
    }

    @Test
    void shouldCancelAGrantBeforeItIsStarted() {
        given(tenant("acme").lane("copywriter").cap(1));
        givenThat(submit("a").please());

        when(cancel("a"), start("a", 1));

        then("cancelled a#1: asked for", "refused START of a#1");
    }

    @Test
    void shouldCancelATaskThatBacksOff() {
        given(tenant("acme").lane("copywriter").cap(1));
        givenThat(submit("a").please(), start("a", 1), fail("a", 1));

        when(cancel("a"));
        then("cancelled a#0: asked for");

        whenTimePasses(Duration.ofMinutes(1));
        thenNothing();
    }

    @Test
    void shouldSayNothingWhenThereIsNothingToCancel() {
        given(tenant("acme").lane("copywriter").cap(1));
        givenThat(submit("a").please(), start("a", 1), complete("a", 1));

        when(cancel("a"), cancel("b"));

        thenNothing();
    }

    @Test
    void shouldCancelAllOfADeletedTenantHoldersOfSlotsFirst() {
        given(tenant("acme").lane("copywriter").cap(2));
        givenThat(submitAll("a", "b", "c", "d"));
        givenThat(start("a", 1), start("b", 1), fail("b", 1));

        when(tenant("acme").version(2).lane("copywriter").deleted());

        then(
                "configured acme v2",
                "cancelled a#1: tenant_deleted",
                "cancelled b#0: tenant_deleted",
                "cancelled c#1: tenant_deleted",
                "cancelled d#0: tenant_deleted");
        assertThat(rows(Table.PAYLOADS)).isZero();
    }

    @Test
    void shouldCancelADeletedTenantsTasksInSteps() {
        given(change -> change.expiriesPerCommand(2));
        given(tenant("acme").lane("copywriter").cap(0));
        givenThat(submitAll("a", "b", "c"));

        when(tenant("acme").version(2).lane("copywriter").deleted());
        then("configured acme v2", "cancelled a#0: tenant_deleted", "cancelled b#0: tenant_deleted");
        assertThat(engine().hasMoreToDo()).isTrue();

        whenRestarted();
        when(tick());
        then("cancelled c#0: tenant_deleted");
        assertThat(engine().hasMoreToDo()).isFalse();
    }

    @Test
    void shouldSpareWhatIsLeftWhenADeletedTenantComesBack() {
        given(change -> change.expiriesPerCommand(1));
        given(tenant("acme").lane("copywriter").cap(0));
        givenThat(submitAll("a", "b", "c"));
        when(tenant("acme").version(2).lane("copywriter").deleted());

        when(tenant("acme").version(3).lane("copywriter").cap(1));

        then("configured acme v3", "granted b#1");
    }
}
