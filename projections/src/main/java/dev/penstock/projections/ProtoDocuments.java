package dev.penstock.projections;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.TaskSucceeded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.Binary;

/** Messages as documents: fields by their names in JSON, those that are not set left out. */
final class ProtoDocuments {
    private static final FieldDescriptor OUTPUT =
            TaskSucceeded.getDescriptor().findFieldByNumber(TaskSucceeded.OUTPUT_FIELD_NUMBER);
    private static final OneofDescriptor KIND =
            Event.getDescriptor().getOneofs().getFirst();

    private ProtoDocuments() {}

    /** What is special to the event's kind. */
    static Document body(Event event) {
        FieldDescriptor kind = event.getOneofFieldDescriptor(KIND);
        return kind == null ? new Document() : of((Message) event.getField(kind));
    }

    /** All of {@code message} but an output, which is a deliverable. */
    static Document of(Message message) {
        Document document = new Document();
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            if (field.getKey().equals(OUTPUT)) {
                continue;
            }
            document.append(field.getKey().getJsonName(), value(field.getValue()));
        }
        return document;
    }

    private static Object value(Object value) {
        return switch (value) {
            case MapEntry<?, ?> entry ->
                // As a pair: a key may be what a field of a document must not be called.
                new Document("key", value(entry.getKey())).append("value", value(entry.getValue()));
            case Message message -> of(message);
            case EnumValueDescriptor constant -> constant.getName();
            case ByteString bytes -> new Binary(bytes.toByteArray());
            case List<?> list -> {
                List<Object> values = new ArrayList<>(list.size());
                list.forEach(item -> values.add(value(item)));
                yield values;
            }
            default -> value;
        };
    }
}
