/** Each index against a plain model of it. */
@NullMarked
package dev.penstock.admission.decide;

import org.jspecify.annotations.NullMarked;
