package dev.penstock.schemas;

import dev.penstock.schemas.v1.Plan;
import dev.penstock.schemas.v1.PlannedTask;
import dev.penstock.schemas.v1.TaskRequest;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Plans as planners write them: a JSON object {@code {"tasks": [...]}}, each task with the fields of PlannedTask in lowerCamelCase. Whether
 * the plan can be taken in, such as whether its tenant has the roles, is for the engine to say.
 */
public final class Plans {
    /** What a planner's answer is expected to be, in short. */
    public static final String SHAPE =
            "{\"tasks\":[{\"name\":\"...\",\"role\":\"...\",\"input\":\"...\",\"after\":[\"...\"]}]}";

    /** No string of a JSON document holds a line break, so a fence that begins a line is never within one. */
    private static final Pattern FENCED =
            Pattern.compile("(?:^|\\n)```[a-zA-Z]*[ \\t]*\\r?\\n(.*?)\\n[ \\t]*```", Pattern.DOTALL);

    private final JsonParser parser;
    private final Plan.Builder plan = Plan.newBuilder();

    private Plans(JsonParser parser) {
        this.parser = parser;
    }

    /** What came of reading an answer. */
    public sealed interface Read {
        /** A plan; without tasks when the planner wants none. Its bounds are not checked. */
        record Good(Plan plan) implements Read {}

        /**
         * No plan.
         *
         * @param message one line that says what was expected, and where
         */
        record Bad(String message) implements Read {
            public Bad {
                message = Texts.line(message, Limits.MAX_MESSAGE_CHARS);
            }
        }
    }

    /** Reads what a planner answered; the first code block when it is not JSON as a whole. */
    public static Read read(String answer) {
        try (JsonParser parser = TaskRequestJson.parser(document(answer).getBytes(StandardCharsets.UTF_8))) {
            Plans reader = new Plans(parser);
            String fault = reader.plan();
            return fault == null
                    ? new Read.Good(reader.plan.build())
                    : new Read.Bad("The answer should be a plan, " + SHAPE + ", but " + fault);
        } catch (JacksonException e) {
            return new Read.Bad("The answer should be a plan, " + SHAPE + ", but it is not valid JSON: "
                    + e.getOriginalMessage() + TaskRequestJson.at(e));
        }
    }

    private static String document(String answer) {
        String whole = answer.strip();
        if (whole.startsWith("{")) {
            return whole;
        }
        Matcher fenced = FENCED.matcher(whole);
        return fenced.find() ? fenced.group(1) : whole;
    }

    private @Nullable String plan() {
        JsonToken first = parser.nextToken();
        if (first != JsonToken.START_OBJECT) {
            return first == null ? "it is empty" : "it is " + TaskRequestJson.kind(first);
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            if (!name.equals("tasks")) {
                return "it has the unknown field " + Texts.quoted(name);
            }
            JsonToken value = parser.nextToken();
            String fault =
                    switch (value) {
                        case START_ARRAY -> tasks();
                        case VALUE_NULL -> null;
                        default -> wrongType("tasks", "an array", value);
                    };
            if (fault != null) {
                return fault;
            }
        }
        return parser.nextToken() == null ? null : "something follows it";
    }

    private @Nullable String tasks() {
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            String where = "tasks[" + plan.getTasksCount() + "]";
            String fault = next == JsonToken.START_OBJECT ? task(where) : wrongType(where, "an object", next);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private @Nullable String task(String where) {
        PlannedTask.Builder task = PlannedTask.newBuilder();
        TaskRequestJson fields = new TaskRequestJson(parser, TaskRequestJson.Form.PLANNED);
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            String fault =
                    switch (name) {
                        case "name" -> name(where, value, task);
                        case "after" -> after(where, value, task);
                        default -> {
                            DecodedRequest.Refused refused = fields.member(name, value);
                            yield refused == null ? null : "in " + where + " " + refused.message();
                        }
                    };
            if (fault != null) {
                return fault;
            }
        }
        plan.addTasks(with(task, fields.request()));
        return null;
    }

    private @Nullable String name(String where, JsonToken value, PlannedTask.Builder task) {
        if (value != JsonToken.VALUE_STRING) {
            return wrongType(where + ".name", "a string", value);
        }
        task.setName(parser.getString());
        return null;
    }

    private @Nullable String after(String where, JsonToken value, PlannedTask.Builder task) {
        if (value == JsonToken.VALUE_NULL) {
            return null;
        }
        if (value != JsonToken.START_ARRAY) {
            return wrongType(where + ".after", "an array of names", value);
        }
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            if (next != JsonToken.VALUE_STRING) {
                return wrongType(where + ".after[" + task.getAfterCount() + "]", "a string", next);
            }
            task.addAfter(parser.getString());
        }
        return null;
    }

    private static PlannedTask with(PlannedTask.Builder task, TaskRequest fields) {
        return task.setRole(fields.getRole())
                .setTier(fields.getTier())
                .setInput(fields.getInput())
                .setMaxAttempts(fields.getMaxAttempts())
                .putAllLabels(fields.getLabelsMap())
                .setEstimateMicros(fields.getEstimateMicros())
                .setNotBeforeMillis(fields.getNotBeforeMillis())
                .setStartWithinMillis(fields.getStartWithinMillis())
                .setAttemptTimeoutMillis(fields.getAttemptTimeoutMillis())
                .setEndWithinMillis(fields.getEndWithinMillis())
                .build();
    }

    private static String wrongType(String where, String wanted, JsonToken found) {
        return where + " must be " + wanted + " but is " + TaskRequestJson.kind(found);
    }
}
