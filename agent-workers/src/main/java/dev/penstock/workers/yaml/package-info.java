/** Reads the YAML files that operators write, with errors that name the line and the key. */
@NullMarked
package dev.penstock.workers.yaml;

import org.jspecify.annotations.NullMarked;
