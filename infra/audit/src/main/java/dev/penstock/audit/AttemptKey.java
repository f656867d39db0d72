package dev.penstock.audit;

/** One attempt of a tenant's task. */
record AttemptKey(String tenant, String task, int attempt) {}
