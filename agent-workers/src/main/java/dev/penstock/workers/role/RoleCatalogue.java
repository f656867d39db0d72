package dev.penstock.workers.role;

import dev.penstock.schemas.Roles;
import dev.penstock.workers.pricing.PriceTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The profiles of the standard roles, out of {@code roles.properties}, and one for custom roles. */
public final class RoleCatalogue {
    private static final String FILE = "/dev/penstock/workers/roles.properties";
    private static final String CUSTOM = "custom";
    private static final String ROLE_PLACE = "{role}";

    private final Map<String, RoleProfile> standard;
    private final RoleProfile custom;

    private RoleCatalogue(Map<String, RoleProfile> standard, RoleProfile custom) {
        this.standard = Map.copyOf(standard);
        this.custom = custom;
    }

    /**
     * The catalogue that comes with this version of Penstock.
     *
     * @param timeout replaces every role's time limit; null leaves them
     * @throws IllegalStateException when a standard role is missing or a profile is wrong, saying which
     */
    public static RoleCatalogue load(PriceTable prices, @Nullable Duration timeout) {
        try (InputStream in = Objects.requireNonNull(RoleCatalogue.class.getResourceAsStream(FILE), FILE);
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            Properties lines = new Properties();
            lines.load(reader);
            return of(lines, prices, timeout);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + FILE, e);
        }
    }

    static RoleCatalogue of(Properties lines, PriceTable prices, @Nullable Duration timeout) {
        Map<String, RoleProfile> standard = new HashMap<>();
        for (String role : Roles.STANDARD) {
            standard.put(role, read(lines, role, prices, timeout));
        }
        return new RoleCatalogue(standard, read(lines, CUSTOM, prices, timeout));
    }

    /** The role's own profile, or that of custom roles under its name. */
    public RoleProfile of(String role) {
        RoleProfile own = standard.get(role);
        return own != null
                ? own
                : new RoleProfile(
                        role,
                        custom.model(),
                        custom.maxTokens(),
                        custom.timeout(),
                        custom.estimatedInputTokens(),
                        custom.estimatedOutputTokens(),
                        custom.system().replace(ROLE_PLACE, role),
                        custom.plans());
    }

    private static RoleProfile read(Properties lines, String role, PriceTable prices, @Nullable Duration timeout) {
        RoleProfile profile = new RoleProfile(
                role,
                text(lines, role + ".model"),
                number(lines, role + ".max-tokens"),
                Duration.ofSeconds(number(lines, role + ".timeout-seconds")),
                number(lines, role + ".estimate.input-tokens"),
                number(lines, role + ".estimate.output-tokens"),
                text(lines, role + ".system"),
                flag(lines, role + ".plans"));
        if (prices.of(profile.model()).isEmpty()) {
            throw new IllegalStateException(
                    "The role " + role + " runs on " + profile.model() + ", which the price table does not have");
        }
        if (profile.estimatedOutputTokens() > profile.maxTokens()) {
            throw new IllegalStateException("The role " + role + " is estimated to make more tokens than it may");
        }
        return timeout == null ? profile : profile.withTimeout(timeout);
    }

    private static String text(Properties lines, String name) {
        String value = lines.getProperty(name, "").strip();
        if (value.isEmpty()) {
            throw new IllegalStateException("The role catalogue lacks " + name);
        }
        return value;
    }

    private static boolean flag(Properties lines, String name) {
        String value = lines.getProperty(name, "false").strip();
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalStateException(
                    "The role catalogue's " + name + " is '" + value + "' but should be true or false");
        }
        return value.equals("true");
    }

    private static long number(Properties lines, String name) {
        String value = text(lines, name);
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalStateException(
                    "The role catalogue's " + name + " is '" + value + "' but should be a whole number above 0");
        }
        return Long.parseLong(value);
    }
}
