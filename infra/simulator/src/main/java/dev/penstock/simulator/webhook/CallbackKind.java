package dev.penstock.simulator.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a runtime says what came of a task. */
public enum CallbackKind {
    /** It accepts, and calls back once. */
    @JsonProperty("once")
    ONCE("once"),
    /** It accepts, and calls back once the control API has it do so. */
    @JsonProperty("held")
    HELD("held"),
    /** It answers at once, and does not call back. */
    @JsonProperty("none")
    NONE("none"),
    /** The same end twice, as after an answer that was lost. */
    @JsonProperty("twice")
    TWICE("twice"),
    /** The end, and then another one. */
    @JsonProperty("conflict")
    CONFLICT("conflict"),
    /** When the patience is over and the attempt with it. */
    @JsonProperty("late")
    LATE("late"),
    /** Before its own end comes one that somebody else has signed. */
    @JsonProperty("forged-signature")
    FORGED_SIGNATURE("forged-signature"),
    /** Before its own end comes one for a token that somebody made up. */
    @JsonProperty("forged-token")
    FORGED_TOKEN("forged-token"),
    /** It accepts and forgets. */
    @JsonProperty("never")
    NEVER("never"),
    /** It fails for good. */
    @JsonProperty("fail")
    FAIL("fail"),
    /** It fails, and another attempt may go better. */
    @JsonProperty("retry")
    RETRY("retry"),
    /** An output that its role does not make, and the right one after that was refused. */
    @JsonProperty("invalid")
    INVALID("invalid");

    private final String word;

    CallbackKind(String word) {
        this.word = word;
    }

    /** Its name in directives and in the control API. */
    public String word() {
        return word;
    }

    public static Optional<CallbackKind> named(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }

    public static String words() {
        return Arrays.stream(values()).map(CallbackKind::word).collect(Collectors.joining(", "));
    }
}
