package dev.penstock.admission;

/** The engine's persistent tables. Key shapes and row formats are the core's own; a back end sees bytes. */
public enum Table {
    /** One row per task that lives or is remembered. */
    TASKS,
    /** A live task's payload: inserted once, deleted when the task ends, so that state changes do not rewrite it. */
    PAYLOADS,
    /** Two rows per tenant: its configuration, and its event sequence with the shares it has had. */
    TENANTS,
    /** One row for the slot's clock, and one per role: its dispatch window and the floor of its shares. */
    SLOT
}
