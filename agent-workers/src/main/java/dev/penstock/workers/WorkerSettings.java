package dev.penstock.workers;

import dev.penstock.runtime.SettingNames;
import dev.penstock.runtime.Settings;
import dev.penstock.runtime.SettingsException;
import dev.penstock.schemas.Roles;
import dev.penstock.schemas.Slots;
import dev.penstock.workers.dispatch.Ceiling;
import dev.penstock.workers.dispatch.SlotPool;
import dev.penstock.workers.stream.Streamed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the worker reads of the settings.
 *
 * @param slots partitions of the topics keyed by tenant
 * @param roles served from the start
 * @param discover whether roles whose topics appear later are served too
 * @param discoverInterval how often topics are listed for that
 * @param slotsPerRole attempts of a role that run at once
 * @param maxAttempts attempts of all roles that run at once
 * @param drain how long running attempts may go on when the process closes
 * @param callTimeout replaces the roles' time limits of a call; null leaves them
 * @param streamed of which tasks the output can be watched while it is made
 * @param pricesFile the operator's prices; null for none
 * @param rolesFile the operator's roles; null for none
 */
record WorkerSettings(
        int slots,
        List<String> roles,
        boolean discover,
        Duration discoverInterval,
        int slotsPerRole,
        int maxAttempts,
        Duration drain,
        @Nullable Duration callTimeout,
        Streamed streamed,
        @Nullable Path pricesFile,
        @Nullable Path rolesFile) {

    static WorkerSettings of(Settings settings) {
        List<String> roles = settings.list(SettingNames.ROLES, Roles.STANDARD);
        for (String role : roles) {
            if (!Roles.isValid(role)) {
                throw new SettingsException("The setting " + SettingNames.ROLES + " names '" + role
                        + "', but a role is a lower-case letter and then up to 63 of a-z, 0-9 and -.");
            }
        }
        Duration timeout = settings.duration(SettingNames.WORKER_CALL_TIMEOUT, Duration.ZERO);
        return new WorkerSettings(
                settings.number(SettingNames.SLOTS, Slots.LOCAL_DEFAULT),
                List.copyOf(roles),
                settings.flag(SettingNames.WORKER_DISCOVER, true),
                positive(settings, SettingNames.WORKER_DISCOVER_INTERVAL, Duration.ofSeconds(5)),
                slotsPerRole(settings),
                maxAttempts(settings),
                settings.duration(SettingNames.WORKER_DRAIN, Duration.ofSeconds(30)),
                timeout.isPositive() ? timeout : null,
                streamed(settings),
                file(settings, SettingNames.WORKER_PRICES),
                file(settings, SettingNames.WORKER_ROLES));
    }

    private static Streamed streamed(Settings settings) {
        String word = settings.text(SettingNames.WORKER_STREAM, Streamed.ALL.word());
        return Streamed.named(word)
                .orElseThrow(() -> new SettingsException("The setting " + SettingNames.WORKER_STREAM + " is '" + word
                        + "' but should be one of " + Streamed.words() + "."));
    }

    private static @Nullable Path file(Settings settings, String name) {
        String path = settings.text(name, "");
        return path.isEmpty() ? null : Path.of(path);
    }

    private static int slotsPerRole(Settings settings) {
        return within(settings, SettingNames.WORKER_SLOTS, 4, SlotPool.MAX);
    }

    private static int maxAttempts(Settings settings) {
        // Whoever asks for more slots of a role than the default allows means to have them.
        int fallback = Math.max(Ceiling.DEFAULT, slotsPerRole(settings));
        return within(settings, SettingNames.WORKER_MAX_ATTEMPTS, fallback, Ceiling.MAX);
    }

    private static int within(Settings settings, String name, int fallback, int max) {
        int value = settings.number(name, fallback);
        if (value < 1 || value > max) {
            throw new SettingsException(
                    "The setting " + name + " is " + value + " but should be from 1 to " + max + ".");
        }
        return value;
    }

    private static Duration positive(Settings settings, String name, Duration fallback) {
        Duration value = settings.duration(name, fallback);
        if (!value.isPositive()) {
            throw new SettingsException("The setting " + name + " is " + value + " but should be above 0.");
        }
        return value;
    }
}
