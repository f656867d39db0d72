package dev.penstock.audit;

import dev.penstock.schemas.v1.Dispatch;

/** A dispatch where its topic has it. */
public record LogDispatch(String topic, int partition, long offset, Dispatch dispatch) {}
