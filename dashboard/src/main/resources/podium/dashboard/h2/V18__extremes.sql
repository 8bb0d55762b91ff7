ALTER TABLE trial ADD COLUMN min_train_loss DOUBLE PRECISION AFTER test_accuracy;
ALTER TABLE trial ADD COLUMN max_train_loss DOUBLE PRECISION AFTER min_train_loss;
ALTER TABLE trial ADD COLUMN min_train_accuracy DOUBLE PRECISION AFTER max_train_loss;
ALTER TABLE trial ADD COLUMN max_train_accuracy DOUBLE PRECISION AFTER min_train_accuracy;
ALTER TABLE trial ADD COLUMN min_test_loss DOUBLE PRECISION AFTER max_train_accuracy;
ALTER TABLE trial ADD COLUMN max_test_loss DOUBLE PRECISION AFTER min_test_loss;
ALTER TABLE trial ADD COLUMN min_test_accuracy DOUBLE PRECISION AFTER max_test_loss;
ALTER TABLE trial ADD COLUMN max_test_accuracy DOUBLE PRECISION AFTER min_test_accuracy;
-- what epochs read before came to at least and at most is read anew
UPDATE position SET cluster_id = '', topic_id = '';
