-- oldest-program: 1
-- What writers lock in order to meet. Unlogged: nothing of it need outlive a crash, which ends every transaction.

CREATE UNLOGGED TABLE anchor (
  workspace_id text NOT NULL,
  name text NOT NULL,
  version bigint NOT NULL,
  previous bigint NOT NULL,
  PRIMARY KEY (workspace_id, name)
) WITH (fillfactor = 70);
