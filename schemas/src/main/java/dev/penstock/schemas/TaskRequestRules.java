package dev.penstock.schemas;

import dev.penstock.schemas.v1.TaskRequest;
import dev.penstock.schemas.v1.Tier;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bounds that task.proto documents, checked on a request that could be read. */
final class TaskRequestRules {
    private static final Pattern TENANT = Pattern.compile("[a-z0-9-]{1," + Limits.MAX_TENANT_CHARS + "}");

    private TaskRequestRules() {}

    /** The first bound that {@code request} is out of, as a sentence; null when it keeps them all. */
    static @Nullable String firstProblem(TaskRequest request) {
        return first(
                tenant(request.getTenant()),
                role(request.getRole()),
                tier(request.getTier()),
                shortText("idempotencyKey", request.getIdempotencyKey(), Limits.MAX_IDEMPOTENCY_KEY_CHARS),
                input(request.getInput()),
                shortText("campaign", request.getCampaign(), Limits.MAX_CAMPAIGN_CHARS),
                attempts(request.getMaxAttempts()),
                labels(request.getLabelsMap()),
                number("estimateMicros", request.getEstimateMicros(), Limits.MAX_ESTIMATE_MICROS),
                number("notBeforeMillis", request.getNotBeforeMillis(), Limits.MAX_NOT_BEFORE_MILLIS),
                number("startWithinMillis", request.getStartWithinMillis(), Limits.MAX_TASK_MILLIS),
                number("attemptTimeoutMillis", request.getAttemptTimeoutMillis(), Limits.MAX_TASK_MILLIS),
                number("endWithinMillis", request.getEndWithinMillis(), Limits.MAX_TASK_MILLIS));
    }

    private static @Nullable String number(String name, long number, long most) {
        return number >= 0 && number <= most ? null : name + " is " + number + " but must be 0 to " + most;
    }

    private static @Nullable String first(@Nullable String... problems) {
        for (String problem : problems) {
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static @Nullable String tenant(String tenant) {
        if (tenant.isEmpty()) {
            return "tenant is missing";
        }
        return TENANT.matcher(tenant).matches()
                ? null
                : "tenant is " + Texts.quoted(tenant) + " but must be 1 to " + Limits.MAX_TENANT_CHARS
                        + " characters of a-z, 0-9 and '-'";
    }

    private static @Nullable String role(String role) {
        if (role.isEmpty()) {
            return "role is missing";
        }
        return Roles.isValid(role)
                ? null
                : "role is " + Texts.quoted(role) + " but must be a lower-case letter and then up to "
                        + (Limits.MAX_ROLE_CHARS - 1) + " characters of a-z, 0-9 and '-'";
    }

    private static @Nullable String tier(Tier tier) {
        return switch (tier) {
            case TIER_URGENT, TIER_NORMAL, TIER_BATCH -> null;
            case TIER_UNSPECIFIED -> "tier is missing";
            case UNRECOGNIZED -> "tier must be urgent (1), normal (2) or batch (3)";
        };
    }

    private static @Nullable String input(String input) {
        if (input.isBlank()) {
            return "input is missing";
        }
        int bytes = Texts.utf8Length(input);
        return bytes > Limits.MAX_INPUT_BYTES
                ? "input is " + bytes + " bytes of UTF-8 but may have at most " + Limits.MAX_INPUT_BYTES
                : unstorable("input", input);
    }

    private static @Nullable String attempts(int attempts) {
        return attempts >= 0 && attempts <= Limits.MAX_ATTEMPTS
                ? null
                : "maxAttempts is " + attempts + " but must be 1 to " + Limits.MAX_ATTEMPTS + ", or 0 for the default";
    }

    private static @Nullable String labels(Map<String, String> labels) {
        if (labels.size() > Limits.MAX_LABELS) {
            return "labels has " + labels.size() + " entries but may have at most " + Limits.MAX_LABELS;
        }
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (label.getKey().isEmpty()) {
                return "labels has an empty key";
            }
            String problem = first(
                    shortText("a key of labels", label.getKey(), Limits.MAX_LABEL_KEY_CHARS),
                    shortText(
                            "the label " + Texts.quoted(label.getKey()),
                            label.getValue(),
                            Limits.MAX_LABEL_VALUE_CHARS));
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static @Nullable String shortText(String what, String text, int maxChars) {
        int chars = Texts.chars(text);
        if (chars > maxChars) {
            return what + " has " + chars + " characters but may have at most " + maxChars;
        }
        return Texts.hasControls(text) ? what + " has control characters" : unstorable(what, text);
    }

    /** Not every store behind Penstock takes U+0000 or half a surrogate pair, so neither comes in. */
    private static @Nullable String unstorable(String what, String text) {
        if (text.indexOf('\0') >= 0) {
            return what + " contains the character U+0000";
        }
        return Texts.isWellFormed(text) ? null : what + " contains half of a surrogate pair";
    }
}
