package dev.penstock.workers.routing;

import dev.penstock.schemas.v1.Dispatch;

/** Where it is told how an attempt was routed, when that was otherwise than its role's first model. */
public interface Decisions {
    /**
     * @param from provider and model that were to run it
     * @param to those that do now; empty when it waits
     * @param why one line for people
     */
    void routed(Dispatch dispatch, String from, String to, String why);
}
