package dev.penstock.schemas;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Kafka (de)serialisation of one Protobuf message type. What is too large or not of the type is a {@link SerializationException}. */
public final class ProtoSerde<T extends MessageLite> implements Serde<T> {
    private final Parser<T> parser;
    private final int maxBytes;

    private ProtoSerde(Parser<T> parser, int maxBytes) {
        this.parser = parser;
        this.maxBytes = maxBytes;
    }

    /** A serde for values of at most {@link Limits#MAX_RECORD_BYTES}. */
    public static <T extends MessageLite> ProtoSerde<T> of(Parser<T> parser) {
        return new ProtoSerde<>(parser, Limits.MAX_RECORD_BYTES);
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, message) -> message == null ? null : message.toByteArray();
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> parse(topic, bytes);
    }

    private @Nullable T parse(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (bytes.length > maxBytes) {
            throw new SerializationException(
                    "A value of " + bytes.length + " bytes on " + topic + " is over the limit of " + maxBytes);
        }
        try {
            return parser.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new SerializationException(
                    "A value on " + topic + " is not the Protobuf message expected there: " + e.getMessage(), e);
        }
    }
}
