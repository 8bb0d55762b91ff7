ALTER TABLE position ADD COLUMN format INTEGER DEFAULT 0 NOT NULL AFTER last_sha256;
ALTER TABLE position ADD COLUMN head VARCHAR DEFAULT '' NOT NULL AFTER next_index;
ALTER TABLE position ADD COLUMN not_understood BIGINT DEFAULT 0 NOT NULL AFTER voided;
-- the head of the log is known only to who read it from its first record
UPDATE position SET cluster_id = '', topic_id = '';
