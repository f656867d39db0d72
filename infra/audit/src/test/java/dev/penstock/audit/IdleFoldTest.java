package dev.penstock.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.audit.AuditOptions.Part;
import dev.penstock.schemas.v1.Event;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** I11: who has room, while workers are free, is granted. */
class IdleFoldTest {
    private static final AuditOptions OPTIONS = AuditOptions.DEFAULT.with(Part.IDLENESS);
    private static final long LONG = 3_000;

    private static InvariantResult idle(TestLog log) {
        return log.audit(OPTIONS).of(Invariant.I11);
    }

    @Test
    void shouldCatchALaneThatWaitedWithRoomThoughTheEngineDecidedMeanwhile() {
        TestLog log = TestLog.withCap(2)
                .accepted("a")
                .granted("a", 1, 1)
                .started("a", 1)
                .accepted("b")
                .pass(LONG)
                .renewed("a", 1)
                .pass(1)
                .granted("b", 1, 2);
        assertThat(idle(log).holds()).isFalse();
        assertThat(idle(log).note()).isEqualTo("longest 3,000 ms");
    }

    @Test
    void shouldSayNothingOfTimeInWhichTheEngineDecidedNothing() {
        TestLog log = TestLog.withCap(2).accepted("a").pass(LONG).granted("a", 1, 1);
        assertThat(idle(log).holds()).isTrue();
    }

    @Test
    void shouldLetALaneWaitForItsCap() {
        TestLog log = TestLog.withCap(1)
                .accepted("a")
                .accepted("b")
                .granted("a", 1, 1)
                .started("a", 1)
                .pass(LONG)
                .renewed("a", 1)
                .pass(LONG)
                .succeeded("a", 1)
                .granted("b", 1, 1);
        assertThat(idle(log).holds()).isTrue();
    }

    @Test
    void shouldLetALaneWaitWhileNoWorkerTakesGrants() {
        TestLog log = TestLog.withCap(3)
                .accepted("a")
                .accepted("b")
                .granted("a", 1, 1)
                .pass(LONG)
                .duplicate("a")
                .pass(LONG)
                .started("a", 1)
                .granted("b", 1, 2);
        assertThat(idle(log).holds()).isTrue();
    }

    @Test
    void shouldLeaveOutTenantsWithABudgetAndRolesWithALimit() {
        TestLog budget = TestLog.withCap(1)
                .configured(1, config -> config.setMonthlyBudgetMicros(1))
                .accepted("a")
                .pass(LONG)
                .duplicate("a");
        assertThat(idle(budget).holds()).isTrue();

        TestLog plain = TestLog.withCap(1).accepted("a").pass(LONG).duplicate("a");
        assertThat(idle(plain).holds()).isFalse();
        LogFold fold = new LogFold(OPTIONS);
        fold.limited(TestLog.ROLE);
        for (int i = 0; i < plain.events.size(); i++) {
            fold.event(LogEvent.of(0, i, plain.events.get(i)));
        }
        assertThat(fold.finish(Map.of()).of(Invariant.I11).holds()).isTrue();
    }

    @Test
    void shouldCatchAGrantByAnotherVersionAndVersionsOutOfOrder() {
        TestLog log = TestLog.withCap(2).accepted("a").configured(2).granted("a", 1, 1);
        assertThat(log.audit().of(Invariant.I18).holds()).isTrue();
        Event right = log.events.get(3);
        Event.Builder stale = right.toBuilder();
        stale.getGrantedBuilder().setConfigVersion(1);
        log.events.set(3, stale.build());
        assertThat(log.audit().of(Invariant.I18).holds()).isFalse();

        log.events.set(3, right);
        Event.Builder older = log.events.get(2).toBuilder();
        older.getConfiguredBuilder().getConfigBuilder().setVersion(1);
        log.events.set(2, older.build());
        assertThat(log.audit().of(Invariant.I18).holds()).isFalse();
    }
}
