/** Secrets at rest and on the way: seals, signatures and tokens, by the JDK's cryptography alone. */
@NullMarked
package dev.penstock.runtime.secret;

import org.jspecify.annotations.NullMarked;
