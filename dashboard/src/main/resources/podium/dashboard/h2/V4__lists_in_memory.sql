DROP INDEX trial_by_experiment;
DROP INDEX trial_by_name;
DROP INDEX trial_by_best;
DROP INDEX trial_by_order;
DROP INDEX trial_by_status;
