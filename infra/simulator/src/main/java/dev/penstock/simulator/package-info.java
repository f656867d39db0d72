/** A stand-in for an LLM provider: a real HTTP server that speaks Anthropic's Messages protocol, with latency and faults on demand. */
@NullMarked
package dev.penstock.simulator;

import org.jspecify.annotations.NullMarked;
