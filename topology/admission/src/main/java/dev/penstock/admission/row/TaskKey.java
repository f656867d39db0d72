package dev.penstock.admission.row;

import java.util.UUID;

/** Names a task. The tenant is part of it, so that no id of one tenant can ever reach a row of another. */
public record TaskKey(String tenant, UUID id) {}
