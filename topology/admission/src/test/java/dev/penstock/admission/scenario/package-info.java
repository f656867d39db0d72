/** One rule, one scenario: given a tenant, when something is asked for, then this and nothing else happens. */
@NullMarked
package dev.penstock.admission.scenario;

import org.jspecify.annotations.NullMarked;
