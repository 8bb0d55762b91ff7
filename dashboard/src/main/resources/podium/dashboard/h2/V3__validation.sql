ALTER TABLE epoch ADD COLUMN validation_loss DOUBLE PRECISION AFTER test_images;
ALTER TABLE epoch ADD COLUMN validation_correct INTEGER AFTER validation_loss;
ALTER TABLE epoch ADD COLUMN validation_images INTEGER AFTER validation_correct;
ALTER TABLE trial ADD COLUMN best_validation_accuracy DOUBLE PRECISION AFTER best_test_accuracy;
