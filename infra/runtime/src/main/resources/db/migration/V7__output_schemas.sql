-- What outputs that come by callback have to satisfy, by the SHA-256 of the text. Written by workers before a task goes out, read by the API.
CREATE TABLE output_schemas (
  schema_id  bytea       NOT NULL PRIMARY KEY,
  text       text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
