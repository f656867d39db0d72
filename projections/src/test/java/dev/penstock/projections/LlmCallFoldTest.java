package dev.penstock.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.schemas.v1.LlmCall;
import org.junit.jupiter.api.Test;

class LlmCallFoldTest {
    @Test
    void shouldMakeOneRowOfBothRecords() throws Exception {
        LlmCallsProjector.Fold fold = new LlmCallsProjector().begin();
        fold.add(Calls.started("acme", 1_000, 500));
        LlmCall other = Calls.started("acme", 2_000, 700);
        fold.add(other);
        fold.add(Calls.finished(other, "ok", 123));

        assertThat(fold.changes()).hasSize(2);
        LlmCallChange change = fold.changes().get(1);
        assertThat(change.status).isEqualTo("ok");
        assertThat(change.reservedMicros).isEqualTo(700);
        assertThat(change.costMicros).isEqualTo(123);
        assertThat(fold.changes().getFirst().status).isEqualTo("started");
    }

    @Test
    void shouldNotLetAFinishedCallLookStarted() throws Exception {
        LlmCallsProjector.Fold fold = new LlmCallsProjector().begin();
        fold.add(Calls.finished(Calls.started("acme", 1_000, 500), "started", 1));

        assertThat(fold.changes().getFirst().status).isEqualTo("unknown");
    }

    @Test
    void shouldBoundTimesThatNobodyCanWrite() throws Exception {
        LlmCallsProjector.Fold fold = new LlmCallsProjector().begin();
        fold.add(Calls.started("acme", Long.MAX_VALUE, 0));
        fold.add(Calls.started("acme", Long.MIN_VALUE, 0));

        assertThat(fold.times()).containsExactly(Times.MAX_MILLIS, Times.MIN_MILLIS);
    }

    @Test
    void shouldRefuseACallWithoutIds() {
        assertThatThrownBy(() -> new LlmCallsProjector()
                        .begin()
                        .add(Calls.started("acme", 0, 0).toBuilder()
                                .setCallId("x")
                                .build()))
                .isInstanceOf(MalformedRecordException.class);
        assertThatThrownBy(() -> new LlmCallsProjector().begin().add(Calls.started("", 0, 0)))
                .isInstanceOf(MalformedRecordException.class);
    }
}
