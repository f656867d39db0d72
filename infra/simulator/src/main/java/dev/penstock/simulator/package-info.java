/** A stand-in for LLM providers and tenants' runtimes: a real HTTP server that speaks their protocols, with latency and faults on demand. */
@NullMarked
package dev.penstock.simulator;

import org.jspecify.annotations.NullMarked;
