/** The demo: a morning's work for one tenant per plan, handed in, watched, and accounted for. */
@NullMarked
package dev.penstock.cli.demo;

import org.jspecify.annotations.NullMarked;
