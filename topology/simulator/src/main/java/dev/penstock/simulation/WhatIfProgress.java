package dev.penstock.simulation;

/**
 * How far a what-if has come.
 *
 * @param part what it is at
 * @param done of {@code total}, in what the part counts in
 */
public record WhatIfProgress(String part, long done, long total) {}
