/** What the engine keeps of tasks, tenants and roles, and its exact bytes: immutable rows, their lifecycle and their versioned codecs. */
@NullMarked
package dev.penstock.admission.row;

import org.jspecify.annotations.NullMarked;
