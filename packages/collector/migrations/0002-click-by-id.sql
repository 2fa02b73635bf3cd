-- oldest-program: 1
-- A click among the landings that carry its id.

DROP INDEX touch_click;
CREATE INDEX touch_click ON touch (workspace_id, click_id, id) WHERE click_id IS NOT NULL;
