package dev.penstock.workers.pricing;

/**
 * A price and the list it is out of.
 *
 * @param version the day from which it holds, such as {@code 2026-11-01}
 */
public record ListedPrice(String version, Price price) {}
