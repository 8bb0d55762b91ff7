ALTER TABLE attempt ADD COLUMN micro_batch INTEGER AFTER slot;
