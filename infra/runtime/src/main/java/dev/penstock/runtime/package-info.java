/** What every Penstock process has in common: settings, client configuration, topic checks, health and metrics. */
@NullMarked
package dev.penstock.runtime;

import org.jspecify.annotations.NullMarked;
