-- oldest-program: 5
-- Edges, marks, identities and namings are derived from the log. No version before this one was released; a database of
-- one is carried over by `clickstitch replay`.

DROP TABLE edge;
CREATE TABLE edge (
  workspace_id text NOT NULL,
  from_kind text NOT NULL,
  from_value text NOT NULL,
  trusted integer NOT NULL,
  to_kind text NOT NULL,
  to_value text NOT NULL,
  occurred_at bigint NOT NULL,
  is_removed integer NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, from_kind, from_value, trusted, to_kind, to_value)
);
CREATE INDEX edge_to ON edge (workspace_id, to_kind, to_value, trusted, from_kind, from_value);

CREATE TABLE mark (
  workspace_id text NOT NULL,
  visitor_id text NOT NULL,
  trusted integer NOT NULL,
  occurred_at bigint NOT NULL,
  kind text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (workspace_id, visitor_id, trusted, occurred_at, kind, value)
);

CREATE TABLE identity (
  workspace_id text NOT NULL,
  kind text NOT NULL,
  value text NOT NULL,
  id text NOT NULL,
  plain text,
  first_at bigint NOT NULL,
  alias_of text,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, kind, value)
);
CREATE UNIQUE INDEX identity_id ON identity (workspace_id, id);
CREATE INDEX identity_alias ON identity (workspace_id, alias_of, value) WHERE alias_of IS NOT NULL;
CREATE INDEX identity_plain ON identity (workspace_id, plain, kind) WHERE plain IS NOT NULL;
CREATE INDEX identity_time ON identity (workspace_id, first_at, id);

DROP INDEX conversion_anchor;
ALTER TABLE conversion DROP COLUMN anchor_kind;
ALTER TABLE conversion DROP COLUMN anchor_value;

CREATE TABLE naming (
  workspace_id text NOT NULL,
  kind text NOT NULL,
  value text NOT NULL,
  occurred_at bigint NOT NULL,
  conversion_id text NOT NULL,
  PRIMARY KEY (workspace_id, kind, value, occurred_at, conversion_id)
);

CREATE INDEX event_visitor ON event (workspace_id, visitor_id, occurred_at, id, name);
