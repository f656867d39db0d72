/** Anthropic's Messages API as a runtime, through the vendor's client; none of the client's types leave this package. */
@NullMarked
package dev.penstock.workers.anthropic;

import org.jspecify.annotations.NullMarked;
