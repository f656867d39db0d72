package dev.penstock.ingest.limits;

import dev.penstock.ingest.http.Problem;
import dev.penstock.ingest.http.ProblemException;
import dev.penstock.ingest.http.ProblemType;
import dev.penstock.schemas.ConfigRules;
import dev.penstock.schemas.v1.ConfigChange;
import dev.penstock.schemas.v1.FieldChange;
import dev.penstock.schemas.v1.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects what one request changes of a configuration, and says no where its caller may not. An operator may change everything; a tenant may lower
 * what it was granted, go back up to that, and open what it closed itself.
 */
final class Edits {
    /** Fields that a change tells of; more are counted. */
    static final int MAX_FIELDS = 50;

    private final Ask ask;
    private final String reason;
    private final List<FieldChange> changed = new ArrayList<>();

    Edits(Ask ask, String reason) {
        this.ask = ask;
        this.reason = reason;
    }

    List<FieldChange> changed() {
        return changed;
    }

    boolean byOperator() {
        return ask.caller().isOperator();
    }

    /** Only operators may. */
    void requireOperator(String field) {
        if (!byOperator()) {
            throw Problem.of(
                            ProblemType.OPERATOR_ONLY,
                            "Only an operator may change " + field
                                    + ". A tenant's key may pause, drain and resume, and lower maxConcurrent, monthlyBudgetMicros and"
                                    + " monthlyTaskLimit.")
                    .exception();
        }
    }

    void text(String field, String before, String after, Consumer<String> set) {
        if (!before.equals(after)) {
            requireOperator(field);
            set.accept(after);
            note(field, before.isEmpty() ? "none" : before, after.isEmpty() ? "none" : after);
        }
    }

    void flag(String field, boolean before, boolean after, Consumer<Boolean> set) {
        if (before != after) {
            requireOperator(field);
            set.accept(after);
            note(field, Boolean.toString(before), Boolean.toString(after));
        }
    }

    /** A number that is the operator's alone. */
    void number(String field, long before, long after, LongConsumer set) {
        if (before != after) {
            requireOperator(field);
            set.accept(after);
            note(field, Long.toString(before), Long.toString(after));
        }
    }

    /**
     * A number that the tenant may lower, and raise again up to what it was granted.
     *
     * @param unlimited what 0 means: no limit, or else nothing at all
     * @param asked empty when the request does not name it; then it stays, and so does what was granted
     * @param granted by the operator, null where that is what is in force
     * @param grant takes what is granted from now on, null as before
     */
    void limit(
            String field,
            boolean unlimited,
            long before,
            @Nullable Long granted,
            OptionalLong asked,
            LongConsumer set,
            Consumer<@Nullable Long> grant) {
        long after = asked.orElse(before);
        if (asked.isEmpty() || after == before && (granted == null || !byOperator())) {
            return;
        }
        if (byOperator()) {
            grant.accept(null);
        } else {
            long ceiling = granted == null ? before : granted;
            if (ranked(after, unlimited) > ranked(ceiling, unlimited)) {
                throw aboveGranted(field, ceiling);
            }
            grant.accept(after == ceiling ? null : Long.valueOf(ceiling));
        }
        set.accept(after);
        String chosen = after == before ? " (the tenant's choice)" : "";
        note(field, word(before, unlimited) + chosen, word(after, unlimited));
    }

    /**
     * A flow. What the operator closed only an operator may open.
     *
     * @param asked empty when the request does not name it; then it stays, whoever closed it
     * @param closer who closed it, null when that is not known, which counts as an operator
     */
    void flow(
            String field,
            Flow before,
            @Nullable ConfigChange closer,
            Optional<Flow> asked,
            Consumer<Flow> set,
            Consumer<@Nullable ConfigChange> close) {
        if (asked.isEmpty()) {
            return;
        }
        Flow after = asked.get();
        boolean operators = before != Flow.FLOW_UNSPECIFIED && (closer == null || closer.getByOperator());
        boolean takenOver = after == before && before != Flow.FLOW_UNSPECIFIED && byOperator() && !operators;
        if (after == before && !takenOver) {
            return;
        }
        if (operators && !byOperator()) {
            throw heldByOperator(field, before, closer);
        }
        set.accept(after);
        close.accept(after == Flow.FLOW_UNSPECIFIED ? null : stamp().build());
        note(field, name(before) + (takenOver ? " by the tenant" : ""), name(after));
    }

    /** What takes a value by {@code set}, and null by {@code clear}. */
    static <T> Consumer<@Nullable T> orClear(Consumer<T> set, Runnable clear) {
        return value -> {
            if (value == null) {
                clear.run();
            } else {
                set.accept(value);
            }
        };
    }

    /** Says that a field was given another value. */
    void note(String field, String from, String to) {
        if (changed.size() < MAX_FIELDS) {
            changed.add(FieldChange.newBuilder()
                    .setField(field)
                    .setFrom(from)
                    .setTo(to)
                    .build());
        }
    }

    /** The change as it is remembered, among those before it. */
    List<ConfigChange> remembered(List<ConfigChange> before, long version) {
        List<ConfigChange> all = new ArrayList<>(before);
        all.add(stamp().setVersion(version)
                .setRequestHash(ask.hash())
                .addAllFields(changed)
                .build());
        return all.subList(Math.max(0, all.size() - ConfigRules.MAX_CHANGES), all.size());
    }

    private ConfigChange.Builder stamp() {
        return ConfigChange.newBuilder()
                .setId(ask.id())
                .setBy(ask.caller().principal())
                .setByOperator(byOperator())
                .setAtMillis(ask.atMillis())
                .setReason(reason);
    }

    private static String word(long value, boolean unlimited) {
        return value == 0 && unlimited ? "none" : Long.toString(value);
    }

    private static long ranked(long value, boolean unlimited) {
        return value == 0 && unlimited ? Long.MAX_VALUE : value;
    }

    static String name(Flow flow) {
        return switch (flow) {
            case FLOW_UNSPECIFIED -> "open";
            case FLOW_PAUSED -> "paused";
            case FLOW_DRAINING -> "draining";
            case UNRECOGNIZED -> "unknown";
        };
    }

    private static ProblemException aboveGranted(String field, long ceiling) {
        return Problem.of(
                        ProblemType.ABOVE_GRANTED,
                        field + " may be at most " + ceiling
                                + ", which is what the operator has granted. Ask the operator for more.")
                .with("field", field)
                .exception();
    }

    private static ProblemException heldByOperator(String field, Flow flow, @Nullable ConfigChange closer) {
        String why = closer == null || closer.getReason().isEmpty() ? "" : " (" + closer.getReason() + ")";
        return Problem.of(
                        ProblemType.HELD_BY_OPERATOR,
                        field + " was set to " + name(flow) + " by the operator" + why
                                + ". Only an operator can change it; ask for that.")
                .with("field", field)
                .exception();
    }
}
