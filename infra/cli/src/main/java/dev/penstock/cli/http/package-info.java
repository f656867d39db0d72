/** A client of Penstock's REST API and event stream. */
@NullMarked
package dev.penstock.cli.http;

import org.jspecify.annotations.NullMarked;
