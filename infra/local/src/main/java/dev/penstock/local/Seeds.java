package dev.penstock.local;

import com.google.protobuf.InvalidProtocolBufferException;
import com.zaxxer.hikari.HikariDataSource;
import dev.penstock.ingest.keys.ApiKeys;
import dev.penstock.ingest.keys.Scope;
import dev.penstock.ingest.secrets.WebhookSecrets;
import dev.penstock.runtime.Database;
import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.TopicAdmin;
import dev.penstock.runtime.secret.Keyring;
import dev.penstock.runtime.secret.WebhookSecret;
import dev.penstock.schemas.Roles;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.TenantConfig;
import dev.penstock.simulator.ProviderSimulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** What an empty installation needs before tasks can come: topics, the schema, tenants and their keys. What is there already stays. */
final class Seeds {
    private static final int INTAKE_PARTITIONS = 2;
    private static final long FIRST_VERSION = 1;
    private static final String LOCAL_SECRET = "local";

    /** As {@link ProviderSimulator#runtimeUrl} has it, whatever the port. */
    private static final Pattern SIMULATED_RUNTIME =
            Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+" + Pattern.quote(ProviderSimulator.RUNTIME_PATH));

    private static final Duration READ_LIMIT = Duration.ofSeconds(20);

    private Seeds() {}

    static void topics(Settings settings) throws ExecutionException, InterruptedException {
        Set<String> roles = new LinkedHashSet<>(Roles.STANDARD);
        roles.addAll(settings.list(SettingNames.ROLES, List.of()));
        List<Topics.Spec> specs =
                new ArrayList<>(Topics.core(settings.number(SettingNames.SLOTS, Slots.LOCAL_DEFAULT)));
        specs.addAll(Topics.forRoles(roles, INTAKE_PARTITIONS, Topics.DISPATCH_PARTITIONS));
        try (Admin admin = Admin.create(KafkaClients.common(settings, "penstock-local-admin"))) {
            TopicAdmin.ensure(admin, specs);
        }
    }

    /**
     * Publishes the configuration of tenants that have none, and that of tenants whose simulated runtime has moved to another port. One that was
     * changed since stays as it is.
     *
     * @param runtimeUrl where tenants' own runtimes are simulated; empty for nowhere
     */
    static void tenants(Settings settings, List<LocalTenant> tenants, String runtimeUrl)
            throws ExecutionException, InterruptedException {
        Map<String, TenantConfig> known = configuredTenants(settings);
        List<Future<RecordMetadata>> writes = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                KafkaClients.producer(settings, "penstock-local-tenants"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (LocalTenant tenant : tenants) {
                TenantConfig there = known.get(tenant.name());
                TenantConfig wanted =
                        there == null ? tenant.config(FIRST_VERSION, runtimeUrl) : moved(there, runtimeUrl);
                if (!wanted.equals(there)) {
                    byte[] key = tenant.name().getBytes(StandardCharsets.UTF_8);
                    writes.add(producer.send(new ProducerRecord<>(Topics.TENANT_CONFIG, key, wanted.toByteArray())));
                }
            }
            for (Future<RecordMetadata> write : writes) {
                write.get();
            }
        }
    }

    /** The same with the simulated runtime where it is now. */
    static TenantConfig moved(TenantConfig config, String runtimeUrl) {
        TenantConfig.Builder moved = config.toBuilder();
        moved.getAllocationsBuilderList().stream()
                .filter(allocation -> !runtimeUrl.isEmpty()
                        && SIMULATED_RUNTIME.matcher(allocation.getWebhookUrl()).matches())
                .forEach(allocation -> allocation.setWebhookUrl(runtimeUrl));
        return moved.build().equals(config)
                ? config
                : moved.setVersion(config.getVersion() + 1).build();
    }

    /** Gives each tenant with a runtime of its own the secret that the simulator shares with it. */
    static void webhookSecrets(Settings settings, Map<String, String> secrets) throws SQLException {
        Keyring keys = Keyring.of(settings).orElseThrow();
        try (HikariDataSource pool = Database.pool(settings, "penstock-local-secrets", 1)) {
            for (Map.Entry<String, String> each : secrets.entrySet()) {
                WebhookSecrets.put(
                        pool,
                        keys,
                        each.getKey(),
                        LOCAL_SECRET,
                        WebhookSecret.parse(each.getValue()).orElseThrow());
            }
        }
    }

    /** Keys in plain text. */
    record Access(List<TenantAccess> tenants, String operatorKey) {
        static final Access NONE = new Access(List.of(), "");
    }

    /** Migrates the database and gives each tenant a key, and an operator one; {@code file} keeps the plain texts, readable for its owner only. */
    static Access keys(Settings settings, List<LocalTenant> tenants, Path file) throws SQLException, IOException {
        Map<String, String> known = PrivateFile.read(file);
        Map<String, String> keys = new TreeMap<>(known);
        List<TenantAccess> access = new ArrayList<>();
        try (HikariDataSource pool = Database.pool(settings, "penstock-local-seeds", 2)) {
            Database.migrate(pool);
            for (LocalTenant tenant : tenants) {
                String key = key(pool, keys.get(tenant.name()), tenant.name(), Scope.all());
                keys.put(tenant.name(), key);
                access.add(new TenantAccess(tenant.name(), tenant.plan().id(), key));
            }
            String operator = key(pool, keys.get(ApiKeys.OPERATORS), ApiKeys.OPERATORS, Scope.ofOperators());
            keys.put(ApiKeys.OPERATORS, operator);
            if (!keys.equals(known)) {
                PrivateFile.write(file, keys);
            }
            return new Access(access, operator);
        }
    }

    /** The key that is known where it is good for all it should be, else a new one. */
    private static String key(HikariDataSource pool, @Nullable String known, String tenant, Set<Scope> scopes)
            throws SQLException {
        if (known != null && mayDo(pool, known, scopes)) {
            return known;
        }
        ApiKeys.Issued issued = ApiKeys.issue(tenant, scopes, null, "local stack");
        ApiKeys.insert(pool, issued.row());
        return issued.plaintext();
    }

    private static boolean mayDo(HikariDataSource pool, String key, Set<Scope> scopes) throws SQLException {
        String keyId = ApiKeys.keyId(key).orElse("");
        try (Connection connection = pool.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT 1 FROM api_keys WHERE key_id = ? AND revoked_at IS NULL AND scopes @> ?")) {
            select.setString(1, keyId);
            select.setArray(
                    2,
                    connection.createArrayOf(
                            "text", scopes.stream().map(Scope::code).toArray()));
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static Map<String, TenantConfig> configuredTenants(Settings settings) {
        Map<String, TenantConfig> known = new HashMap<>();
        TopicPartition partition = new TopicPartition(Topics.TENANT_CONFIG, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                KafkaClients.consumer(settings, "penstock-local-tenants", "penstock-local"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long deadline = System.nanoTime() + READ_LIMIT.toNanos();
            while (consumer.position(partition) < end) {
                if (System.nanoTime() > deadline) {
                    throw new LocalStackException("The topic " + Topics.TENANT_CONFIG
                            + " cannot be read to its end within " + READ_LIMIT.toSeconds() + " s.");
                }
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(200))) {
                    String tenant = new String(each.key(), StandardCharsets.UTF_8);
                    // One that was removed stays so too.
                    known.put(tenant, each.value() == null ? TenantConfig.getDefaultInstance() : config(each.value()));
                }
            }
        }
        return known;
    }

    private static TenantConfig config(byte[] value) {
        try {
            return TenantConfig.parseFrom(value);
        } catch (InvalidProtocolBufferException e) {
            throw new LocalStackException("The topic " + Topics.TENANT_CONFIG + " holds what is no configuration.", e);
        }
    }
}
