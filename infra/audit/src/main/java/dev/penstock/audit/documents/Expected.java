package dev.penstock.audit.documents;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.TaskRef;
import dev.penstock.schemas.v1.TaskSucceeded;
import dev.penstock.schemas.v1.Tier;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The documents that come of an event. */
final class Expected {
    private static final long MIN_MILLIS = Instant.parse("0001-01-01T00:00:00Z").toEpochMilli();
    private static final long MAX_MILLIS = Instant.parse("9999-12-31T00:00:00Z").toEpochMilli();

    private Expected() {}

    static Fields of(Kind kind, TenantEvent event) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("_id", event.id(kind));
        document.put("at", new Date(Math.clamp(event.event().getAtMillis(), MIN_MILLIS, MAX_MILLIS)));
        document.put("offset", event.offset());
        if (event.event().hasTask()) {
            describe(event.event().getTask(), document);
        }
        switch (kind) {
            case DELIVERABLES -> deliverable(event.event(), document);
            case TASK_EVENTS -> event(event.event(), document);
        }
        return Fields.of(document);
    }

    private static void describe(TaskRef task, Map<String, @Nullable Object> document) {
        document.put("role", task.getRole());
        if (task.getTier() != Tier.TIER_UNSPECIFIED && task.getTier() != Tier.UNRECOGNIZED) {
            document.put("tier", Topics.tierName(task.getTier()));
        }
        if (!task.getCampaign().isEmpty()) {
            document.put("campaign", task.getCampaign());
        }
    }

    private static void deliverable(Event event, Map<String, @Nullable Object> document) {
        TaskSucceeded succeeded = event.getSucceeded();
        byte[] output = succeeded.getOutput().getBytes(StandardCharsets.UTF_8);
        document.put("attempt", succeeded.getAttempt());
        document.put("output", succeeded.getOutput());
        document.put("bytes", output.length);
        document.put("sha256", HexFormat.of().formatHex(Digests.sha256(output)));
        document.put("usage", fields(succeeded.getUsage()));
        document.put("seq", event.getSeq());
    }

    private static void event(Event event, Map<String, @Nullable Object> document) {
        document.put("kind", event.getKindCase().name().toLowerCase(Locale.ROOT));
        if (event.hasTask()) {
            document.put("task", event.getTask().getTaskId());
        }
        document.put("body", body(event));
    }

    /** What is special to the kind of event, without an output. */
    private static Map<String, @Nullable Object> body(Event event) {
        if (event.hasSucceeded()) {
            return fields(event.getSucceeded().toBuilder().clearOutput().build());
        }
        FieldDescriptor kind =
                Event.getDescriptor().findFieldByNumber(event.getKindCase().getNumber());
        return kind == null ? new LinkedHashMap<>() : fields((Message) event.getField(kind));
    }

    private static Map<String, @Nullable Object> fields(Message message) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        message.getAllFields().forEach((field, value) -> fields.put(field.getJsonName(), value(value)));
        return fields;
    }

    private static Object value(Object value) {
        return switch (value) {
            case MapEntry<?, ?> entry -> Map.of("key", value(entry.getKey()), "value", value(entry.getValue()));
            case Message message -> fields(message);
            case EnumValueDescriptor constant -> constant.getName();
            case ByteString bytes -> bytes.toByteArray();
            case List<?> list -> {
                List<Object> values = new ArrayList<>();
                list.forEach(item -> values.add(value(item)));
                yield values;
            }
            default -> value;
        };
    }
}
