package dev.penstock.workers.openai;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which of OpenAI's APIs is called. */
public enum OpenAiApi {
    /** {@code /responses}: OpenAI's own, and few others'. */
    RESPONSES,
    /** {@code /chat/completions}: what gateways and other makers have. */
    CHAT;

    /** By its name in settings, {@code responses} or {@code chat}. */
    public static Optional<OpenAiApi> named(String name) {
        return Arrays.stream(values())
                .filter(api -> api.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }
}
