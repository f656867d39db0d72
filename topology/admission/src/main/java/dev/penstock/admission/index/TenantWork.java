package dev.penstock.admission.index;

import java.util.ArrayList;
import java.util.List;

/** What one tenant has in the slot. It has as many lanes as roles with work, tens at most. */
final class TenantWork {
    private final TenantTerms terms;
    final List<Lane> lanes = new ArrayList<>(1);

    /** Tasks that wait or are queued. */
    int pending;

    /** Grants and leases of all its lanes. */
    int live;

    /** What the dearest head of its ready lanes would reserve, or more. Settling raises it; looking at all lanes makes it exact. */
    long dearest;

    /** Whether one of its lanes may be ready but for the budget. */
    boolean wanting;

    TenantWork(TenantTerms terms) {
        this.terms = terms;
    }

    String tenant() {
        return terms.name();
    }

    TenantTerms terms() {
        return terms;
    }
}
