-- What the projections keep of events and llm-calls. Range-partitioned by month (UTC). The months from three years back to three ahead get
-- partitions of their own, made ahead of time or on demand by penstock_ensure_partitions; what a broken clock dates elsewhere (1970, 2099)
-- lies in the default partition under the date that it came with, and moves out when its month gets a partition after all.

-- One row per task as accepted, or as rejected at the door (then accepted_at is the time of the rejection). A task id may come again: after a
-- rejection, or when its marker has gone. The run to show for an id is
--   ORDER BY (state = 'REJECTED'), accepted_at DESC LIMIT 1
-- granted_at and started_at are those of the first attempt; attempt, worker_id, cause and message those of the last; tokens and cost the sum
-- over all attempts.
CREATE TABLE task_runs (
  tenant             text        NOT NULL,
  task_id            uuid        NOT NULL,
  accepted_at        timestamptz NOT NULL,
  role               text        NOT NULL,
  tier               text        NOT NULL,
  -- QUEUED, WAITING, GRANTED, RUNNING, SUCCEEDED, DEAD, CANCELLED, EXPIRED or REJECTED
  state              text        NOT NULL,
  attempt            int         NOT NULL DEFAULT 0,
  max_attempts       int         NOT NULL DEFAULT 0,
  campaign           text        NOT NULL DEFAULT '',
  labels             jsonb       NOT NULL DEFAULT '{}',
  granted_at         timestamptz,
  started_at         timestamptz,
  ended_at           timestamptz,
  worker_id          text,
  cause              text,
  message            text,
  output             text,
  input_tokens       bigint      NOT NULL DEFAULT 0,
  output_tokens      bigint      NOT NULL DEFAULT 0,
  cost_micros        bigint      NOT NULL DEFAULT 0,
  request_hash       bytea,
  -- The last event that is in the row; renewals and refused results are in none.
  event_seq          bigint      NOT NULL,
  event_offset       bigint      NOT NULL,
  PRIMARY KEY (tenant, task_id, accepted_at)
) PARTITION BY RANGE (accepted_at);
CREATE INDEX task_runs_accepted_brin ON task_runs USING brin (accepted_at);
CREATE TABLE task_runs_default PARTITION OF task_runs DEFAULT;

-- One row per provider call: status 'started' until its end is known, then 'ok' or the kind of its failure.
CREATE TABLE llm_calls (
  tenant             text        NOT NULL,
  call_id            uuid        NOT NULL,
  started_at         timestamptz NOT NULL,
  task_id            uuid        NOT NULL,
  attempt            int         NOT NULL,
  role               text        NOT NULL,
  provider           text        NOT NULL,
  model              text        NOT NULL,
  status             text        NOT NULL,
  reserved_micros    bigint      NOT NULL DEFAULT 0,
  input_tokens       bigint      NOT NULL DEFAULT 0,
  output_tokens      bigint      NOT NULL DEFAULT 0,
  cost_micros        bigint      NOT NULL DEFAULT 0,
  latency_millis     bigint,
  first_token_millis bigint,
  http_status        int,
  message            text,
  PRIMARY KEY (tenant, call_id, started_at)
) PARTITION BY RANGE (started_at);
CREATE INDEX llm_calls_started_brin ON llm_calls USING brin (started_at);
CREATE INDEX llm_calls_task ON llm_calls (task_id);
CREATE TABLE llm_calls_default PARTITION OF llm_calls DEFAULT;

-- How far each projection has come; written in the same transaction as its rows.
CREATE TABLE projection_offsets (
  projection  text   NOT NULL,
  topic       text   NOT NULL,
  partition   int    NOT NULL,
  next_offset bigint NOT NULL,
  PRIMARY KEY (projection, topic, partition)
) WITH (fillfactor = 50);

-- Makes the monthly partitions of both tables from the month of p_from to the month of p_to (UTC); those that exist stay. Returns how many it
-- made. A partition is filled from the default one and then attached, which locks readers and writers of other months less than creating it
-- in place would.
CREATE FUNCTION penstock_ensure_partitions(p_from timestamptz, p_to timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  month_start timestamp := date_trunc('month', p_from AT TIME ZONE 'UTC');
  month_end timestamp;
  parent text;
  child text;
  time_column text;
  made int := 0;
BEGIN
  IF p_to > p_from + interval '10 years' THEN
    RAISE EXCEPTION 'penstock_ensure_partitions spans more than 10 years';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('penstock_ensure_partitions'));
  WHILE month_start <= (p_to AT TIME ZONE 'UTC') LOOP
    month_end := month_start + interval '1 month';
    FOREACH parent IN ARRAY ARRAY['task_runs', 'llm_calls'] LOOP
      child := parent || '_' || to_char(month_start, 'YYYYMM');
      time_column := CASE parent WHEN 'task_runs' THEN 'accepted_at' ELSE 'started_at' END;
      IF to_regclass(child) IS NULL THEN
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS) WITH (fillfactor = 80)', child, parent);
        EXECUTE format('LOCK TABLE %I IN SHARE ROW EXCLUSIVE MODE', parent || '_default');
        EXECUTE format('WITH moved AS (DELETE FROM %I WHERE %I >= %L AND %I < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
          parent || '_default', time_column, month_start AT TIME ZONE 'UTC', time_column, month_end AT TIME ZONE 'UTC', child);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, child,
          month_start AT TIME ZONE 'UTC', month_end AT TIME ZONE 'UTC');
        made := made + 1;
      END IF;
    END LOOP;
    month_start := month_end;
  END LOOP;
  RETURN made;
END $$;

SELECT penstock_ensure_partitions(now() - interval '1 month', now() + interval '3 months');
