-- What it takes to look through dead tasks and to try them again. A replay puts the row back to QUEUED and clears ended_at; cause and message stay
-- those of the last death until another event says otherwise.
ALTER TABLE task_runs
  -- What each attempt reserves: the price of trying it again.
  ADD COLUMN estimate_micros bigint NOT NULL DEFAULT 0,
  -- How often it was dead and tried again, how often that was refused, and why the last time; the reason is gone once it was replayed.
  ADD COLUMN replays         int    NOT NULL DEFAULT 0,
  ADD COLUMN replay_refusals int    NOT NULL DEFAULT 0,
  ADD COLUMN replay_refusal  text;

CREATE INDEX task_runs_dead ON task_runs (tenant, cause, ended_at) WHERE state = 'DEAD';
