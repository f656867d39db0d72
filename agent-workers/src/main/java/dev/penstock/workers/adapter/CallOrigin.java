package dev.penstock.workers.adapter;

/** Whose call it is. A vendor is told none of this; a provider that is ours is. */
public record CallOrigin(String tenant, String taskId, int attempt, String role) {}
