/** Campaigns: started with a goal, looked up with their tasks, and cancelled. */
@NullMarked
package dev.penstock.ingest.campaigns;

import org.jspecify.annotations.NullMarked;
