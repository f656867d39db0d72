package dev.penstock.local;

import dev.penstock.embedded.FreePorts;
import dev.penstock.local.PartStatus.State;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.simulator.ProviderSimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The stack's parts, the order in which they start and stop, and what is known of them. */
final class RunningStack implements LocalStack {
    /** Worker processes of one stack; all share one machine. */
    private static final int MAX_WORKERS = 16;

    private static final String ADDRESS = "http://127.0.0.1:";

    private final LocalOptions options;
    private final Layout layout;
    private final Ports ports;
    private final Settings settings;
    private final Optional<Supervised> kafka;
    private final Optional<Supervised> postgres;
    private final Optional<Supervised> redis;
    private final Optional<Supervised> mongo;
    private final Optional<Supervised> simulator;
    private final Map<AppKind, Supervised> apps = new EnumMap<>(AppKind.class);
    private final List<Supervised> moreWorkers = new ArrayList<>();
    private volatile Seeds.Access access = Seeds.Access.NONE;
    private @Nullable FolderLock lock;

    /** Lays everything out and starts nothing. */
    RunningStack(LocalOptions options, StackListener listener) {
        this.options = options;
        layout = new Layout(options.folder());
        ports = options.ports().resolved();
        settings = AppSettings.of(options, ports);
        StackListener oneAtATime = new OrderedListener(listener);
        Jvms jvms = new Jvms(options.memory(), layout);
        Path logs = layout.log("postgres");
        kafka = part(
                SettingNames.KAFKA_BOOTSTRAP,
                new ServerParts.KafkaPart(layout.kafka(), ports.kafka(), jvms.broker()),
                oneAtATime);
        postgres = part(
                SettingNames.POSTGRES_URL,
                new ServerParts.PostgresPart(layout.postgres(), ports.postgres(), logs),
                oneAtATime);
        redis = part(SettingNames.REDIS_URL, new ServerParts.RedisPart(layout.redis(), ports.redis()), oneAtATime);
        mongo = part(SettingNames.MONGO_URL, new MongoPart(layout.mongo(), ports.mongo()), oneAtATime);
        simulator = options.usesSimulator()
                ? Optional.of(new Supervised(simulatorPart(jvms), oneAtATime))
                : Optional.empty();
        for (AppKind kind : AppKind.values()) {
            apps.put(kind, new Supervised(app(kind, kind.id(), jvms), oneAtATime));
        }
        for (int i = 2; i <= workers(); i++) {
            moreWorkers.add(new Supervised(app(AppKind.WORKERS, AppKind.WORKERS.id() + "-" + i, jvms), oneAtATime));
        }
    }

    /** Starts everything; on failure stops what was started. */
    void start() {
        try {
            lock = FolderLock.take(layout);
            checkPorts();
            LocalKeys.ensure(layout, options.tenants());
            Together.run(List.of(this::startKafka, this::startPostgres, start(redis), start(mongo), start(simulator)));
            Together.run(allApps().map(app -> start(Optional.of(app))).toList());
        } catch (LocalStackException e) {
            close();
            throw e;
        } catch (Exception e) {
            close();
            throw new LocalStackException("The stack cannot start: " + Together.message(e), e);
        }
    }

    @Override
    public StackInfo info() {
        return new StackInfo(
                ADDRESS + ports.api(),
                settings.text(SettingNames.KAFKA_BOOTSTRAP),
                settings.text(SettingNames.POSTGRES_URL),
                settings.text(SettingNames.REDIS_URL),
                simulator.isPresent() ? settings.text(SettingNames.ANTHROPIC_URL) : "",
                access.tenants(),
                access.operatorKey(),
                partStatuses(),
                settings);
    }

    @Override
    public synchronized void close() {
        Together.quietly(Stream.concat(Stream.of(AppKind.API, AppKind.WORKERS).map(apps::get), moreWorkers.stream())
                .map(Optional::ofNullable)
                .map(RunningStack::stop)
                .toList());
        stop(EnumSet.of(AppKind.STREAMS, AppKind.PROJECTIONS));
        Together.quietly(List.of(stop(simulator), stop(mongo), stop(redis), stop(postgres), stop(kafka)));
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }

    private @Nullable Void startKafka() throws Exception {
        start(kafka).call();
        Seeds.topics(settings);
        Seeds.tenants(settings, options.tenants(), runtimeUrl());
        return null;
    }

    private @Nullable Void startPostgres() throws Exception {
        start(postgres).call();
        access = Seeds.keys(settings, options.tenants(), layout.keys());
        if (simulator.isPresent()) {
            Seeds.webhookSecrets(settings, LocalKeys.webhookSecrets(layout));
        }
        return null;
    }

    /** Where the simulator runs the tasks of tenants that have a runtime of their own; empty where it is not used. */
    private String runtimeUrl() {
        return simulator.isPresent() ? ADDRESS + ports.simulator() + ProviderSimulator.RUNTIME_PATH : "";
    }

    private Stream<Supervised> allApps() {
        return Stream.concat(apps.values().stream(), moreWorkers.stream());
    }

    private int workers() {
        int count = Settings.of(options.settings()).number(SettingNames.LOCAL_WORKERS, 1);
        if (count < 1 || count > MAX_WORKERS) {
            throw new LocalStackException("The setting " + SettingNames.LOCAL_WORKERS + " is " + count
                    + " but should be from 1 to " + MAX_WORKERS + ".");
        }
        return count;
    }

    private void stop(Set<AppKind> kinds) {
        Together.quietly(kinds.stream()
                .map(apps::get)
                .map(Optional::ofNullable)
                .map(RunningStack::stop)
                .toList());
    }

    private static Callable<@Nullable Void> start(Optional<Supervised> part) {
        return () -> {
            if (part.isPresent()) {
                part.get().start();
            }
            return null;
        };
    }

    private static Callable<@Nullable Void> stop(Optional<Supervised> part) {
        return () -> {
            part.ifPresent(Supervised::close);
            return null;
        };
    }

    /** The embedded part, unless the setting that says where it is names another. */
    private Optional<Supervised> part(String setting, Part embedded, StackListener listener) {
        return options.settings().containsKey(setting)
                ? Optional.empty()
                : Optional.of(new Supervised(embedded, listener));
    }

    private Part simulatorPart(Jvms jvms) {
        double scale = options.simulatorScale();
        return options.processes()
                ? new ServerParts.ForkedSimulatorPart(
                        ports.simulator(),
                        scale,
                        layout.simulatorJournal(),
                        layout.webhookSecrets(),
                        jvms.app("simulator"))
                : new ServerParts.SimulatorPart(ports.simulator(), scale, layout.webhookSecrets());
    }

    private Part app(AppKind kind, String name, Jvms jvms) {
        int adminPort = FreePorts.next();
        Settings own = settings.with(SettingNames.ADMIN_PORT, Integer.toString(adminPort));
        String url = ADDRESS + (kind == AppKind.API ? ports.api() : adminPort);
        if (!options.processes()) {
            return new HostedApp(kind, name, url, own);
        }
        Path file = layout.settings(name);
        try {
            PrivateFile.write(file, own.asMap());
        } catch (IOException e) {
            throw new LocalStackException("The folder " + layout.folder() + " cannot be written: " + e.getMessage(), e);
        }
        return new AppProcess(kind, name, url, adminPort, file, jvms.app(name));
    }

    private void checkPorts() {
        PortCheck.require("api", ports.api(), SettingNames.API_PORT);
        kafka.ifPresent(part -> PortCheck.require("kafka", ports.kafka(), SettingNames.LOCAL_KAFKA_PORT));
        postgres.ifPresent(part -> PortCheck.require("postgres", ports.postgres(), SettingNames.LOCAL_POSTGRES_PORT));
        redis.ifPresent(part -> PortCheck.require("redis", ports.redis(), SettingNames.LOCAL_REDIS_PORT));
        mongo.ifPresent(part -> PortCheck.require("mongo", ports.mongo(), SettingNames.LOCAL_MONGO_PORT));
        simulator.ifPresent(
                part -> PortCheck.require("simulator", ports.simulator(), SettingNames.LOCAL_SIMULATOR_PORT));
    }

    private List<PartStatus> partStatuses() {
        List<PartStatus> all = new ArrayList<>();
        all.add(status(kafka, "kafka", SettingNames.KAFKA_BOOTSTRAP));
        all.add(status(postgres, "postgres", SettingNames.POSTGRES_URL));
        all.add(status(redis, "redis", SettingNames.REDIS_URL));
        all.add(status(mongo, "mongo", SettingNames.MONGO_URL));
        simulator.ifPresent(part -> all.add(part.status()));
        allApps().forEach(app -> all.add(app.status()));
        return all;
    }

    private PartStatus status(Optional<Supervised> part, String name, String setting) {
        return part.map(Supervised::status)
                .orElseGet(() -> new PartStatus(
                        name,
                        State.EXTERNAL,
                        settings.text(setting, "none"),
                        0,
                        Instant.EPOCH,
                        0,
                        "set by " + setting));
    }
}
