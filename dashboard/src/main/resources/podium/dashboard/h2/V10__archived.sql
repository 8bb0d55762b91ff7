ALTER TABLE experiment ADD COLUMN archived BOOLEAN DEFAULT FALSE NOT NULL AFTER cancelled;
-- facts that were passed over are read anew
UPDATE position SET cluster_id = '', topic_id = '';
