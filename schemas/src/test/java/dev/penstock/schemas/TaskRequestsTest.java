package dev.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.schemas.DecodedRequest.Refused;
import dev.penstock.schemas.DecodedRequest.Valid;
import dev.penstock.schemas.v1.TaskRequest;
import dev.penstock.schemas.v1.Tier;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskRequestsTest {
    private static final Topics.Intake TOPIC = new Topics.Intake(Roles.COPYWRITER, Tier.TIER_NORMAL);
    private static final byte[] KEY = utf8("acme");
    private static final TaskRequest FULL = TaskRequest.newBuilder()
            .setTenant("acme")
            .setRole(Roles.COPYWRITER)
            .setTier(Tier.TIER_NORMAL)
            .setIdempotencyKey("order-7")
            .setInput("Write a headline for a café in Zürich ☕ 😀")
            .setCampaign("spring")
            .setMaxAttempts(5)
            .putLabels("b", "2")
            .putLabels("a", "1")
            .build();

    @Test
    void shouldReadEveryFieldOfJson() {
        // given
        String json = """
                {"tenant":"acme","role":"copywriter","tier":"normal","idempotencyKey":"order-7",
                 "input":"Write a headline for a café in Zürich ☕ \\ud83d\\ude00","campaign":"spring","maxAttempts":5,
                 "labels":{"a":"1","b":"2"}}
                """;
        // when
        DecodedRequest decoded = intake(json);
        // then
        assertThat(decoded).isEqualTo(new Valid(FULL));
    }

    @Test
    void shouldReadProtobuf() {
        assertThat(TaskRequests.fromIntake(TOPIC, KEY, FULL.toByteArray(), ContentTypes.PROTOBUF))
                .isEqualTo(new Valid(FULL));
    }

    @Test
    void shouldReadBackTheJsonItWrites() {
        assertThat(TaskRequests.fromIntake(TOPIC, KEY, TaskRequests.toJson(FULL), ContentTypes.JSON))
                .isEqualTo(new Valid(FULL));
    }

    @Test
    void shouldWriteEqualRequestsAsEqualBytes() {
        // given: the same labels, put in another order
        TaskRequest other = FULL.toBuilder()
                .clearLabels()
                .putLabels("a", "1")
                .putLabels("b", "2")
                .build();
        // then
        assertThat(TaskRequests.toJson(other)).isEqualTo(TaskRequests.toJson(FULL));
        assertThat(TaskRequests.toJson(FULL))
                .asString(StandardCharsets.UTF_8)
                .startsWith("{\"tenant\":\"acme\",\"role\":\"copywriter\",\"tier\":\"normal\",")
                .endsWith("\"campaign\":\"spring\",\"maxAttempts\":5,\"labels\":{\"a\":\"1\",\"b\":\"2\"}}");
    }

    @Test
    void shouldTakeRoleAndTierFromTheTopicWhenLeftOut() {
        // when
        DecodedRequest decoded = intake("{\"tenant\":\"acme\",\"input\":\"x\"}");
        // then
        assertThat(decoded).isInstanceOfSatisfying(Valid.class, valid -> {
            assertThat(valid.request().getRole()).isEqualTo(Roles.COPYWRITER);
            assertThat(valid.request().getTier()).isEqualTo(Tier.TIER_NORMAL);
        });
    }

    @Test
    void shouldTakeANullFieldAsLeftOut() {
        assertThat(intake("{\"tenant\":\"acme\",\"input\":\"x\",\"campaign\":null,\"labels\":null,\"tier\":null}"))
                .isInstanceOf(Valid.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "application/json; charset=utf-8", "Application/JSON;charset=\"UTF-8\"", ""})
    void shouldTakeJsonUnderAnyOfItsNames(String contentType) {
        assertThat(TaskRequests.fromIntake(TOPIC, KEY, TaskRequests.toJson(FULL), contentType))
                .isInstanceOf(Valid.class);
    }

    static Stream<Arguments> malformed() {
        String start = "{\"tenant\":\"acme\",\"input\":\"x\"";
        return Stream.of(
                Arguments.of("", "the value must be a JSON object but is empty"),
                Arguments.of("not json", "the value is not valid JSON: Unrecognized token 'not'"),
                Arguments.of("{\"tenant\":\"acme\"", "the value is not valid JSON: Unexpected end-of-input"),
                Arguments.of("[]", "the value must be a JSON object but is an array"),
                Arguments.of("\"acme\"", "the value must be a JSON object but is a string"),
                Arguments.of("null", "the value must be a JSON object but is null"),
                Arguments.of(start + "} {}", "something follows the JSON object"),
                Arguments.of(start + "} x", "the value is not valid JSON: Unrecognized token 'x'"),
                Arguments.of(start + ",}", "the value is not valid JSON: Unexpected character"),
                Arguments.of(start + ",\"colour\":1}", "the field 'colour' is unknown"),
                Arguments.of(start + ",\"colour\":null}", "the field 'colour' is unknown"),
                Arguments.of(start + ",\"Role\":\"copywriter\"}", "the field 'Role' is unknown"),
                Arguments.of(start + ",\"a\\nb\":1}", "the field 'a\ufffdb' is unknown"),
                Arguments.of(start + ",\"input\":\"y\"}", "the value is not valid JSON: Duplicate"),
                Arguments.of("{\"tenant\":7}", "tenant must be a string but is a whole number"),
                Arguments.of("{\"input\":[\"x\"]}", "input must be a string but is an array"),
                Arguments.of("{\"tier\":1}", "tier must be a string but is a whole number"),
                Arguments.of("{\"role\":true}", "role must be a string but is true or false"),
                Arguments.of("{\"maxAttempts\":\"3\"}", "maxAttempts must be a whole number but is a string"),
                Arguments.of(
                        "{\"maxAttempts\":3.0}", "maxAttempts must be a whole number but is a number with a fraction"),
                Arguments.of("{\"labels\":[]}", "labels must be an object of strings but is an array"),
                Arguments.of("{\"labels\":{\"a\":1}}", "the label 'a' must be a string but is a whole number"),
                Arguments.of("{\"labels\":{\"a\":null}}", "the label 'a' must be a string but is null"),
                Arguments.of("{\"labels\":{\"a\":{}}}", "the label 'a' must be a string but is an object"),
                Arguments.of(
                        "{\"maxAttempts\":1" + "0".repeat(200) + "}",
                        "the value is not valid JSON: Number value length"),
                Arguments.of("{\"" + "n".repeat(2000) + "\":1}", "the value is not valid JSON: Name length"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void shouldRefuseWhatIsNotTheDocumentExpected(String json, String message) {
        assertRefused(intake(json), DeadLetterReason.MALFORMED, message);
    }

    static Stream<Arguments> invalid() {
        return Stream.of(
                Arguments.of(FULL.toBuilder().clearTenant(), "tenant is missing"),
                Arguments.of(FULL.toBuilder().setTenant("Acme"), "tenant is 'Acme' but must be"),
                Arguments.of(FULL.toBuilder().setTenant("a".repeat(65)), "tenant is 'aaa"),
                Arguments.of(FULL.toBuilder().setTenant("a\nb"), "tenant is 'a\ufffdb' but must be"),
                Arguments.of(FULL.toBuilder().setInput(""), "input is missing"),
                Arguments.of(FULL.toBuilder().setInput(" \n"), "input is missing"),
                Arguments.of(FULL.toBuilder().setInput("é".repeat(131_073)), "input is 262146 bytes of UTF-8 but may"),
                Arguments.of(FULL.toBuilder().setInput("a\0b"), "input contains the character U+0000"),
                Arguments.of(FULL.toBuilder().setIdempotencyKey("k".repeat(201)), "idempotencyKey has 201 characters"),
                Arguments.of(FULL.toBuilder().setIdempotencyKey("a\tb"), "idempotencyKey has control characters"),
                Arguments.of(FULL.toBuilder().setCampaign("c".repeat(101)), "campaign has 101 characters"),
                Arguments.of(FULL.toBuilder().setMaxAttempts(21), "maxAttempts is 21 but must be 1 to 20"),
                Arguments.of(FULL.toBuilder().setMaxAttempts(-1), "maxAttempts is -1 but must be 1 to 20"),
                Arguments.of(FULL.toBuilder().putLabels("", "x"), "labels has an empty key"),
                Arguments.of(FULL.toBuilder().putLabels("k".repeat(65), "x"), "a key of labels has 65 characters"),
                Arguments.of(FULL.toBuilder().putLabels("k", "x".repeat(257)), "the label 'k' has 257 characters"));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void shouldRefuseWhatIsOutOfBoundsInEitherForm(TaskRequest.Builder request, String message) {
        TaskRequest built = request.build();
        assertRefused(
                TaskRequests.fromIntake(TOPIC, KEY, built.toByteArray(), ContentTypes.PROTOBUF),
                DeadLetterReason.INVALID,
                message);
        assertRefused(
                TaskRequests.fromIntake(TOPIC, KEY, TaskRequests.toJson(built), ContentTypes.JSON),
                DeadLetterReason.INVALID,
                message);
    }

    @Test
    void shouldRefuseTooManyLabels() {
        // given
        TaskRequest.Builder request = FULL.toBuilder();
        IntStream.range(0, 17).forEach(i -> request.putLabels("k" + i, "v"));
        // then
        assertRefused(TaskRequests.validate(request.build()), DeadLetterReason.INVALID, "labels has 19 entries");
        assertRefused(
                TaskRequests.fromIntake(TOPIC, KEY, TaskRequests.toJson(request.build()), null),
                DeadLetterReason.INVALID,
                "labels has more than the 16 entries");
    }

    @Test
    void shouldTakeEverythingAtItsLimit() {
        // given: 200 characters outside the basic plane count as 200
        TaskRequest.Builder request = FULL.toBuilder()
                .setIdempotencyKey("😀".repeat(Limits.MAX_IDEMPOTENCY_KEY_CHARS))
                .setInput("é".repeat(Limits.MAX_INPUT_BYTES / 2))
                .setCampaign("c".repeat(Limits.MAX_CAMPAIGN_CHARS))
                .setMaxAttempts(Limits.MAX_ATTEMPTS)
                .clearLabels();
        String value = "v".repeat(Limits.MAX_LABEL_VALUE_CHARS);
        IntStream.range(0, Limits.MAX_LABELS).forEach(i -> request.putLabels("k".repeat(62) + (10 + i), value));
        // then
        assertThat(TaskRequests.fromIntake(TOPIC, KEY, TaskRequests.toJson(request.build()), null))
                .isEqualTo(new Valid(request.build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"tier\":\"high\"}", "{\"tier\":\"URGENT\"}", "{\"tier\":\"\"}"})
    void shouldRefuseAnUnknownTier(String json) {
        assertRefused(intake(json), DeadLetterReason.INVALID, "tier is '");
    }

    @Test
    void shouldRefuseAnUnknownTierOfProtobuf() {
        // given
        byte[] value = FULL.toBuilder().setTierValue(9).build().toByteArray();
        // then
        assertRefused(
                TaskRequests.fromIntake(TOPIC, KEY, value, ContentTypes.PROTOBUF),
                DeadLetterReason.INVALID,
                "tier must be urgent (1), normal (2) or batch (3)");
    }

    @Test
    void shouldRefuseANumberOfAttemptsThatNoIntHolds() {
        assertRefused(
                intake("{\"maxAttempts\":99999999999999}"),
                DeadLetterReason.INVALID,
                "maxAttempts is '99999999999999'");
    }

    @Test
    void shouldRefuseHalfASurrogatePair() {
        assertRefused(
                intake("{\"tenant\":\"acme\",\"input\":\"\\ud83d\"}"),
                DeadLetterReason.INVALID,
                "input contains half of a surrogate pair");
    }

    @Test
    void shouldRefuseWhatIsNotUtf8() {
        // given
        byte[] value = "{\"tenant\":\"acme\",\"input\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
        // then
        assertRefused(
                TaskRequests.fromIntake(TOPIC, KEY, value, null),
                DeadLetterReason.MALFORMED,
                "the value is not valid JSON: Invalid UTF-8");
    }

    @Test
    void shouldRefuseATooLargeValueUnread() {
        assertRefused(
                TaskRequests.fromIntake(TOPIC, KEY, new byte[Limits.MAX_REQUEST_BYTES + 1], ContentTypes.JSON),
                DeadLetterReason.TOO_LARGE,
                "the value has 1048577 bytes but may have at most 1048576");
    }

    @Test
    void shouldRefuseDeepNesting() {
        assertRefused(
                intake("{\"labels\":" + "[".repeat(5000)), DeadLetterReason.MALFORMED, "labels must be an object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json; charset=latin1", "application/xml"})
    void shouldRefuseAnotherContentType(String contentType) {
        assertRefused(
                TaskRequests.fromIntake(TOPIC, KEY, TaskRequests.toJson(FULL), contentType),
                DeadLetterReason.UNSUPPORTED_CONTENT_TYPE,
                "the content type is '");
    }

    @Test
    void shouldRefuseBytesThatAreNoProtobuf() {
        assertRefused(
                TaskRequests.fromIntake(TOPIC, KEY, new byte[] {10, 127, 1}, ContentTypes.PROTOBUF),
                DeadLetterReason.MALFORMED,
                "the value is not a Protobuf TaskRequest");
    }

    @Test
    void shouldRefuseARecordWithoutKeyOrValue() {
        assertRefused(
                TaskRequests.fromIntake(TOPIC, null, FULL.toByteArray(), ContentTypes.PROTOBUF),
                DeadLetterReason.NULL_KEY,
                "the record has no key");
        assertRefused(
                TaskRequests.fromIntake(TOPIC, KEY, null, ContentTypes.PROTOBUF),
                DeadLetterReason.NULL_VALUE,
                "the record has no value");
    }

    @Test
    void shouldRefuseAKeyThatIsNotTheTenant() {
        assertRefused(
                TaskRequests.fromIntake(TOPIC, utf8("globex"), TaskRequests.toJson(FULL), null),
                DeadLetterReason.INVALID,
                "the record's key is 'globex' but its tenant is 'acme'");
    }

    @Test
    void shouldRefuseRoleOrTierOfAnotherTopic() {
        assertRefused(
                intake("{\"tenant\":\"acme\",\"input\":\"x\",\"role\":\"data-analyst\"}"),
                DeadLetterReason.TOPIC_MISMATCH,
                "role is 'data-analyst' but the topic's is 'copywriter'");
        assertRefused(
                intake("{\"tenant\":\"acme\",\"input\":\"x\",\"tier\":\"urgent\"}"),
                DeadLetterReason.TOPIC_MISMATCH,
                "tier is 'urgent' but the topic's is 'normal'");
    }

    @Test
    void shouldFillInTenantKeyAndTierOfAnApiRequest() {
        // when
        DecodedRequest decoded =
                TaskRequests.fromTenant("acme", "k-1", utf8("{\"role\":\"copywriter\",\"input\":\"x\"}"), null);
        // then
        assertThat(decoded)
                .isEqualTo(new Valid(TaskRequest.newBuilder()
                        .setTenant("acme")
                        .setRole("copywriter")
                        .setTier(Tier.TIER_NORMAL)
                        .setIdempotencyKey("k-1")
                        .setInput("x")
                        .build()));
    }

    @ParameterizedTest
    @MethodSource("apiRefusals")
    void shouldRefuseAnApiRequestThatContradictsItsCredentials(String json, String message) {
        assertRefused(TaskRequests.fromTenant("acme", "k-1", utf8(json), null), DeadLetterReason.INVALID, message);
    }

    static Stream<Arguments> apiRefusals() {
        return Stream.of(
                Arguments.of(
                        "{\"tenant\":\"globex\",\"role\":\"copywriter\",\"input\":\"x\"}", "tenant is not the one"),
                Arguments.of(
                        "{\"idempotencyKey\":\"k-2\",\"role\":\"copywriter\",\"input\":\"x\"}",
                        "idempotencyKey differs"),
                Arguments.of("{\"input\":\"x\"}", "role is missing"),
                Arguments.of("{\"role\":\"Copy Writer\",\"input\":\"x\"}", "role is 'Copy Writer' but must be"));
    }

    private static void assertRefused(DecodedRequest decoded, DeadLetterReason reason, String message) {
        assertThat(decoded).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.message()).startsWith(message).hasSizeLessThanOrEqualTo(Limits.MAX_MESSAGE_CHARS);
        });
    }

    private static DecodedRequest intake(@Nullable String json) {
        return TaskRequests.fromIntake(TOPIC, KEY, json == null ? null : utf8(json), null);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
