package dev.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.v1.TaskRequest;
import dev.penstock.schemas.v1.Tier;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CampaignRequestsTest {
    @Test
    void shouldMakeAPlannersTaskOfAGoal() {
        DecodedRequest decoded = read(
                "{\"goal\":\"Sell more bread.\",\"campaign\":\"spring\",\"labels\":{\"brand\":\"Acme\"},\"estimateMicros\":7}",
                null);

        assertThat(decoded)
                .isEqualTo(new DecodedRequest.Valid(TaskRequest.newBuilder()
                        .setTenant("acme")
                        .setRole("activity-planner")
                        .setTier(Tier.TIER_URGENT)
                        .setIdempotencyKey("k")
                        .setInput("Sell more bread.")
                        .setCampaign("spring")
                        .putLabels("brand", "Acme")
                        .setEstimateMicros(7)
                        .build()));
    }

    @Test
    void shouldSayWhatIsWrongInTheCampaignsOwnWords() {
        assertThat(refusal(read("{\"campaign\":\"spring\"}", null)))
                .isEqualTo(new DecodedRequest.Refused(DeadLetterReason.INVALID, "goal is missing"));
        assertThat(refusal(read("{\"goal\":\"x\",\"role\":\"copywriter\"}", null))
                        .message())
                .isEqualTo("the field 'role' is unknown");
        assertThat(refusal(read("{\"goal\":\"x\",\"input\":\"y\"}", null)).message())
                .isEqualTo("the field 'input' is unknown");
        assertThat(refusal(read("goal", ContentTypes.PROTOBUF)).reason())
                .isEqualTo(DeadLetterReason.UNSUPPORTED_CONTENT_TYPE);
    }

    private static DecodedRequest read(String body, @Nullable String contentType) {
        return TaskRequests.campaignOfTenant("acme", "k", body.getBytes(StandardCharsets.UTF_8), contentType);
    }

    private static DecodedRequest.Refused refusal(DecodedRequest decoded) {
        return (DecodedRequest.Refused) decoded;
    }
}
