package dev.penstock.cli.board;

/** A task's name across tenants. */
public record TaskKey(String tenant, String task) {}
