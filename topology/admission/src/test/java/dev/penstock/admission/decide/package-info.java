/** What deciders reckon by themselves, without an engine around them. */
@NullMarked
package dev.penstock.admission.decide;

import org.jspecify.annotations.NullMarked;
