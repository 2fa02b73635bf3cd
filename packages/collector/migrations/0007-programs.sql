-- oldest-program: 7
-- Programs: who is rewarded for what, what that comes to, and what was paid. Affiliates and links are derived from the log; no
-- version before this one was released, and a database of one is carried over by `clickstitch replay`.

DROP TABLE affiliate;
DROP TABLE link;

CREATE TABLE program (
  workspace_id text NOT NULL,
  id text NOT NULL,
  external_id text,
  name text NOT NULL,
  currency text NOT NULL,
  terms text NOT NULL,
  first_terms text NOT NULL,
  terms_url text,
  allowed_hosts text NOT NULL,
  affiliate_approval text NOT NULL,
  application_fields text NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted_at bigint,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX program_external ON program (workspace_id, external_id, id) WHERE external_id IS NOT NULL;
CREATE INDEX program_time ON program (workspace_id, created_at, id);

CREATE TABLE incentive (
  workspace_id text NOT NULL,
  id text NOT NULL,
  external_id text,
  program_id text NOT NULL,
  name text NOT NULL,
  terms text NOT NULL,
  first_terms text NOT NULL,
  is_counted integer NOT NULL,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted_at bigint,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX incentive_program ON incentive (workspace_id, program_id, id);
CREATE INDEX incentive_external ON incentive (workspace_id, external_id, id) WHERE external_id IS NOT NULL;
CREATE INDEX incentive_time ON incentive (workspace_id, created_at, id);

CREATE TABLE affiliate (
  workspace_id text NOT NULL,
  id text NOT NULL,
  external_id text,
  program_id text,
  name text NOT NULL,
  email text,
  status text NOT NULL,
  group_name text,
  first_group text,
  application text,
  payout_details text,
  payout_hash text,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted_at bigint,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX affiliate_time ON affiliate (workspace_id, created_at, id);
CREATE INDEX affiliate_external ON affiliate (workspace_id, external_id, id) WHERE external_id IS NOT NULL;
CREATE INDEX affiliate_email ON affiliate (workspace_id, email, id) WHERE email IS NOT NULL;
CREATE INDEX affiliate_payout_hash ON affiliate (workspace_id, payout_hash, id) WHERE payout_hash IS NOT NULL;
CREATE INDEX affiliate_status ON affiliate (workspace_id, status, created_at, id);
CREATE INDEX affiliate_program ON affiliate (workspace_id, program_id, created_at, id) WHERE program_id IS NOT NULL;

CREATE TABLE link (
  workspace_id text NOT NULL,
  id text NOT NULL,
  affiliate_id text NOT NULL,
  code text NOT NULL,
  name text,
  destination_url text,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted_at bigint,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX link_code ON link (workspace_id, code);
CREATE INDEX link_affiliate ON link (workspace_id, affiliate_id);
CREATE INDEX link_time ON link (workspace_id, created_at, id);

CREATE TABLE coupon (
  workspace_id text NOT NULL,
  id text NOT NULL,
  external_id text,
  affiliate_id text NOT NULL,
  code text NOT NULL,
  description text,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted_at bigint,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX coupon_code ON coupon (workspace_id, code);
CREATE INDEX coupon_affiliate ON coupon (workspace_id, affiliate_id, created_at, id);
CREATE INDEX coupon_external ON coupon (workspace_id, external_id, id) WHERE external_id IS NOT NULL;
CREATE INDEX coupon_time ON coupon (workspace_id, created_at, id);

CREATE TABLE exchange_rate (
  workspace_id text NOT NULL,
  base text NOT NULL,
  quote text NOT NULL,
  date text NOT NULL,
  rate text NOT NULL,
  PRIMARY KEY (workspace_id, base, quote, date)
);
CREATE INDEX exchange_rate_day ON exchange_rate (workspace_id, date, base, quote);

CREATE TABLE earning (
  workspace_id text NOT NULL,
  id text NOT NULL,
  conversion_id text NOT NULL,
  affiliate_id text NOT NULL,
  program_id text,
  referral_id text,
  person_key text,
  visitor_id text,
  kind text NOT NULL,
  occurred_at bigint NOT NULL,
  incentive_id text,
  incentive_version bigint,
  currency text,
  sale_minor bigint,
  sale_currency text,
  is_foreign integer,
  rate text,
  rate_date text,
  commission_minor bigint NOT NULL,
  reversed_minor bigint NOT NULL,
  due_minor bigint NOT NULL,
  allocated_minor bigint NOT NULL,
  paid_minor bigint NOT NULL,
  status text NOT NULL,
  reason text,
  is_payable integer NOT NULL,
  hold_until bigint,
  calculation text,
  term_key text,
  series_key text,
  counted text,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX earning_conversion ON earning (workspace_id, conversion_id, id);
CREATE INDEX earning_referral ON earning (workspace_id, referral_id, occurred_at, conversion_id) WHERE referral_id IS NOT NULL;
CREATE INDEX earning_person ON earning (workspace_id, person_key, occurred_at, conversion_id) WHERE person_key IS NOT NULL;
CREATE INDEX earning_visitor ON earning (workspace_id, visitor_id, occurred_at, conversion_id) WHERE visitor_id IS NOT NULL;
CREATE INDEX earning_term ON earning (workspace_id, term_key, occurred_at, conversion_id) WHERE term_key IS NOT NULL;
CREATE INDEX earning_series ON earning (workspace_id, series_key, occurred_at, conversion_id) WHERE series_key IS NOT NULL;
CREATE INDEX earning_affiliate ON earning (workspace_id, affiliate_id, occurred_at, conversion_id);
CREATE INDEX earning_program ON earning (workspace_id, program_id, occurred_at, conversion_id) WHERE program_id IS NOT NULL;
CREATE INDEX earning_foreign ON earning (workspace_id, is_foreign, occurred_at, conversion_id) WHERE is_foreign IS NOT NULL;
CREATE INDEX earning_status ON earning (workspace_id, status, occurred_at, id);
CREATE INDEX earning_hold ON earning (workspace_id, status, hold_until, id);
CREATE INDEX earning_payable ON earning (workspace_id, affiliate_id, is_payable, occurred_at, conversion_id);
CREATE INDEX earning_affiliate_status ON earning (workspace_id, affiliate_id, status, occurred_at, conversion_id);
CREATE INDEX earning_time ON earning (workspace_id, occurred_at, id);

CREATE TABLE referral (
  workspace_id text NOT NULL,
  id text NOT NULL,
  affiliate_id text NOT NULL,
  person_key text,
  since bigint NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX referral_affiliate ON referral (workspace_id, affiliate_id, since, id);
CREATE INDEX referral_time ON referral (workspace_id, since, id);

CREATE TABLE entry (
  workspace_id text NOT NULL,
  earning_id text NOT NULL,
  command_id text NOT NULL,
  cause text NOT NULL,
  kind text NOT NULL,
  affiliate_id text NOT NULL,
  currency text,
  amount_minor bigint NOT NULL,
  recorded_at bigint NOT NULL,
  PRIMARY KEY (workspace_id, earning_id, command_id)
);
CREATE INDEX entry_affiliate ON entry (workspace_id, affiliate_id, recorded_at, earning_id, command_id);

CREATE TABLE maturity (
  workspace_id text NOT NULL,
  earning_id text NOT NULL,
  as_of bigint NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, earning_id)
);

CREATE TABLE payout (
  workspace_id text NOT NULL,
  id text NOT NULL,
  external_id text,
  affiliate_id text NOT NULL,
  program_id text NOT NULL,
  currency text NOT NULL,
  amount_minor bigint NOT NULL,
  items bigint NOT NULL,
  details text,
  status text NOT NULL,
  shared_with text,
  reference text,
  failure text,
  paid_at bigint,
  created_at bigint NOT NULL,
  updated_at bigint NOT NULL,
  deleted_at bigint,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id, id)
);
CREATE INDEX payout_time ON payout (workspace_id, created_at, id);
CREATE INDEX payout_external ON payout (workspace_id, external_id, id) WHERE external_id IS NOT NULL;
CREATE INDEX payout_affiliate ON payout (workspace_id, affiliate_id, created_at, id);
CREATE INDEX payout_status ON payout (workspace_id, status, created_at, id);

CREATE TABLE payout_item (
  workspace_id text NOT NULL,
  payout_id text NOT NULL,
  earning_id text NOT NULL,
  conversion_id text NOT NULL,
  amount_minor bigint NOT NULL,
  PRIMARY KEY (workspace_id, payout_id, earning_id)
);
CREATE INDEX payout_item_conversion ON payout_item (workspace_id, conversion_id, payout_id, earning_id);

ALTER TABLE conversion ADD COLUMN affiliate_id text;
ALTER TABLE conversion ADD COLUMN coupon_code text;
ALTER TABLE conversion ADD COLUMN earning_status text;
ALTER TABLE conversion ADD COLUMN signals text;
CREATE INDEX conversion_referral_id ON conversion (workspace_id, referral_id, occurred_at, id) WHERE referral_id IS NOT NULL;
CREATE INDEX conversion_affiliate_id ON conversion (workspace_id, affiliate_id, occurred_at, id) WHERE affiliate_id IS NOT NULL;
CREATE INDEX conversion_coupon_code ON conversion (workspace_id, coupon_code, occurred_at, id) WHERE coupon_code IS NOT NULL;

ALTER TABLE adjustment ADD COLUMN asked_minor bigint;
ALTER TABLE adjustment ADD COLUMN asked_currency text;

ALTER TABLE touch ADD COLUMN sub_ids text;
ALTER TABLE touch ADD COLUMN fetched_as text;
