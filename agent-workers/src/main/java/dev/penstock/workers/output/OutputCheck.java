package dev.penstock.workers.output;

import dev.penstock.runtime.output.OutputSchema;
import dev.penstock.schemas.Plans;
import dev.penstock.schemas.v1.Plan;
import dev.penstock.workers.adapter.FailureKind;
import dev.penstock.workers.role.RoleProfile;
import org.jspecify.annotations.Nullable;

/** Says whether an output is one that its role may make. */
public final class OutputCheck {
    private final boolean plans;
    private final @Nullable OutputSchema schema;

    private OutputCheck(boolean plans, @Nullable OutputSchema schema) {
        this.plans = plans;
        this.schema = schema;
    }

    public static OutputCheck of(RoleProfile profile) {
        return new OutputCheck(profile.plans(), profile.schema());
    }

    /** What came of a check. */
    public sealed interface Checked {}

    /**
     * It may.
     *
     * @param output as the model wrote it
     * @param plan what a planner wants done; without tasks for nothing, and for every other role
     */
    public record Valid(String output, Plan plan) implements Checked {}

    /**
     * It may not.
     *
     * @param message what is wrong with it, in one line, that names fields but tells no values of the output
     */
    public record Invalid(FailureKind kind, String message) implements Checked {}

    /** Whether a plan can be taken in is for the engine to say. */
    public Checked check(String output) {
        if (plans) {
            return switch (Plans.read(output)) {
                case Plans.Read.Good(Plan plan) -> new Valid(output, plan);
                case Plans.Read.Bad(String message) -> new Invalid(FailureKind.INVALID_PLAN, message);
            };
        }
        return schema == null
                ? new Valid(output, Plan.getDefaultInstance())
                : schema.complaint(output)
                        .<Checked>map(fault -> new Invalid(
                                FailureKind.INVALID_OUTPUT, "The output does not satisfy its role's schema: " + fault))
                        .orElseGet(() -> new Valid(output, Plan.getDefaultInstance()));
    }
}
