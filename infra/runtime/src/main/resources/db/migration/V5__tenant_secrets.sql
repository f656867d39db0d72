-- Secrets of tenants, sealed: nothing here can be read without keys that are not in the database.

-- What a tenant's runtime and Penstock sign with. Sealed with the key that workers and API share. Several may hold at once: a new one is made and
-- the older ones expire later.
CREATE TABLE webhook_secrets (
  tenant     text        NOT NULL,
  secret_id  text        NOT NULL,
  sealed     bytea       NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz,
  PRIMARY KEY (tenant, secret_id)
);

-- A tenant's own keys to providers. Sealed with the workers' public key: only workers can open them.
CREATE TABLE provider_keys (
  tenant     text        NOT NULL,
  provider   text        NOT NULL,
  sealed     bytea       NOT NULL,
  -- Its last characters, for its owner to tell it by.
  hint       text        NOT NULL DEFAULT '',
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, provider)
);

-- What a runtime said at the end of a call, so that the same said again is answered alike, and something else is refused.
CREATE TABLE callback_ends (
  tenant     text        NOT NULL,
  call_id    uuid        NOT NULL,
  body_hash  bytea       NOT NULL,
  -- Times that it was written to the log, known to have got there or not.
  tries      int         NOT NULL DEFAULT 0,
  written    boolean     NOT NULL DEFAULT false,
  -- accepted or late, once the engine has said so.
  outcome    text        NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, call_id)
);
CREATE INDEX callback_ends_created ON callback_ends (created_at);
