ALTER TABLE experiment ADD COLUMN stopped INTEGER DEFAULT 0 NOT NULL AFTER cancelled;
-- facts that were passed over are read anew
UPDATE position SET cluster_id = '', topic_id = '';
