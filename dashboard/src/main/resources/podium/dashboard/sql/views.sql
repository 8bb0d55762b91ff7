CREATE SCHEMA asked;

CREATE VIEW asked.experiment AS
SELECT experiment, name, dataset, owner, priority, tags FORMAT JSON AS tags, accepted_at, trials, queued, running,
  paused, succeeded, failed, cancelled, stopped, archived
FROM public.experiment;

CREATE VIEW asked.trial AS
SELECT trial, experiment, name, number, model, dataset, seed, epochs, assignment FORMAT JSON AS assignment, forked_from,
  forked_epoch, accepted_at, status, attempts, worker, slot, started_at, ended_at, reason, epoch,
  best_test_accuracy AS best, best_validation_accuracy AS best_validation, best_epoch, train_loss, train_accuracy,
  test_loss, test_accuracy, min_train_loss, max_train_loss, min_train_accuracy, max_train_accuracy, min_test_loss,
  max_test_loss, min_test_accuracy, max_test_accuracy, seconds, parameters, multiply_adds, image_size
FROM public.trial;

CREATE VIEW asked.attempt AS
SELECT trial, attempt, worker, slot, micro_batch, placed_at, started_at, ended_at, outcome, message, resumed_from
FROM public.attempt;

CREATE VIEW asked.epoch AS
SELECT trial, attempt, epoch, event_time AS at, train_loss,
  CAST(train_correct AS DOUBLE PRECISION) / train_images AS train_accuracy, test_loss,
  CAST(test_correct AS DOUBLE PRECISION) / test_images AS test_accuracy, validation_loss,
  CAST(validation_correct AS DOUBLE PRECISION) / validation_images AS validation_accuracy, learning_rate, seconds,
  images_per_second, peak_memory_bytes, checkpoint_path AS checkpoint, state_hash, to_offset IS NOT NULL AS superseded
FROM public.epoch;

CREATE VIEW asked.worker AS
SELECT worker, host, slots FORMAT JSON AS slots, status, registered_at, last_event AS at, note
FROM public.worker;

CREATE VIEW asked.request AS
SELECT log_offset, event_time AS at, topic, partition_id, request_offset, request_key, outcome,
  verb, target, trials, reasons FORMAT JSON AS reasons
FROM public.request;

CREATE VIEW asked.event AS
SELECT log_offset, trial, type, event_time AS at, json FORMAT JSON AS json
FROM public.event;
