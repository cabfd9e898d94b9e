-- Run after every migration. The server signs in as :app, which owns nothing: what it may not change, it cannot.
grant usage on schema :schema to :app;
grant select, insert, update, delete on all tables in schema :schema to :app;
grant usage, select on all sequences in schema :schema to :app;
grant execute on all functions in schema :schema to :app;

-- Append-only, whatever the code does.
revoke update, delete, truncate on :schema.record from :app;
revoke delete, truncate on :schema.record_heads from :app;
revoke insert, update, delete, truncate on :schema.migrations from :app;

-- Money is put right by a further row, never by taking one back.
revoke update, delete, truncate on :schema.money_moves from :app;
revoke update, delete, truncate on :schema.receipt_lines from :app;
revoke update, delete, truncate on :schema.gateway_notices from :app;
revoke delete, truncate on :schema.receipts from :app;
revoke delete, truncate on :schema.cash_books from :app;
revoke delete, truncate on :schema.refunds from :app;

-- A rating stays as it was given.
revoke update, delete, truncate on :schema.ratings from :app;
revoke update, delete, truncate on :schema.rated_dossiers from :app;
