/** The rules: each decider looks at the read view and answers with one event, or null when there is nothing to say. */
@NullMarked
package dev.penstock.admission.decide;

import org.jspecify.annotations.NullMarked;
