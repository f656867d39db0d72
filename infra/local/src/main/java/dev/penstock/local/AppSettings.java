package dev.penstock.local;

import dev.penstock.embedded.EmbeddedPostgres;
import dev.penstock.embedded.FreePorts;
import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import java.util.Map;
import java.util.TreeMap;

/** What the stack tells its apps. */
final class AppSettings {
    private AppSettings() {}

    /** Settings that all apps share: from the options, below what the user set himself. */
    static Settings of(LocalOptions options, Ports ports) {
        Map<String, String> values = new TreeMap<>();
        values.put(SettingNames.KAFKA_BOOTSTRAP, "127.0.0.1:" + ports.kafka());
        values.put(SettingNames.POSTGRES_URL, "jdbc:postgresql://127.0.0.1:" + ports.postgres() + "/postgres");
        values.put(SettingNames.POSTGRES_USER, EmbeddedPostgres.USER);
        values.put(SettingNames.POSTGRES_PASSWORD, "");
        values.put(SettingNames.REDIS_URL, "redis://127.0.0.1:" + ports.redis());
        values.put(SettingNames.MONGO_URL, "mongodb://127.0.0.1:" + ports.mongo());
        values.put(SettingNames.STATE_DIR, new Layout(options.folder()).state().toString());
        values.putAll(providers(options, "http://127.0.0.1:" + ports.simulator()));
        values.putAll(webhooks(new Layout(options.folder()), ports));
        values.put(SettingNames.LEASE, options.lease().toMillis() + "ms");
        if (!options.adapter().equals(LocalOptions.PROVIDERS)) {
            values.put(SettingNames.WORKER_ADAPTER, options.adapter());
        }
        values.put(SettingNames.WORKER_SLOTS, Integer.toString(options.workerSlots()));
        // Nobody watches a load test.
        values.put(SettingNames.WORKER_STREAM, options.adapter().equals("echo") ? "none" : "all");
        // What is cut off then is run again after its lease: a local stack should rather stop soon.
        values.put(SettingNames.WORKER_DRAIN, "5s");
        // Others are told where the streams process is found before it is there, so it is not left to it.
        int queryPort = FreePorts.orFree(Settings.of(options.settings()).number(SettingNames.QUERY_PORT, 0));
        values.put(SettingNames.QUERY_URLS, "http://127.0.0.1:" + queryPort);
        values.putAll(options.settings());
        values.put(SettingNames.QUERY_PORT, Integer.toString(queryPort));
        values.put(SettingNames.API_PORT, Integer.toString(ports.api()));
        return Settings.of(values);
    }

    /** Tenants' own runtimes may be on this machine: callbacks come to it, and go to it. */
    private static Map<String, String> webhooks(Layout layout, Ports ports) {
        return Map.of(
                SettingNames.CALLBACK_KEYS, layout.callbackKeys().toString(),
                SettingNames.WEBHOOKS_CALLBACK_URL, "http://127.0.0.1:" + ports.api(),
                SettingNames.WEBHOOKS_INSECURE, "true",
                SettingNames.PROVIDER_KEYS_PUBLIC, layout.providerPublicKey().toString(),
                SettingNames.PROVIDER_KEYS_PRIVATE, layout.providerPrivateKey().toString());
    }

    /**
     * All providers at the simulator, each with headers that say who calls: it keeps account by tenant, role and attempt, while a vendor has no need to know them. Who names
     * an account or a server of his own for any of them gets what he names alone, so that no task is answered by the simulator unawares.
     */
    private static Map<String, String> providers(LocalOptions options, String simulator) {
        if (!options.usesSimulator()) {
            return Map.of();
        }
        return Map.of(
                SettingNames.ANTHROPIC_URL, simulator,
                SettingNames.ANTHROPIC_KEY, "local",
                SettingNames.ANTHROPIC_TRACE_HEADERS, "true",
                SettingNames.OPENAI_URL, simulator + "/v1",
                SettingNames.OPENAI_KEY, "local",
                SettingNames.OPENAI_API, "responses",
                SettingNames.OPENAI_TRACE_HEADERS, "true",
                SettingNames.OLLAMA_URL, simulator,
                SettingNames.OLLAMA_TRACE_HEADERS, "true");
    }
}
