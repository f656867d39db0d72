package dev.penstock.admission;

/** The engine's persistent tables. Key shapes and row formats are the core's own; a back end sees bytes. */
public enum Table {
    /** One row per task that lives or is remembered. */
    TASKS,
    /** The payload of a task that lives or is dead: inserted once, deleted when it ends otherwise, so that state changes do not rewrite it. */
    PAYLOADS,
    /** Two rows per tenant, its configuration, and its event sequence with the shares it has had; and one per campaign that runs. */
    TENANTS,
    /** One row for the slot's clock, and one per role: its dispatch window and the floor of its shares. */
    SLOT
}
