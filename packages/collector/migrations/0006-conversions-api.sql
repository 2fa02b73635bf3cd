-- oldest-program: 6
-- What the conversions API keeps. Conversions, keys and dedupes are derived from the log; no version before this one was
-- released, and a database of one is carried over by `clickstitch replay`.

ALTER TABLE conversion ADD COLUMN dialect text NOT NULL DEFAULT 'native';
ALTER TABLE conversion ADD COLUMN external_id text;
ALTER TABLE conversion ADD COLUMN referral_id text;
ALTER TABLE conversion ADD COLUMN type_id text;
ALTER TABLE conversion ADD COLUMN source_id text;
ALTER TABLE conversion ADD COLUMN count bigint NOT NULL DEFAULT 1;
ALTER TABLE conversion ADD COLUMN origin text;
ALTER TABLE conversion ADD COLUMN action_source text;
ALTER TABLE conversion ADD COLUMN external_ref text;
ALTER TABLE conversion ADD COLUMN notes text;
ALTER TABLE conversion ADD COLUMN product_ids text;
ALTER TABLE conversion ADD COLUMN price_ids text;
ALTER TABLE conversion ADD COLUMN plan_id text;
ALTER TABLE conversion ADD COLUMN is_subscription integer;
ALTER TABLE conversion ADD COLUMN interval text;
ALTER TABLE conversion ADD COLUMN sales_status text NOT NULL DEFAULT 'complete';
ALTER TABLE conversion ADD COLUMN workflow_id text;
ALTER TABLE conversion ADD COLUMN master_workflow_id text;
ALTER TABLE conversion ADD COLUMN workflow_run_id text;
ALTER TABLE conversion ADD COLUMN context text;
ALTER TABLE conversion ADD COLUMN profile text;
ALTER TABLE conversion ADD COLUMN refunded_minor bigint NOT NULL DEFAULT 0;
ALTER TABLE conversion ADD COLUMN updated_at bigint NOT NULL DEFAULT 0;
ALTER TABLE conversion ADD COLUMN deleted_at bigint;
DROP INDEX conversion_time;
CREATE INDEX conversion_time ON conversion (workspace_id, occurred_at, id, deleted_at);
CREATE INDEX conversion_recorded ON conversion (workspace_id, recorded_at, id, occurred_at, deleted_at);
CREATE INDEX conversion_name ON conversion (workspace_id, name, occurred_at, id, deleted_at);
CREATE INDEX conversion_amount_minor ON conversion (workspace_id, amount_minor, occurred_at, id, deleted_at) WHERE amount_minor IS NOT NULL;
CREATE INDEX conversion_count ON conversion (workspace_id, count, occurred_at, id, deleted_at);
CREATE INDEX conversion_type_id ON conversion (workspace_id, type_id, occurred_at, id, deleted_at) WHERE type_id IS NOT NULL;
CREATE INDEX conversion_source_id ON conversion (workspace_id, source_id, occurred_at, id, deleted_at) WHERE source_id IS NOT NULL;
CREATE INDEX conversion_origin ON conversion (workspace_id, origin, occurred_at, id, deleted_at) WHERE origin IS NOT NULL;
CREATE INDEX conversion_sales_status ON conversion (workspace_id, sales_status, occurred_at, id, deleted_at);
CREATE INDEX conversion_order_id ON conversion (workspace_id, order_id, occurred_at, id, deleted_at) WHERE order_id IS NOT NULL;
CREATE INDEX conversion_event_id ON conversion (workspace_id, event_id, occurred_at, id, deleted_at) WHERE event_id IS NOT NULL;
CREATE INDEX conversion_external_ref ON conversion (workspace_id, external_ref, occurred_at, id, deleted_at) WHERE external_ref IS NOT NULL;
CREATE INDEX conversion_external_id ON conversion (workspace_id, external_id, occurred_at, id, deleted_at) WHERE external_id IS NOT NULL;
CREATE INDEX conversion_workflow_id ON conversion (workspace_id, workflow_id, occurred_at, id, deleted_at) WHERE workflow_id IS NOT NULL;
CREATE INDEX conversion_master_workflow_id ON conversion (workspace_id, master_workflow_id, occurred_at, id, deleted_at) WHERE master_workflow_id IS NOT NULL;
CREATE INDEX conversion_workflow_run_id ON conversion (workspace_id, workflow_run_id, occurred_at, id, deleted_at) WHERE workflow_run_id IS NOT NULL;
CREATE INDEX claim_name ON claim (workspace_id, name, is_open, occurred_at, id);
CREATE INDEX claim_order_id ON claim (workspace_id, order_id, occurred_at, id) WHERE order_id IS NOT NULL;
CREATE INDEX claim_event_id ON claim (workspace_id, event_id, occurred_at, id);

DROP TABLE dedupe;
CREATE TABLE dedupe (
  workspace_id text NOT NULL,
  scope text NOT NULL,
  key_hash text NOT NULL,
  fact_id text NOT NULL,
  is_released integer NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, scope, key_hash, fact_id)
);

CREATE TABLE search_token (
  workspace_id text NOT NULL,
  token text NOT NULL,
  occurred_at bigint NOT NULL,
  conversion_id text NOT NULL,
  PRIMARY KEY (workspace_id, token, occurred_at, conversion_id)
);

CREATE TABLE tally (
  workspace_id text NOT NULL,
  facet text NOT NULL,
  value text NOT NULL,
  slot bigint NOT NULL,
  conversions bigint NOT NULL,
  counted bigint NOT NULL,
  PRIMARY KEY (workspace_id, facet, value, slot)
);

CREATE TABLE edit (
  workspace_id text NOT NULL,
  subject_id text NOT NULL,
  sequence bigint NOT NULL,
  subject text NOT NULL,
  patch text NOT NULL,
  is_delete integer NOT NULL,
  releases_keys integer NOT NULL,
  command_id text NOT NULL,
  recorded_at bigint NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, subject_id, sequence)
);

CREATE TABLE adjustment (
  workspace_id text NOT NULL,
  id text NOT NULL,
  kind text NOT NULL,
  dialect text NOT NULL,
  conversion_id text,
  name text NOT NULL,
  order_id text,
  external_ref text,
  amount_minor bigint,
  currency text,
  reason text,
  occurred_at bigint NOT NULL,
  recorded_at bigint NOT NULL,
  effective_minor bigint NOT NULL,
  is_clamped integer NOT NULL,
  command_id text NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX adjustment_conversion ON adjustment (workspace_id, conversion_id, occurred_at, id) WHERE conversion_id IS NOT NULL;
CREATE INDEX adjustment_order ON adjustment (workspace_id, name, order_id, occurred_at, id) WHERE order_id IS NOT NULL;
CREATE INDEX adjustment_time ON adjustment (workspace_id, occurred_at, id);

CREATE TABLE conversion_type (
  workspace_id text NOT NULL,
  id text NOT NULL,
  external_id text,
  name text NOT NULL,
  description text,
  category text NOT NULL,
  currency text NOT NULL,
  fields text NOT NULL,
  workflow_id text,
  master_workflow_id text,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted_at bigint,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX conversion_type_external ON conversion_type (workspace_id, external_id, id) WHERE external_id IS NOT NULL;
CREATE INDEX conversion_type_time ON conversion_type (workspace_id, created_at, id);

CREATE TABLE conversion_source (
  workspace_id text NOT NULL,
  id text NOT NULL,
  external_id text,
  name text NOT NULL,
  type text NOT NULL,
  category text NOT NULL,
  channel text,
  creator_id text,
  campaign_id text,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted_at bigint,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX conversion_source_external ON conversion_source (workspace_id, external_id, id) WHERE external_id IS NOT NULL;
CREATE INDEX conversion_source_time ON conversion_source (workspace_id, created_at, id);

CREATE TABLE contact (
  workspace_id text NOT NULL,
  id text NOT NULL,
  kind text NOT NULL,
  external_id text,
  email text,
  email_node text,
  phone text,
  name text,
  first_name text,
  last_name text,
  workflow_id text,
  campaign_id text,
  metadata text,
  command_id text NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted_at bigint,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX contact_external ON contact (workspace_id, external_id, id) WHERE external_id IS NOT NULL;
CREATE INDEX contact_email ON contact (workspace_id, email_node, id) WHERE email_node IS NOT NULL;
CREATE INDEX contact_time ON contact (workspace_id, created_at, id);
CREATE INDEX contact_kind ON contact (workspace_id, kind, created_at, id);

CREATE TABLE idempotency (
  workspace_id text NOT NULL,
  place text NOT NULL,
  key_hash text NOT NULL,
  body_hash text NOT NULL,
  fact_id text,
  recorded_at bigint NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, place, key_hash)
);
CREATE INDEX idempotency_time ON idempotency (workspace_id, recorded_at, place, key_hash);

CREATE INDEX receipt_recorded ON receipt (workspace_id, recorded_at, subject_id, command_id, kind);

ALTER TABLE api_key ADD COLUMN dialect text NOT NULL DEFAULT 'native';
ALTER TABLE api_key ADD COLUMN scopes text NOT NULL DEFAULT '["read","write","keys"]';
ALTER TABLE api_key ADD COLUMN account text;
ALTER TABLE api_key ADD COLUMN expires_at bigint;
