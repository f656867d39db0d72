package dev.penstock.ingest.limits;

import dev.penstock.schemas.v1.FieldChange;
import java.util.List;

/**
 * What a request makes of a configuration.
 *
 * @param next as it would be, in the next version; as it was when nothing changes
 * @param fields that change, none when the request asks for what is in force
 */
record Edit<C>(C next, List<FieldChange> fields) {
    Edit {
        fields = List.copyOf(fields);
    }
}
