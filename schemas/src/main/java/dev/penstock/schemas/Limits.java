package dev.penstock.schemas;

/** Bounds on what may enter Penstock, in one place. Sizes are bytes of UTF-8 unless said otherwise. */
public final class Limits {
    /** A whole intake document, JSON or Protobuf. */
    public static final int MAX_REQUEST_BYTES = 1 << 20;

    /** What an agent is asked to do. */
    public static final int MAX_INPUT_BYTES = 256 << 10;

    /** What an agent made, as kept inline in its event. */
    public static final int MAX_OUTPUT_BYTES = 256 << 10;

    /** One piece of what an agent makes, on its way to those who watch. */
    public static final int MAX_CHUNK_BYTES = 16 << 10;

    /** Largest record on Penstock's own topics. */
    public static final int MAX_RECORD_BYTES = 2 << 20;

    /** Largest record an intake topic's broker takes; larger than a valid request, so that what is too large can still be dead-lettered. */
    public static final int MAX_INTAKE_RECORD_BYTES = 12 << 20;

    /** Part of an undeliverable value that its dead letter keeps. */
    public static final int MAX_DEAD_LETTER_BYTES = 64 << 10;

    public static final int MAX_JSON_DEPTH = 64;
    public static final int MAX_JSON_NUMBER_CHARS = 100;
    public static final int MAX_JSON_NAME_CHARS = 1000;
    public static final int MAX_TENANT_CHARS = 64;
    public static final int MAX_ROLE_CHARS = 64;
    public static final int MAX_IDEMPOTENCY_KEY_CHARS = 200;
    public static final int MAX_CAMPAIGN_CHARS = 100;
    /** Tasks of one plan. */
    public static final int MAX_PLANNED_TASKS = 100;

    public static final int MAX_PLANNED_NAME_CHARS = 100;

    /** What a planned task gets of its parents' results, all together, in UTF-16 units. */
    public static final int MAX_PARENT_RESULTS_CHARS = 100_000;

    public static final int MAX_LABELS = 16;
    public static final int MAX_LABEL_KEY_CHARS = 64;
    public static final int MAX_LABEL_VALUE_CHARS = 256;
    public static final int MAX_ATTEMPTS = 20;
    /** Highest estimate of an attempt: a million dollars. */
    public static final long MAX_ESTIMATE_MICROS = 1_000_000_000_000L;

    /** Longest time that a task may ask for: 366 days. */
    public static final long MAX_TASK_MILLIS = 366L * 24 * 3_600 * 1_000;

    /** Latest start that a task may ask for: the year 2100. */
    public static final long MAX_NOT_BEFORE_MILLIS = 4_102_444_800_000L;

    public static final int MAX_MESSAGE_CHARS = 500;

    private Limits() {}
}
