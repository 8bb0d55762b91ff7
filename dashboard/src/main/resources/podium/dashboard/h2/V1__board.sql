CREATE TABLE position (
  only_one BOOLEAN DEFAULT TRUE PRIMARY KEY CHECK (only_one),
  generation VARCHAR NOT NULL,
  cluster_id VARCHAR NOT NULL,
  topic_id VARCHAR NOT NULL,
  log_offset BIGINT NOT NULL,
  term BIGINT NOT NULL,
  incarnation VARCHAR NOT NULL,
  next_index BIGINT NOT NULL,
  voided BIGINT NOT NULL,
  experiments BIGINT NOT NULL,
  rejected BIGINT NOT NULL,
  duplicates BIGINT NOT NULL,
  lost_requests BIGINT NOT NULL,
  fenced_reports BIGINT NOT NULL,
  last_event TIMESTAMP(9) WITH TIME ZONE
);

CREATE TABLE experiment (
  experiment VARCHAR PRIMARY KEY,
  name VARCHAR NOT NULL,
  dataset VARCHAR NOT NULL,
  owner VARCHAR NOT NULL,
  priority INTEGER NOT NULL,
  tags VARCHAR NOT NULL,
  accepted_at TIMESTAMP(9) WITH TIME ZONE NOT NULL,
  accepted BIGINT NOT NULL,
  trials INTEGER NOT NULL,
  queued INTEGER NOT NULL,
  running INTEGER NOT NULL,
  succeeded INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  cancelled INTEGER NOT NULL,
  from_offset BIGINT NOT NULL
);
CREATE INDEX experiment_by_name ON experiment (name);

CREATE TABLE experiment_spec (
  experiment VARCHAR PRIMARY KEY,
  spec VARCHAR NOT NULL
);

CREATE TABLE trial (
  trial VARCHAR PRIMARY KEY,
  experiment VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  number INTEGER NOT NULL,
  model VARCHAR NOT NULL,
  dataset VARCHAR NOT NULL,
  seed BIGINT NOT NULL,
  epochs INTEGER NOT NULL,
  assignment VARCHAR NOT NULL,
  accepted_at TIMESTAMP(9) WITH TIME ZONE NOT NULL,
  accepted BIGINT NOT NULL,
  status VARCHAR NOT NULL,
  status_from BIGINT NOT NULL,
  attempts INTEGER NOT NULL,
  worker VARCHAR,
  slot VARCHAR,
  started_at TIMESTAMP(9) WITH TIME ZONE,
  ended_at TIMESTAMP(9) WITH TIME ZONE,
  reason VARCHAR,
  epoch INTEGER NOT NULL,
  best_test_accuracy DOUBLE PRECISION,
  best_epoch INTEGER,
  train_loss DOUBLE PRECISION,
  train_accuracy DOUBLE PRECISION,
  test_loss DOUBLE PRECISION,
  test_accuracy DOUBLE PRECISION,
  seconds DOUBLE PRECISION NOT NULL,
  parameters BIGINT,
  image_size INTEGER,
  from_offset BIGINT NOT NULL
);
CREATE INDEX trial_by_experiment
  ON trial (experiment ASC NULLS LAST, best_test_accuracy DESC NULLS LAST, accepted, number);
CREATE INDEX trial_by_name
  ON trial (name ASC NULLS LAST, best_test_accuracy DESC NULLS LAST, accepted, number);
CREATE INDEX trial_by_best ON trial (best_test_accuracy DESC NULLS LAST, accepted, number);
CREATE INDEX trial_by_order ON trial (accepted, number);
CREATE INDEX trial_by_status ON trial (status);

CREATE TABLE trial_status (
  trial VARCHAR NOT NULL,
  status VARCHAR NOT NULL,
  from_offset BIGINT NOT NULL,
  to_offset BIGINT,
  PRIMARY KEY (trial, from_offset)
);

CREATE TABLE attempt (
  trial VARCHAR NOT NULL,
  attempt INTEGER NOT NULL,
  worker VARCHAR NOT NULL,
  incarnation VARCHAR NOT NULL,
  slot VARCHAR NOT NULL,
  placed_at TIMESTAMP(9) WITH TIME ZONE NOT NULL,
  started_at TIMESTAMP(9) WITH TIME ZONE,
  ended_at TIMESTAMP(9) WITH TIME ZONE,
  outcome VARCHAR,
  message VARCHAR,
  resumed_from INTEGER,
  from_offset BIGINT NOT NULL,
  to_offset BIGINT,
  PRIMARY KEY (trial, attempt)
);

CREATE TABLE epoch (
  trial VARCHAR NOT NULL,
  attempt INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  event_time TIMESTAMP(9) WITH TIME ZONE NOT NULL,
  train_loss DOUBLE PRECISION NOT NULL,
  train_correct INTEGER NOT NULL,
  train_images INTEGER NOT NULL,
  test_loss DOUBLE PRECISION,
  test_correct INTEGER,
  test_images INTEGER,
  learning_rate DOUBLE PRECISION NOT NULL,
  seconds DOUBLE PRECISION NOT NULL,
  images_per_second DOUBLE PRECISION NOT NULL,
  peak_memory_bytes BIGINT NOT NULL,
  checkpoint_path VARCHAR NOT NULL,
  checkpoint_sha256 VARCHAR NOT NULL,
  checkpoint_bytes BIGINT NOT NULL,
  state_hash VARCHAR NOT NULL,
  from_offset BIGINT NOT NULL,
  to_offset BIGINT,
  PRIMARY KEY (trial, attempt, epoch)
);

CREATE TABLE worker (
  worker VARCHAR PRIMARY KEY,
  incarnation VARCHAR NOT NULL,
  host VARCHAR NOT NULL,
  slots VARCHAR NOT NULL,
  status VARCHAR NOT NULL,
  registered_at TIMESTAMP(9) WITH TIME ZONE NOT NULL,
  last_event TIMESTAMP(9) WITH TIME ZONE NOT NULL,
  note VARCHAR NOT NULL,
  from_offset BIGINT NOT NULL
);

CREATE TABLE rejected (
  from_offset BIGINT PRIMARY KEY,
  event_time TIMESTAMP(9) WITH TIME ZONE NOT NULL,
  topic VARCHAR NOT NULL,
  topic_partition INTEGER NOT NULL,
  topic_offset BIGINT NOT NULL,
  reasons VARCHAR NOT NULL,
  quote VARCHAR NOT NULL,
  bytes BIGINT NOT NULL,
  sha256 VARCHAR NOT NULL
);

CREATE TABLE event (
  log_offset BIGINT PRIMARY KEY,
  trial VARCHAR NOT NULL,
  type VARCHAR NOT NULL,
  event_time TIMESTAMP(9) WITH TIME ZONE NOT NULL,
  json VARCHAR NOT NULL
);
CREATE INDEX event_by_trial ON event (trial, log_offset);
