-- An item registered by mistake stays, with its number, and says that it is void.
ALTER TABLE item ADD COLUMN voided_position INTEGER;
