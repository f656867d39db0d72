package dev.penstock.ingest.limits;

import dev.penstock.schemas.v1.ConfigChange;
import java.util.List;
import java.util.Optional;

/**
 * Something that has a configuration in the engine.
 *
 * @param <S> how it stands, its configuration included
 */
interface Subject<S> {
    /** How it stands now, by the engine; ends with a problem when it is not known, or the engine cannot be asked. */
    S read();

    /** The same where it may be that nobody can tell for the moment. */
    Optional<S> tryRead();

    long version(S standing);

    /** The last changes, oldest first. */
    List<ConfigChange> changes(S standing);

    /** What a request makes of it; ends with a problem when the request is not valid or may not be made. */
    Planned<S> plan(S standing, Ask ask);

    /**
     * What would come.
     *
     * @param edited how it would stand
     * @param send asks the engine to put it in force unless another change came first; returns once Kafka has acknowledged it
     */
    record Planned<S>(Edit<S> edited, Runnable send) {}
}
