package dev.penstock.workers.role;

import dev.penstock.runtime.SettingsException;
import dev.penstock.runtime.output.OutputSchema;
import dev.penstock.schemas.Roles;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.pricing.PriceTable;
import dev.penstock.workers.yaml.YamlFile;
import dev.penstock.workers.yaml.YamlMap;
import dev.penstock.workers.yaml.YamlValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads files of roles, and checks all that can be checked before a task comes. */
final class RoleReader {
    static final String CUSTOM = "custom";

    private static final long MAX_TOKENS = 1_000_000;
    private static final long MAX_TIMEOUT_SECONDS = 3_600;
    private static final long MAX_ESTIMATE = 10_000_000;
    private static final long MAX_CONCURRENCY = 1_000;
    private static final int MAX_CHAIN = 8;
    private static final String SYSTEM = "system";
    private static final String TURN = "turn";

    /** Looks like a place; JSON in a text does not. */
    private static final Pattern PLACE = Pattern.compile("\\{[a-zA-Z][a-zA-Z0-9_.-]*}");

    private final PriceTable prices;
    private final @Nullable Duration timeout;
    private final @Nullable Path folder;

    /**
     * @param timeout replaces every role's time limit; null leaves them
     * @param folder where files are that are named without one; null where none can be named
     */
    RoleReader(PriceTable prices, @Nullable Duration timeout, @Nullable Path folder) {
        this.prices = prices;
        this.timeout = timeout;
        this.folder = folder;
    }

    /** Every role of a file by name. */
    Map<String, RoleProfile> read(YamlMap file) {
        file.only("roles");
        YamlMap roles = file.map("roles");
        Map<String, RoleProfile> read = new HashMap<>();
        for (String role : roles.keys()) {
            if (!Roles.isValid(role)) {
                throw roles.wrong(role, "is no role: a lower-case letter and then up to 63 of a-z, 0-9 and - is");
            }
            read.put(role, profile(role, roles.map(role)));
        }
        return read;
    }

    private RoleProfile profile(String role, YamlMap lines) {
        lines.only(
                "chain",
                "max-tokens",
                "timeout-seconds",
                "estimate",
                "overflow",
                "fallback-on",
                "concurrency",
                "plans",
                "output-schema",
                SYSTEM,
                TURN);
        long maxTokens = lines.number("max-tokens", 1, MAX_TOKENS);
        Duration limit = Duration.ofSeconds(lines.number("timeout-seconds", 1, MAX_TIMEOUT_SECONDS));
        YamlMap estimate = lines.map("estimate");
        estimate.only("input-tokens", "output-tokens");
        RoleProfile profile = new RoleProfile(
                role,
                chain(lines),
                maxTokens,
                timeout == null ? limit : timeout,
                estimate.number("input-tokens", 1, MAX_ESTIMATE),
                estimate.number("output-tokens", 1, maxTokens),
                text(lines, SYSTEM, lines.text(SYSTEM), Set.of(RoleProfile.ROLE_PLACE)),
                turn(lines),
                lines.flag("overflow", false),
                fallbackOn(lines),
                (int) lines.number("concurrency", 1, MAX_CONCURRENCY, 0),
                lines.flag("plans", false),
                schema(lines));
        if (profile.overflow()
                && profile.chain().stream().noneMatch(ref -> ref.provider().equals(ModelRef.OLLAMA))) {
            throw lines.wrong("overflow", "needs a local model; add one to the chain, such as ollama/qwen3:8b");
        }
        if (profile.plans() && profile.schema() != null) {
            throw lines.wrong("output-schema", "is not for a role that plans: a plan has its own shape; leave one out");
        }
        // Of the fall-back for all other roles, {role} is filled in for each.
        return role.equals(CUSTOM) ? profile : profile.named(role);
    }

    private List<ModelRef> chain(YamlMap lines) {
        List<ModelRef> chain = new ArrayList<>();
        for (String word : lines.words("chain")) {
            ModelRef ref;
            try {
                ref = ModelRef.parse(word);
            } catch (IllegalArgumentException e) {
                throw lines.wrong("chain", "is wrong: " + e.getMessage());
            }
            if (!prices.has(ref.provider(), ref.model())) {
                throw lines.wrong(
                        "chain",
                        "has " + ref + ", which has no price. "
                                + prices.howToAdd(ref.provider(), ref.model()).replaceAll("\\.$", ""));
            }
            if (chain.contains(ref)) {
                throw lines.wrong("chain", "has " + ref + " twice; leave one out");
            }
            chain.add(ref);
        }
        if (chain.isEmpty() || chain.size() > MAX_CHAIN) {
            throw lines.wrong(
                    "chain", "should be 1 to " + MAX_CHAIN + " models, such as [anthropic/claude-sonnet-5-5]");
        }
        return chain;
    }

    private static String turn(YamlMap lines) {
        String turn = text(
                lines,
                TURN,
                lines.text(TURN, RoleProfile.INPUT_PLACE),
                Set.of(RoleProfile.INPUT_PLACE, RoleProfile.ROLE_PLACE));
        if (!turn.contains(RoleProfile.INPUT_PLACE)) {
            throw lines.wrong(TURN, "has no place for the task; put {input} where it belongs");
        }
        return turn;
    }

    private static String text(YamlMap lines, String key, String text, Set<String> places) {
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            if (!places.contains(place.group())) {
                throw lines.wrong(
                        key,
                        "has the unknown place " + place.group() + "; there is "
                                + places.stream().sorted().collect(Collectors.joining(" and ")));
            }
        }
        return text;
    }

    private static Set<FailureKind> fallbackOn(YamlMap lines) {
        if (!lines.has("fallback-on")) {
            return RoleProfile.FALLBACK_ON;
        }
        return lines.words("fallback-on").stream()
                .map(word -> Stream.of(FailureKind.values())
                        .filter(kind -> kind.code().equals(word))
                        .findFirst()
                        .orElseThrow(() -> lines.wrong(
                                "fallback-on",
                                "has the unknown failure '" + word + "'; there are "
                                        + Stream.of(FailureKind.values())
                                                .map(FailureKind::code)
                                                .collect(Collectors.joining(", ")))))
                .collect(Collectors.toSet());
    }

    private @Nullable OutputSchema schema(YamlMap lines) {
        YamlValue value = lines.value("output-schema").orElse(null);
        if (value == null) {
            return null;
        }
        try {
            return OutputSchema.of(value.isMap() ? value.plain() : file(lines));
        } catch (IllegalArgumentException e) {
            throw value.wrong("cannot be used: " + e.getMessage());
        }
    }

    /** JSON is YAML. */
    private @Nullable Object file(YamlMap lines) {
        if (folder == null) {
            throw lines.wrong("output-schema", "should be a schema, not the name of a file");
        }
        try {
            return YamlFile.value(folder.resolve(lines.text("output-schema"))).plain();
        } catch (SettingsException e) {
            throw lines.wrong(
                    "output-schema",
                    "cannot be read: " + String.valueOf(e.getMessage()).replaceAll("\\.$", ""));
        }
    }
}
