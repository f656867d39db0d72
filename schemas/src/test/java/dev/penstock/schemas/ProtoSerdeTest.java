package dev.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.schemas.v1.TenantConfig;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class ProtoSerdeTest {
    private final ProtoSerde<TenantConfig> serde = ProtoSerde.of(TenantConfig.parser());

    @Test
    void shouldReadBackWhatItWrites() {
        // given
        TenantConfig config =
                TenantConfig.newBuilder().setTenant("acme").setVersion(3).build();
        // when
        byte[] bytes = serde.serializer().serialize("t", config);
        // then
        assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(config);
    }

    @Test
    void shouldKeepNullAsNull() {
        assertThat(serde.serializer().serialize("t", null)).isNull();
        assertThat(serde.deserializer().deserialize("t", null)).isNull();
    }

    @Test
    void shouldRefuseWhatIsNoMessage() {
        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> serde.deserializer().deserialize("penstock.events", new byte[] {10, 127, 1}))
                .withMessageStartingWith("A value on penstock.events is not the Protobuf message expected there");
    }

    @Test
    void shouldRefuseAValueOverTheLimit() {
        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() ->
                        serde.deserializer().deserialize("penstock.events", new byte[Limits.MAX_RECORD_BYTES + 1]))
                .withMessage("A value of 2097153 bytes on penstock.events is over the limit of 2097152");
    }
}
