-- what it takes to fold the board again up to any offset
CREATE SCHEMA past;
CREATE TABLE past.checkpoint (
  log_offset BIGINT PRIMARY KEY,
  event_time TIMESTAMP(9) WITH TIME ZONE,
  checkpoint VARCHAR NOT NULL
);
-- rows as they were at a checkpoint, of those changed since; stored level by level so that the few that held at an offset are found among all
CREATE TABLE past.former (
  kind VARCHAR NOT NULL,
  level INTEGER NOT NULL,
  from_offset BIGINT NOT NULL,
  id VARCHAR NOT NULL,
  until_offset BIGINT NOT NULL,
  former VARCHAR,
  PRIMARY KEY (kind, level, from_offset, id)
);
CREATE TABLE past.fact (
  log_offset BIGINT PRIMARY KEY,
  event_time TIMESTAMP(9) WITH TIME ZONE,
  term BIGINT NOT NULL,
  voided BIGINT NOT NULL,
  not_understood BIGINT NOT NULL,
  refused BOOLEAN NOT NULL,
  fact BINARY LARGE OBJECT
);
ALTER TABLE attempt ADD COLUMN begun_offset BIGINT AFTER from_offset;
-- the past of what was read before is read anew
UPDATE position SET cluster_id = '', topic_id = '';
