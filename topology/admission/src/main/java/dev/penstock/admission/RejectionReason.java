package dev.penstock.admission;

/** Why a submission was refused at the door. */
public enum RejectionReason {
    UNKNOWN_TENANT,
    TENANT_DELETED,
    ROLE_NOT_ALLOCATED,
    ROLE_DISABLED,
    BACKLOG_FULL
}
