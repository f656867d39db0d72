-- Keys of the API: `pk_<keyId>_<secret><checksum>`. Only a hash of the secret is kept.
CREATE TABLE api_keys (
  key_id      text        PRIMARY KEY,
  tenant      text        NOT NULL,
  secret_hash bytea       NOT NULL,
  scopes      text[]      NOT NULL DEFAULT '{tasks:read,tasks:write,events:read}',
  created_at  timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz,
  revoked_at  timestamptz,
  description text        NOT NULL DEFAULT ''
);
CREATE INDEX api_keys_tenant ON api_keys (tenant);

-- A tenant's tasks, newest first: what the API lists.
CREATE INDEX task_runs_tenant_accepted ON task_runs (tenant, accepted_at DESC, task_id DESC);
