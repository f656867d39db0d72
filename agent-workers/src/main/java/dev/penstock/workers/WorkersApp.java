package dev.penstock.workers;

import dev.penstock.runtime.App;
import dev.penstock.runtime.Health;
import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.TopicAdmin;
import dev.penstock.runtime.secret.Keyring;
import dev.penstock.runtime.secret.ProviderKeys;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.AttemptEnded;
import dev.penstock.schemas.v1.CancelNotice;
import dev.penstock.workers.adapter.RuntimeAdapter;
import dev.penstock.workers.attempt.AttemptRunner;
import dev.penstock.workers.attempt.Attempts;
import dev.penstock.workers.attempt.LeaseKeeper;
import dev.penstock.workers.attempt.NoticeListener;
import dev.penstock.workers.dispatch.Ceiling;
import dev.penstock.workers.dispatch.RoleDiscovery;
import dev.penstock.workers.dispatch.RolePool;
import dev.penstock.workers.dispatch.ShareGroups;
import dev.penstock.workers.log.CommandLog;
import dev.penstock.workers.log.DeadLetters;
import dev.penstock.workers.log.Outbox;
import dev.penstock.workers.parents.PostgresParentResults;
import dev.penstock.workers.parents.TaskInputs;
import dev.penstock.workers.pricing.PriceTable;
import dev.penstock.workers.role.RoleCatalogue;
import dev.penstock.workers.role.RoleProfile;
import dev.penstock.workers.routing.ProviderHealth;
import dev.penstock.workers.secret.PostgresTenantSecrets;
import dev.penstock.workers.secret.TenantSecrets;
import dev.penstock.workers.stream.OutputStreams;
import dev.penstock.workers.tenant.ConfiguredTenants;
import dev.penstock.workers.webhook.WebhookAdapter;
import dev.penstock.workers.webhook.Webhooks;
import dev.penstock.workers.yaml.WatchedFile;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker: takes dispatched tasks of its roles, as many as it has slots for, and runs them on a runtime. */
public final class WorkersApp implements App {
    private static final Logger LOG = LoggerFactory.getLogger(WorkersApp.class);

    /** Writes that may fail in a row before the worker counts as cut off. */
    private static final int WRITE_FAILURES = 3;

    private static final Duration TENANTS_LIMIT = Duration.ofSeconds(60);

    private final Settings settings;
    private final WorkerSettings own;
    private final MeterRegistry metrics;
    private final String workerId = "worker-" + UUID.randomUUID().toString().substring(0, 13);
    private final Attempts attempts = new Attempts(workerId, System::nanoTime);
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private volatile @Nullable Running running;
    private volatile boolean closed;

    /** What there is once it runs. */
    private record Running(
            Outbox outbox,
            RolePool pool,
            LeaseKeeper leases,
            NoticeListener<AttemptEnded> signals,
            NoticeListener<CancelNotice> cancels,
            ConfiguredTenants tenants,
            ProviderHealth health,
            Optional<Webhooks> webhooks,
            OperatorFiles files,
            Drain drain) {}

    /** Throws a {@link dev.penstock.runtime.SettingsException} for a setting that is wrong. */
    public WorkersApp(Settings settings, MeterRegistry metrics) {
        this.settings = settings;
        this.own = WorkerSettings.of(settings);
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return "workers";
    }

    /** Under which the engine knows it; another one with each start. */
    public String workerId() {
        return workerId;
    }

    @Override
    public synchronized void start() throws Exception {
        if (running != null || closed) {
            throw new IllegalStateException("Expected to start the worker once");
        }
        try {
            running = open();
        } catch (Exception e) {
            closeParts();
            throw e;
        }
        LOG.info("Worker {} serves {}", workerId, own.roles());
    }

    @Override
    public Health health() {
        Running now = running;
        if (now == null) {
            return Health.starting("not started");
        }
        if (closed) {
            // Its threads end one by one, and nobody should end it for that.
            return Health.starting("drains, " + attempts.count() + " attempts left");
        }
        if (!now.leases().isAlive()
                || !now.signals().isAlive()
                || !now.cancels().isAlive()
                || !now.tenants().isAlive()
                || !now.webhooks().map(Webhooks::isAlive).orElse(true)
                || !now.pool().isAlive()) {
            return Health.failed("a thread has ended");
        }
        String trouble = now.pool().trouble();
        if (!trouble.isEmpty()) {
            return Health.starting(trouble);
        }
        if (now.outbox().failuresInARow() >= WRITE_FAILURES) {
            return Health.starting("writes to the log fail");
        }
        String wrong = now.files().trouble();
        List<String> refused = now.health().refusedAccounts();
        return Health.up(now.pool().roles().size() + " roles, " + attempts.count() + " attempts running"
                + (wrong.isEmpty() ? "" : "; " + wrong)
                + (refused.isEmpty() ? "" : "; the account is refused by " + String.join(", ", refused)));
    }

    @Override
    public void hurry() {
        Running now = running;
        if (now != null) {
            now.drain().hurry();
        }
    }

    /** Takes nothing more, lets running attempts end within the drain limit, hands the others back, and closes. Returns when all that is durable. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Running now = running;
        if (now != null) {
            now.pool().close();
            now.drain().run(own.drain());
        }
        closeParts();
    }

    private Running open() throws Exception {
        OperatorFiles files = owned(new OperatorFiles(own, metrics));
        PriceTable prices = files.prices();
        RoleCatalogue roles = files.roles();
        Runtimes runtimes = owned(Runtimes.of(settings));
        Admin admin = owned(Admin.create(KafkaClients.common(settings, workerId + "-admin")));
        TopicAdmin.ensure(admin, Topics.core(own.slots()));

        Outbox outbox = owned(outbox());
        CommandLog commands = new CommandLog(outbox, workerId);
        NoticeListener<AttemptEnded> signals = owned(NoticeListener.ofEnds(settings, workerId, attempts::end));
        signals.start();
        NoticeListener<CancelNotice> cancels = owned(NoticeListener.ofCancels(settings, workerId, attempts::cancel));
        cancels.start();
        ConfiguredTenants tenants = owned(new ConfiguredTenants(settings, workerId));
        tenants.start(TENANTS_LIMIT);
        TenantSecrets secrets = secrets();
        Map<String, RuntimeAdapter> adapters = new HashMap<>(runtimes.adapters());
        Optional<Webhooks> webhooks =
                Webhooks.of(settings, workerId, tenants, secrets, metrics).map(this::owned);
        webhooks.ifPresent(each -> {
            adapters.put(WebhookAdapter.NAME, each.adapter());
            each.start();
        });
        LeaseKeeper leases = owned(new LeaseKeeper(attempts, commands, System::nanoTime));
        leases.start();

        TaskInputs inputs = new TaskInputs(owned(new PostgresParentResults(settings)), System::nanoTime);
        ProviderHealth health = new ProviderHealth(Clock.systemUTC(), metrics);
        AttemptRunner runner = new AttemptRunner(
                new Routing(settings, metrics, adapters, prices, tenants, secrets, health)
                        .execution(owned(Routing.limiter(settings, metrics)), commands),
                roles,
                prices,
                inputs,
                attempts,
                outbox,
                commands,
                owned(OutputStreams.start(own.streamed(), outbox, metrics)),
                InstantSource.system());
        RolePool.Work work = new RolePool.Work(
                attempts,
                new Ceiling(own.maxAttempts(), attempts::count),
                commands,
                new DeadLetters(outbox, InstantSource.system()),
                runner,
                ShareGroups.deliveryLimit(admin));
        RolePool pool = owned(new RolePool(
                admin, KafkaClients.common(settings, workerId), role -> slots(roles.of(role)), work, metrics));
        pool.serve(own.roles());
        if (own.discover()) {
            RoleDiscovery discovery = owned(new RoleDiscovery(admin, pool));
            discovery.start(own.discoverInterval());
        }
        files.watch(WatchedFile.INTERVAL, pool::resize);
        Gauge.builder("penstock.workers.writes.failing", outbox, Outbox::failuresInARow)
                .description("Writes to the log that failed since one went well")
                .strongReference(true)
                .register(metrics);
        return new Running(
                outbox,
                pool,
                leases,
                signals,
                cancels,
                tenants,
                health,
                webhooks,
                files,
                new Drain(attempts, Drain.HAND_BACK_LIMIT));
    }

    private TenantSecrets secrets() {
        ProviderKeys.@Nullable Opener opener = ProviderKeys.Opener.of(settings).orElse(null);
        @Nullable Keyring keyring = Keyring.of(settings).orElse(null);
        if (opener == null && keyring == null) {
            return TenantSecrets.NONE;
        }
        PostgresTenantSecrets secrets = owned(new PostgresTenantSecrets(settings, opener, keyring));
        secrets.start();
        return secrets;
    }

    private int slots(RoleProfile profile) {
        return profile.concurrency() > 0 ? profile.concurrency() : own.slotsPerRole();
    }

    private Outbox outbox() {
        Map<String, Object> config = new HashMap<>(KafkaClients.producer(settings, workerId));
        // A start has to be durable, or given up, well before the lock on its dispatch record ends.
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 1);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20);
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        // Known before the first record, so that no write waits for it.
        producer.partitionsFor(Topics.COMMANDS);
        producer.partitionsFor(Topics.LLM_CALLS);
        producer.partitionsFor(Topics.STREAM);
        return new Outbox(producer, own.slots());
    }

    private <T extends AutoCloseable> T owned(T part) {
        parts.push(part);
        return part;
    }

    private void closeParts() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("Could not close {}", part.getClass().getSimpleName(), e);
            }
        }
    }
}
