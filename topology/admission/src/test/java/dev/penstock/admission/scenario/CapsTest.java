package dev.penstock.admission.scenario;

import org.junit.jupiter.api.Test;

/** How many run at once. */
class CapsTest extends Scenario {
    @Test
    void shouldGrantUpToTheCapAndTheNextWhenASlotComesFree() {
        given(tenant("acme").lane("copywriter").cap(2));

        when(submitAll("a", "b", "c"));
        then("accepted a", "granted a#1", "accepted b", "granted b#1", "accepted c");

        when(start("a", 1), complete("a", 1));
        then("started a#1 by w1", "succeeded a#1", "granted c#1");
    }

    @Test
    void shouldCapEachRoleByItself() {
        given(tenant("acme").lane("copywriter").cap(1).lane("seo-specialist").cap(1));

        when(
                submit("a").please(),
                submit("b").please(),
                submit("c").to("seo-specialist").please());

        then("accepted a", "granted a#1", "accepted b", "accepted c", "granted c#1");
    }

    @Test
    void shouldLeaveRunningTasksAloneWhenTheCapIsLoweredAndGrantOnlyBelowTheNewOne() {
        given(tenant("acme").lane("copywriter").cap(3));
        givenThat(submitAll("a", "b", "c", "d"));
        givenThat(start("a", 1), start("b", 1), start("c", 1));

        when(tenant("acme").version(2).lane("copywriter").cap(1));
        then("configured acme v2");

        when(complete("a", 1), complete("b", 1));
        then("succeeded a#1", "succeeded b#1");

        when(complete("c", 1));
        then("succeeded c#1", "granted d#1");
    }

    @Test
    void shouldGrantAtOnceWhenTheCapIsRaised() {
        given(tenant("acme").lane("copywriter").cap(0));
        givenThat(submitAll("a", "b", "c"));

        when(tenant("acme").version(2).lane("copywriter").cap(2));

        then("configured acme v2", "granted a#1", "granted b#1");
    }

    @Test
    void shouldGrantNothingInADisabledRoleYetFinishWhatRuns() {
        given(tenant("acme").lane("copywriter").cap(1));
        givenThat(submitAll("a", "b"));
        givenThat(start("a", 1));

        when(tenant("acme").version(2).lane("copywriter").disabled());
        when(complete("a", 1));
        then("succeeded a#1");

        when(tenant("acme").version(3).lane("copywriter"));
        then("configured acme v3", "granted b#1");
    }

    @Test
    void shouldIgnoreAConfigurationThatIsNotNewer() {
        given(tenant("acme").version(5).lane("copywriter"));

        when(tenant("acme").version(5).lane("copywriter").cap(9));
        thenNothing();

        when(tenant("acme").version(4).lane("copywriter").cap(9));
        thenNothing();
    }
}
