ALTER TABLE position ADD COLUMN without_effect BIGINT DEFAULT 0 NOT NULL AFTER fenced_reports;
ALTER TABLE position ADD COLUMN last_offset BIGINT AFTER log_offset;
ALTER TABLE position ADD COLUMN last_sha256 VARCHAR AFTER last_offset;
CREATE TABLE without_effect (
  log_offset BIGINT PRIMARY KEY,
  type VARCHAR NOT NULL,
  reason VARCHAR NOT NULL
);
