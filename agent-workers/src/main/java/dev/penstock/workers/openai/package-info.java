/** OpenAI's APIs, and those that are like them, as a runtime, through the vendor's client; none of the client's types leave this package. */
@NullMarked
package dev.penstock.workers.openai;

import org.jspecify.annotations.NullMarked;
