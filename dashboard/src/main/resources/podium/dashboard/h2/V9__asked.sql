ALTER TABLE experiment ADD COLUMN paused INTEGER DEFAULT 0 NOT NULL AFTER running;
ALTER TABLE worker ADD COLUMN drained VARCHAR DEFAULT '[]' NOT NULL AFTER slots;
CREATE TABLE request (
  log_offset BIGINT PRIMARY KEY,
  event_time TIMESTAMP(9) WITH TIME ZONE NOT NULL,
  topic VARCHAR NOT NULL,
  partition_id INTEGER NOT NULL,
  request_offset BIGINT NOT NULL,
  request_key VARCHAR,
  outcome VARCHAR NOT NULL,
  verb VARCHAR NOT NULL,
  target VARCHAR NOT NULL,
  trials INTEGER NOT NULL,
  reasons VARCHAR NOT NULL
);
CREATE INDEX request_by_place ON request (partition_id, request_offset, log_offset);
CREATE INDEX request_by_key ON request (request_key, log_offset);
-- what became of earlier requests, and facts that were passed over, are read anew
UPDATE position SET cluster_id = '', topic_id = '';
