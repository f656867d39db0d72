package dev.penstock.runtime;

import java.util.List;
import java.util.Locale;

/** Every setting that Penstock knows, in one place. */
public final class SettingNames {
    public static final String KAFKA_BOOTSTRAP = "penstock.kafka.bootstrap-servers";
    public static final String SLOTS = "penstock.slots";
    public static final String ROLES = "penstock.roles";
    public static final String POSTGRES_URL = "penstock.postgres.url";
    public static final String POSTGRES_USER = "penstock.postgres.user";
    public static final String POSTGRES_PASSWORD = "penstock.postgres.password";
    public static final String REDIS_URL = "penstock.redis.url";
    public static final String MONGO_URL = "penstock.mongo.url";
    public static final String STATE_DIR = "penstock.state-dir";
    public static final String ADMIN_PORT = "penstock.admin.port";
    public static final String LOCAL_KAFKA_PORT = "penstock.local.kafka-port";
    public static final String LOCAL_POSTGRES_PORT = "penstock.local.postgres-port";
    public static final String LOCAL_REDIS_PORT = "penstock.local.redis-port";
    public static final String LOCAL_MONGO_PORT = "penstock.local.mongo-port";
    public static final String LOCAL_SIMULATOR_PORT = "penstock.local.simulator-port";
    public static final String LOCAL_WORKERS = "penstock.local.workers";
    public static final String API_PORT = "penstock.api.port";
    public static final String API_HOST = "penstock.api.host";
    public static final String API_MAX_STREAMS = "penstock.api.max-streams-per-tenant";
    public static final String ANTHROPIC_URL = "penstock.anthropic.base-url";
    public static final String ANTHROPIC_KEY = "penstock.anthropic.api-key";
    public static final String ANTHROPIC_TRACE_HEADERS = "penstock.anthropic.trace-headers";
    public static final String OPENAI_URL = "penstock.openai.base-url";
    public static final String OPENAI_KEY = "penstock.openai.api-key";
    public static final String OPENAI_API = "penstock.openai.api";
    public static final String OPENAI_TRACE_HEADERS = "penstock.openai.trace-headers";
    public static final String OLLAMA_URL = "penstock.ollama.base-url";
    public static final String OLLAMA_KEY = "penstock.ollama.api-key";
    public static final String OLLAMA_KEEP_ALIVE = "penstock.ollama.keep-alive";
    public static final String OLLAMA_TRACE_HEADERS = "penstock.ollama.trace-headers";
    public static final String ANTHROPIC_TOKENS = "penstock.anthropic.tokens-per-minute";
    public static final String ANTHROPIC_CALLS = "penstock.anthropic.calls-per-minute";
    public static final String OPENAI_TOKENS = "penstock.openai.tokens-per-minute";
    public static final String OPENAI_CALLS = "penstock.openai.calls-per-minute";
    public static final String OLLAMA_TOKENS = "penstock.ollama.tokens-per-minute";
    public static final String OLLAMA_CALLS = "penstock.ollama.calls-per-minute";
    public static final String WEBHOOKS_INSECURE = "penstock.webhooks.insecure";
    public static final String WEBHOOKS_CALLBACK_URL = "penstock.webhooks.callback-url";
    public static final String WEBHOOKS_PATIENCE = "penstock.webhooks.patience";
    public static final String CALLBACK_KEYS = "penstock.callbacks.keys-file";
    public static final String PROVIDER_KEYS_PUBLIC = "penstock.provider-keys.public-key-file";
    public static final String PROVIDER_KEYS_PRIVATE = "penstock.provider-keys.private-key-file";
    public static final String LEASE = "penstock.engine.lease";
    public static final String START_TIMEOUT = "penstock.engine.start-timeout";
    public static final String DISPATCH_DELAY_TARGET = "penstock.engine.dispatch-delay-target";
    public static final String AGE_AFTER = "penstock.engine.age-after";
    public static final String PRECEDENCE = "penstock.engine.precedence";
    public static final String DEAD_LETTER_TTL = "penstock.engine.dead-letter-ttl";
    public static final String COMMIT_INTERVAL = "penstock.streams.commit-interval";
    public static final String STREAMS_THREADS = "penstock.streams.threads";
    public static final String STREAMS_STORE = "penstock.streams.store";
    public static final String QUERY_HOST = "penstock.streams.query-host";
    public static final String QUERY_PORT = "penstock.streams.query-port";
    public static final String QUERY_URLS = "penstock.streams.query-urls";
    public static final String WORKER_SLOTS = "penstock.workers.slots-per-role";
    public static final String WORKER_MAX_ATTEMPTS = "penstock.workers.max-attempts";
    public static final String WORKER_ADAPTER = "penstock.workers.adapter";
    public static final String WORKER_STREAM = "penstock.workers.stream";
    public static final String WORKER_PRICES = "penstock.workers.prices-file";
    public static final String WORKER_ROLES = "penstock.workers.roles-file";
    public static final String WORKER_LONE_SHARE = "penstock.workers.lone-share-percent";
    public static final String WORKER_DRAIN = "penstock.workers.drain-timeout";
    public static final String WORKER_CALL_TIMEOUT = "penstock.workers.call-timeout";
    public static final String WORKER_DISCOVER = "penstock.workers.discover-roles";
    public static final String WORKER_DISCOVER_INTERVAL = "penstock.workers.discover-interval";

    static final List<String> ALL = List.of(
            KAFKA_BOOTSTRAP,
            SLOTS,
            ROLES,
            POSTGRES_URL,
            POSTGRES_USER,
            POSTGRES_PASSWORD,
            REDIS_URL,
            MONGO_URL,
            STATE_DIR,
            ADMIN_PORT,
            LOCAL_KAFKA_PORT,
            LOCAL_POSTGRES_PORT,
            LOCAL_REDIS_PORT,
            LOCAL_MONGO_PORT,
            LOCAL_SIMULATOR_PORT,
            LOCAL_WORKERS,
            API_PORT,
            API_HOST,
            API_MAX_STREAMS,
            ANTHROPIC_URL,
            ANTHROPIC_KEY,
            ANTHROPIC_TRACE_HEADERS,
            OPENAI_URL,
            OPENAI_KEY,
            OPENAI_API,
            OPENAI_TRACE_HEADERS,
            OLLAMA_URL,
            OLLAMA_KEY,
            OLLAMA_KEEP_ALIVE,
            OLLAMA_TRACE_HEADERS,
            ANTHROPIC_TOKENS,
            ANTHROPIC_CALLS,
            OPENAI_TOKENS,
            OPENAI_CALLS,
            OLLAMA_TOKENS,
            OLLAMA_CALLS,
            WEBHOOKS_INSECURE,
            WEBHOOKS_CALLBACK_URL,
            WEBHOOKS_PATIENCE,
            CALLBACK_KEYS,
            PROVIDER_KEYS_PUBLIC,
            PROVIDER_KEYS_PRIVATE,
            LEASE,
            START_TIMEOUT,
            DISPATCH_DELAY_TARGET,
            AGE_AFTER,
            PRECEDENCE,
            DEAD_LETTER_TTL,
            COMMIT_INTERVAL,
            STREAMS_THREADS,
            STREAMS_STORE,
            QUERY_HOST,
            QUERY_PORT,
            QUERY_URLS,
            WORKER_SLOTS,
            WORKER_MAX_ATTEMPTS,
            WORKER_ADAPTER,
            WORKER_STREAM,
            WORKER_PRICES,
            WORKER_ROLES,
            WORKER_LONE_SHARE,
            WORKER_DRAIN,
            WORKER_CALL_TIMEOUT,
            WORKER_DISCOVER,
            WORKER_DISCOVER_INTERVAL);

    private SettingNames() {}

    /** The environment variable of a setting. */
    static String variable(String name) {
        return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The setting that an environment variable names; one that no setting has becomes itself with dots, and is ignored. */
    static String find(String variable) {
        return ALL.stream()
                .filter(name -> variable(name).equals(variable))
                .findFirst()
                .orElseGet(() -> variable.toLowerCase(Locale.ROOT).replace('_', '.'));
    }
}
