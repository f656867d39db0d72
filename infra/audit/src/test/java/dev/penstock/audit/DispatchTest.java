package dev.penstock.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.v1.Dispatch;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.Tier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DispatchTest {
    private static final String TOPIC = "penstock.dispatch.copywriter.normal";
    private static final long GRANTED_AT = 1_000;

    private static LogDispatch dispatch(String id, int attempt, Tier tier, String topic) {
        Dispatch dispatch = Dispatch.newBuilder()
                .setTenant(TestLog.TENANT)
                .setTaskId(id)
                .setRole(TestLog.ROLE)
                .setTier(tier)
                .setAttempt(attempt)
                .setGrantedAtMillis(GRANTED_AT)
                .build();
        return new LogDispatch(topic, 0, 7, dispatch);
    }

    private static LogDispatch dispatch(String id, int attempt) {
        return dispatch(id, attempt, Tier.TIER_NORMAL, TOPIC);
    }

    private static InvariantResult audit(TestLog log, Map<String, Long> trimmed, LogDispatch... dispatches) {
        LogFold fold = new LogFold(AuditOptions.DEFAULT.with(AuditOptions.Part.DISPATCHES));
        List<Event> events = log.events;
        for (int i = 0; i < events.size(); i++) {
            fold.event(LogEvent.of(0, i, events.get(i)));
        }
        for (LogDispatch d : dispatches) {
            fold.dispatch(d);
        }
        return fold.finish(trimmed).of(Invariant.I5);
    }

    @Test
    void shouldPassADispatchForEachGrantAndForEachGrantOfADeferredAttempt() {
        TestLog log = TestLog.withCap(1)
                .accepted("a")
                .granted("a", 1, 1)
                .started("a", 1)
                .deferred("a", 1, "rate_limited", 0)
                .queued("a")
                .granted("a", 1, 1)
                .pass(1)
                .accepted("b");

        assertThat(audit(log, Map.of(), dispatch("a", 1), dispatch("a", 1)).violations())
                .isEmpty();
    }

    @Test
    void shouldCatchAGrantThatWasNeverDispatched() {
        InvariantResult result = audit(TestLog.withCap(1).whole("a"), Map.of());

        assertThat(result.violations())
                .extracting(Violation::explanation)
                .containsExactly("attempt 1 was granted and never dispatched");
    }

    @Test
    void shouldCatchADispatchWithoutAGrantOrMadeTwice() {
        assertThat(audit(TestLog.withCap(1).whole("a"), Map.of(), dispatch("a", 1), dispatch("a", 1))
                        .violationCount())
                .isEqualTo(1);
        assertThat(audit(TestLog.withCap(1).whole("a"), Map.of(), dispatch("a", 1), dispatch("a", 2))
                        .violationCount())
                .isEqualTo(1);
        assertThat(audit(TestLog.withCap(1).whole("a"), Map.of(), dispatch("a", 1), dispatch("b", 1))
                        .violationCount())
                .isEqualTo(1);
    }

    @Test
    void shouldCatchADispatchOfAnotherTierOrOnAnotherTopic() {
        TestLog log = TestLog.withCap(1).whole("a");

        assertThat(audit(log, Map.of(), dispatch("a", 1, Tier.TIER_URGENT, TOPIC))
                        .violationCount())
                .isEqualTo(1);
        assertThat(audit(log, Map.of(), dispatch("a", 1, Tier.TIER_NORMAL, "penstock.dispatch.copywriter.urgent"))
                        .violationCount())
                .isEqualTo(1);
    }

    @Test
    void shouldExcuseWhatRetentionTook() {
        assertThat(audit(TestLog.withCap(1).whole("a"), Map.of(TOPIC, GRANTED_AT + 1))
                        .violations())
                .isEmpty();
        assertThat(audit(TestLog.withCap(1).whole("a"), Map.of(TOPIC, GRANTED_AT - 1))
                        .violationCount())
                .isEqualTo(1);
    }

    @Test
    void shouldExcuseADispatchGrantedAfterTheEventsWereRead() {
        TestLog log = TestLog.withCap(1).accepted("a");

        assertThat(audit(log, Map.of(), dispatch("a", 1)).violations()).isEmpty();
    }

    @Test
    void shouldSayNothingOfGrantsWhoseTopicIsHeldByAnOpenTransaction() {
        LogFold fold = new LogFold(AuditOptions.DEFAULT.with(AuditOptions.Part.DISPATCHES));
        List<Event> events = TestLog.withCap(1).accepted("a").granted("a", 1, 1).events;
        for (int i = 0; i < events.size(); i++) {
            fold.event(LogEvent.of(0, i, events.get(i)));
        }

        fold.dispatchesHeld(Set.of(TOPIC));
        InvariantResult result = fold.finish(Map.of()).of(Invariant.I5);

        assertThat(result.violations()).isEmpty();
        assertThat(result.note()).contains("NOT read to their end", TOPIC);
    }
}
