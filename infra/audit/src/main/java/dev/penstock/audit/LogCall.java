package dev.penstock.audit;

import dev.penstock.schemas.v1.LlmCall;

/** A record about a call to a provider where {@code penstock.llm-calls} has it. */
public record LogCall(int partition, long offset, LlmCall call) {}
