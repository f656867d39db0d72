package dev.penstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.errors.AnthropicIoException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.StopReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OfficialSdkIntegrationTest {
    private ProviderSimulator simulator;
    private AnthropicClient sdk;

    @BeforeEach
    void start() throws Exception {
        simulator = ProviderSimulator.start(SimulatorSettings.defaults().withLatency(new Latency(5, 0.1, 0, 1)));
        sdk = AnthropicOkHttpClient.builder()
                .baseUrl(simulator.baseUrl().toString())
                .apiKey("sk-test")
                .maxRetries(0)
                .timeout(Duration.ofSeconds(10))
                .build();
    }

    @AfterEach
    void stop() {
        sdk.close();
        simulator.close();
    }

    @Test
    void shouldAnswerTheSdk() {
        Message message = sdk.messages().create(request("Write copy for Bergland coffee"));

        assertThat(message.content().getFirst().asText().text()).contains("Bergland");
        assertThat(message.usage().outputTokens()).isPositive();
    }

    @Test
    void shouldStreamToTheSdk() {
        MessageAccumulator whole = MessageAccumulator.create();
        try (var events = sdk.messages().createStreaming(request("Write copy for Bergland coffee"))) {
            events.stream().forEach(whole::accumulate);
        }

        Message message = whole.message();
        assertThat(message.content().getFirst().asText().text()).contains("Bergland");
        assertThat(message.stopReason()).hasValue(StopReason.END_TURN);
        CallRecord call = simulator.journal().all().getFirst();
        assertThat(List.of((long) call.inputTokens(), (long) call.outputTokens()))
                .isEqualTo(
                        List.of(message.usage().inputTokens(), message.usage().outputTokens()));
    }

    @Test
    void shouldRaiseTheSdksOwnErrors() {
        assertThatThrownBy(() -> sdk.messages().create(request("[[sim:429 retry-after=3]]")))
                .isInstanceOfSatisfying(
                        RateLimitException.class,
                        e -> assertThat(e.headers().values("retry-after")).containsExactly("3"));
        assertThatThrownBy(() -> sdk.messages().create(request("[[sim:500]]")))
                .isInstanceOf(InternalServerException.class);
        assertThatThrownBy(() -> sdk.messages().create(request("[[sim:529]]")))
                .isInstanceOfSatisfying(InternalServerException.class, e -> assertThat(e.statusCode())
                        .isEqualTo(529));
        assertThatThrownBy(() -> sdk.messages().create(request("[[sim:truncate]]")))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void shouldTimeTheSdkOutOnAHang() {
        AnthropicClient hasty = sdk.withOptions(options -> options.timeout(Duration.ofMillis(300)));

        assertThatThrownBy(() -> hasty.messages().create(request("[[sim:hang]]")))
                .isInstanceOf(AnthropicIoException.class);
    }

    private static MessageCreateParams request(String text) {
        return MessageCreateParams.builder()
                .model(Client.MODEL)
                .maxTokens(1024)
                .addUserMessage(text)
                .build();
    }
}
