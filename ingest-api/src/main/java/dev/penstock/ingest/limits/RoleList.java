package dev.penstock.ingest.limits;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** All roles. */
@Schema(name = "Roles", description = "Every role that has intake topics, without its changes")
record RoleList(List<RoleView> roles) {}
