-- A form's questions have an order, which jsonb does not keep (it sorts keys by their length); json does.

alter table procedure_versions alter column body type json using body::json;
