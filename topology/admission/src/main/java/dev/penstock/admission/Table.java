package dev.penstock.admission;

/** The engine's persistent tables. Key shapes and row formats are the core's own; a back end sees bytes. */
public enum Table {
    /** One row per task that lives or is remembered. */
    TASKS,
    /** A live task's payload: inserted once, deleted when the task ends, so that state changes do not rewrite it. */
    PAYLOADS,
    /** One row per tenant: its configuration, event sequence and share used. */
    TENANTS,
    /** One row: the slot's clock and dispatch windows. */
    SLOT
}
