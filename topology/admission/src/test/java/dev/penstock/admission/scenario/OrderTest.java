package dev.penstock.admission.scenario;

import dev.penstock.admission.Tier;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who is next. */
class OrderTest extends Scenario {
    @Test
    void shouldServeALaneFirstInFirstOut() {
        given(tenant("acme").lane("copywriter").cap(0));
        givenThat(submitAll("a", "b", "c"));

        when(tenant("acme").version(2).lane("copywriter").cap(3));

        then("configured acme v2", "granted a#1", "granted b#1", "granted c#1");
    }

    @Test
    void shouldLetUrgentTasksOvertakeNormalOnesAndThoseBatchOnes() {
        given(tenant("acme").lane("copywriter").cap(0));
        givenThat(
                submit("batch").as(Tier.BATCH).please(),
                submit("normal").please(),
                submit("urgent").as(Tier.URGENT).please());

        when(tenant("acme").version(2).lane("copywriter").cap(3));

        then("configured acme v2", "granted urgent#1", "granted normal#1", "granted batch#1");
    }

    @Test
    void shouldServeAnotherTenantsUrgentTaskBeforeOnesOwnNormalOne() {
        given(change -> change.window(1, 1));
        given(tenant("acme").lane("copywriter").cap(9), tenant("bolt").lane("copywriter"));
        givenThat(submitAll("a", "b"));
        givenThat(submit("u").of("bolt").as(Tier.URGENT).please());

        when(start("a", 1));

        then("started a#1 by w1", "granted u#1");
    }

    @Test
    void shouldSkipATaskCancelledWhileQueued() {
        given(tenant("acme").lane("copywriter").cap(0));
        givenThat(submitAll("a", "b", "c"));
        givenThat(cancel("a"), cancel("b"));

        when(tenant("acme").version(2).lane("copywriter").cap(3));

        then("configured acme v2", "granted c#1");
    }

    @Test
    void shouldPutARetryWhereItStoodBefore() {
        given(tenant("acme").lane("copywriter").cap(1));
        givenThat(submitAll("a", "b", "c"));
        givenThat(start("a", 1), fail("a", 1), start("b", 1));

        whenTimePasses(Duration.ofSeconds(10));
        then("requeued a");

        when(complete("b", 1));
        then("succeeded b#1", "granted a#2");
    }

    @Test
    void shouldKeepTheOrderThroughARestart() {
        given(tenant("acme").lane("copywriter").cap(0));
        givenThat(submitAll("c", "a", "b"));
        givenThat(submit("u").as(Tier.URGENT).please());

        whenRestarted();
        when(tenant("acme").version(2).lane("copywriter").cap(9));

        then("configured acme v2", "granted u#1", "granted c#1", "granted a#1", "granted b#1");
    }
}
