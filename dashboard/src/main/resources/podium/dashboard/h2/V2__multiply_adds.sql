ALTER TABLE trial ADD COLUMN multiply_adds BIGINT AFTER parameters;
