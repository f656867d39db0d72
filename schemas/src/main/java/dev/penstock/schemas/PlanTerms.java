package dev.penstock.schemas;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What comes with each plan unless the operator says otherwise: which roles, and how many tasks at once in each. */
public enum PlanTerms {
    FREE(1, List.of(Roles.COPYWRITER, Roles.SEO_SPECIALIST)),
    PRO(2, List.of(Roles.COPYWRITER, Roles.SEO_SPECIALIST, Roles.SOCIAL_MEDIA_MANAGER, Roles.DATA_ANALYST)),
    AGENCY(4, Roles.STANDARD),
    /** Its caps are agreed with each tenant; these are to begin with. */
    ENTERPRISE(8, Roles.STANDARD);

    private final int maxConcurrent;
    private final List<String> roles;

    PlanTerms(int maxConcurrent, List<String> roles) {
        this.maxConcurrent = maxConcurrent;
        this.roles = roles;
    }

    /** Tasks at once in each role. */
    public int maxConcurrent() {
        return maxConcurrent;
    }

    public List<String> roles() {
        return roles;
    }

    /** The plan's name as records carry it, such as {@code free}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The plan of that name; empty when there is none. */
    public static Optional<PlanTerms> named(String id) {
        return Arrays.stream(values()).filter(plan -> plan.id().equals(id)).findFirst();
    }
}
