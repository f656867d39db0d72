-- What the projections keep of events and llm-calls. Range-partitioned by month; partitions are made ahead of time by
-- penstock_ensure_partitions, from the first migration on.

CREATE TABLE task_runs (
  tenant             text        NOT NULL,
  task_id            uuid        NOT NULL,
  accepted_at        timestamptz NOT NULL,
  role               text        NOT NULL,
  tier               text        NOT NULL,
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
  event_seq          bigint      NOT NULL,
  event_offset       bigint      NOT NULL,
  PRIMARY KEY (tenant, task_id, accepted_at)
) PARTITION BY RANGE (accepted_at);
CREATE INDEX task_runs_accepted_brin ON task_runs USING brin (accepted_at);
CREATE INDEX task_runs_task ON task_runs (task_id);

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

-- How far each projection has come; written in the same transaction as its rows.
CREATE TABLE projection_offsets (
  projection  text   NOT NULL,
  topic       text   NOT NULL,
  partition   int    NOT NULL,
  next_offset bigint NOT NULL,
  PRIMARY KEY (projection, topic, partition)
);

-- Makes the monthly partitions of both tables from the month of p_from to the month of p_to (UTC); those that exist stay.
CREATE FUNCTION penstock_ensure_partitions(p_from timestamptz, p_to timestamptz) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  month_start timestamp := date_trunc('month', p_from AT TIME ZONE 'UTC');
  parent text;
  child text;
  made int := 0;
BEGIN
  IF p_to > p_from + interval '10 years' THEN
    RAISE EXCEPTION 'penstock_ensure_partitions spans more than 10 years';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('penstock_ensure_partitions'));
  WHILE month_start <= (p_to AT TIME ZONE 'UTC') LOOP
    FOREACH parent IN ARRAY ARRAY['task_runs', 'llm_calls'] LOOP
      child := parent || '_' || to_char(month_start, 'YYYYMM');
      IF to_regclass(child) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', child, parent,
          month_start AT TIME ZONE 'UTC', (month_start + interval '1 month') AT TIME ZONE 'UTC');
        made := made + 1;
      END IF;
    END LOOP;
    month_start := month_start + interval '1 month';
  END LOOP;
  RETURN made;
END $$;

SELECT penstock_ensure_partitions(now() - interval '1 month', now() + interval '3 months');
