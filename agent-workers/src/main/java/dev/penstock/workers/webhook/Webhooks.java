package dev.penstock.workers.webhook;

import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.SettingsException;
import dev.penstock.runtime.secret.Keyring;
import dev.penstock.workers.adapter.RuntimeAdapter;
import dev.penstock.workers.output.StoredSchemas;
import dev.penstock.workers.secret.TenantSecrets;
import dev.penstock.workers.tenant.Tenants;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import okhttp3.Dns;

/** What a worker has to do with tenants' own runtimes: sends them tasks, and tells them which of those are not wanted any more. */
public final class Webhooks implements AutoCloseable {
    private static final Duration USUAL_PATIENCE = Duration.ofMinutes(10);

    private final TenantRuntimes runtimes;
    private final StoredSchemas schemas;
    private final WebhookAdapter adapter;
    private final StopNotices notices;

    private Webhooks(TenantRuntimes runtimes, StoredSchemas schemas, WebhookAdapter adapter, StopNotices notices) {
        this.runtimes = runtimes;
        this.schemas = schemas;
        this.adapter = adapter;
        this.notices = notices;
    }

    /** Empty where the settings name no callback keys: then there are no webhooks. The caller closes it. */
    public static Optional<Webhooks> of(
            Settings settings, String clientId, Tenants tenants, TenantSecrets secrets, MeterRegistry metrics) {
        return Keyring.of(settings).map(keys -> {
            InstantSource clock = InstantSource.system();
            boolean insecure = settings.flag(SettingNames.WEBHOOKS_INSECURE, false);
            TenantRuntimes runtimes = new TenantRuntimes(tenants, secrets, insecure, clock, Dns.SYSTEM);
            StoredSchemas schemas = new StoredSchemas(settings);
            WebhookAdapter adapter = new WebhookAdapter(
                    runtimes,
                    keys,
                    schemas,
                    settings.text(SettingNames.WEBHOOKS_CALLBACK_URL),
                    patience(settings),
                    clock);
            StopSender sender = new StopSender(runtimes, metrics, Thread::sleep);
            return new Webhooks(
                    runtimes, schemas, adapter, new StopNotices(settings, clientId, runtimes, sender, clock));
        });
    }

    public RuntimeAdapter adapter() {
        return adapter;
    }

    public void start() {
        notices.start();
    }

    /** Whether runtimes are told of what is not wanted any more. */
    public boolean isAlive() {
        return notices.isAlive();
    }

    @Override
    public void close() {
        notices.close();
        runtimes.close();
        schemas.close();
    }

    private static Duration patience(Settings settings) {
        Duration patience = settings.duration(SettingNames.WEBHOOKS_PATIENCE, USUAL_PATIENCE);
        if (patience.compareTo(RuntimeAnswer.LEAST_PATIENCE) < 0
                || patience.compareTo(RuntimeAnswer.MOST_PATIENCE) > 0) {
            throw new SettingsException("The setting " + SettingNames.WEBHOOKS_PATIENCE + " is " + patience
                    + " but should be from 1 s to 24 h.");
        }
        return patience;
    }
}
