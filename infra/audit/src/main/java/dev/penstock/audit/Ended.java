package dev.penstock.audit;

import dev.penstock.schemas.v1.Event.KindCase;

/** What is kept of a task that has ended. */
record Ended(String id, KindCase how, long atMillis) {}
