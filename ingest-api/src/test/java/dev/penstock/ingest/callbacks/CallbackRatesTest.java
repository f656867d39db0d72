package dev.penstock.ingest.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.ingest.http.ProblemException;
import dev.penstock.ingest.http.ProblemType;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CallbackRatesTest {
    private final AtomicLong millis = new AtomicLong(12_000);
    private final CallbackRates rates = new CallbackRates(millis::get);

    @Test
    void shouldRefuseTheEleventhOfASecondAndCountAnewInTheNext() {
        for (int i = 0; i < CallbackRates.PER_SECOND; i++) {
            rates.count("a");
        }

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> rates.count("a"))
                .satisfies(e -> {
                    assertThat(e.problem().type()).isEqualTo(ProblemType.TOO_MANY_CALLBACKS);
                    assertThat(e.problem().headers()).containsEntry("Retry-After", "1");
                });
        assertThatCode(() -> rates.count("b")).doesNotThrowAnyException();
        millis.addAndGet(999);
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> rates.count("a"));
        millis.addAndGet(1);
        assertThatCode(() -> rates.count("a")).doesNotThrowAnyException();
    }

    @Test
    void shouldForgetTheCallThatWasSilentForLongest() {
        for (int i = 0; i < CallbackRates.PER_SECOND; i++) {
            rates.count("first");
            rates.count("busy");
        }
        for (int i = 0; i < CallbackRates.MAX_CALLS - 1; i++) {
            rates.count("call " + i);
        }

        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> rates.count("busy"));
        assertThatCode(() -> rates.count("first")).doesNotThrowAnyException();
    }
}
