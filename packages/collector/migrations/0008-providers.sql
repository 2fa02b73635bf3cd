-- oldest-program: 8
-- What payment providers report: their accounts, the other names of their orders, what of a payment a commission is on.

ALTER TABLE conversion ADD COLUMN commissionable_minor bigint;
ALTER TABLE conversion ADD COLUMN commission_minor bigint;
ALTER TABLE conversion ADD COLUMN commission_currency text;
ALTER TABLE adjustment ADD COLUMN total_of text;
ALTER TABLE api_key ADD COLUMN signing_secret text;

CREATE TABLE connection (
  workspace_id text NOT NULL,
  id text NOT NULL,
  provider text NOT NULL,
  name text NOT NULL,
  secret text NOT NULL,
  account text,
  settings text NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted_at bigint,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX connection_time ON connection (workspace_id, created_at, id);

CREATE TABLE delivery (
  workspace_id text NOT NULL,
  connection_id text NOT NULL,
  type text NOT NULL,
  verdict text NOT NULL,
  slot bigint NOT NULL,
  deliveries bigint NOT NULL,
  PRIMARY KEY (workspace_id, connection_id, type, verdict, slot)
);

CREATE TABLE order_name (
  workspace_id text NOT NULL,
  name text NOT NULL,
  also text NOT NULL,
  order_id text NOT NULL,
  PRIMARY KEY (workspace_id, name, also, order_id)
);
CREATE INDEX order_name_order_id ON order_name (workspace_id, name, order_id, also);
