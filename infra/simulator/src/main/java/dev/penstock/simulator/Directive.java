package dev.penstock.simulator;

import dev.penstock.simulator.webhook.CallbackKind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An order within the user's text, such as {@code [[sim:429 retry-after=2 times=1]]}, {@code [[sim:hang]]}, {@code [[sim:latency=2s]]} or
 * {@code [[sim:plan=cycle]]}, or, of a task at a runtime, {@code [[sim:callback=twice progress=3 patience=5]]}; or {@code [[sim:answer={"total":3}]]}.
 *
 * @param fault what goes wrong; null when it only sets the latency
 * @param retryAfterSeconds of a 429; null for no header
 * @param times calls of the task that it holds for
 * @param totalNanos how long the call takes in all, whatever the scale; -1 leaves it
 * @param plan what plan a planner makes; null for a good one
 * @param callback how a runtime tells of the task's end; null as ever
 * @param progress calls in which it tells before how far it is
 * @param patienceSeconds how long it says that it may be silent; 0 as ever
 * @param answer what is answered, without spaces; of several in a text the next one whenever the model is asked to set its answer right; null for
 *     what is usual
 */
record Directive(
        @Nullable Fault fault,
        @Nullable Integer retryAfterSeconds,
        int times,
        long totalNanos,
        @Nullable PlanKind plan,
        @Nullable CallbackKind callback,
        int progress,
        int patienceSeconds,
        @Nullable String answer) {
    static final int MAX_IN_TEXT = 16;
    static final int MAX_PROGRESS = 1_000;
    private static final Pattern FORM = Pattern.compile("\\[\\[sim:([^\\]]{1,200})\\]\\]");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,7})(ms|s)");

    /** The directives of a text, in order. One that cannot be read is an error: a test that misspells its fault must not pass. */
    static List<Directive> in(String text) throws ApiError {
        List<Directive> found = new ArrayList<>();
        Matcher matcher = FORM.matcher(text);
        while (matcher.find()) {
            if (found.size() == MAX_IN_TEXT) {
                throw ApiError.invalid("More than " + MAX_IN_TEXT + " [[sim:...]] directives");
            }
            found.add(parse(matcher.group(1)));
        }
        return found;
    }

    static String strip(String text) {
        return FORM.matcher(text).replaceAll(" ").strip();
    }

    private static Directive parse(String body) throws ApiError {
        @Nullable Fault fault = null;
        @Nullable Integer retryAfter = null;
        int times = Integer.MAX_VALUE;
        long nanos = -1;
        @Nullable PlanKind plan = null;
        @Nullable CallbackKind callback = null;
        int progress = 0;
        int patience = 0;
        @Nullable String answer = null;
        for (String part : body.strip().split("\\s+")) {
            String[] sides = part.split("=", 2);
            String value = sides.length == 2 ? sides[1] : "";
            switch (sides[0]) {
                case "retry-after" -> retryAfter = number(part, value);
                case "times" -> times = number(part, value);
                case "latency" -> nanos = nanos(part, value);
                case "plan" -> plan = PlanKind.named(value).orElseThrow(() -> unknown(part));
                case "callback" -> callback = CallbackKind.named(value).orElseThrow(() -> unknown(part));
                case "progress" -> progress = Math.min(MAX_PROGRESS, number(part, value));
                case "patience" -> patience = number(part, value);
                case "answer" -> answer = value;
                default -> fault = fault(part);
            }
        }
        return new Directive(fault, retryAfter, times, nanos, plan, callback, progress, patience, answer);
    }

    private static Fault fault(String word) throws ApiError {
        return Fault.named(word).orElseThrow(() -> unknown(word));
    }

    private static int number(String part, String value) throws ApiError {
        if (!value.matches("[0-9]{1,6}")) {
            throw unknown(part);
        }
        return Integer.parseInt(value);
    }

    private static long nanos(String part, String value) throws ApiError {
        Matcher matcher = DURATION.matcher(value);
        if (!matcher.matches()) {
            throw unknown(part);
        }
        return Long.parseLong(matcher.group(1)) * (matcher.group(2).equals("s") ? 1_000_000_000L : 1_000_000L);
    }

    private static ApiError unknown(String part) {
        return ApiError.invalid("Unknown simulator directive '" + part
                + "': expected latency=2s, retry-after=SECONDS, times=N, plan=cycle, hang, none or prose, progress=N, patience=SECONDS, answer=TEXT, callback="
                + CallbackKind.words() + ", or one of " + Fault.words());
    }
}
