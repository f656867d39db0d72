package dev.penstock.schemas;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.schemas.DecodedRequest.Refused;
import dev.penstock.schemas.DecodedRequest.Valid;
import dev.penstock.schemas.v1.TaskRequest;
import dev.penstock.schemas.v1.Tier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The door: turns what producers send, as JSON or Protobuf, into requests within all limits. Bad input is a value here, never an exception. */
public final class TaskRequests {
    private TaskRequests() {}

    /**
     * Decodes a record of an intake topic.
     *
     * @param topic what the topic's name says; fills in role and tier where the value leaves them out
     * @param key the record's key, which must be the tenant's name in UTF-8
     * @param contentType value of the {@link ContentTypes#HEADER} header; JSON when null
     */
    public static DecodedRequest fromIntake(
            Topics.Intake topic, byte @Nullable [] key, byte @Nullable [] value, @Nullable String contentType) {
        if (key == null || key.length == 0) {
            return new Refused(DeadLetterReason.NULL_KEY, "the record has no key; it must be the tenant's name");
        }
        if (value == null) {
            return new Refused(DeadLetterReason.NULL_VALUE, "the record has no value");
        }
        return read(value, contentType, request -> onTopic(request, topic, key));
    }

    /**
     * Decodes what {@code tenant} sent over the API. The tier is normal when left out.
     *
     * @param idempotencyKey from the request's header; null when it has none
     */
    public static DecodedRequest fromTenant(
            String tenant, @Nullable String idempotencyKey, byte[] body, @Nullable String contentType) {
        return read(body, contentType, request -> ofTenant(request, tenant, idempotencyKey));
    }

    /**
     * Decodes a campaign's goal that {@code tenant} sent over the API: a task for the planner, as JSON only.
     *
     * @param idempotencyKey from the request's header; null when it has none
     */
    public static DecodedRequest campaignOfTenant(
            String tenant, @Nullable String idempotencyKey, byte[] body, @Nullable String contentType) {
        if (ContentTypes.form(contentType)
                .filter(form -> form == ContentTypes.Form.JSON)
                .isEmpty()) {
            return new Refused(
                    DeadLetterReason.UNSUPPORTED_CONTENT_TYPE,
                    "the content type is " + Texts.quoted(contentType == null ? "" : contentType) + " but must be "
                            + ContentTypes.JSON);
        }
        DecodedRequest decoded = TaskRequestJson.read(
                body,
                TaskRequestJson.Form.CAMPAIGN,
                request -> ofTenant(
                        request.toBuilder()
                                .setRole(Roles.ACTIVITY_PLANNER)
                                .setTier(Tier.TIER_URGENT)
                                .build(),
                        tenant,
                        idempotencyKey));
        // What a task calls its input is a campaign's goal.
        return decoded instanceof Refused(DeadLetterReason reason, String message) && message.startsWith("input ")
                ? new Refused(reason, "goal" + message.substring("input".length()))
                : decoded;
    }

    /** Checks the bounds of a request made in code; its role and tier must be set. */
    public static DecodedRequest validate(TaskRequest request) {
        String problem = TaskRequestRules.firstProblem(request);
        return problem == null ? new Valid(request) : new Refused(DeadLetterReason.INVALID, problem);
    }

    /**
     * The canonical JSON form: equal requests give equal bytes, and reading them back gives the request.
     *
     * @throws IllegalArgumentException when the tier is none that this version knows
     */
    public static byte[] toJson(TaskRequest request) {
        return TaskRequestJson.write(request);
    }

    private static DecodedRequest ofTenant(TaskRequest request, String tenant, @Nullable String idempotencyKey) {
        if (!request.getTenant().isEmpty() && !request.getTenant().equals(tenant)) {
            return new Refused(
                    DeadLetterReason.INVALID, "tenant is not the one that the API key belongs to; leave it out");
        }
        TaskRequest.Builder full = request.toBuilder().setTenant(tenant);
        if (idempotencyKey != null) {
            if (!request.getIdempotencyKey().isEmpty()
                    && !request.getIdempotencyKey().equals(idempotencyKey)) {
                return new Refused(DeadLetterReason.INVALID, "idempotencyKey differs from the Idempotency-Key header");
            }
            full.setIdempotencyKey(idempotencyKey);
        }
        if (request.getTierValue() == Tier.TIER_UNSPECIFIED_VALUE) {
            full.setTier(Tier.TIER_NORMAL);
        }
        return validate(full.build());
    }

    private static DecodedRequest onTopic(TaskRequest request, Topics.Intake topic, byte[] key) {
        if (!request.getRole().isEmpty() && !request.getRole().equals(topic.role())) {
            return mismatch("role", request.getRole(), topic.role());
        }
        if (request.getTier() == Tier.UNRECOGNIZED) {
            return validate(request.toBuilder().setRole(topic.role()).build());
        }
        if (request.getTier() != Tier.TIER_UNSPECIFIED && request.getTier() != topic.tier()) {
            return mismatch("tier", Topics.tierName(request.getTier()), Topics.tierName(topic.tier()));
        }
        DecodedRequest decoded = validate(
                request.toBuilder().setRole(topic.role()).setTier(topic.tier()).build());
        if (decoded instanceof Valid && !Arrays.equals(key, request.getTenant().getBytes(StandardCharsets.UTF_8))) {
            return new Refused(
                    DeadLetterReason.INVALID,
                    "the record's key is " + Texts.quoted(new String(key, StandardCharsets.UTF_8))
                            + " but its tenant is " + Texts.quoted(request.getTenant()));
        }
        return decoded;
    }

    private static Refused mismatch(String field, String found, String topics) {
        return new Refused(
                DeadLetterReason.TOPIC_MISMATCH,
                field + " is " + Texts.quoted(found) + " but the topic's is " + Texts.quoted(topics));
    }

    private static DecodedRequest read(
            byte[] value, @Nullable String contentType, Function<TaskRequest, DecodedRequest> next) {
        Optional<ContentTypes.Form> form = ContentTypes.form(contentType);
        if (form.isEmpty()) {
            return new Refused(
                    DeadLetterReason.UNSUPPORTED_CONTENT_TYPE,
                    "the content type is " + Texts.quoted(contentType == null ? "" : contentType) + " but must be "
                            + ContentTypes.JSON + " or " + ContentTypes.PROTOBUF);
        }
        if (value.length > Limits.MAX_REQUEST_BYTES) {
            return new Refused(
                    DeadLetterReason.TOO_LARGE,
                    "the value has " + value.length + " bytes but may have at most " + Limits.MAX_REQUEST_BYTES);
        }
        return switch (form.get()) {
            case JSON -> TaskRequestJson.read(value, TaskRequestJson.Form.TASK, next);
            case PROTOBUF -> readProtobuf(value, next);
        };
    }

    private static DecodedRequest readProtobuf(byte[] value, Function<TaskRequest, DecodedRequest> next) {
        TaskRequest request;
        try {
            request = TaskRequest.parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            return new Refused(
                    DeadLetterReason.MALFORMED, "the value is not a Protobuf TaskRequest: " + e.getMessage());
        }
        return next.apply(request);
    }
}
