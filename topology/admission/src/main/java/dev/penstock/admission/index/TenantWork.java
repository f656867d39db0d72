package dev.penstock.admission.index;

import java.util.ArrayList;
import java.util.List;

/** What one tenant has in the slot. It has as many lanes as roles with work, tens at most, so they are searched in a row. */
final class TenantWork {
    private final String tenant;
    final List<Lane> lanes = new ArrayList<>(1);

    /** Tasks that wait or are queued. */
    int pending;

    TenantWork(String tenant) {
        this.tenant = tenant;
    }

    String tenant() {
        return tenant;
    }
}
