package dev.penstock.ingest.limits;

import dev.penstock.schemas.v1.FieldChange;
import java.util.List;

/**
 * What came of a request for a change.
 *
 * @param standing after it; as it would be for a dry run, as it was before for one that is still on its way
 */
record Outcome<S>(How how, String id, S standing, List<FieldChange> fields) {
    enum How {
        /** It is in force. */
        APPLIED,
        /** What it asks for was in force already. */
        UNCHANGED,
        /** It was to be looked at only. */
        DRY_RUN,
        /** It was handed over, and the engine has not come to it yet. */
        PENDING
    }
}
