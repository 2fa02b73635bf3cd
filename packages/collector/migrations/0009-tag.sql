-- oldest-program: 9
-- What a workspace says of its tag, such as goals without code.

CREATE TABLE tag_setting (
  workspace_id text NOT NULL,
  sequence bigint NOT NULL,
  settings text NOT NULL,
  updated_at bigint NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (workspace_id)
);
