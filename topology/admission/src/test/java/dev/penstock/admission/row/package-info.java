/** Rows: their exact bytes and their lifecycle. */
@NullMarked
package dev.penstock.admission.row;

import org.jspecify.annotations.NullMarked;
