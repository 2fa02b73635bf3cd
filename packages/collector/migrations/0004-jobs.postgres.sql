-- oldest-program: 1
-- What collectors do by the clock, each thing by one of them at a time.

CREATE TABLE job (
  name text NOT NULL PRIMARY KEY,
  holder text,
  held_until bigint NOT NULL,
  next_at bigint NOT NULL,
  note text
);
