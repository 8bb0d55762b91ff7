ALTER TABLE experiment ADD COLUMN fingerprint VARCHAR AFTER cancelled;
ALTER TABLE experiment ADD COLUMN fingerprint_of VARCHAR AFTER fingerprint;
ALTER TABLE trial ADD COLUMN fingerprint VARCHAR AFTER image_size;
ALTER TABLE trial ADD COLUMN other_data_than VARCHAR AFTER fingerprint;
ALTER TABLE attempt ADD COLUMN data VARCHAR AFTER resumed_from;
