package dev.penstock.streams;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.embedded.Await;
import dev.penstock.embedded.EmbeddedStack;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.SettingsException;
import dev.penstock.schemas.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine refuses to start on what it cannot run on, and says what to do. */
class StartupChecksIntegrationTest {
    private final EmbeddedStack stack = EmbeddedStack.shared();
    private final Settings settings = Settings.of(Map.of(
            SettingNames.KAFKA_BOOTSTRAP, stack.kafkaBootstrap(),
            SettingNames.SLOTS, Integer.toString(EmbeddedStack.SLOTS),
            SettingNames.STATE_DIR, stack.stateDir("checks").toString()));

    private Admin admin;

    @BeforeEach
    void connect() {
        stack.createTopics();
        admin = Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrap()));
    }

    @AfterEach
    void disconnect() {
        admin.close();
    }

    @Test
    void shouldPassAFreshBroker() {
        assertThatNoException().isThrownBy(() -> StartupChecks.run(admin, StreamsSettings.from(settings)));
    }

    @Test
    void shouldRefuseAnotherNumberOfSlots() {
        StreamsApp app = new StreamsApp(settings.with(SettingNames.SLOTS, "5"), new SimpleMeterRegistry());

        assertThatThrownBy(app::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Topics.COMMANDS)
                .hasMessageContaining(SettingNames.SLOTS);
    }

    @Test
    void shouldRefuseCommandsWithoutTheBrokersTime() throws Exception {
        setTimestampType("CreateTime");
        try {
            assertThatThrownBy(() -> StartupChecks.run(admin, StreamsSettings.from(settings)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("LogAppendTime")
                    .hasMessageContaining("kafka-configs.sh");
        } finally {
            setTimestampType("LogAppendTime");
        }
    }

    @Test
    void shouldNameTheSettingThatIsWrong() {
        assertThatThrownBy(() -> StreamsSettings.from(settings.with(SettingNames.STREAMS_STORE, "disk")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(SettingNames.STREAMS_STORE);
        assertThatThrownBy(() -> StreamsSettings.from(settings.with(SettingNames.ROLES, "Copy Writer")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(SettingNames.ROLES);
    }

    private void setTimestampType(String type) throws Exception {
        ConfigResource commands = new ConfigResource(ConfigResource.Type.TOPIC, Topics.COMMANDS);
        AlterConfigOp set =
                new AlterConfigOp(new ConfigEntry("message.timestamp.type", type), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(commands, List.of(set))).all().get();
        Await.until("the broker to know it", Duration.ofSeconds(20), () -> admin.describeConfigs(List.of(commands))
                .all()
                .get()
                .get(commands)
                .get("message.timestamp.type")
                .value()
                .equals(type));
    }
}
