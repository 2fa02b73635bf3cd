-- oldest-program: 1
-- Rowid tables with unique indexes: ids are ordered by time, and such keys insert fastest so.

CREATE TABLE workspace (
  workspace_id text NOT NULL PRIMARY KEY,
  name text NOT NULL,
  currency text NOT NULL,
  is_test integer NOT NULL,
  twin_id text NOT NULL,
  secret text NOT NULL,
  created_at bigint NOT NULL
);
CREATE INDEX workspace_time ON workspace (created_at, workspace_id);

CREATE TABLE api_key (
  workspace_id text NOT NULL,
  id text NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  hash text NOT NULL,
  hint text NOT NULL,
  origins text NOT NULL,
  is_test integer NOT NULL,
  created_at bigint NOT NULL,
  revoked_at bigint,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX api_key_time ON api_key (workspace_id, created_at, id);

CREATE TABLE directory (
  kind text NOT NULL,
  hash text NOT NULL,
  workspace_id text NOT NULL,
  ref_id text NOT NULL,
  PRIMARY KEY (kind, hash)
);

CREATE TABLE command (
  workspace_id text NOT NULL,
  id text NOT NULL,
  kind text NOT NULL,
  recorded_at bigint NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (workspace_id, id)
);

CREATE TABLE event (
  workspace_id text NOT NULL,
  id text NOT NULL,
  visitor_id text NOT NULL,
  name text NOT NULL,
  occurred_at bigint NOT NULL,
  recorded_at bigint NOT NULL,
  url text,
  referrer text,
  title text,
  is_bot integer NOT NULL,
  body text,
  PRIMARY KEY (workspace_id, id, visitor_id, name)
);

CREATE TABLE touch (
  workspace_id text NOT NULL,
  id text NOT NULL,
  visitor_id text,
  occurred_at bigint NOT NULL,
  recorded_at bigint NOT NULL,
  url text NOT NULL,
  referrer text,
  utm text,
  click_ids text,
  referral_code text,
  click_id text,
  channel text NOT NULL,
  source text,
  campaign text,
  affiliate_id text,
  code text,
  is_bot integer NOT NULL,
  is_browser_time integer NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX touch_visitor ON touch (workspace_id, visitor_id, occurred_at, id) WHERE visitor_id IS NOT NULL;
CREATE INDEX touch_click ON touch (workspace_id, click_id) WHERE click_id IS NOT NULL;
CREATE INDEX touch_code ON touch (workspace_id, referral_code, occurred_at, id) WHERE referral_code IS NOT NULL;

CREATE TABLE edge (
  workspace_id text NOT NULL,
  from_kind text NOT NULL,
  from_value text NOT NULL,
  to_kind text NOT NULL,
  to_value text NOT NULL,
  trusted integer NOT NULL,
  occurred_at bigint NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, from_kind, from_value, to_kind, to_value, trusted)
);
CREATE INDEX edge_to ON edge (workspace_id, to_kind, to_value, trusted, from_kind, from_value);

CREATE TABLE conversion (
  workspace_id text NOT NULL,
  id text NOT NULL,
  name text NOT NULL,
  order_id text,
  event_id text,
  amount_minor bigint,
  currency text,
  occurred_at bigint NOT NULL,
  recorded_at bigint NOT NULL,
  anchor_kind text,
  anchor_value text,
  visitor_id text,
  click_id text,
  identifiers text NOT NULL,
  url text,
  referrer text,
  metadata text,
  raw text,
  credit text NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX conversion_time ON conversion (workspace_id, occurred_at, id);
CREATE INDEX conversion_anchor ON conversion (workspace_id, anchor_kind, anchor_value, occurred_at, id);
CREATE INDEX conversion_visitor ON conversion (workspace_id, visitor_id, occurred_at, id) WHERE visitor_id IS NOT NULL;
CREATE INDEX conversion_click ON conversion (workspace_id, click_id, occurred_at, id) WHERE click_id IS NOT NULL;

CREATE TABLE claim (
  workspace_id text NOT NULL,
  id text NOT NULL,
  name text NOT NULL,
  order_id text,
  event_id text NOT NULL,
  visitor_id text NOT NULL,
  amount_minor bigint,
  currency text,
  occurred_at bigint NOT NULL,
  recorded_at bigint NOT NULL,
  url text,
  referrer text,
  metadata text,
  conversion_id text,
  is_open integer NOT NULL,
  credit text NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX claim_open ON claim (workspace_id, is_open, occurred_at, id);
CREATE INDEX claim_order ON claim (workspace_id, name, order_id, occurred_at, id) WHERE order_id IS NOT NULL;
CREATE INDEX claim_event ON claim (workspace_id, name, event_id, occurred_at, id);
CREATE INDEX claim_visitor ON claim (workspace_id, visitor_id, occurred_at, id);

CREATE TABLE dedupe (
  workspace_id text NOT NULL,
  scope text NOT NULL,
  key_hash text NOT NULL,
  fact_id text NOT NULL,
  PRIMARY KEY (workspace_id, scope, key_hash)
);

CREATE TABLE receipt (
  workspace_id text NOT NULL,
  subject_id text NOT NULL,
  command_id text NOT NULL,
  kind text NOT NULL,
  cause text NOT NULL,
  recorded_at bigint NOT NULL,
  credit text,
  before text,
  other_id text,
  replays bigint NOT NULL,
  PRIMARY KEY (workspace_id, subject_id, command_id, kind)
);
CREATE INDEX receipt_time ON receipt (workspace_id, subject_id, recorded_at, command_id);

CREATE TABLE affiliate (
  workspace_id text NOT NULL,
  id text NOT NULL,
  name text NOT NULL,
  email text,
  created_at bigint NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX affiliate_time ON affiliate (workspace_id, created_at, id);

CREATE TABLE link (
  workspace_id text NOT NULL,
  id text NOT NULL,
  affiliate_id text NOT NULL,
  code text NOT NULL,
  destination_url text,
  created_at bigint NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX link_code ON link (workspace_id, code);
CREATE INDEX link_affiliate ON link (workspace_id, affiliate_id);
