-- Where a planned task comes from: the planner's task, what its plan calls it, and the tasks that must succeed before it. counts: whether it
-- counts in its campaign's progress, as planners and what they plan do.
ALTER TABLE task_runs
  ADD COLUMN planner_id uuid,
  ADD COLUMN name       text    NOT NULL DEFAULT '',
  ADD COLUMN after      uuid[]  NOT NULL DEFAULT '{}',
  ADD COLUMN counts     boolean NOT NULL DEFAULT false;
CREATE INDEX task_runs_campaign ON task_runs (tenant, campaign, accepted_at) WHERE counts;

-- One row per campaign, as its last progress tells. One that begins anew, by another planner or a replay, keeps its row: the figures are then
-- those of its last run, from started_at on.
CREATE TABLE campaigns (
  tenant        text        NOT NULL,
  campaign      text        NOT NULL,
  -- RUNNING, SUCCEEDED, FAILED or CANCELLED
  state         text        NOT NULL,
  -- Tasks so far, the planner included; 0 until the first progress is seen. failed: dead or expired.
  total         int         NOT NULL,
  succeeded     int         NOT NULL,
  failed        int         NOT NULL,
  cancelled     int         NOT NULL,
  cost_micros   bigint      NOT NULL,
  started_at    timestamptz NOT NULL,
  ended_at      timestamptz,
  -- Why somebody wanted it stopped.
  cancel_reason text,
  -- The last event that is in the row.
  event_seq     bigint      NOT NULL,
  event_offset  bigint      NOT NULL,
  PRIMARY KEY (tenant, campaign)
);

-- A tenant's campaigns, newest first: what the API lists.
CREATE INDEX campaigns_tenant_started ON campaigns (tenant, started_at DESC, campaign DESC);
