ALTER TABLE trial ADD COLUMN forked_from VARCHAR AFTER assignment;
ALTER TABLE trial ADD COLUMN forked_epoch INTEGER AFTER forked_from;
-- with what forks begin that were read before is read anew
UPDATE position SET cluster_id = '', topic_id = '';
