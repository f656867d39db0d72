package dev.penstock.admission.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.Event;
import dev.penstock.admission.Table;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What gets in, and what is refused at the door. */
class DoorTest extends Scenario {
    @Test
    void shouldAcceptAndGrantAtOnceWhenNothingStandsInTheWay() {
        given(tenant("acme").lane("copywriter").cap(2).model("small"));

        when(submit("a").please());

        then("accepted a", "granted a#1");
        assertThat(the(Event.Granted.class).modelOverride()).isEqualTo("small");
        assertThat(the(Event.Granted.class).startBy()).isEqualTo(now() + 60_000);
        assertThat(engine().payload(ACME, id("a"))).asString().isEqualTo("payload of a");
    }

    @Test
    void shouldRefuseAnUnknownTenantAndKeepNothingOfIt() {
        when(submit("a").of("ghost").please());

        then("rejected a: UNKNOWN_TENANT");
        assertThat(the(Event.Rejected.class).seq()).isZero();
        assertThat(rows(Table.TASKS) + rows(Table.PAYLOADS) + rows(Table.TENANTS))
                .isZero();
    }

    @Test
    void shouldRefuseARoleThatIsNotAllocatedOrDisabled() {
        given(tenant("acme").lane("copywriter").disabled());

        when(submit("a").please(), submit("b").to("seo-specialist").please());

        then("rejected a: ROLE_DISABLED", "rejected b: ROLE_NOT_ALLOCATED");
        assertThat(rows(Table.TASKS)).isZero();
    }

    @Test
    void shouldRefuseADeletedTenant() {
        given(tenant("acme").lane("copywriter").deleted());

        when(submit("a").please());

        then("rejected a: TENANT_DELETED");
    }

    @Test
    void shouldRefuseOverTheBacklogAndAcceptAgainOnceItShrinks() {
        given(tenant("acme").lane("copywriter").cap(1).backlog(2));

        when(submitAll("a", "b", "c", "d"));
        then("accepted a", "granted a#1", "accepted b", "accepted c", "rejected d: BACKLOG_FULL");

        when(cancel("b"), submit("d").please());
        then("cancelled b#0: asked for", "accepted d");
    }

    @Test
    void shouldCountBackingOffTasksTowardsTheBacklog() {
        given(tenant("acme").lane("copywriter").cap(1).backlog(1));
        givenThat(submit("a").please(), start("a", 1), fail("a", 1));

        when(submit("b").please());

        then("rejected b: BACKLOG_FULL");
    }

    @Test
    void shouldTellARepeatFromAConflictWhileTheTaskLivesAndAfterItEnded() {
        given(tenant("acme").lane("copywriter"));
        givenThat(submit("a").please());

        when(submit("a").please(), submit("a").changed().please());
        then("duplicate a", "conflict a");

        givenThat(start("a", 1), complete("a", 1));
        when(submit("a").please(), submit("a").changed().please());
        then("duplicate a", "conflict a");
    }

    @Test
    void shouldTakeARepeatForOneEvenWhenTheDoorHasClosedMeanwhile() {
        given(tenant("acme").lane("copywriter"));
        givenThat(submit("a").please());

        when(tenant("acme").version(2).lane("copywriter").disabled());
        when(submit("a").please());

        then("duplicate a");
    }

    @Test
    void shouldAcceptAnIdAnewOnceItsMarkerIsForgotten() {
        given(tenant("acme").lane("copywriter"));
        givenThat(submit("a").please(), start("a", 1), complete("a", 1));

        whenTimePasses(Duration.ofHours(1));
        then("forgot 1");

        when(submit("a").please());
        then("accepted a", "granted a#1");
    }

    @Test
    void shouldKeepTenantsApartEvenUnderTheSameId() {
        given(tenant("acme").lane("copywriter"), tenant("bolt").lane("copywriter"));

        when(submit("a").please(), submit("a").of("bolt").please());

        then("accepted a", "granted a#1", "accepted a", "granted a#1");
    }
}
