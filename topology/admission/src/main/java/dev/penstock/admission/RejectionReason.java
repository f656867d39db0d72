package dev.penstock.admission;

/** Why a submission was refused at the door. */
public enum RejectionReason {
    UNKNOWN_TENANT,
    TENANT_DELETED,
    TENANT_DRAINING,
    ROLE_NOT_ALLOCATED,
    ROLE_DISABLED,
    ROLE_DRAINING,
    ESTIMATE_OVER_BUDGET,
    BACKLOG_FULL
}
