package dev.penstock.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.chaos.ProviderBill.Billed;
import dev.penstock.schemas.v1.CallFinished;
import dev.penstock.schemas.v1.CallStarted;
import dev.penstock.schemas.v1.LlmCall;
import dev.penstock.schemas.v1.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProviderBillTest {
    private static LlmCall started(String id) {
        return LlmCall.newBuilder()
                .setTenant("acme")
                .setCallId(id)
                .setTaskId("t")
                .setAttempt(1)
                .setStarted(CallStarted.getDefaultInstance())
                .build();
    }

    private static LlmCall finished(String id, String status, long output) {
        return started(id).toBuilder()
                .setFinished(CallFinished.newBuilder()
                        .setStatus(status)
                        .setUsage(Usage.newBuilder().setInputTokens(10).setOutputTokens(output)))
                .build();
    }

    private static Billed billed(long output, boolean whole) {
        return new Billed("acme", "t", 1, 10, output, whole);
    }

    @Test
    void shouldAgreeToTheTokenOnWhatBothSawToItsEnd() {
        ProviderBill bill = ProviderBill.of(List.of(billed(5, true)), List.of(started("a"), finished("a", "ok", 5)));

        assertThat(bill.holds()).isTrue();
        assertThat(bill.exactCalls()).isEqualTo(1);
        assertThat(bill.exactTokens()).isEqualTo(15);
    }

    @Test
    void shouldCatchATokenMore() {
        ProviderBill bill = ProviderBill.of(List.of(billed(6, true)), List.of(started("a"), finished("a", "ok", 5)));

        assertThat(bill.holds()).isFalse();
        assertThat(bill.differing()).isEqualTo(1);
        assertThat(bill.findings()).hasSize(1);
    }

    @Test
    void shouldCatchACallThatIsNotOnRecord() {
        ProviderBill bill = ProviderBill.of(
                List.of(billed(5, true), billed(5, true)), List.of(started("a"), finished("a", "ok", 5)));

        assertThat(bill.holds()).isFalse();
        assertThat(bill.unrecorded()).isEqualTo(1);
    }

    @Test
    void shouldSumUpApartWhatOneSideDidNotSeeToItsEnd() {
        ProviderBill cut = ProviderBill.of(
                List.of(billed(3, false)), List.of(started("a"), finished("a", "connection_failed", 4)));
        ProviderBill unknown = ProviderBill.of(List.of(billed(5, true)), List.of(started("a")));
        ProviderBill neverReached = ProviderBill.of(List.of(), List.of(started("a")));

        assertThat(List.of(cut, unknown, neverReached)).allMatch(ProviderBill::holds);
        assertThat(cut.exactCalls()).isZero();
        assertThat(cut.billedTokens()).isEqualTo(13);
        assertThat(cut.recordedTokens()).isEqualTo(14);
    }
}
