/** Each index against a plain model of it. */
@NullMarked
package dev.penstock.admission.index;

import org.jspecify.annotations.NullMarked;
