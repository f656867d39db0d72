package dev.penstock.workers.stream;

import dev.penstock.schemas.v1.Tier;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Of which tasks the output can be watched while it is made. Every output can be had once its task has succeeded. */
public enum Streamed {
    /** Of all. */
    ALL,
    /** Of all but batch tasks, which hardly anybody watches. */
    INTERACTIVE,
    /** Of none. */
    NONE;

    /** As in settings. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Streamed> named(String word) {
        return Arrays.stream(values())
                .filter(value -> value.word().equals(word))
                .findFirst();
    }

    public static String words() {
        return Arrays.stream(values()).map(Streamed::word).collect(Collectors.joining(", "));
    }

    boolean includes(Tier tier) {
        return switch (this) {
            case ALL -> true;
            case INTERACTIVE -> tier != Tier.TIER_BATCH;
            case NONE -> false;
        };
    }
}
